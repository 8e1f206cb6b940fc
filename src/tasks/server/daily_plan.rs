//! What people want by mail, and when they get the plan of their day.

use super::{TaskError, Tasks};
use crate::calendar;
use crate::db::Scope;
use crate::id::UserId;
use crate::tasks::store::daily_plan::{self as store, Wishes};
use crate::timestamp::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

/// How many people are looked up at once.
const AT_ONCE: i64 = 500;

/// What a person wants to be told by mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailWishes {
    /// Whether reminders are mailed.
    pub reminders: bool,
    /// The time of the day at which the plan of the day is mailed, such as `07:00`. `None`: it is not.
    pub plan_time: Option<String>,
}

impl Tasks {
    /// What a person wants by mail. Unless they say otherwise, reminders and no plans.
    pub async fn mail_wishes(&self, user: &UserId) -> Result<MailWishes, TaskError> {
        let wishes = store::wishes(&mut self.db.read_as(user).await?).await?;
        Ok(wishes.map_or(MailWishes { reminders: true, plan_time: None }, |wishes| MailWishes {
            reminders: wishes.reminder_mail,
            plan_time: wishes.plan_time,
        }))
    }

    /// Sets what a person wants by mail.
    ///
    /// # Errors
    /// [`TaskError::PlanTime`] if the time is none.
    pub async fn set_mail_wishes(&self, user: &UserId, wishes: &MailWishes) -> Result<(), TaskError> {
        let time =
            wishes.plan_time.as_deref().map(|text| read(text).ok_or(TaskError::PlanTime)).transpose()?;
        let now = self.clock.now();
        let mut scope = self.db.write_as(user).await?;
        let before = store::locked(&mut scope).await?;
        let zone = zone(before.as_ref());
        let plan = time.and_then(|time| {
            Some((time.strftime("%H:%M").to_string(), next(time, &zone, day(before.as_ref()), &now)?))
        });
        let plan = plan.as_ref().map(|(time, at)| (time.as_str(), at));
        store::set(&mut scope, wishes.reminders, plan, &now).await?;
        Ok(scope.commit().await?)
    }

    /// Has the plans mailed that are due now, each at most once over all replicas. One whose moment passed while no server ran is
    /// mailed late on the same day, and not at all on a later one. Returns how many there are.
    pub async fn send_due_plans(&self) -> sqlx::Result<usize> {
        let (now, mut sent) = (self.clock.now(), 0);
        loop {
            let people = store::due(&mut self.db.read().await?, &now, AT_ONCE).await?;
            for user in &people {
                sent += usize::from(self.send_due_plan(user, &now).await?);
            }
            if people.len() < AT_ONCE as usize {
                return Ok(sent);
            }
        }
    }

    async fn send_due_plan(&self, user: &UserId, now: &Timestamp) -> sqlx::Result<bool> {
        let mut scope = self.db.write_as(user).await?;
        let wishes = store::locked(&mut scope).await?;
        let Some(wishes) = wishes.filter(|wishes| wishes.plan_at.as_ref().is_some_and(|at| at <= now)) else {
            // Another replica was first.
            return Ok(false);
        };
        let zone = zone(Some(&wishes));
        let time = wishes.plan_time.as_deref().and_then(read);
        let today = calendar::in_zone(now, &zone).date();
        let is_due = time.and_then(|time| at(time, &zone, today)).is_some_and(|at| at <= *now);
        let is_new = is_due && store::send(&mut scope, &today.to_string(), now).await?;
        let next = time.and_then(|time| next(time, &zone, None, now));
        store::set_next(&mut scope, next.as_ref()).await?;
        scope.commit().await?;
        Ok(is_new)
    }
}

/// Moves the next plan to the same time of the day in the zone that the person has now. `before` is what was there before.
pub(super) async fn follow_zone(
    scope: &mut Scope,
    before: Option<&Wishes>,
    now: &Timestamp,
) -> sqlx::Result<()> {
    let after = store::wishes(scope).await?;
    let moved = after.as_ref().zip(before).is_some_and(|(after, before)| after.time_zone != before.time_zone);
    let time = after.as_ref().and_then(|after| read(after.plan_time.as_deref()?));
    if let (true, Some(time)) = (moved, time) {
        let next = next(time, &zone(after.as_ref()), day(before), now);
        store::set_next(scope, next.as_ref()).await?;
    }
    Ok(())
}

fn zone(wishes: Option<&Wishes>) -> TimeZone {
    wishes.and_then(|wishes| calendar::zone(wishes.time_zone.as_deref()?)).unwrap_or(TimeZone::UTC)
}

/// The day of the next plan: those before it have had theirs.
fn day(wishes: Option<&Wishes>) -> Option<Date> {
    let at = wishes?.plan_at.as_ref()?;
    Some(calendar::in_zone(at, &zone(wishes)).date())
}

/// Reads `07:00`. Seconds, which some browsers send, are left out.
fn read(text: &str) -> Option<Time> {
    let time: Time = text.trim().parse().ok()?;
    Time::new(time.hour(), time.minute(), 0, 0).ok()
}

/// The moment at which a clock in the zone shows the time on this day. If the clock skips it, it is later by what is skipped; if
/// the clock shows it twice, it is the first.
fn at(time: Time, zone: &TimeZone, day: Date) -> Option<Timestamp> {
    day.to_datetime(time).to_zoned_datetime(zone.clone()).ok().as_ref().map(calendar::moment)
}

/// The next such moment after `now`, on the day `from` at the earliest.
fn next(time: Time, zone: &TimeZone, from: Option<Date>, now: &Timestamp) -> Option<Timestamp> {
    let today = calendar::in_zone(now, zone).date();
    let first = from.map_or(today, |from| from.max(today));
    let days = std::iter::successors(Some(first), |day| day.tomorrow().ok()).take(3);
    days.filter_map(|day| at(time, zone, day)).find(|at| at > now)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests fail by panicking")]
mod tests {
    use super::*;

    /// The next three plans after a moment.
    fn plans(time: &str, zone: &str, after: &str) -> Vec<String> {
        let (time, zone) = (read(time).unwrap(), calendar::zone(zone).unwrap());
        let first = Timestamp::parse(after).unwrap();
        let following = std::iter::successors(Some(first), |now| next(time, &zone, None, now));
        following.skip(1).take(3).map(|at| at.as_str()[..16].to_owned()).collect()
    }

    #[test]
    fn a_plan_comes_at_the_same_time_by_the_clock_when_the_clocks_change() {
        for (time, zone, after, expected) in [
            // 29 March and 25 October.
            (
                "07:00",
                "Europe/Berlin",
                "2026-03-27T12:00:00.000Z",
                ["03-28T06:00", "03-29T05:00", "03-30T05:00"],
            ),
            (
                "07:00",
                "Europe/Berlin",
                "2026-10-23T12:00:00.000Z",
                ["10-24T05:00", "10-25T06:00", "10-26T06:00"],
            ),
            // The clock skips 2:30, and shows it twice: it comes once each day.
            (
                "02:30",
                "Europe/Berlin",
                "2026-03-28T00:00:00.000Z",
                ["03-28T01:30", "03-29T01:30", "03-30T00:30"],
            ),
            (
                "02:30",
                "Europe/Berlin",
                "2026-10-24T00:00:00.000Z",
                ["10-24T00:30", "10-25T00:30", "10-26T01:30"],
            ),
            // 8 March and 1 November.
            (
                "07:00",
                "America/New_York",
                "2026-03-06T13:00:00.000Z",
                ["03-07T12:00", "03-08T11:00", "03-09T11:00"],
            ),
            (
                "01:30",
                "America/New_York",
                "2026-10-31T00:00:00.000Z",
                ["10-31T05:30", "11-01T05:30", "11-02T06:30"],
            ),
            // 4 October, by half an hour: the clock skips 2:15. And 5 April.
            (
                "02:15",
                "Australia/Lord_Howe",
                "2026-10-02T16:00:00.000Z",
                ["10-03T15:45", "10-04T15:15", "10-05T15:15"],
            ),
            (
                "07:00",
                "Australia/Lord_Howe",
                "2026-04-03T00:00:00.000Z",
                ["04-03T20:00", "04-04T20:30", "04-05T20:30"],
            ),
        ] {
            let expected = expected.map(|at| format!("2026-{at}"));
            assert_eq!(plans(time, zone, after), expected, "{time} {zone} {after}");
        }
    }

    #[test]
    fn no_day_has_two_plans_when_the_zone_or_the_time_changes() {
        let (berlin, york) =
            (calendar::zone("Europe/Berlin").unwrap(), calendar::zone("America/New_York").unwrap());
        let now = Timestamp::parse("2026-12-04T09:00:00.000Z").unwrap();
        let seven = read("07:00").unwrap();
        let tomorrow = next(seven, &berlin, None, &now).unwrap();
        assert_eq!(tomorrow.as_str(), "2026-12-05T06:00:00.000Z");
        let wishes = |at: &Timestamp| Wishes {
            time_zone: Some("Europe/Berlin".into()),
            reminder_mail: true,
            plan_time: Some("07:00".into()),
            plan_at: Some(at.clone()),
        };
        // In New York it is 4 o'clock, but the plan of this day was sent.
        let day_of_next = day(Some(&wishes(&tomorrow)));
        assert_eq!(next(seven, &york, day_of_next, &now).unwrap().as_str(), "2026-12-05T12:00:00.000Z");
        assert_eq!(
            next(read("18:00").unwrap(), &berlin, day_of_next, &now).unwrap().as_str(),
            "2026-12-05T17:00:00.000Z"
        );
        // Before it was sent, it comes on this day.
        let early = Timestamp::parse("2026-12-04T05:00:00.000Z").unwrap();
        let today = next(seven, &berlin, None, &early).unwrap();
        assert_eq!(
            next(seven, &york, day(Some(&wishes(&today))), &early).unwrap().as_str(),
            "2026-12-04T12:00:00.000Z"
        );
    }

    #[test]
    fn times_are_read_to_the_minute() {
        let told = |text| read(text).map(|time| time.strftime("%H:%M").to_string());
        assert_eq!(told("07:00").as_deref(), Some("07:00"));
        assert_eq!(told("23:59:30").as_deref(), Some("23:59"));
        for wrong in ["", "7", "24:00", "noon", "2026-12-04"] {
            assert_eq!(told(wrong), None, "{wrong}");
        }
    }
}
