//! One task in the list.

use super::board::Tasks;
use super::editor::Editor;
use crate::tasks::Task;
use crate::tasks::api::CompleteTask;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// A task: its checkbox, its texts, and an editor that unfolds.
#[component]
pub fn TaskRow(
    /// The task.
    task: Task,
) -> impl IntoView {
    let tasks = Tasks::here();
    let (id, completed) = (task.id, task.completed);
    let box_id = format!("task-{id}");
    let note_id = task.description.is_some().then(|| format!("task-{id}-note"));
    let tick = NodeRef::<Input>::new();
    // The person may have ticked the box before the page was hydrated.
    Effect::new(move || {
        if let Some(tick) = tick.get().filter(|tick| tick.checked() != completed) {
            tasks.complete(id, tick.checked());
        }
    });
    let update = format!("Update {}", task.title);
    view! {
        <li class="task" class:done=completed>
            <form class="tick" method="post" action=CompleteTask::url()>
                <input type="hidden" name="id" value=id.to_string()/>
                <input
                    type="checkbox"
                    id=box_id.clone()
                    name="completed"
                    value="true"
                    checked=completed
                    autocomplete="off"
                    node_ref=tick
                    aria-describedby=note_id.clone()
                    on:change=move |event| tasks.complete(id, event_target_checked(&event))
                />
                <label for=box_id dir="auto">{task.title.clone()}</label>
                // Until the page is hydrated, ticking the box sends nothing. This button does.
                <button class="quiet fallback" aria-label=update>"Update"</button>
            </form>
            {task.description.clone().map(|note| view! { <p class="note" id=note_id dir="auto">{note}</p> })}
            <Editor task/>
        </li>
    }
    .into_any()
}
