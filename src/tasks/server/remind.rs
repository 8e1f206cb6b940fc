//! When tasks remind.

use super::{TaskError, Tasks};
use crate::calendar::{self, Moment};
use crate::db::Scope;
use crate::id::{TaskId, UserId};
use crate::tasks::Task;
use crate::tasks::store::remind::{self, Waiting};
use crate::timestamp::Timestamp;
use jiff::civil::time;
use jiff::tz::TimeZone;
use jiff::{Span, ZonedDateTime};

/// Most tasks that are looked at in one go.
const AT_ONCE: i64 = 500;
/// The hour from which the reminders of a task count that is due on a day.
const MORNING: i8 = 9;

/// A reminder that is due.
#[derive(Clone, Debug)]
pub struct DueReminder {
    /// The task that it belongs to.
    pub task: Task,
    /// The moment that it is for.
    pub remind_at: Timestamp,
}

/// What a look at a task's reminders found.
#[derive(Clone, Debug)]
pub(crate) enum Looked {
    /// The task waits no more, or another replica looks at it.
    Elsewhere,
    /// None is due.
    NothingDue,
    /// The last one that became due since the look before. Those before it would say the same.
    Due(Box<DueReminder>),
}

impl Tasks {
    /// The tasks whose reminders must be looked at now, with their people: some of them, if there are many.
    pub async fn waiting_to_remind(&self) -> sqlx::Result<Vec<(UserId, TaskId)>> {
        remind::waiting(&mut self.db.read().await?, &self.clock.now(), AT_ONCE).await
    }

    /// Nine o'clock of the person's next day.
    pub async fn tomorrow_morning(&self, user: &UserId) -> Result<Timestamp, TaskError> {
        let today = self.local_time(user).await?;
        let day = today.date().tomorrow().unwrap_or(today.date());
        Ok(morning(day, today.time_zone()).map_or_else(|| self.clock.now(), |time| calendar::moment(&time)))
    }
}

/// Looks at the reminders of a task, and sets when to look again.
pub(crate) async fn due_reminder(scope: &mut Scope, id: TaskId, now: &Timestamp) -> sqlx::Result<Looked> {
    let Some(Waiting { task, person_zone, remind_at: since, snoozed_until }) =
        remind::take(scope, id, now).await?
    else {
        return Ok(Looked::Elsewhere);
    };
    let zone = person_zone.as_deref().and_then(calendar::zone).unwrap_or(TimeZone::UTC);
    let moments: Vec<Timestamp> = moments(&task, &zone).chain(snoozed_until.clone()).collect();
    let due = moments.iter().filter(|moment| (&since..=now).contains(moment)).max();
    let next = moments.iter().filter(|moment| *moment > now).min();
    let snoozed_until = snoozed_until.filter(|until| until > now);
    let next = next.cloned().unwrap_or_else(Timestamp::latest);
    remind::look_again(scope, id, &next, snoozed_until.as_ref()).await?;
    Ok(match due.cloned() {
        Some(remind_at) => Looked::Due(Box::new(DueReminder { task, remind_at })),
        None => Looked::NothingDue,
    })
}

/// Lets a task remind once more at `until`.
///
/// # Errors
/// [`TaskError::NotFound`] if the person has no such task to do.
pub(crate) async fn snooze(
    scope: &mut Scope,
    id: TaskId,
    until: &Timestamp,
    now: &Timestamp,
) -> Result<(), TaskError> {
    if remind::snooze(scope, id, until, now).await? { Ok(()) } else { Err(TaskError::NotFound(id)) }
}

/// The moments at which a task reminds. Without a due date, durations before it mean nothing.
fn moments<'a>(task: &'a Task, zone: &'a TimeZone) -> impl Iterator<Item = Timestamp> + 'a {
    let due = task.due.as_ref().and_then(|due| Moment::parse(due.as_str(), zone).ok());
    let due = due.and_then(|due| match due {
        Moment::Day(day) => morning(day, zone),
        Moment::Time(time) => Some(time),
    });
    task.reminders.iter().filter_map(move |reminder| match reminder.parse::<Span>() {
        Ok(span) => due.as_ref()?.checked_add(span).ok().as_ref().map(calendar::moment),
        Err(_) => Moment::parse(reminder, zone).ok()?.time().map(calendar::moment),
    })
}

fn morning(day: jiff::civil::Date, zone: &TimeZone) -> Option<ZonedDateTime> {
    day.to_datetime(time(MORNING, 0, 0, 0)).to_zoned_datetime(zone.clone()).ok()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests fail by panicking")]
mod tests {
    use super::*;

    fn told(due: Option<&str>, reminder: &str, zone: &str) -> Vec<String> {
        let now = Timestamp::parse("2026-01-01T00:00:00.000Z").unwrap();
        let task = serde_json::json!({
            "id": 1, "title": "Call mom", "completed": false, "created_at": now, "updated_at": now,
            "due": due, "reminders": [reminder],
        });
        let task: Task = serde_json::from_value(task).unwrap();
        moments(&task, &calendar::zone(zone).unwrap()).map(|moment| moment.to_string()).collect()
    }

    #[test]
    fn durations_count_from_the_due_time_or_from_the_morning_of_the_due_day() {
        let berlin = "Europe/Berlin";
        for (due, reminder, expected) in [
            ("2026-12-04T17:00:00+01:00", "PT0S", "2026-12-04T16:00:00.000Z"),
            ("2026-12-04T17:00:00+01:00", "-PT30M", "2026-12-04T15:30:00.000Z"),
            ("2026-12-04", "PT0S", "2026-12-04T08:00:00.000Z"),
            ("2026-12-04", "-PT15H", "2026-12-03T17:00:00.000Z"),
            // The clock changed on 29 March: a day before is at the same time by the clock, 24 hours before is not.
            ("2026-03-29T17:00:00+02:00", "-P1D", "2026-03-28T16:00:00.000Z"),
            ("2026-03-29T17:00:00+02:00", "-PT24H", "2026-03-28T15:00:00.000Z"),
            ("2026-12-04", "2026-12-01T09:00:00+01:00", "2026-12-01T08:00:00.000Z"),
        ] {
            assert_eq!(told(Some(due), reminder, berlin), [expected], "{due} {reminder}");
        }
        assert_eq!(told(Some("2026-12-04"), "PT0S", "America/New_York"), ["2026-12-04T14:00:00.000Z"]);
        assert_eq!(told(None, "2026-12-01T09:00:00+01:00", berlin), ["2026-12-01T08:00:00.000Z"]);
        assert!(told(None, "-PT30M", berlin).is_empty());
    }
}
