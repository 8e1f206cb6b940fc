//! Puts the page of a task together.

use super::{fields, history, subtasks};
use crate::chat::turn::markdown;
use crate::id::{TaskId, UserId};
use crate::revision::Revision;
use crate::rpc;
use crate::tasks::api::{CompleteTask, DeleteTask};
use crate::tasks::server::{TaskError, Tasks};
use crate::tasks::view::TaskHtml;
use crate::tasks::{Overview, Task, TaskChange};
use crate::ui::icon::{Glyph, Icon};
use crate::url;
use jiff::ZonedDateTime;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// How many changes of a task its page tells.
const HISTORY_MAX: usize = 50;

/// What a page tells of one task.
pub(super) struct Told {
    pub(super) task: Task,
    pub(super) parent: Option<Task>,
    pub(super) subtasks: Vec<Task>,
    pub(super) history: Vec<TaskChange>,
    pub(super) overview: Overview,
    pub(super) now: ZonedDateTime,
    /// The proof of who the forms are made for.
    pub(super) author: Option<String>,
}

/// The page of a task.
///
/// # Errors
/// If the person has no such task.
pub async fn of(tasks: &Tasks, user: &UserId, id: TaskId) -> Result<TaskHtml, TaskError> {
    let (task, subtasks) = tasks.with_subtasks(user, id).await?;
    let parent = match task.parent_id {
        Some(parent) => Some(tasks.with_subtasks(user, parent).await?.0),
        None => None,
    };
    let title = task.title.clone();
    let history = tasks.history(user, id, HISTORY_MAX).await?;
    let revision = Revision::of(&(&task, &parent, &subtasks, &history)).to_string();
    let told = Told {
        task,
        parent,
        subtasks,
        history,
        overview: tasks.overview(user).await?,
        now: tasks.local_time(user).await?,
        author: rpc::author_proof(),
    };
    // Leptos' views need an owner.
    let html = Owner::new().with(|| page(&told).to_html());
    Ok(TaskHtml { title, html, revision })
}

fn page(told: &Told) -> AnyView {
    let Told { task, parent, .. } = told;
    let id = task.id.to_string();
    let notes = task.description.as_deref().map(markdown::to_html);
    view! {
        {parent.as_ref().map(|parent| view! {
            <p class="hint">"Part of "<a href=url::task(parent.id)><bdi>{parent.title.clone()}</bdi></a></p>
        })}
        <section class="card task-head" aria-label="Task">
            <form method="post" action=CompleteTask::url()>
                <input type="hidden" name="id" value=id.clone()/>
                {(!task.completed).then(|| view! { <input type="hidden" name="completed" value="true"/> })}
                <button class=if task.completed { "quiet" } else { "primary" }>
                    <Icon glyph=if task.completed { Glyph::Undo } else { Glyph::Check }/>
                    {if task.completed { "Not done yet" } else { "Done" }}
                </button>
            </form>
            <h2 dir="auto" class:done=task.completed>{task.title.clone()}</h2>
            {notes.map(|notes| view! { <div class="prose" dir="auto" inner_html=notes></div> })}
        </section>
        {fields::form(told)}
        {subtasks::section(told)}
        {history::section(told)}
        <form class="submit" method="post" action=DeleteTask::url()>
            <input type="hidden" name="id" value=id/>
            <button class="quiet danger"><Icon glyph=Glyph::Trash/>"Delete this task"</button>
        </form>
    }
    .into_any()
}
