//! The views of a person's tasks, and the person's own order.

use super::plan::local_time;
use super::{TaskError, Tasks};
use crate::calendar;
use crate::db::Scope;
use crate::id::{TaskId, UserId};
use crate::repeat::Parts;
use crate::search::words::Words;
use crate::tasks::store::changes::{self, Actor};
use crate::tasks::store::list::{self, Conditions};
use crate::tasks::store::views::{self as store, Day, Part};
use crate::tasks::store::{self as tasks, order, preferences};
use crate::tasks::{Board, Kind, Overview, Place, Task, View, ViewPage, view};
use crate::timestamp::Timestamp;
use jiff::{ToSpan, ZonedDateTime};
use std::collections::BTreeSet;

/// Milliseconds within which moves of one task are one change.
const ONE_MOVE_MS: i64 = 60_000;

impl Tasks {
    /// A part of a view: at most [`view::PAGE`] tasks after the first `offset`.
    pub async fn view(&self, user: &UserId, view: &View, offset: u32) -> Result<ViewPage, TaskError> {
        self.part(user, view, offset, view::PAGE).await
    }

    /// A view as a page shows it: at least `shown` tasks, in whole parts.
    pub async fn board(&self, user: &UserId, view: View, shown: u32) -> Result<Board, TaskError> {
        let shown = (shown as usize).clamp(1, view::SHOWN_MAX).next_multiple_of(view::PAGE);
        let page = self.part(user, &view, 0, shown).await?;
        let done = match view {
            View::All => Some(self.part(user, &View::Done, 0, view::DONE_BESIDE).await?),
            _ => None,
        };
        Ok(Board { page, done, overview: self.overview(user).await?, view })
    }

    /// At most `limit` tasks of a view after the first `offset`.
    async fn part(
        &self,
        user: &UserId,
        view: &View,
        offset: u32,
        limit: usize,
    ) -> Result<ViewPage, TaskError> {
        let mut scope = self.db.read_as(user).await?;
        let now = local_time(&self.clock.now(), tasks::zone(&mut scope).await?.as_deref());
        let day = day(&now);
        // One more than fits shows whether the view goes on.
        let part = Part { limit: limit as i64 + 1, offset: i64::from(offset) };
        let mut found = match view {
            View::Today => store::today(&mut scope, &day, part).await?,
            View::Upcoming => store::upcoming(&mut scope, &day, part).await?,
            View::All => store::all(&mut scope, &day, part).await?,
            View::Done => store::done(&mut scope, part).await?,
            View::List(list) => store::of_list(&mut scope, list, part).await?,
            View::Tag(tag) => store::of_tag(&mut scope, tag, part).await?,
            View::Search(text) => match Words::of(text) {
                // Nobody reads further.
                Some(words) if offset as usize <= view::SHOWN_MAX => {
                    let newest = TaskId::new(i64::MAX);
                    let limit = offset as usize + limit + 1;
                    let found =
                        list::page_of_words(&mut scope, &words, &Conditions::default(), newest, limit)
                            .await?;
                    found.into_iter().skip(offset as usize).collect()
                }
                _ => Vec::new(),
            },
        };
        let goes_on = found.len() > limit;
        found.truncate(limit);
        let parents: Vec<TaskId> =
            found.iter().filter(|task| task.parent_id.is_none()).map(|task| task.id).collect();
        let subtasks =
            if parents.is_empty() { Vec::new() } else { store::subtasks(&mut scope, &parents).await? };
        let next = goes_on.then_some(offset.saturating_add(limit as u32));
        let rules = rules(&found);
        Ok(ViewPage { tasks: found, subtasks, next, today: day.today, rules })
    }

    /// What a page shows around the views.
    pub async fn overview(&self, user: &UserId) -> Result<Overview, TaskError> {
        let mut scope = self.db.read_as(user).await?;
        let preferences = preferences::preferences(&mut scope).await?;
        let now = local_time(&self.clock.now(), preferences.time_zone.as_deref());
        let start = now.start_of_day().map_or_else(|_| self.clock.now(), |start| calendar::moment(&start));
        let (today, overdue) = store::count_today(&mut scope, &day(&now), &start).await?;
        Ok(Overview {
            today,
            overdue,
            lists: store::lists(&mut scope).await?,
            tags: store::tags(&mut scope).await?,
            time_zone: preferences.time_zone,
            time_zone_chosen: preferences.time_zone_chosen,
        })
    }

    /// A task with its sub-tasks.
    ///
    /// # Errors
    /// [`TaskError::NotFound`].
    pub async fn with_subtasks(&self, user: &UserId, id: TaskId) -> Result<(Task, Vec<Task>), TaskError> {
        let mut scope = self.db.read_as(user).await?;
        let task = list::task(&mut scope, id).await?.ok_or(TaskError::NotFound(id))?;
        let subtasks = store::subtasks(&mut scope, &[id]).await?;
        Ok((task, subtasks))
    }

    /// Puts a task beside another one in the person's order. Returns the number of the change, by which it can be undone.
    ///
    /// # Errors
    /// [`TaskError::NotFound`] if one of the two is not there.
    pub async fn place(&self, user: &UserId, id: TaskId, place: Place) -> Result<Option<i64>, TaskError> {
        let mut scope = self.db.write_as(user).await?;
        // Undoing locks the change first and the task then.
        if let Some(last) = changes::of_task(&mut scope, id, 1).await?.pop() {
            changes::change(&mut scope, last.id).await?;
        }
        for _ in 0..2 {
            let before = tasks::locked(&mut scope, id).await?.ok_or(TaskError::NotFound(id))?;
            let (beside, side) = match place {
                Place::Before(beside) => (beside, -1),
                Place::After(beside) => (beside, 1),
            };
            let here = order::position(&mut scope, beside).await?.ok_or(TaskError::NotFound(beside))?;
            let there = match place {
                Place::Before(_) => order::previous(&mut scope, here, id).await?,
                Place::After(_) => order::next(&mut scope, here, id).await?,
            };
            // At an end of the order there is room.
            let there = there.unwrap_or(here.saturating_add(2 * side * order::GAP));
            let middle = here + (there - here) / 2;
            if middle != here && middle != there && beside != id {
                order::set(&mut scope, id, middle).await?;
                let after = Task { position: Some(middle), ..before.clone() };
                let change = note_move(&mut scope, &before, &after, &self.clock.now()).await?;
                scope.commit().await?;
                return Ok(change);
            }
            if beside == id {
                break;
            }
            order::spread(&mut scope).await?;
        }
        Ok(None)
    }
}

/// Records that the person has moved a task. Moves right after each other, as the arrow keys make them, are one change.
async fn note_move(
    scope: &mut Scope,
    before: &Task,
    after: &Task,
    now: &Timestamp,
) -> sqlx::Result<Option<i64>> {
    let last = changes::of_task(scope, before.id, 1).await?.pop();
    let goes_on = last.filter(|last| {
        let age = now.unix_milliseconds() - last.created_at.unix_milliseconds();
        last.is_move() && last.undone_at.is_none() && age < ONE_MOVE_MS && last.stands(Some(before))
    });
    match goes_on {
        Some(last) => {
            changes::extend(scope, last.id, after, now).await?;
            Ok(Some(last.id))
        }
        None => {
            let (before, after) = (Some(before), Some(after));
            changes::insert(scope, Actor::Person, Kind::Updated, before, after, &[], now).await
        }
    }
}

/// The rules of repetition of tasks, with their words.
fn rules(tasks: &[Task]) -> Vec<(String, String)> {
    let rules: BTreeSet<&String> = tasks.iter().filter_map(|task| task.repeat.as_ref()).collect();
    let words = |rule: &String| Parts::parse(rule).map_or_else(|_| rule.clone(), |parts| parts.in_words());
    rules.into_iter().map(|rule| (rule.clone(), words(rule))).collect()
}

/// The day of a person.
fn day(now: &ZonedDateTime) -> Day {
    let date = now.date();
    let plus = |days: i64| date.checked_add(days.days()).unwrap_or(date).to_string();
    let end = now.tomorrow().and_then(|tomorrow| tomorrow.start_of_day());
    Day {
        today: date.to_string(),
        yesterday: plus(-1),
        tomorrow: plus(1),
        end: end.map_or_else(|_| Timestamp::latest(), |end| calendar::moment(&end)),
    }
}
