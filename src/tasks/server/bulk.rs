//! Changes of several tasks at once.

use super::plan::Plan;
use super::{Edit, Patch, TaskError, Tasks};
use crate::error::PlanProblem;
use crate::id::{TaskId, UserId};
use crate::tasks::Task;
use crate::tasks::bulk;
use jiff::civil::Weekday;
use jiff::{ToSpan, ZonedDateTime};

/// Most tasks that are changed at once.
pub const BULK_MAX: usize = 1000;

impl Tasks {
    /// Does the same to several tasks. Tasks that are gone are left out. Returns the numbers of the changes, by which they can
    /// be undone.
    ///
    /// # Errors
    /// If the value is not acceptable. Tasks before the one that does not take it are changed.
    pub async fn change_several(
        &self,
        user: &UserId,
        tasks: &[TaskId],
        (kind, value): (&str, &str),
    ) -> Result<Vec<i64>, TaskError> {
        let now = self.local_time(user).await?;
        let mut changes = Vec::new();
        for id in tasks.iter().take(BULK_MAX) {
            let task = match self.with_subtasks(user, *id).await {
                Ok((task, _)) => task,
                Err(TaskError::NotFound(_)) => continue,
                Err(error) => return Err(error),
            };
            let plan = plan(kind, value.trim(), &task, &now)?;
            let edit = match kind {
                bulk::DONE => Edit::complete(*id, true),
                bulk::DELETE => Edit::delete(*id),
                _ => Edit::change(*id, Patch { plan: Some(&plan), ..Patch::default() })?,
            };
            match self.edited(user, edit).await {
                Ok(edited) => changes.extend(edited.change),
                // A sub-task that went with its task.
                Err(TaskError::NotFound(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(changes)
    }

    /// Undoes several changes, the newest first.
    ///
    /// # Errors
    /// The first refusal, after all others were undone.
    pub async fn undo_changes(&self, user: &UserId, changes: &[i64]) -> Result<(), TaskError> {
        let mut outcome = Ok(());
        for change in changes.iter().take(BULK_MAX).rev() {
            if let Err(error) = self.undo_change(user, *change).await {
                outcome = outcome.and(Err(error));
            }
        }
        outcome
    }
}

fn plan(kind: &str, value: &str, task: &Task, now: &ZonedDateTime) -> Result<Plan, TaskError> {
    Ok(match kind {
        bulk::DUE => {
            let time = task.due.as_ref().and_then(|due| due.time());
            let due = self::day(value, now).map(|day| match time {
                Some(time) => format!("{day}T{time}"),
                None => day,
            });
            Plan { due: Some(due), ..Plan::NOTHING }
        }
        bulk::PRIORITY => {
            let priority = match value {
                "" => None,
                number => Some(number.parse().map_err(|_| PlanProblem::Priority)?),
            };
            Plan { priority: Some(priority), ..Plan::NOTHING }
        }
        bulk::LIST => Plan { list: Some(Some(value.to_owned())), ..Plan::NOTHING },
        bulk::TAG => {
            let mut tags = task.tags.clone();
            tags.push(value.to_owned());
            Plan { tags: Some(Some(tags)), ..Plan::NOTHING }
        }
        _ => Plan::NOTHING,
    })
}

/// The day that a word means.
fn day(word: &str, now: &ZonedDateTime) -> Option<String> {
    let today = now.date();
    let in_days = |days: i64| today.checked_add(days.days()).unwrap_or(today).to_string();
    match word {
        "" => None,
        "today" => Some(today.to_string()),
        "tomorrow" => Some(in_days(1)),
        "week" => Some(in_days(i64::from(7 - today.weekday().since(Weekday::Monday)))),
        day => Some(day.to_owned()),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests fail by panicking")]
mod tests {
    use super::*;

    #[test]
    fn words_name_days() {
        let now: ZonedDateTime = "2026-12-04T22:00[Europe/Berlin]".parse().unwrap();
        let named = |word| day(word, &now);
        assert_eq!(named("today").as_deref(), Some("2026-12-04"));
        assert_eq!(named("tomorrow").as_deref(), Some("2026-12-05"));
        assert_eq!(named("week").as_deref(), Some("2026-12-07"));
        assert_eq!(named("2027-01-01").as_deref(), Some("2027-01-01"));
        assert_eq!(named(""), None);
    }
}
