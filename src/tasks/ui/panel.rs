//! The panel beside the chat that shows tasks.

use super::address;
use super::board::Tasks;
use super::new_task::NewTask;
use super::task_list::TaskList;
use crate::tasks::View;
use crate::ui::drawer;
use crate::ui::dynamic::{dynamic_text, listener};
use crate::ui::icon::{Glyph, Icon};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// The tasks as a region: a column of their own on a wide screen, a drawer on a narrow one.
#[component]
pub fn TaskPanel() -> impl IntoView {
    let tasks = Tasks::here();
    // Without WebAssembly the links lead to pages.
    let tab = |view: View, name: &'static str| {
        let href = address::path(&view);
        let of_tab = view.clone();
        let show = move |event: MouseEvent| {
            event.prevent_default();
            tasks.panel.set(view.clone());
        };
        let is_shown =
            dynamic_text(move || tasks.panel.with(|shown| *shown == of_tab).then(|| "true".to_owned()));
        view! { <a href=href aria-current=is_shown on:click=listener(show)>{name}</a> }.into_any()
    };
    view! {
        <section id=drawer::TASKS class="panel" popover="auto" aria-label="Tasks">
            <header class="panel-head">
                <h2>"Tasks"</h2>
                <nav class="tabs" aria-label="View">{tab(View::All, "All")} {tab(View::Today, "Today")}</nav>
                <button
                    type="button"
                    class="icon-button drawer-button"
                    aria-label="Close"
                    popovertarget=drawer::TASKS
                    popovertargetaction="hide"
                >
                    <Icon glyph=Glyph::Cross/>
                </button>
            </header>
            <NewTask/>
            <TaskList/>
        </section>
    }
    .into_any()
}
