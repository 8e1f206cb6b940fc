//! The small editor of a row: what people change most often. The task's page has the rest.

use super::board::Tasks;
use super::group::Item;
use crate::error::AppError;
use crate::tasks::api::{DeleteTask, PlaceTask, UpdateTask};
use crate::tasks::{PlanForm, TITLE_MAX};
use crate::ui::dynamic::{dynamic, listener};
use crate::ui::form::textarea_content;
use crate::ui::icon::{Glyph, Icon};
use crate::url;
use leptos::ev::{MouseEvent, SubmitEvent};
use leptos::html::{Details, Input, Select, Textarea};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;

/// A pencil that unfolds a form.
#[component]
pub fn Editor(
    /// The row of the task.
    item: Item,
) -> impl IntoView {
    let (tasks, Item { row, above, below }) = (Tasks::here(), item);
    let id = row.id;
    let fold = NodeRef::<Details>::new();
    let (title, day, time) = (NodeRef::<Input>::new(), NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let (description, priority) = (NodeRef::<Textarea>::new(), NodeRef::<Select>::new());
    let error = RwSignal::new(None::<AppError>);
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let value =
            |field: NodeRef<Input>| field.get_untracked().map(|field| field.value()).unwrap_or_default();
        let description = description.get_untracked().map(|field| field.value()).unwrap_or_default();
        let plan = PlanForm {
            due: Some(value(day)),
            due_time: Some(value(time)),
            priority: priority.get_untracked().map(|field| field.value()),
            ..PlanForm::default()
        };
        let title = value(title);
        spawn_local(async move {
            match tasks.update(id, title, description, plan).await {
                Ok(()) => {
                    // If the task was changed, it has a new row by now, whose editor is closed.
                    if let Some(Some(fold)) = fold.try_get_untracked() {
                        fold.set_open(false);
                    }
                }
                Err(refused) => error.set(tasks.notices.unless_logged_out(refused)),
            }
        });
    };
    let delete = move |event: MouseEvent| {
        event.prevent_default();
        tasks.delete(id);
    };
    let (due_day, due_time) = row.due.unzip();
    let due_time = due_time.flatten();
    let name = |field: &str| format!("task-{id}-{field}");
    let chosen = row.priority.map(|priority| priority.to_string()).unwrap_or_default();
    let option = |value: &'static str, words: &'static str| {
        view! { <option value=value selected=value == chosen>{words}</option> }
    };
    let move_buttons = row.movable.then(|| {
        // A hydrated page has a handle for this.
        let button = |place, beside: crate::id::TaskId, words: &'static str| {
            view! {
                <button class="quiet fallback" formaction=PlaceTask::url() formnovalidate name=place value=beside.to_string()>
                    {words}
                </button>
            }
        };
        view! {
            {above.map(|above| button("place[before]", above, "Move up"))}
            {below.map(|below| button("place[after]", below, "Move down"))}
        }
        .into_any()
    });
    view! {
        <details class="editor" node_ref=fold>
            <summary class="icon-button" aria-label=format!("Edit {}", row.title) role="button">
                <Icon glyph=Glyph::Pencil/>
            </summary>
            <form method="post" action=UpdateTask::url() on:submit=listener(save)>
                <input type="hidden" name="id" value=id.to_string()/>
                <label for=name("title")>"Title"</label>
                <input
                    id=name("title")
                    name="title"
                    value=row.title.clone()
                    node_ref=title
                    required
                    // More than allowed: the server then says that a title is too long, and the browser does not cut
                    // it.
                    maxlength=(TITLE_MAX * 2).to_string()
                    autocomplete="off"
                    dir="auto"
                />
                <label for=name("description")>"Description"</label>
                <textarea
                    id=name("description")
                    name="description"
                    rows="3"
                    dir="auto"
                    autocomplete="off"
                    node_ref=description
                    inner_html=textarea_content(row.description.as_deref().unwrap_or_default())
                ></textarea>
                <div class="editor-plan">
                    <label for=name("due")>"Due on"</label>
                    <label for=name("time")>"At"</label>
                    <label for=name("priority")>"Priority"</label>
                    <input id=name("due") type="date" name="plan[due]" value=due_day node_ref=day autocomplete="off"/>
                    <input id=name("time") type="time" name="plan[due_time]" value=due_time node_ref=time autocomplete="off"/>
                    <select id=name("priority") name="plan[priority]" node_ref=priority autocomplete="off">
                        {option("", "None")} {option("1", "P1")} {option("2", "P2")} {option("3", "P3")} {option("4", "P4")}
                    </select>
                </div>
                {dynamic(move || {
                    let error = error.get()?;
                    Some(view! { <p class="field-error" role="alert">{error.detail()}</p> }.into_any())
                })}
                <div class="editor-buttons">
                    <button class="primary">"Save"</button>
                    <a class="button" href=url::task(id) aria-label=format!("More of {}", row.title)>"More…"</a>
                    {move_buttons}
                    <button
                        class="quiet danger"
                        aria-label=format!("Delete {}", row.title)
                        formaction=DeleteTask::url()
                        formnovalidate
                        on:click=listener(delete)
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
