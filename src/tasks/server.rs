//! The rules of tasks. The page, the assistant's tools and every protocol come through here.

mod bulk;
mod change;
mod daily_plan;
mod edit;
mod export;
mod form;
mod guarded;
mod import;
mod line;
mod list;
mod object;
mod plan;
mod preferences;
mod remind;
pub(crate) mod reminder;
mod repeat;
mod undo;
mod views;

pub(crate) use change::apply;
pub use change::{Actor, Call, Caller, Change, EditOutcome, Kind, changes};
pub use daily_plan::MailWishes;
pub use edit::{Edit, Patch};
pub use import::{FileContent, Fitted, ImportChoice, ImportRecord, ImportStage, Preview, Upload};
pub use line::{Line, Setting};
pub use list::{DueIn, Filter, Listed, TaskPage};
pub(crate) use object::{fitted, next_occurrence};
pub use plan::{Plan, local_time};
pub use remind::DueReminder;
pub(crate) use remind::{Looked, due_reminder, snooze};
pub use undo::Undone;

use super::{DESCRIPTION_MAX, Edited, Status, TASKS_MAX, TITLE_MAX, Task, store};
use crate::clock::Clock;
use crate::db::Db;
use crate::error::{AppError, Error, PlanProblem, Reason};
use crate::id::{TaskId, UserId};
use crate::idempotency::{self, KeyError};
use crate::import::ImportError;
use crate::jobs::Job;
use crate::revision::Revision;
use std::time::Duration;

/// How often old words are removed from the history.
const FORGET_PERIOD: Duration = Duration::from_secs(600);
/// How long a change by hand or by a program can be undone. A change of the assistant can be undone as long as its
/// conversation is there.
const UNDO_LIFE: time::Duration = time::Duration::DAY;
/// Most tasks in a list without pages.
pub const LIST_MAX: usize = 10_000;

/// Why something could not be done with a task.
#[derive(Debug, thiserror::Error)]
pub enum TaskError {
    /// The title is empty or too long.
    #[error("invalid title")]
    InvalidTitle,
    /// The description is too long.
    #[error("description too long")]
    DescriptionTooLong,
    /// A value of the plan is not acceptable.
    #[error("invalid plan: {0:?}")]
    InvalidPlan(PlanProblem),
    /// The list does not go on from there.
    #[error("invalid cursor")]
    Cursor,
    /// No time zone has this name.
    #[error("no such time zone")]
    NoZone,
    /// The time for the plan of the day is no time.
    #[error("no time of the day")]
    PlanTime,
    /// The person has as many tasks as one may have.
    #[error("too many tasks")]
    TooMany,
    /// An update that changes nothing.
    #[error("nothing to change")]
    NothingToChange,
    /// No such task, or it is somebody else's.
    #[error("task {0} not found")]
    NotFound(TaskId),
    /// The task has changed since, so the change cannot be undone.
    #[error("task {0} changed since")]
    Changed(TaskId),
    /// The task was deleted since, so the change cannot be undone.
    #[error("task {0} is gone")]
    Gone(TaskId),
    /// The change is undone already.
    #[error("undone already")]
    UndoneAlready,
    /// There is no change to undo, or it is somebody else's.
    #[error("nothing to undo")]
    NothingToUndo,
    /// The task is no longer what the program expects. This is its revision now.
    #[error("the task has the revision {0}")]
    Stale(Revision),
    /// The file cannot be imported.
    #[error(transparent)]
    File(#[from] ImportError),
    /// No such file waits, or it is somebody else's.
    #[error("no such file")]
    NoImport,
    /// Nothing of the file is left to import.
    #[error("nothing to import")]
    NothingToImport,
    /// The person has so many tasks that so many more are too many.
    #[error("{have} tasks, and {more} more are too many")]
    NoRoom {
        /// How many there are.
        have: usize,
        /// How many would come.
        more: usize,
    },
    /// There is no such reminder (any more), or it is somebody else's.
    #[error("no such reminder")]
    NoReminder,
    /// A request that may be repeated is refused.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl TaskError {
    /// What the person or the model is told. `None` for faults of the server.
    pub fn public(&self) -> Option<AppError> {
        let reason = match self {
            Self::InvalidTitle => Reason::InvalidTitle { max: TITLE_MAX },
            Self::DescriptionTooLong => Reason::DescriptionTooLong { max: DESCRIPTION_MAX },
            Self::InvalidPlan(problem) => Reason::InvalidPlan { problem: problem.clone() },
            Self::Cursor => Reason::InvalidCursor,
            Self::NoZone => Reason::NoSuchTimeZone,
            Self::PlanTime => Reason::InvalidArgument {
                name: Some("plan_time".to_owned()),
                problem: "expected a time of the day such as 07:00".to_owned(),
            },
            Self::TooMany => Reason::TooManyTasks { max: TASKS_MAX },
            Self::NothingToChange => Reason::NothingToChange,
            Self::NotFound(task) => Reason::TaskNotFound { task: *task },
            Self::Changed(task) => Reason::TaskChanged { task: *task },
            Self::Gone(task) => Reason::TaskGone { task: *task },
            Self::UndoneAlready => Reason::UndoneAlready,
            Self::NothingToUndo => Reason::NothingToUndo,
            Self::File(refusal) => Reason::ImportRefused { problem: refusal.to_string() },
            Self::NoImport => Reason::NoSuchFile,
            Self::NothingToImport => Reason::NothingToImport,
            Self::NoRoom { have, more } => {
                Reason::NoRoomForTasks { have: *have, more: *more, max: TASKS_MAX }
            }
            Self::NoReminder => Reason::ReminderNotFound,
            Self::Stale(_) => Reason::ChangedMeanwhile,
            Self::Key(refusal) => refusal.reason()?,
            Self::Database(_) => return None,
        };
        Some(reason.into())
    }
}

impl From<TaskError> for Error {
    fn from(error: TaskError) -> Self {
        match (error.public(), error) {
            (Some(refusal), _) => Self::Refused(refusal),
            (None, TaskError::Database(error) | TaskError::Key(KeyError::Database(error))) => {
                Self::Database(error)
            }
            (None, error) => Self::Internal(Box::new(error)),
        }
    }
}

/// The tasks of all people on this server. Each call names the person. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Tasks {
    db: Db,
    clock: Clock,
    zones: preferences::Zones,
    readers: import::Readers,
}

impl Tasks {
    /// Tasks in `db`.
    pub fn new(db: Db, clock: Clock) -> Self {
        Self { db, clock, zones: preferences::Zones::default(), readers: import::Readers::default() }
    }

    /// The periodic work of tasks: removing old keys of requests, and old words from the history.
    pub fn jobs(&self) -> Vec<Job> {
        let tasks = self.clone();
        let forget = Job::on_one_replica("forget_changes", FORGET_PERIOD, move || {
            let tasks = tasks.clone();
            async move { tasks.forget_old_changes().await }
        });
        vec![idempotency::job(&self.db, &self.clock), forget]
    }

    /// Removes from the history what nobody may want back any more: the words that a person or a program changed or deleted
    /// more than a day ago. Files that nobody has imported go after an hour.
    pub async fn forget_old_changes(&self) -> sqlx::Result<()> {
        let limit = self.clock.now().plus(-UNDO_LIFE);
        let (waiting, records) = self.import_limits(&self.clock.now());
        let mut transaction = self.db.write().await?;
        store::imports::delete_old(&mut transaction, &waiting, &records).await?;
        store::changes::delete_gone(&mut transaction, &limit).await?;
        store::changes::forget_words(&mut transaction, &limit).await?;
        transaction.commit().await
    }

    /// A person's tasks, newest first: at most [`LIST_MAX`].
    pub async fn list(&self, user: &UserId, status: Status) -> Result<Vec<Task>, TaskError> {
        Ok(self.page(user, Filter { status, ..Filter::default() }, None, LIST_MAX).await?.tasks)
    }

    /// How many tasks a person has.
    pub async fn count(&self, user: &UserId) -> Result<i64, TaskError> {
        Ok(store::count(&mut self.db.read_as(user).await?).await?)
    }

    /// Adds a task. The title is trimmed. An empty description counts as none.
    ///
    /// # Errors
    /// If the title or the description is not acceptable.
    pub async fn add(
        &self,
        user: &UserId,
        title: &str,
        description: Option<&str>,
    ) -> Result<Task, TaskError> {
        self.edit(user, Edit::add(title, description)?).await
    }

    /// Marks a task as done (or not done). If it is already, nothing changes, and this is not an error.
    ///
    /// # Errors
    /// [`TaskError::NotFound`].
    pub async fn complete(&self, user: &UserId, id: TaskId, completed: bool) -> Result<Task, TaskError> {
        self.edit(user, Edit::complete(id, completed)).await
    }

    /// Changes the given values of a task and leaves the rest. An empty description removes it.
    ///
    /// # Errors
    /// If no value is given, a value is not acceptable, or [`TaskError::NotFound`].
    pub async fn update(
        &self,
        user: &UserId,
        id: TaskId,
        title: Option<&str>,
        description: Option<&str>,
    ) -> Result<Task, TaskError> {
        self.edit(user, Edit::update(id, title, description)?).await
    }

    /// Deletes a task and returns it as it was.
    ///
    /// # Errors
    /// [`TaskError::NotFound`], also the second time.
    pub async fn delete(&self, user: &UserId, id: TaskId) -> Result<Task, TaskError> {
        self.edit(user, Edit::delete(id)).await
    }

    /// Applies an edit that the person makes on a page.
    ///
    /// # Errors
    /// As [`Tasks::change`].
    pub async fn edited(&self, user: &UserId, edit: Edit<'_>) -> Result<Edited, TaskError> {
        let EditOutcome { task, change, .. } =
            self.change(Caller { user, actor: Actor::Person }, edit).await?;
        Ok(Edited { task, change })
    }

    async fn edit(&self, user: &UserId, edit: Edit<'_>) -> Result<Task, TaskError> {
        Ok(self.change(Caller { user, actor: Actor::Person }, edit).await?.task)
    }
}
