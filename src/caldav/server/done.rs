//! What a program says is done.

use super::reading::{Reading, due, is_same};
use super::render;
use super::work::{Found, Work};
use super::{CalendarError, Condition};
use crate::tasks::Task;
use crate::tasks::server::{Edit, next_occurrence};

/// Most occurrences that one text says are done.
const OCCURRENCES: usize = 100;
/// What some programs leave as it was when they reopen a task.
const LEFT_BEHIND: [&str; 2] = ["COMPLETED", "PERCENT-COMPLETE"];

impl Work<'_> {
    /// Marks a task as done or not. One that repeats moves on, unless it is cancelled: then all that would come is.
    pub(super) async fn finish(
        &mut self,
        task: &Task,
        is_cancelled: bool,
        completed: bool,
    ) -> Result<Task, CalendarError> {
        let edit = if is_cancelled { Edit::end(task.id) } else { Edit::complete(task.id, completed) };
        self.apply(edit).await
    }

    /// Whether the program wants the task to be done. Some change STATUS alone and leave PERCENT-COMPLETE and COMPLETED as they were.
    pub(super) fn wants_done(
        &self,
        found: &Found,
        (base, new): (&Reading, &Reading),
        condition: &Condition,
    ) -> bool {
        if !new.plain.completed || !is_open(new) {
            return new.plain.completed;
        }
        if base.plain.completed {
            return status(new) == status(base);
        }
        // A program that knows the text of now says something new. COMPLETED tells whether it speaks of the same completion.
        let knows_now = matches!(condition, Condition::OneOf(_)) && new.value("COMPLETED").is_none();
        let last = found.row.content.as_deref().filter(|_| !knows_now);
        let last = last.and_then(|last| Reading::of(last, &self.here).ok());
        !last.is_some_and(|last| {
            is_open(&last) && LEFT_BEHIND.iter().all(|name| last.value(name) == new.value(name))
        })
    }

    /// Moves a task on from occurrences that the text says are done or left out.
    pub(super) async fn pass_over(
        &mut self,
        mut task: Task,
        new: &Reading,
        base: Option<&Reading>,
    ) -> Result<Task, CalendarError> {
        for _ in 0..OCCURRENCES {
            if task.completed || task.repeat.is_none() {
                break;
            }
            let Some(at) = render::occurrence(new, &task) else { break };
            let here = |other: &crate::calendar::Moment| is_same(other, &at);
            if is_done(new, &here) && !base.is_some_and(|base| is_done(base, &here)) {
                task = self.apply(Edit::complete(task.id, true)).await?;
            } else if new.todo.excluded.iter().any(here) {
                let Some(next) = next_occurrence(&task, &self.here) else { break };
                task = self.apply(Edit::rewrite(&next)).await?;
            } else {
                break;
            }
        }
        Ok(task)
    }
}

/// Whether the text says that the task will not be done.
pub(super) fn is_cancelled(new: &Reading) -> bool {
    status(new).as_deref() == Some("CANCELLED")
}

fn is_open(read: &Reading) -> bool {
    matches!(status(read).as_deref(), Some("NEEDS-ACTION" | "IN-PROCESS"))
}

fn status(read: &Reading) -> Option<String> {
    read.value("STATUS").map(|status| status.to_ascii_uppercase())
}

fn is_done(read: &Reading, here: &impl Fn(&crate::calendar::Moment) -> bool) -> bool {
    read.todo.others.iter().any(|other| other.completed && other.at.as_ref().is_some_and(here))
}

/// Whether the text is about an occurrence that the task has left behind.
pub(super) fn is_over(new: &Reading, task: &Task) -> bool {
    task.repeat.is_some()
        && match (due(&new.task), due(task)) {
            (Some(one), Some(other)) => render::is_before(&one, &other),
            _ => false,
        }
}
