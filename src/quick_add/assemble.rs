//! Puts what the units of a line say together.

use super::clock_time::ClockTime;
use super::rule::{On, Rule};
use super::unit::{DayPart, What};
use super::weekday::plus_days;
use crate::calendar::Moment;
use jiff::civil::{Date, Time};
use jiff::{Span, ToSpan, ZonedDateTime};

/// When a task is due, and how it is repeated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Timing {
    pub due: Option<Moment>,
    pub start: Option<Date>,
    pub repeat: Option<String>,
    pub from_completion: bool,
    pub reminders: Vec<String>,
}

/// The timings that the words can mean. The person is asked unless there is one and it is sure.
#[derive(Clone, Debug, Default)]
pub(super) struct Timings {
    pub all: Vec<Timing>,
    pub sure: bool,
}

/// What was said of the time, at most one of each.
#[derive(Default)]
struct Said {
    days: Option<Vec<Date>>,
    /// Whether the day is not sure, even if it is the only one.
    unsure: bool,
    time: Option<ClockTime>,
    part: Option<DayPart>,
    later: Option<Span>,
    start: Option<Date>,
    rule: Option<Rule>,
    until: Option<Date>,
    lasts: Option<Span>,
    count: Option<i64>,
    from: Option<Date>,
    from_completion: bool,
    reminders: Vec<String>,
}

/// The timings of these units. None if they contradict each other.
pub(super) fn timings<'a>(units: impl Iterator<Item = &'a What>, now: &ZonedDateTime) -> Timings {
    let Some(said) = collect(units) else { return Timings::default() };
    let Some((moments, sure)) = moments(&said, now) else { return Timings::default() };
    let all: Vec<Timing> = moments.into_iter().filter_map(|due| timing(&said, due, now)).collect();
    let sure = sure && all.len() == 1 && !said.unsure;
    Timings { all, sure }
}

fn collect<'a>(units: impl Iterator<Item = &'a What>) -> Option<Said> {
    /// Fails if there is one already.
    fn put<T>(place: &mut Option<T>, value: T) -> Option<()> {
        place.is_none().then(|| *place = Some(value))
    }
    let mut said = Said::default();
    for what in units {
        match what {
            // "Tomorrow, sunday" says the same twice.
            What::Day(day) if said.days.as_deref() == Some(&[*day]) => {}
            What::Day(day) => put(&mut said.days, vec![*day])?,
            What::OneOf(days) => {
                put(&mut said.days, days.clone())?;
                said.unsure = true;
            }
            What::Time(time) => put(&mut said.time, *time)?,
            // "First thing monday morning".
            What::Part(part) if said.part == Some(*part) => {}
            What::Part(part) => put(&mut said.part, *part)?,
            What::Later(span) => put(&mut said.later, *span)?,
            What::Start(day) => put(&mut said.start, *day)?,
            What::Repeat(rule) => put(&mut said.rule, rule.clone())?,
            What::Until(day) => put(&mut said.until, *day)?,
            What::For(span) => put(&mut said.lasts, *span)?,
            What::Count(count) => put(&mut said.count, *count)?,
            What::From(day) => put(&mut said.from, *day)?,
            What::FromCompletion => said.from_completion = true,
            What::Before(length) => said.reminders.push(length.clone()),
            What::AtDue => said.reminders.push("PT0S".to_owned()),
            What::Unknown => return None,
            What::Priority(_) | What::Tag(_) | What::List(_) => {}
        }
    }
    let other = said.days.is_some() || said.time.is_some() || said.part.is_some() || said.rule.is_some();
    let ends = usize::from(said.until.is_some())
        + usize::from(said.lasts.is_some())
        + usize::from(said.count.is_some());
    let fits = !(said.later.is_some() && other) && ends < 2;
    fits.then_some(said)
}

/// The moments that may be meant, and whether the only one is sure. None if there is none.
fn moments(said: &Said, now: &ZonedDateTime) -> Option<(Vec<Option<Moment>>, bool)> {
    if let Some(span) = said.later {
        let time = now.checked_add(span).ok()?;
        let time = time.with().second(0).subsec_nanosecond(0).build().ok()?;
        return Some((vec![Some(Moment::Time(time))], true));
    }
    if let Some(rule) = said.rule.as_ref().filter(|rule| rule.on == On::Hour) {
        // The first time is so many hours from now.
        let plain = said.time.is_none() && said.part.is_none() && said.days.is_none() && said.from.is_none();
        let first = now.checked_add(rule.every.clamp(1, 999).hours()).ok().filter(|_| plain)?;
        let first = first.with().second(0).subsec_nanosecond(0).build().ok()?;
        return Some((vec![Some(Moment::Time(first))], true));
    }
    if let Some(rule) = &said.rule {
        let sure = said.time.is_none_or(|time| !time.either);
        return repeated(rule, said, now).map(|moment| (vec![Some(moment)], sure));
    }
    let time = match (said.time, said.part) {
        (Some(clock), part) => Some(clock.time(part)?),
        (None, Some(part)) => Some(Time::new(part.hour(), 0, 0, 0).ok()?),
        (None, None) => None,
    };
    let today = now.date();
    let later = said.time.filter(|_| said.part.is_none()).and_then(ClockTime::later);
    let other = said.time.filter(|_| said.part.is_none()).and_then(ClockTime::other);
    let is_ahead = |time: &Time| *time > now.time();
    match (&said.days, time) {
        (None, None) => Some((vec![None], true)),
        (Some(days), None) => {
            Some((days.iter().map(|day| Some(Moment::Day(*day))).collect(), days.len() == 1))
        }
        (Some(days), Some(time)) => {
            let mut moments = Vec::new();
            for day in days {
                let time = match later {
                    Some(later) if *day == today && !is_ahead(&time) && is_ahead(&later) => later,
                    _ => time,
                };
                moments.extend(at(*day, time, now));
                let other = other.filter(|other| *other != time && (*day != today || is_ahead(other)));
                moments.extend(other.and_then(|other| at(*day, other, now)));
            }
            let over = days.contains(&today) && moments.iter().any(|moment| is_over(moment, now));
            // The evening is over, but the day is not.
            if over && said.time.is_none() {
                return Some((vec![Some(Moment::Day(today))], false));
            }
            Some((moments.into_iter().map(Some).collect(), !over && days.len() == 1 && other.is_none()))
        }
        (None, Some(time)) => {
            let tomorrow = plus_days(today, 1);
            if is_ahead(&time) {
                let next = |time: Time| at(if is_ahead(&time) { today } else { tomorrow }, time, now);
                let moments: Vec<_> =
                    [Some(time), other].into_iter().flatten().filter_map(next).map(Some).collect();
                return (!moments.is_empty()).then_some((moments, other.is_none()));
            }
            if said.time.is_none() {
                return Some((vec![Some(Moment::Day(today))], false));
            }
            let inexact = said.time.is_some_and(|clock| !clock.exact) && said.part.is_none();
            let evening = later.filter(is_ahead).and_then(|later| at(today, later, now));
            let moments: Vec<_> = evening.into_iter().chain(at(tomorrow, time, now)).map(Some).collect();
            Some((moments, !inexact))
        }
    }
}

fn is_over(moment: &Moment, now: &ZonedDateTime) -> bool {
    moment.time().is_some_and(|time| time <= now)
}

/// A time on a day, unless the clock skips it.
fn at(day: Date, time: Time, now: &ZonedDateTime) -> Option<Moment> {
    let local = day.to_datetime(time);
    let zoned = local.to_zoned_datetime(now.time_zone().clone()).ok()?;
    (zoned.datetime() == local).then_some(Moment::Time(zoned))
}

/// The first time of a repetition from now on, or from the day that was said.
fn repeated(rule: &Rule, said: &Said, now: &ZonedDateTime) -> Option<Moment> {
    let today = now.date();
    let time = match (said.time, said.part) {
        (Some(clock), part) => Some(clock.time(part)?),
        (None, Some(part)) => Some(Time::new(part.hour(), 0, 0, 0).ok()?),
        (None, None) => None,
    };
    let first = match said.days.as_deref() {
        Some([day]) if said.from.is_none() => rule.has(*day).then_some(*day)?,
        Some(_) => return None,
        None => {
            let from = said.from.unwrap_or(today);
            let over = from == today && time.is_some_and(|time| time <= now.time());
            rule.first(if over { plus_days(from, 1) } else { from })?
        }
    };
    match time {
        Some(time) => at(first, time, now),
        None => Some(Moment::Day(first)),
    }
}

fn timing(said: &Said, due: Option<Moment>, now: &ZonedDateTime) -> Option<Timing> {
    let timed = due.as_ref().and_then(Moment::time).map(ZonedDateTime::time_zone);
    let first = due.as_ref().map_or(now.date(), Moment::day);
    let until = said.until.or(said.lasts.map(|span| plus_days(first.saturating_add(span), -1)));
    if until.is_some_and(|until| until < first) || (due.is_none() && !said.reminders.is_empty()) {
        return None;
    }
    let repeat = said.rule.as_ref().map(|rule| anchored(rule, first).text(until, said.count, timed));
    let limited = until.is_some() || said.count.is_some() || said.from_completion;
    if repeat.is_none() && limited {
        return None;
    }
    Some(Timing {
        due,
        start: said.start,
        repeat,
        from_completion: said.from_completion,
        reminders: said.reminders.clone(),
    })
}

/// The rule as it goes on from its first day. One that begins on the 31st means the last day of each month.
fn anchored(rule: &Rule, first: Date) -> Rule {
    match &rule.on {
        On::Month(days) if days.is_empty() && first.day() > 28 => {
            Rule { every: rule.every, on: On::Month(vec![first.day()]) }
        }
        On::Year(None) if (first.month(), first.day()) == (2, 29) => {
            Rule { every: rule.every, on: On::Year(Some((2, 29))) }
        }
        _ => rule.clone(),
    }
}
