//! What a program says is done.

use super::CalendarError;
use super::reading::{Reading, due, is_same};
use super::render;
use super::work::Work;
use crate::tasks::Task;
use crate::tasks::server::{Edit, next_occurrence};

/// Most occurrences that one text says are done.
const OCCURRENCES: usize = 100;

impl Work<'_> {
    /// Marks a task as done or not. One that repeats moves on, unless it is cancelled: then all that would come is.
    pub(super) async fn finish(
        &mut self,
        task: Task,
        is_cancelled: bool,
        completed: bool,
    ) -> Result<Task, CalendarError> {
        if !is_cancelled || task.repeat.is_none() {
            return self.apply(Edit::complete(task.id, completed)).await;
        }
        let once = Task { repeat: None, repeat_start: None, ..task.clone() };
        self.apply(Edit::rewrite(&once)).await?;
        self.apply(Edit::complete(task.id, true)).await?;
        // The rule stays, for who takes it up again.
        self.apply(Edit::rewrite(&task)).await
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

/// Whether the program wants the task to be done. Some change STATUS alone and leave PERCENT-COMPLETE and COMPLETED as they were.
pub(super) fn wants_done(base: &Reading, new: &Reading) -> bool {
    let status = status(new);
    let reopens =
        matches!(status.as_deref(), Some("NEEDS-ACTION" | "IN-PROCESS")) && status != self::status(base);
    new.plain.completed && !reopens
}

/// Whether the text says that the task will not be done.
pub(super) fn is_cancelled(new: &Reading) -> bool {
    status(new).as_deref() == Some("CANCELLED")
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
