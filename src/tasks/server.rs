//! The rules of tasks. The page, the assistant's tools and every protocol come through here.

mod store;

use super::{DESCRIPTION_MAX, Status, TITLE_MAX, Task};
use crate::db::Db;
use crate::error::{AppError, ErrorCode};
use crate::id::{TaskId, UserId};
use crate::timestamp::Timestamp;

/// Why something could not be done with a task.
#[derive(Debug, thiserror::Error)]
pub enum TaskError {
    /// The title is empty or too long.
    #[error("invalid title")]
    InvalidTitle,
    /// The description is too long.
    #[error("description too long")]
    DescriptionTooLong,
    /// An update that changes nothing.
    #[error("nothing to change")]
    NothingToChange,
    /// No such task, or it is somebody else's.
    #[error("task {0} not found")]
    NotFound(TaskId),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl TaskError {
    /// What the person or the model is told; `None` for faults that are not theirs.
    pub fn public(&self) -> Option<AppError> {
        use ErrorCode as Code;
        Some(match self {
            Self::InvalidTitle => {
                AppError::on(Code::InvalidTitle, "title", format!("A title has 1 to {TITLE_MAX} characters."))
            }
            Self::DescriptionTooLong => AppError::on(
                Code::DescriptionTooLong,
                "description",
                format!("A description has at most {DESCRIPTION_MAX} characters."),
            ),
            Self::NothingToChange => {
                AppError::new(Code::InvalidParameter, "Give a new title, a new description, or both.")
            }
            Self::NotFound(id) => {
                AppError::on(Code::TaskNotFound, "task_id", format!("There is no task {id}."))
            }
            Self::Database(_) => return None,
        })
    }
}

/// The tasks of everybody on this server; each call names whose. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Tasks {
    db: Db,
}

impl Tasks {
    /// Tasks in `db`.
    pub fn new(db: Db) -> Self {
        Self { db }
    }

    /// A person's tasks, newest first.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn list(&self, user: &UserId, status: Status) -> Result<Vec<Task>, TaskError> {
        let mut scope = self.db.read_as(user).await?;
        Ok(match status {
            Status::All => store::list(&mut scope).await?,
            Status::Pending => store::list_by_completed(&mut scope, false).await?,
            Status::Completed => store::list_by_completed(&mut scope, true).await?,
        })
    }

    /// How many tasks a person has.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn count(&self, user: &UserId) -> Result<i64, TaskError> {
        Ok(store::count(&mut self.db.read_as(user).await?).await?)
    }

    /// Adds a task. The title is trimmed; an empty description is none.
    ///
    /// # Errors
    /// If the title or the description is not acceptable.
    pub async fn add(
        &self,
        user: &UserId,
        title: &str,
        description: Option<&str>,
    ) -> Result<Task, TaskError> {
        let title = parse_title(title)?;
        let description = description.map(parse_description).transpose()?.flatten();
        let mut scope = self.db.write_as(user).await?;
        let task = store::insert(&mut scope, title, description, &Timestamp::now()).await?;
        scope.commit().await?;
        Ok(task)
    }

    /// Marks a task as done (or not done). Doing it again changes nothing and is no error.
    ///
    /// # Errors
    /// [`TaskError::NotFound`].
    pub async fn complete(&self, user: &UserId, id: TaskId, completed: bool) -> Result<Task, TaskError> {
        let mut scope = self.db.write_as(user).await?;
        let task = store::set_completed(&mut scope, id, completed, &Timestamp::now()).await?;
        let task = task.ok_or(TaskError::NotFound(id))?;
        scope.commit().await?;
        Ok(task)
    }

    /// Changes what is given of a task and leaves the rest. An empty description removes it.
    ///
    /// # Errors
    /// If nothing is given, if what is given is not acceptable, or [`TaskError::NotFound`].
    pub async fn update(
        &self,
        user: &UserId,
        id: TaskId,
        title: Option<&str>,
        description: Option<&str>,
    ) -> Result<Task, TaskError> {
        if title.is_none() && description.is_none() {
            return Err(TaskError::NothingToChange);
        }
        let title = title.map(parse_title).transpose()?;
        let description = description.map(parse_description).transpose()?;
        let mut scope = self.db.write_as(user).await?;
        let task = store::update(&mut scope, id, title, description, &Timestamp::now()).await?;
        let task = task.ok_or(TaskError::NotFound(id))?;
        scope.commit().await?;
        Ok(task)
    }

    /// Deletes a task and gives it back as it was.
    ///
    /// # Errors
    /// [`TaskError::NotFound`], also the second time.
    pub async fn delete(&self, user: &UserId, id: TaskId) -> Result<Task, TaskError> {
        let mut scope = self.db.write_as(user).await?;
        let task = store::delete(&mut scope, id).await?.ok_or(TaskError::NotFound(id))?;
        scope.commit().await?;
        Ok(task)
    }
}

// NUL is valid in Rust's and SQLite's text but not in PostgreSQL's; it is refused rather than sometimes stored.
fn parse_title(text: &str) -> Result<&str, TaskError> {
    let title = text.trim();
    let fits = (1..=TITLE_MAX).contains(&title.chars().count()) && !title.contains('\0');
    if fits { Ok(title) } else { Err(TaskError::InvalidTitle) }
}

fn parse_description(text: &str) -> Result<Option<&str>, TaskError> {
    let description = text.trim();
    let fits = description.chars().count() <= DESCRIPTION_MAX && !description.contains('\0');
    if fits {
        Ok(Some(description).filter(|text| !text.is_empty()))
    } else {
        Err(TaskError::DescriptionTooLong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_trimmed_and_counted_in_characters() {
        assert!(matches!(parse_title("  Buy milk \n"), Ok("Buy milk")));
        assert!(parse_title(&"دودھ ".repeat(40)).is_ok(), "200 characters, 360 bytes");
        assert!(parse_title(&"x".repeat(200)).is_ok());
        for refused in ["", " \t\n", "nul\0", &"é".repeat(201)] {
            assert!(parse_title(refused).is_err(), "{refused:?}");
        }
    }

    #[test]
    fn an_empty_description_is_none() {
        assert!(matches!(parse_description("  "), Ok(None)));
        assert!(matches!(parse_description(" 2 l "), Ok(Some("2 l"))));
        assert!(parse_description(&"é".repeat(1000)).is_ok());
        assert!(parse_description(&"é".repeat(1001)).is_err());
    }
}
