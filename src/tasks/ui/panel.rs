//! The list of tasks, and the panel beside the chat that shows it.

use super::board::Tasks;
use super::new_task::NewTask;
use super::row::TaskRow;
use crate::error::AppError;
use crate::tasks::Task;
use crate::tasks::api::{CompleteTask, DeleteTask, UpdateTask};
use crate::ui::drawer;
use crate::ui::form::{FormError, refusal};
use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;

/// The tasks as a region: a column of their own on a wide screen, a drawer on a narrow one.
#[component]
pub fn TaskPanel() -> impl IntoView {
    view! {
        <section id=drawer::TASKS class="panel" popover="auto" aria-label="Tasks">
            <header class="panel-head">
                <h2>"Tasks"</h2>
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
            <TaskList/>
        </section>
    }
    .into_any()
}

/// A form that adds a task, the pending tasks, and the completed ones.
#[component]
pub fn TaskList() -> impl IntoView {
    let tasks = Tasks::here();
    // The key is everything that a row shows, so a changed task gets a new row.
    let key = |task: &Task| (task.id, task.completed, task.title.clone(), task.description.clone());
    let refused: Option<AppError> =
        refusal::<CompleteTask>().or_else(refusal::<UpdateTask>).or_else(refusal::<DeleteTask>);
    view! {
        <NewTask/>
        <FormError error=Signal::stored(refused)/>
        <Transition fallback=|| view! { <p class="hint">"Loading your tasks…"</p> }>
            <FormError error=Signal::derive(move || tasks.error())/>
            {move || (tasks.count(false) == Some(0)).then(|| view! {
                <p class="empty">
                    {if tasks.count(true) == Some(0) {
                        "Nothing here yet. Tell Docket what you need to do, or write it above."
                    } else {
                        "All done. Enjoy it."
                    }}
                </p>
            })}
            <ul class="tasks">
                <For each=move || tasks.of(false) key=key let(task)>
                    <TaskRow task/>
                </For>
            </ul>
            // It stays in the document when no task is completed, so that it stays open or closed.
            <details class="completed" open class:hidden=move || tasks.count(true).unwrap_or(0) == 0>
                <summary>"Completed " <span class="count">{move || tasks.count(true)}</span></summary>
                <ul class="tasks">
                    <For each=move || tasks.of(true) key=key let(task)>
                        <TaskRow task/>
                    </For>
                </ul>
            </details>
        </Transition>
    }
    .into_any()
}
