//! Changes of several tasks at once.

use super::plan::{Plan, local_time};
use super::undo::take_back;
use super::{Actor, Edit, Patch, TaskError, Tasks, apply};
use crate::error::PlanProblem;
use crate::id::{TaskId, UserId};
use crate::tasks::Task;
use crate::tasks::bulk;
use crate::tasks::store::{self, changes};
use jiff::civil::Weekday;
use jiff::{ToSpan, ZonedDateTime};
use std::collections::BTreeSet;

/// Most tasks that are changed at once.
pub const BULK_MAX: usize = 1000;

impl Tasks {
    /// Does the same to several tasks. Tasks that are gone are left out. Returns the numbers of the changes, by which they can
    /// be undone.
    ///
    /// # Errors
    /// If the value is not acceptable. Then nothing is changed.
    pub async fn change_several(
        &self,
        user: &UserId,
        tasks: &[TaskId],
        (kind, value): (&str, &str),
    ) -> Result<Vec<i64>, TaskError> {
        let tasks: BTreeSet<TaskId> = tasks.iter().take(BULK_MAX).copied().collect();
        let tasks: Vec<TaskId> = tasks.into_iter().collect();
        let now = self.clock.now();
        let mut scope = self.db.write_as(user).await?;
        store::lock_all(&mut scope, &tasks).await?;
        let here = local_time(&now, store::zone(&mut scope).await?.as_deref());
        let mut changes = Vec::new();
        for id in tasks {
            // It is gone, perhaps with its task.
            let Some(task) = store::locked(&mut scope, id).await? else { continue };
            let plan = plan(kind, value.trim(), &task, &here)?;
            let edit = match kind {
                bulk::DONE => Edit::complete(id, true),
                bulk::DELETE => Edit::delete(id),
                _ => Edit::change(id, Patch { plan: Some(&plan), ..Patch::default() })?,
            };
            changes.extend(apply(&mut scope, Actor::Person, edit, &now).await?.change);
        }
        scope.commit().await?;
        Ok(changes)
    }

    /// Undoes several changes, the newest first.
    ///
    /// # Errors
    /// The first refusal, after all others were undone. If the database fails, none is undone.
    pub async fn undo_changes(&self, user: &UserId, undone: &[i64]) -> Result<(), TaskError> {
        let now = self.clock.now();
        let mut scope = self.db.write_as(user).await?;
        let mut outcome = Ok(());
        for change in undone.iter().take(BULK_MAX).rev() {
            let taken_back = match changes::change(&mut scope, *change).await? {
                Some(change) => take_back(&mut scope, &change, None, &now).await,
                None => Err(TaskError::NothingToUndo),
            };
            match taken_back {
                Err(error @ TaskError::Database(_)) => return Err(error),
                taken_back => outcome = outcome.and(taken_back),
            }
        }
        scope.commit().await?;
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
