//! What the browser may call about tasks. Every function acts on the tasks of the person who is logged in.

#![expect(missing_docs, reason = "each function also makes a struct, whose fields are the arguments")]

mod import;
pub mod preferences;

pub use import::*;

use super::line::Reading;
#[cfg(feature = "ssr")]
use super::undoable::{Deed, Undoable};
use super::{Board, Edited, Overview, Place, PlanForm, Status, Task, TaskChange, View, ViewPage};
use crate::call::{Json, PageClient};
use crate::error::AppError;
use crate::id::{MessageId, TaskId};
use leptos::prelude::*;

/// The person's tasks, newest first.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "tasks/list")]
pub async fn list_tasks(status: Status) -> Result<Vec<Task>, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(expect_context::<crate::tasks::server::Tasks>().list(&session.user.id, status).await)
}

/// A part of a view: the tasks after the first `offset`.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "tasks/view")]
pub async fn view_tasks(view: View, #[server(default)] offset: u32) -> Result<ViewPage, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    let tasks = expect_context::<crate::tasks::server::Tasks>();
    rpc::answer(tasks.view(&session.user.id, &view, offset).await)
}

/// A view as a page shows it: at least `shown` tasks, with what is around them.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "tasks/board")]
pub async fn tasks_board(view: View, #[server(default)] shown: u32) -> Result<Board, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    let tasks = expect_context::<crate::tasks::server::Tasks>();
    rpc::answer(tasks.board(&session.user.id, view, shown).await)
}

/// What a page shows around the views: how much is due, the lists, the tags, the zone.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "tasks/overview")]
pub async fn tasks_overview() -> Result<Overview, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(expect_context::<crate::tasks::server::Tasks>().overview(&session.user.id).await)
}

/// A task and its sub-tasks.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "tasks/one")]
pub async fn one_task(id: TaskId) -> Result<(Task, Vec<Task>), AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(expect_context::<crate::tasks::server::Tasks>().with_subtasks(&session.user.id, id).await)
}

/// What was done to a task, the last change first.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "tasks/history")]
pub async fn task_history(id: TaskId) -> Result<Vec<TaskChange>, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(expect_context::<crate::tasks::server::Tasks>().history(&session.user.id, id, 50).await)
}

/// Adds a task. A plain form has the `author` that it was made for (see `auth::api::author_proof`). What is empty or left
/// out of the plan is not in it.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "tasks/add")]
pub async fn add_task(
    title: String,
    #[server(default)] description: String,
    #[server(default)] plan: PlanForm,
    #[server(default)] author: String,
) -> Result<Edited, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::require_author(&session, &author).await?;
    let plan = rpc::answer(plan.read())?;
    let edit = crate::tasks::server::Edit::add_planned(&title, Some(&description), &plan);
    let edit = rpc::answer(edit)?;
    rpc::answer(expect_context::<crate::tasks::server::Tasks>().edited(&session.user.id, edit).await)
}

/// Reads a line of text as a task, without adding it. `keep` are parts of the line that belong to the title; `choice` is the
/// reading that the person has chosen of those that are possible.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "tasks/read-line")]
pub async fn read_line(
    line: String,
    #[server(default)] keep: Vec<String>,
    #[server(default)] choice: Option<usize>,
) -> Result<Reading, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    let line = crate::tasks::server::Line { text: &line, keep: &keep, choice };
    rpc::answer(expect_context::<crate::tasks::server::Tasks>().read_line(&session.user.id, line).await)
}

/// Adds the task that a line says. `list`, `tag` and `today` are what the view says where it is added, and count unless the
/// line says something else. A plain form has the `author` that it was made for.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "tasks/add-line")]
pub async fn add_line(
    line: String,
    #[server(default)] keep: Vec<String>,
    #[server(default)] choice: Option<usize>,
    #[server(default)] list: String,
    #[server(default)] tag: String,
    #[server(default)] today: bool,
    #[server(default)] author: String,
) -> Result<Edited, AppError> {
    use crate::rpc;
    use crate::tasks::server::{Line, Setting};
    let session = rpc::require_session().await?;
    rpc::require_author(&session, &author).await?;
    let line = Line { text: &line, keep: &keep, choice };
    let given = |text| Some(text).filter(|text: &&str| !text.is_empty());
    let setting = Setting { list: given(&list), tag: given(&tag), today };
    let tasks = expect_context::<crate::tasks::server::Tasks>();
    rpc::answer(tasks.add_line(&session.user.id, line, setting).await)
}

/// Marks a task as done or, without `completed`, as still to do.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "tasks/complete")]
pub async fn complete_task(id: TaskId, #[server(default)] completed: bool) -> Result<Edited, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    let edit = crate::tasks::server::Edit::complete(id, completed);
    let tasks = expect_context::<crate::tasks::server::Tasks>();
    let edited = rpc::answer(tasks.edited(&session.user.id, edit).await)?;
    if completed {
        offer_undo(Undoable::completed(&edited), id);
    }
    Ok(edited)
}

/// Sets a task's title and description, and what the plan names. An empty value removes what was there. A value that is left
/// out stays.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "tasks/update")]
pub async fn update_task(
    id: TaskId,
    #[server(default)] title: Option<String>,
    #[server(default)] description: Option<String>,
    #[server(default)] plan: PlanForm,
) -> Result<Edited, AppError> {
    use crate::rpc;
    use crate::tasks::server::{Edit, Patch};
    let session = rpc::require_session().await?;
    let plan = rpc::answer(plan.read())?;
    let patch = Patch {
        title: title.as_deref(),
        description: description.as_deref(),
        completed: None,
        plan: Some(&plan),
    };
    let edit = rpc::answer(Edit::change(id, patch))?;
    rpc::answer(expect_context::<crate::tasks::server::Tasks>().edited(&session.user.id, edit).await)
}

/// Deletes a task and its sub-tasks.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "tasks/delete")]
pub async fn delete_task(id: TaskId) -> Result<Edited, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    let edit = crate::tasks::server::Edit::delete(id);
    let tasks = expect_context::<crate::tasks::server::Tasks>();
    let edited = rpc::answer(tasks.edited(&session.user.id, edit).await)?;
    offer_undo(Undoable::deleted(&edited), id);
    Ok(edited)
}

/// Does the same to several tasks, whose numbers are as `12-13`. `kind` is one of `tasks::bulk`. Returns the numbers of the
/// changes.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "tasks/change-several")]
pub async fn change_tasks(
    ids: String,
    kind: String,
    #[server(default)] value: String,
) -> Result<Vec<i64>, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    let tasks = expect_context::<crate::tasks::server::Tasks>();
    let ids: Vec<TaskId> = rpc::answer(numbers(&ids, "ids"))?;
    rpc::answer(tasks.change_several(&session.user.id, &ids, (&kind, &value)).await)
}

/// Puts a task beside another one in the person's order. Returns the number of the change.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "tasks/place")]
pub async fn place_task(id: TaskId, place: Place) -> Result<Option<i64>, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    let tasks = expect_context::<crate::tasks::server::Tasks>();
    let change = rpc::answer(tasks.place(&session.user.id, id, place).await)?;
    offer_undo(change.map(|change| Undoable { deed: Deed::Moved, changes: vec![change] }), id);
    Ok(change)
}

/// Undoes changes of anybody: those with these numbers of tasks' histories, as `12` or `12-13`.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "tasks/take-back")]
pub async fn take_back(changes: String) -> Result<(), AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    let tasks = expect_context::<crate::tasks::server::Tasks>();
    let changes: Vec<i64> = rpc::answer(numbers(&changes, "changes"))?;
    rpc::answer(tasks.undo_changes(&session.user.id, &changes).await)
}

/// Sets the person's zone. `chosen`: the person chose it; else the browser tells it, which counts until the person chooses.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "tasks/time-zone")]
pub async fn set_time_zone(time_zone: String, #[server(default)] chosen: bool) -> Result<(), AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    let tasks = expect_context::<crate::tasks::server::Tasks>();
    rpc::answer(tasks.set_time_zone(&session.user.id, &time_zone, chosen).await)?;
    rpc::taken(crate::url::SETTINGS, "time-zone");
    Ok(())
}

/// Undoes the change that one call of the assistant made: the call with the id `call` of the reply `message`.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "tasks/undo")]
pub async fn undo_change(message: MessageId, call: String) -> Result<(), AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(
        expect_context::<crate::tasks::server::Tasks>()
            .undo(&session.user.id, message, &call)
            .await
            .map(drop),
    )
}

/// Sends the person back from a plain form to its page, which then offers to undo the change.
#[cfg(feature = "ssr")]
fn offer_undo(undoable: Option<Undoable>, id: TaskId) {
    use crate::{rpc, url};
    if let Some(undoable) = undoable {
        let gone = if undoable.deed == Deed::Deleted { url::task(id) } else { String::new() };
        rpc::go_back((url::UNDO, &undoable.to_query()), &gone, url::TASKS);
    }
}

/// Reads numbers that are written as `12-13`.
#[cfg(feature = "ssr")]
fn numbers<N: std::str::FromStr>(text: &str, field: &str) -> crate::error::Result<Vec<N>> {
    let refused = || {
        let problem = "expected numbers with hyphens between them".to_owned();
        let reason = crate::error::Reason::InvalidArgument { name: Some(field.to_owned()), problem };
        crate::error::Error::Refused(reason.into())
    };
    text.split('-').map(|number| number.parse().map_err(|_| refused())).collect()
}
