//! The edits of tasks.

mod apply;

use super::TaskError;
use super::plan::Plan;
use crate::id::TaskId;
use crate::tasks::store::at_once::Deed;
use crate::tasks::store::changes::same;
use crate::tasks::{DESCRIPTION_MAX, Kind, TITLE_MAX, Task};
use jiff::ZonedDateTime;

/// An edit of one task. Its texts are trimmed and acceptable.
#[derive(Clone, Copy, Debug)]
pub struct Edit<'a>(What<'a>);

/// The values of a task to change. `None` leaves a value as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Patch<'a> {
    /// The title.
    pub title: Option<&'a str>,
    /// The description. An empty one removes it.
    pub description: Option<&'a str>,
    /// Whether the task is done.
    pub completed: Option<bool>,
    /// The plan.
    pub plan: Option<&'a Plan>,
}

#[derive(Clone, Copy, Debug)]
enum What<'a> {
    Add {
        title: &'a str,
        description: Option<&'a str>,
        plan: &'a Plan,
    },
    Complete {
        task: TaskId,
        completed: bool,
    },
    End {
        task: TaskId,
    },
    Toggle {
        task: TaskId,
    },
    /// The description's inner `None` removes it.
    Update {
        task: TaskId,
        title: Option<&'a str>,
        description: Option<Option<&'a str>>,
        completed: Option<bool>,
        plan: &'a Plan,
    },
    Delete {
        task: TaskId,
    },
    /// All that people see of the task but whether it is done, or a new task.
    Rewrite {
        task: Option<TaskId>,
        as_in: &'a Task,
    },
}

impl<'a> Edit<'a> {
    /// Adds a task. The title is trimmed. An empty description counts as none.
    ///
    /// # Errors
    /// If the title or the description is not acceptable.
    pub fn add(title: &'a str, description: Option<&'a str>) -> Result<Self, TaskError> {
        Self::add_planned(title, description, &Plan::NOTHING)
    }

    /// Adds a task with a plan.
    ///
    /// # Errors
    /// If the title or the description is not acceptable.
    pub fn add_planned(
        title: &'a str,
        description: Option<&'a str>,
        plan: &'a Plan,
    ) -> Result<Self, TaskError> {
        let title = parse_title(title)?;
        let description = description.map(parse_description).transpose()?.flatten();
        plan.check()?;
        Ok(Self(What::Add { title, description, plan }))
    }

    /// Marks a task as done (or not done). If it is already, nothing changes, and this is not an error. A task that repeats
    /// moves on to its next occurrence instead of being done.
    pub fn complete(task: TaskId, completed: bool) -> Self {
        Self(What::Complete { task, completed })
    }

    /// Marks a task as done for good: one that repeats does not move on. It keeps its rule.
    pub(crate) fn end(task: TaskId) -> Self {
        Self(What::End { task })
    }

    /// Marks a task as done if it is not, and as not done if it is.
    pub fn toggle(task: TaskId) -> Self {
        Self(What::Toggle { task })
    }

    /// Changes the given values of a task and leaves the rest. An empty description removes it.
    ///
    /// # Errors
    /// If no value is given, or a value is not acceptable.
    pub fn update(
        task: TaskId,
        title: Option<&'a str>,
        description: Option<&'a str>,
    ) -> Result<Self, TaskError> {
        Self::change(task, Patch { title, description, ..Patch::default() })
    }

    /// Changes the given values of a task and leaves the rest.
    ///
    /// # Errors
    /// If no value is given, or a value is not acceptable.
    pub fn change(task: TaskId, patch: Patch<'a>) -> Result<Self, TaskError> {
        let has_plan = patch.plan.is_some_and(|plan| !plan.is_empty());
        if patch.title.is_none() && patch.description.is_none() && patch.completed.is_none() && !has_plan {
            return Err(TaskError::NothingToChange);
        }
        Self::patch(task, patch)
    }

    /// Changes the given values of a task and leaves the rest. There may be none.
    ///
    /// # Errors
    /// If a value is not acceptable.
    pub fn patch(task: TaskId, patch: Patch<'a>) -> Result<Self, TaskError> {
        let title = patch.title.map(parse_title).transpose()?;
        let description = patch.description.map(parse_description).transpose()?;
        let plan = patch.plan.unwrap_or(&Plan::NOTHING);
        plan.check()?;
        Ok(Self(What::Update { task, title, description, completed: patch.completed, plan }))
    }

    /// Deletes a task and its sub-tasks.
    pub fn delete(task: TaskId) -> Self {
        Self(What::Delete { task })
    }

    /// Makes the task with the number of this one like it, but for whether it is done. If it has no number, adds one like it. Its values
    /// must be acceptable.
    pub(crate) fn rewrite(as_in: &'a Task) -> Self {
        Self(What::Rewrite { task: Some(as_in.id).filter(|id| id.get() > 0), as_in })
    }

    /// The task to edit. `None` if the edit makes one.
    pub(crate) fn task(&self) -> Option<TaskId> {
        match self.0 {
            What::Add { .. } => None,
            What::Complete { task, .. }
            | What::End { task }
            | What::Toggle { task }
            | What::Update { task, .. }
            | What::Delete { task } => Some(task),
            What::Rewrite { task, .. } => task,
        }
    }

    pub(crate) fn kind(&self) -> Kind {
        match self.0 {
            What::Add { .. } | What::Rewrite { task: None, .. } => Kind::Created,
            What::Complete { completed: true, .. } | What::End { .. } => Kind::Completed,
            What::Complete { completed: false, .. }
            | What::Toggle { .. }
            | What::Update { .. }
            | What::Rewrite { .. } => Kind::Updated,
            What::Delete { .. } => Kind::Deleted,
        }
    }

    /// Whether the edit could have led from the task `before` to one like `task`. For a deletion, whether the deleted task could
    /// be this one.
    pub(crate) fn leads_to(&self, before: Option<&Task>, task: &Task, now: &ZonedDateTime) -> bool {
        let is_described = |description: Option<&str>| task.description.as_deref() == description;
        let is_planned = |plan: &Plan| {
            let mut again = task.clone();
            plan.is_empty() || plan.apply(&mut again, now).is_ok() && same(&again, task)
        };
        self.task().is_none_or(|id| id == task.id)
            && match self.0 {
                What::Add { title, description, plan } => {
                    task.title == title && is_described(description) && is_planned(plan)
                }
                // It may have moved on.
                What::Complete { completed, .. } => {
                    task.completed == completed || before.is_some_and(|before| before.repeat.is_some())
                }
                What::End { .. } => task.completed,
                What::Update { title, description, completed, plan, .. } => {
                    title.is_none_or(|title| task.title == title)
                        && description.is_none_or(is_described)
                        && completed.is_none_or(|completed| task.completed == completed)
                        && is_planned(plan)
                }
                What::Toggle { .. } | What::Delete { .. } | What::Rewrite { .. } => true,
            }
    }

    /// The edit as one statement makes it. `None` if none can.
    pub(crate) fn deed(&self) -> Option<Deed<'a>> {
        let unchanged = Deed {
            kind: self.kind(),
            task: self.task(),
            title: None,
            description: None,
            completed: None,
            touches: false,
        };
        Some(match self.0 {
            What::Add { plan, .. } | What::Update { plan, .. } if !plan.is_empty() => return None,
            What::Add { title, description, .. } => {
                Deed { title: Some(title), description: Some(description), ..unchanged }
            }
            What::Complete { completed, .. } => Deed { completed: Some(completed), ..unchanged },
            What::Update { title, description, completed, .. } => {
                let touches = title.is_some() || description.is_some() || completed.is_some();
                Deed { title, description, completed, touches, ..unchanged }
            }
            What::Delete { .. } => unchanged,
            What::End { .. } | What::Toggle { .. } | What::Rewrite { .. } => return None,
        })
    }
}

// Rust and SQLite allow NUL in text, PostgreSQL does not. So it is refused everywhere.
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
