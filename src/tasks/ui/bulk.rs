//! Selecting several tasks, and what can be done to all of them.

use super::board::Tasks;
use crate::tasks::bulk;
use crate::ui::dynamic::{dynamic, dynamic_text, listener, on_value};
use crate::ui::icon::{Glyph, Icon};
use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// A menu of values for the selected tasks: the kind of change, the menu's name, and its choices.
type Menu = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const MENUS: [Menu; 2] = [
    (
        bulk::DUE,
        "Due",
        &[("today", "Today"), ("tomorrow", "Tomorrow"), ("week", "Next Monday"), ("", "Never")],
    ),
    (bulk::PRIORITY, "Priority", &[("1", "P1"), ("2", "P2"), ("3", "P3"), ("4", "P4"), ("", "None")]),
];
/// The choice of a menu that is no choice.
const NOTHING: &str = "?";

/// The way into selecting, and the bar while it goes on. It needs scripts.
#[component]
pub fn BulkBar() -> impl IntoView {
    let tasks = Tasks::here();
    let is_on = Memo::new(move |_| tasks.selected.with(Option::is_some));
    dynamic(move || Some(if is_on.get() { bar(tasks) } else { start(tasks) }))
}

fn start(tasks: Tasks) -> AnyView {
    let start =
        button("quiet script-only", None, "Select", move || tasks.selected.set(Some(BTreeSet::new())));
    view! { <p class="bulk-start">{start}</p> }.into_any()
}

fn bar(tasks: Tasks) -> AnyView {
    let count = move || tasks.selected.with(|selected| selected.as_ref().map_or(0, BTreeSet::len));
    let count = dynamic_text(move || Some([&count().to_string(), " selected"].concat()));
    let all = move || {
        let all = tasks.with_untracked(|board| board.page.tasks.iter().map(|task| task.id).collect());
        tasks.selected.set(all);
    };
    let end = move || tasks.selected.set(None);
    let key = listener(move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            end();
        }
    });
    let change = move |kind: &'static str| move || tasks.change_selected(kind, String::new());
    let menus: Vec<_> = MENUS.into_iter().map(|of| menu(tasks, of)).collect();
    view! {
        <div class="bulk" role="group" aria-label="Selected tasks" on:keydown=key>
            <p role="status">{count}</p>
            {button("quiet", None, "All", all)}
            {button("quiet", Some(Glyph::Check), "Done", change(bulk::DONE))}
            {menus}
            {field(tasks, bulk::DUE, "date", "Due on")}
            {field(tasks, bulk::LIST, "text", "Move to list")}
            {field(tasks, bulk::TAG, "text", "Add tag")}
            {button("quiet danger", Some(Glyph::Trash), "Delete", change(bulk::DELETE))}
            {button("quiet", None, "Cancel", end)}
        </div>
    }
    .into_any()
}

fn button(
    class: &'static str,
    glyph: Option<Glyph>,
    name: &'static str,
    press: impl Fn() + 'static,
) -> AnyView {
    let press = listener(move |_: MouseEvent| press());
    view! {
        <button type="button" class=class on:click=press>{glyph.map(|glyph| view! { <Icon glyph/> })}{name}</button>
    }
    .into_any()
}

fn menu(tasks: Tasks, (kind, name, choices): Menu) -> AnyView {
    let option =
        |(value, words): &(&'static str, &'static str)| view! { <option value=*value>{*words}</option> };
    let options: Vec<_> = choices.iter().map(option).collect();
    let choose = on_value(move |value| {
        if value != NOTHING {
            tasks.change_selected(kind, value);
        }
    });
    view! {
        <select aria-label=name on:change=choose autocomplete="off">
            <option value=NOTHING selected>{name}</option>
            {options}
        </select>
    }
    .into_any()
}

fn field(tasks: Tasks, kind: &'static str, of: &'static str, name: &'static str) -> AnyView {
    let set = on_value(move |value| {
        if !value.trim().is_empty() {
            tasks.change_selected(kind, value);
        }
    });
    view! { <input type=of aria-label=name placeholder=name dir="auto" autocomplete="off" on:change=set/> }
        .into_any()
}
