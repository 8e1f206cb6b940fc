//! One task in a list.

use super::board::Tasks;
use super::chip::chip_list;
use super::editor::Editor;
use super::group::Item;
use crate::id::TaskId;
use crate::tasks::api::CompleteTask;
use crate::ui::dynamic::{dynamic, listener};
use crate::ui::icon::{Glyph, Icon};
use leptos::ev::Event;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// A task: a handle to move it by, its checkbox, its texts, its plan, and an editor that unfolds. When the task
/// changes, the same elements show it as it is then.
#[component]
pub fn TaskRow(
    /// The task.
    item: Memo<Item>,
) -> impl IntoView {
    let tasks = Tasks::here();
    let tick = NodeRef::<Input>::new();
    let completed = Memo::new(move |_| item.with(|item| item.row.completed));
    Effect::new(move |before: Option<Option<bool>>| {
        let completed = completed.get();
        let tick = tick.get()?;
        match before.flatten() {
            // The person may have ticked the box before the page was hydrated.
            None if tick.checked() != completed => {
                tasks.complete(item.with_untracked(|item| item.row.id), tick.checked());
            }
            Some(before) if before != completed => tick.set_checked(completed),
            _ => {}
        }
        Some(completed)
    });
    let editor = Editor::new(tasks, item);
    dynamic(move || Some(shown(tasks, item.get(), tick, editor)))
}

fn shown(tasks: Tasks, item: Item, tick: NodeRef<Input>, editor: Editor) -> AnyView {
    let row = item.row.clone();
    let (id, completed, title) = (row.id, row.completed, row.title.clone());
    let box_id = format!("task-{id}");
    let note_id = row.description.is_some().then(|| format!("task-{id}-note"));
    let priority = match (row.priority, completed) {
        (Some(1), false) => "task p1",
        (Some(2), false) => "task p2",
        (Some(3), false) => "task p3",
        (_, false) => "task",
        (_, true) => "task done",
    };
    let handle = row.movable.then(|| {
        view! {
            <button
                type="button"
                class="icon-button handle script-only"
                id=format!("move-{id}")
                aria-label=format!("Move {title}")
                title="Drag, or press the arrow keys"
            ><Icon glyph=Glyph::Grip/></button>
        }
        .into_any()
    });
    let note = row
        .description
        .map(|note| view! { <p class="note" id=note_id.clone() dir="auto">{brief(&note)}</p> }.into_any());
    view! {
        <li class=priority data-task=id.to_string()>
            {handle}
            {select_box(tasks, id, title.clone())}
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
                    aria-describedby=note_id
                    on:change=listener(move |event: Event| tasks.complete(id, event_target_checked(&event)))
                />
                <label for=box_id dir="auto">{title.clone()}</label>
                // Until the page is hydrated, ticking the box sends nothing. This button does.
                <button class="quiet fallback" aria-label=format!("Update {title}")>"Update"</button>
            </form>
            {note}
            {chip_list(row.chips)}
            {editor.view(item)}
        </li>
    }
    .into_any()
}

/// Notes in few lines: without empty ones and without the signs of bold text. The task's page shows them as they are.
fn brief(notes: &str) -> String {
    let lines: Vec<_> = notes.lines().filter(|line| !line.trim().is_empty()).collect();
    lines.join("\n").replace("**", "")
}

/// The box that selects a task, while tasks can be selected.
fn select_box(tasks: Tasks, id: TaskId, title: String) -> AnyView {
    dynamic(move || {
        let selected =
            tasks.selected.with(|selected| selected.as_ref().map(|selected| selected.contains(&id)))?;
        let toggle = listener(move |_: Event| {
            tasks.selected.update(|selected| {
                if let Some(selected) = selected
                    && !selected.remove(&id)
                {
                    selected.insert(id);
                }
            });
        });
        let name = ["Select ", &title].concat();
        let select = view! {
            <input type="checkbox" class="select" aria-label=name prop:checked=selected on:change=toggle/>
        };
        Some(select.into_any())
    })
    .into_any()
}
