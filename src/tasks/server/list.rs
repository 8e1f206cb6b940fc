//! A person's tasks, one or a page at a time.

use super::plan::local_time;
use super::{TaskError, Tasks};
use crate::calendar;
use crate::db::Scope;
use crate::id::{TaskId, UserId};
use crate::search::words::Words;
use crate::tasks::store::list::{self as store, Conditions, Until};
use crate::tasks::{LISTED_MAX, Status, Task, store as tasks};
use jiff::{ToSpan, ZonedDateTime};
use serde::{Deserialize, Serialize};

/// Which tasks to list.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter<'a> {
    /// Tasks of this status.
    pub status: Status,
    /// Tasks whose title or description has all these words. The last word may be incomplete.
    pub query: Option<&'a str>,
    /// Tasks to do that are due then.
    pub due: Option<DueIn>,
    /// Tasks with this tag.
    pub tag: Option<&'a str>,
    /// Tasks in this list.
    pub list: Option<&'a str>,
}

/// When tasks to do are due.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, utoipa::ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum DueIn {
    /// Today or earlier.
    Today,
    /// Before today.
    Overdue,
    /// Until seven days from now, or earlier.
    Week,
    /// Never.
    None,
}

/// A page of tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskPage {
    /// The tasks: newest first, or by day if the filter asks when they are due.
    pub tasks: Vec<Task>,
    /// Where the list goes on. `None` at the end.
    pub next: Option<i64>,
}

/// Tasks for a reader that takes one text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Listed {
    /// How many tasks there are.
    pub count: i64,
    /// The tasks, newest first, or by day if the call asked when they are due.
    pub tasks: Vec<Task>,
    /// How many more come after these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "i64")]
    pub more: Option<i64>,
    /// Where the list goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub cursor: Option<String>,
}

/// How a filter is looked up.
enum Search<'a> {
    Newest(Conditions<'a>),
    Words(Words, Conditions<'a>),
    Day(Until, Conditions<'a>),
    /// Text without a word finds nothing.
    Nothing,
}

impl Tasks {
    /// The newest tasks of a status: at most [`LISTED_MAX`].
    pub async fn newest(&self, user: &UserId, status: Status) -> Result<Listed, TaskError> {
        self.listed(user, Filter { status, ..Filter::default() }, None, LISTED_MAX).await
    }

    /// Tasks in one text: at most `limit`, and how many there are. `cursor` is that of the text before.
    ///
    /// # Errors
    /// [`TaskError::Cursor`].
    pub async fn listed(
        &self,
        user: &UserId,
        filter: Filter<'_>,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Listed, TaskError> {
        // Where the list goes on, and how many tasks came before.
        let (after, before) = match cursor {
            None => (None, 0),
            Some(cursor) => {
                let parts = cursor.split_once('.').and_then(|(after, before)| {
                    Some((after.parse::<u64>().ok()?, i64::from(before.parse::<u32>().ok()?)))
                });
                let (after, before) = parts.ok_or(TaskError::Cursor)?;
                (Some(i64::try_from(after).map_err(|_| TaskError::Cursor)?), before)
            }
        };
        let mut scope = self.db.read_as(user).await?;
        let search = self.search(&mut scope, filter).await?;
        let TaskPage { tasks, next } = search.page(&mut scope, after, limit).await?;
        let here = before + tasks.len() as i64;
        let count = if next.is_some() { search.count(&mut scope).await? } else { here };
        let more = Some(count - here).filter(|more| *more > 0);
        Ok(Listed { count, tasks, more, cursor: next.map(|next| format!("{next}.{here}")) })
    }

    /// One task.
    ///
    /// # Errors
    /// [`TaskError::NotFound`].
    pub async fn get(&self, user: &UserId, id: TaskId) -> Result<Task, TaskError> {
        let mut scope = self.db.read_as(user).await?;
        store::task(&mut scope, id).await?.ok_or(TaskError::NotFound(id))
    }

    /// At most `limit` tasks. `after` is the `next` of the page before. Tasks that are added meanwhile come before all pages
    /// of the newest, so none is listed twice or left out.
    pub async fn page(
        &self,
        user: &UserId,
        filter: Filter<'_>,
        after: Option<i64>,
        limit: usize,
    ) -> Result<TaskPage, TaskError> {
        let mut scope = self.db.read_as(user).await?;
        self.search(&mut scope, filter).await?.page(&mut scope, after, limit).await
    }

    async fn search<'a>(&self, scope: &mut Scope, filter: Filter<'a>) -> Result<Search<'a>, TaskError> {
        let completed = match filter.status {
            Status::All => None,
            Status::Pending => Some(false),
            Status::Completed => Some(true),
        };
        let mut conditions =
            Conditions { completed, list: filter.list, tag: filter.tag, ..Conditions::default() };
        if let Some(due) = filter.due {
            // What is done is no longer due.
            conditions.completed = Some(completed.unwrap_or(false));
            let now = local_time(&self.clock.now(), tasks::zone(scope).await?.as_deref());
            let days = match due {
                DueIn::None => None,
                DueIn::Overdue => Some(-1),
                DueIn::Today => Some(0),
                DueIn::Week => Some(7),
            };
            conditions.is_never_due = days.is_none().then_some(true);
            conditions.due = days.and_then(|days| until(&now, days));
        }
        Ok(match (filter.query.map(Words::of), &conditions.due) {
            (Some(None), _) => Search::Nothing,
            (Some(Some(words)), _) => Search::Words(words, conditions),
            (None, Some(until)) if conditions.completed == Some(false) => {
                Search::Day(until.clone(), conditions)
            }
            (None, _) => Search::Newest(conditions),
        })
    }
}

/// The end of a day, so many days from now.
fn until(now: &ZonedDateTime, days: i64) -> Option<Until> {
    let day = now.date().checked_add(days.days()).ok()?;
    let next_day = day.tomorrow().ok()?;
    let end = next_day.to_zoned_datetime(now.time_zone().clone()).ok()?;
    Some(Until { day: day.to_string(), next_day: next_day.to_string(), end: calendar::moment(&end) })
}

impl Search<'_> {
    async fn page(&self, scope: &mut Scope, after: Option<i64>, limit: usize) -> Result<TaskPage, TaskError> {
        let before = TaskId::new(after.unwrap_or(i64::MAX));
        let offset = after.unwrap_or(0);
        // One more than fits on the page shows whether the list goes on.
        let mut tasks = match self {
            Self::Newest(conditions) => store::page(scope, conditions, before, limit + 1).await?,
            Self::Words(words, conditions) => {
                store::page_of_words(scope, words, conditions, before, limit + 1).await?
            }
            Self::Day(until, conditions) => {
                store::page_until(scope, until, conditions, offset, limit + 1).await?
            }
            Self::Nothing => Vec::new(),
        };
        let goes_on = tasks.len() > limit;
        tasks.truncate(limit);
        let next = tasks.last().filter(|_| goes_on).map(|last| match self {
            Self::Day(..) => offset.saturating_add(limit as i64),
            _ => last.id.get(),
        });
        Ok(TaskPage { tasks, next })
    }

    async fn count(&self, scope: &mut Scope) -> Result<i64, TaskError> {
        Ok(match self {
            Self::Newest(conditions) => store::count(scope, conditions).await?,
            Self::Words(words, conditions) => store::count_of_words(scope, words, conditions).await?,
            Self::Day(until, conditions) => store::count_until(scope, until, conditions).await?,
            Self::Nothing => 0,
        })
    }
}
