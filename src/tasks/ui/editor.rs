//! The editor of a task: changes or deletes it.

use super::board::Tasks;
use crate::error::AppError;
use crate::tasks::api::{DeleteTask, UpdateTask};
use crate::tasks::{TITLE_MAX, Task};
use crate::ui::form::textarea_content;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::notice::Notices;
use leptos::ev::{MouseEvent, SubmitEvent};
use leptos::html::{Details, Input, Textarea};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;

/// A pencil that unfolds a form with two fields and two buttons.
#[component]
pub fn Editor(
    /// The task as it is now.
    task: Task,
) -> impl IntoView {
    let (tasks, notices) = (Tasks::here(), Notices::here());
    let id = task.id;
    let fold = NodeRef::<Details>::new();
    let title = NodeRef::<Input>::new();
    let description = NodeRef::<Textarea>::new();
    let error = RwSignal::new(None::<AppError>);
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let (Some(title), Some(description)) = (title.get_untracked(), description.get_untracked()) else {
            return;
        };
        spawn_local(async move {
            match tasks.update(id, title.value(), description.value()).await {
                Ok(()) => {
                    // If the task was changed, it has a new row by now, whose editor is closed.
                    if let Some(Some(fold)) = fold.try_get_untracked() {
                        fold.set_open(false);
                    }
                }
                Err(refused) => error.set(notices.unless_logged_out(refused)),
            }
        });
    };
    let delete = move |event: MouseEvent| {
        event.prevent_default();
        tasks.delete(id);
    };
    let (title_id, description_id) = (format!("task-{id}-title"), format!("task-{id}-description"));
    view! {
        <details class="editor" node_ref=fold>
            <summary class="icon-button" aria-label=format!("Edit {}", task.title) role="button">
                <Icon glyph=Glyph::Pencil/>
            </summary>
            <form method="post" action=UpdateTask::url() on:submit=save>
                <input type="hidden" name="id" value=id.to_string()/>
                <label for=title_id.clone()>"Title"</label>
                <input
                    id=title_id
                    name="title"
                    value=task.title.clone()
                    node_ref=title
                    required
                    // More than allowed: the server then says that a title is too long, and the browser does not cut
                    // it.
                    maxlength=(TITLE_MAX * 2).to_string()
                    autocomplete="off"
                    dir="auto"
                />
                <label for=description_id.clone()>"Description"</label>
                <textarea
                    id=description_id
                    name="description"
                    rows="3"
                    dir="auto"
                    autocomplete="off"
                    node_ref=description
                    inner_html=textarea_content(task.description.as_deref().unwrap_or_default())
                ></textarea>
                {move || error.get().map(|error| view! {
                    <p class="field-error" role="alert">{error.detail()}</p>
                })}
                <div class="editor-buttons">
                    <button class="primary">"Save"</button>
                    <button
                        class="quiet danger"
                        aria-label=format!("Delete {}", task.title)
                        formaction=DeleteTask::url()
                        formnovalidate
                        on:click=delete
                    >
                        <Icon glyph=Glyph::Trash/>
                        "Delete"
                    </button>
                </div>
            </form>
        </details>
    }
    .into_any()
}
