//! A change of a task and its record, by one statement of PostgreSQL: the function of migration 0024.

use super::changes::Call;
use crate::db::{Db, Topic};
use crate::id::{TaskId, UserId};
use crate::tasks::store::row::columns;
use crate::tasks::{Kind, Task};
use crate::timestamp::Timestamp;

/// What to change.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deed<'a> {
    pub(crate) kind: Kind,
    /// The task. `None` if the change makes one.
    pub(crate) task: Option<TaskId>,
    /// The new title; `None` keeps it.
    pub(crate) title: Option<&'a str>,
    /// The new description; `None` keeps it, the inner `None` removes it.
    pub(crate) description: Option<Option<&'a str>>,
    /// Whether the task is done; `None` leaves that.
    pub(crate) completed: Option<bool>,
    /// Whether the task counts as changed even if it is the same afterwards.
    pub(crate) touches: bool,
}

/// A task after a change, or as it was if the change deleted it.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct Changed {
    #[sqlx(flatten)]
    pub(crate) task: Task,
    /// Whether the change is recorded.
    pub(crate) recorded: bool,
}

/// Makes a change for a call of the assistant and records it. `None` if something stands in the way: the call was run before,
/// there is no such task, there are `max` already, or one statement cannot do it. Nothing is changed then.
///
/// # Errors
/// Also a violation of a unique key, if the same call runs at the same time.
pub(crate) async fn change(
    db: &Db,
    user: &UserId,
    call: Call<'_>,
    deed: Deed<'_>,
    now: &Timestamp,
    max: usize,
) -> sqlx::Result<Option<Changed>> {
    let Deed { kind, task, title, description, completed, touches } = deed;
    let sql = concat!(
        "select ",
        columns!(),
        ", recorded from (
             select (task).*, recorded
             from docket_edit_task($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)) tasks_phaseiii"
    );
    let query = sqlx::query_as(sql)
        .bind(user)
        .bind(db.takes_role())
        .bind(call.conversation)
        .bind(call.message)
        .bind(call.id)
        .bind(kind)
        .bind(task)
        .bind(title)
        .bind(description.is_some())
        .bind(description.flatten())
        .bind(completed)
        .bind(touches)
        .bind(now)
        .bind(i64::try_from(max).unwrap_or(i64::MAX));
    let changed: Option<Changed> = db.call(query).await?.into_iter().next();
    if changed.is_some() {
        db.tell(user, Topic::Tasks);
    }
    Ok(changed)
}
