//! What can be done to tasks.

use super::TaskError;
use super::change::Kind;
use crate::db::Scope;
use crate::id::TaskId;
use crate::tasks::{DESCRIPTION_MAX, TITLE_MAX, Task, store};
use crate::timestamp::Timestamp;

/// Something to be done to one task. Its texts are trimmed and acceptable.
#[derive(Clone, Copy, Debug)]
pub struct Edit<'a>(What<'a>);

#[derive(Clone, Copy, Debug)]
enum What<'a> {
    Add {
        title: &'a str,
        description: Option<&'a str>,
    },
    Complete {
        task: TaskId,
        completed: bool,
    },
    /// The description's inner `None` removes it.
    Update {
        task: TaskId,
        title: Option<&'a str>,
        description: Option<Option<&'a str>>,
    },
    Delete {
        task: TaskId,
    },
}

impl<'a> Edit<'a> {
    /// Adds a task. The title is trimmed; an empty description is none.
    ///
    /// # Errors
    /// If the title or the description is not acceptable.
    pub fn add(title: &'a str, description: Option<&'a str>) -> Result<Self, TaskError> {
        let title = parse_title(title)?;
        let description = description.map(parse_description).transpose()?.flatten();
        Ok(Self(What::Add { title, description }))
    }

    /// Marks a task as done (or not done). Doing it again changes nothing and is no error.
    pub fn complete(task: TaskId, completed: bool) -> Self {
        Self(What::Complete { task, completed })
    }

    /// Changes what is given of a task and leaves the rest. An empty description removes it.
    ///
    /// # Errors
    /// If nothing is given, or if what is given is not acceptable.
    pub fn update(
        task: TaskId,
        title: Option<&'a str>,
        description: Option<&'a str>,
    ) -> Result<Self, TaskError> {
        if title.is_none() && description.is_none() {
            return Err(TaskError::NothingToChange);
        }
        let title = title.map(parse_title).transpose()?;
        let description = description.map(parse_description).transpose()?;
        Ok(Self(What::Update { task, title, description }))
    }

    /// Deletes a task.
    pub fn delete(task: TaskId) -> Self {
        Self(What::Delete { task })
    }

    /// The task it is done to; none if it makes one.
    pub(crate) fn task(&self) -> Option<TaskId> {
        match self.0 {
            What::Add { .. } => None,
            What::Complete { task, .. } | What::Update { task, .. } | What::Delete { task } => Some(task),
        }
    }

    pub(crate) fn kind(&self) -> Kind {
        match self.0 {
            What::Add { .. } => Kind::Created,
            What::Complete { completed: true, .. } => Kind::Completed,
            What::Complete { completed: false, .. } | What::Update { .. } => Kind::Updated,
            What::Delete { .. } => Kind::Deleted,
        }
    }

    /// Whether a task of which this was done could look like this; for a deleted one, like it looked before.
    pub(crate) fn leads_to(&self, task: &Task) -> bool {
        let is_described = |description: Option<&str>| task.description.as_deref() == description;
        self.task().is_none_or(|id| id == task.id)
            && match self.0 {
                What::Add { title, description } => task.title == title && is_described(description),
                What::Complete { completed, .. } => task.completed == completed,
                What::Update { title, description, .. } => {
                    title.is_none_or(|title| task.title == title) && description.is_none_or(is_described)
                }
                What::Delete { .. } => true,
            }
    }

    /// Does it, and gives the task as it then is; a deleted one as it was.
    pub(crate) async fn apply(&self, scope: &mut Scope, now: &Timestamp) -> Result<Task, TaskError> {
        let (id, task) = match self.0 {
            What::Add { title, description } => {
                return Ok(store::insert(scope, title, description, now).await?);
            }
            What::Complete { task, completed } => {
                (task, store::set_completed(scope, task, completed, now).await?)
            }
            What::Update { task, title, description } => {
                (task, store::update(scope, task, title, description, now).await?)
            }
            What::Delete { task } => (task, store::delete(scope, task).await?),
        };
        task.ok_or(TaskError::NotFound(id))
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
