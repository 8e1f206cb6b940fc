//! A person's tasks, one or a page at a time.

use super::{TaskError, Tasks};
use crate::id::{TaskId, UserId};
use crate::search::words::Words;
use crate::tasks::store::list as store;
use crate::tasks::{LISTED_MAX, Status, Task};

/// Which tasks to list.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter<'a> {
    /// Tasks of this status.
    pub status: Status,
    /// Tasks whose title or description has all these words. The last word may be incomplete.
    pub query: Option<&'a str>,
}

/// A page of tasks, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskPage {
    /// The tasks.
    pub tasks: Vec<Task>,
    /// The list goes on after this task. `None` at the end of the list.
    pub next: Option<TaskId>,
}

/// The newest tasks, for a reader that takes one text.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Newest {
    /// How many tasks there are.
    // Clients warn of the format that a `usize` would have.
    #[schemars(with = "i64")]
    pub count: usize,
    /// The tasks, newest first: at most 500.
    pub tasks: Vec<Task>,
    /// How many older tasks are left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "i64")]
    pub more: Option<usize>,
}

impl Tasks {
    /// The newest tasks of a status.
    pub async fn newest(&self, user: &UserId, status: Status) -> Result<Newest, TaskError> {
        let mut tasks = self.list(user, status).await?;
        let count = tasks.len();
        tasks.truncate(LISTED_MAX);
        Ok(Newest { count, tasks, more: count.checked_sub(LISTED_MAX).filter(|more| *more > 0) })
    }

    /// One task.
    ///
    /// # Errors
    /// [`TaskError::NotFound`].
    pub async fn get(&self, user: &UserId, id: TaskId) -> Result<Task, TaskError> {
        let mut scope = self.db.read_as(user).await?;
        store::task(&mut scope, id).await?.ok_or(TaskError::NotFound(id))
    }

    /// At most `limit` tasks, newest first. `after` is the `next` of the page before. Tasks that are added meanwhile
    /// come before all pages, so none is listed twice or left out.
    pub async fn page(
        &self,
        user: &UserId,
        filter: Filter<'_>,
        after: Option<TaskId>,
        limit: usize,
    ) -> Result<TaskPage, TaskError> {
        let before = after.unwrap_or(TaskId::new(i64::MAX));
        let completed = match filter.status {
            Status::All => None,
            Status::Pending => Some(false),
            Status::Completed => Some(true),
        };
        let mut scope = self.db.read_as(user).await?;
        // One more than fits on the page shows whether the list goes on.
        let mut tasks = match filter.query.map(Words::of) {
            None => store::page(&mut scope, completed, before, limit + 1).await?,
            Some(Some(words)) => {
                store::page_of_words(&mut scope, &words, completed, before, limit + 1).await?
            }
            Some(None) => Vec::new(),
        };
        let goes_on = tasks.len() > limit;
        tasks.truncate(limit);
        let next = tasks.last().filter(|_| goes_on).map(|last| last.id);
        Ok(TaskPage { tasks, next })
    }
}
