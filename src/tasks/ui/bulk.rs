//! Selecting several tasks, and what can be done to all of them.

use super::board::Tasks;
use crate::tasks::bulk::Bulk;
use crate::ui::icon::{Glyph, Icon};
use leptos::ev::Event;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use std::collections::BTreeSet;

/// The kinds of values that a selection can get: the name of a menu, and its choices. `…` asks for a text.
const MENUS: [(&str, &[(&str, &str)]); 2] = [
    (
        "Due",
        &[
            ("today", "Today"),
            ("tomorrow", "Tomorrow"),
            ("week", "Next Monday"),
            ("…", "Another day…"),
            ("", "Never"),
        ],
    ),
    ("Priority", &[("1", "P1"), ("2", "P2"), ("3", "P3"), ("4", "P4"), ("", "None")]),
];

/// The way into selecting, and the bar while it goes on. It needs scripts.
#[component]
pub fn BulkBar() -> impl IntoView {
    let tasks = Tasks::here();
    let count = move || tasks.selected.with(|selected| selected.as_ref().map(BTreeSet::len));
    let is_on = Memo::new(move |_| count().is_some());
    move || {
        if !is_on.get() {
            return view! {
                <p class="bulk-start">
                    <button
                        type="button"
                        class="quiet script-only"
                        on:click=move |_| tasks.selected.set(Some(BTreeSet::new()))
                    >"Select"</button>
                </p>
            }
            .into_any();
        }
        let another_day = RwSignal::new(false);
        let menu = |(name, choices): (&'static str, &'static [(&'static str, &'static str)])| {
            let choose = move |event: Event| {
                let value = event_target_value(&event);
                match (name, value.as_str()) {
                    (_, "?") => {}
                    (_, "…") => another_day.set(true),
                    ("Due", _) => tasks.change_selected(Bulk::Due(value)),
                    _ => tasks.change_selected(Bulk::Priority(value)),
                }
            };
            let options: Vec<_> = choices
                .iter()
                .map(|(value, words)| view! { <option value=*value>{*words}</option> })
                .collect();
            view! {
                <select aria-label=name on:change=choose autocomplete="off">
                    <option value="?" selected>{name}</option>
                    {options}
                </select>
            }
            .into_any()
        };
        let name_field = move |label: &'static str, make: fn(String) -> Bulk| {
            view! {
                <input
                    aria-label=label
                    placeholder=label
                    dir="auto"
                    autocomplete="off"
                    on:change=move |event| tasks.change_selected(make(event_target_value(&event)))
                />
            }
            .into_any()
        };
        let pick_day = move || {
            another_day.get().then(|| {
                let pick = move |event: Event| tasks.change_selected(Bulk::Due(event_target_value(&event)));
                view! { <input type="date" aria-label="Due on" on:change=pick/> }
            })
        };
        let all = move |_| {
            let all = tasks.with_untracked(|board| board.page.tasks.iter().map(|task| task.id).collect());
            tasks.selected.set(all);
        };
        // Escape ends selecting.
        let key = move |event: leptos::ev::KeyboardEvent| {
            if event.key() == "Escape"
                && event.target().is_some_and(|target| target.dyn_ref::<web_sys::Element>().is_some())
            {
                tasks.selected.set(None);
            }
        };
        view! {
            <div class="bulk" role="group" aria-label="Selected tasks" on:keydown=key>
                <p role="status">{count} " selected"</p>
                <button type="button" class="quiet" on:click=all>"All"</button>
                <button type="button" class="quiet" on:click=move |_| tasks.change_selected(Bulk::Done)>
                    <Icon glyph=Glyph::Check/>"Done"
                </button>
                {MENUS.map(menu).into_iter().collect_view()}
                {pick_day}
                {name_field("Move to list", Bulk::List)}
                {name_field("Add tag", Bulk::Tag)}
                <button type="button" class="quiet danger" on:click=move |_| tasks.change_selected(Bulk::Delete)>
                    <Icon glyph=Glyph::Trash/>"Delete"
                </button>
                <button type="button" class="quiet" on:click=move |_| tasks.selected.set(None)>"Cancel"</button>
            </div>
        }
        .into_any()
    }
}
