//! Reads a task from one line of text: "call mom tomorrow at 5 p1 #home @phone".
//!
//! `#home` is the list and `@phone` a tag, `p1` to `p4` is the priority. Dates, times and repetitions are read as people
//! say them in English. An hour without am or pm: 1 to 6 is in the afternoon, 7 to 11 in the morning; if that is over
//! today, the person is asked. A morning is 09:00, an afternoon 15:00, an evening 18:00. A week begins on Monday.
//!
//! Words are taken out of the title only if their place shows that they are a date: see `judge`. In doubt nothing is
//! taken, and the [`Entry`] carries a [`Doubt`] with the readings between which the person can choose.
//!
//! `word` cuts the line, `scan` finds what the words say with one reader for each kind, `judge` decides which of them
//! belong to the title, and `assemble` puts the rest together.

mod assemble;
mod clock_time;
mod completion;
mod day;
mod day_part;
mod entry;
mod evening;
mod holiday;
mod judge;
mod limits;
mod marks;
mod month_day;
mod month_rule;
mod name;
mod number;
mod object;
mod on_weekday;
mod period;
mod reminder;
mod repetition;
mod rule;
mod scan;
#[cfg(test)]
mod tests;
mod title;
mod unit;
mod vocabulary;
mod weekday;
mod weekday_rule;
mod word;

pub use self::entry::{Doubt, Entry, Part, PartKind, RepeatFrom};

use self::assemble::{Timings, timings};
use self::judge::{Verdict, ask_for_day, judge, keep_names};
use self::scan::scan;
use self::title::title;
use self::unit::{Unit, What};
use self::word::Line;
use crate::calendar::Moment;
use jiff::ZonedDateTime;
use jiff::civil::Time;
use std::ops::Range;

/// A line longer than this is a title as it is.
const LINE_MAX: usize = 2000;

/// Reads a line at a time, which also tells the person's zone.
pub fn read(text: &str, now: &ZonedDateTime) -> Entry {
    let line = Line::new(text);
    if text.len() > LINE_MAX || line.len() == 0 {
        return Entry { title: title(&line, 0, &[]), ..Entry::default() };
    }
    let (from, reminds) = opening(&line);
    let mut units = scan(&line, from, now);
    evening::settle(&line, from, &mut units);
    let mut judged: Vec<(Verdict, Vec<Unit>)> =
        chains(units).into_iter().map(|chain| (judge(&line, &chain, from), chain)).collect();
    keep_names(&line, from, &mut judged);
    ask_for_day(&line, &mut judged);
    Reader { line, from, reminds, now }.entry(&judged)
}

/// Reads words that say nothing but when, such as "monday at 5". The title is empty. `None` if they say anything else.
pub fn read_date(text: &str, now: &ZonedDateTime) -> Option<Entry> {
    let line = Line::new(text);
    let units = scan(&line, 0, now);
    let whole = units.iter().map(|unit| unit.words.len()).sum::<usize>() == line.len();
    if !whole || line.len() == 0 || text.len() > LINE_MAX {
        return None;
    }
    let reader = Reader { line, from: 0, reminds: false, now };
    let taken: Vec<&Unit> = units.iter().collect();
    let found = timings(taken.iter().map(|unit| &unit.what), now);
    let readings = reader.entries(&taken, &found);
    match (readings.as_slice(), found.sure) {
        ([entry], true) => Some(entry.clone()),
        _ => Some(Entry { doubt: Some(Doubt { range: 0..text.len(), readings }), ..Entry::default() }),
    }
}

/// Units that follow each other, as chains. A second day with a preposition begins another: "Project Sunday by Friday".
fn chains(units: Vec<Unit>) -> Vec<Vec<Unit>> {
    let is_day = |unit: &Unit| matches!(unit.what, What::Day(_));
    let mut chains: Vec<Vec<Unit>> = Vec::new();
    for unit in units {
        let second = |chain: &[Unit]| {
            unit.prefixed && is_day(&unit) && chain.iter().all(|unit| is_day(unit) && !unit.prefixed)
        };
        match chains.last_mut() {
            Some(chain)
                if chain.last().is_some_and(|last| last.words.end == unit.words.start) && !second(chain) =>
            {
                chain.push(unit);
            }
            _ => chains.push(vec![unit]),
        }
    }
    chains
}

/// The number of the words "remind me to" at the beginning, and whether they ask for a reminder.
fn opening(line: &Line<'_>) -> (usize, bool) {
    let please = line.skip(0, &["please", "pls", "plz"]);
    let asks = line.skip(please, &["remind me to", "remind me about", "remind me that", "remind me"]);
    let from = if asks > 0 { please + asks } else { 0 };
    if from < line.len() { (from, asks > 0) } else { (0, false) }
}

struct Reader<'a> {
    line: Line<'a>,
    from: usize,
    reminds: bool,
    now: &'a ZonedDateTime,
}

impl Reader<'_> {
    fn entry(&self, judged: &[(Verdict, Vec<Unit>)]) -> Entry {
        let asks = judged
            .iter()
            .any(|(verdict, chain)| *verdict == Verdict::Ask && chain.iter().any(|unit| unit.what.is_date()));
        let units = |wanted: &dyn Fn(Verdict, &Unit) -> bool| -> Vec<&Unit> {
            let of = |(verdict, chain): &'_ (Verdict, Vec<Unit>)| (*verdict, chain.len());
            judged
                .iter()
                .flat_map(|found| found.1.iter().map(move |unit| (of(found).0, unit)))
                .filter(|(verdict, unit)| wanted(*verdict, unit))
                .map(|(_, unit)| unit)
                .collect()
        };
        // If one date is in doubt, none is taken without asking.
        let sure = units(&|verdict, unit| verdict == Verdict::Take && !(asks && unit.what.is_date()));
        let all = units(&|verdict, _| verdict != Verdict::Keep);
        let found = timings(all.iter().map(|unit| &unit.what), self.now);
        let doubtful = sure.len() < all.len() || !found.sure;
        let mut readings = self.entries(&all, &found);
        readings.retain(|entry| !entry.title.is_empty());
        if !doubtful {
            // A date alone is the title of a task.
            return readings.pop().unwrap_or_else(|| self.plain());
        }
        let kept: Vec<&Unit> = if sure.len() < all.len() {
            sure
        } else {
            all.iter().copied().filter(|unit| !unit.what.is_date()).collect()
        };
        let base = timings(kept.iter().map(|unit| &unit.what), self.now);
        let base = self.entries(&kept, &base).pop().unwrap_or_else(|| self.plain());
        let open: Vec<&Unit> =
            all.iter().copied().filter(|unit| kept.iter().all(|other| other.words != unit.words)).collect();
        let range = match (open.first(), open.last()) {
            (Some(first), Some(last)) => self.line.bytes(first.words.start..last.words.end),
            _ => 0..0,
        };
        if base.title.is_empty() {
            return self.plain();
        }
        Entry { doubt: Some(Doubt { range, readings }), ..base }
    }

    fn plain(&self) -> Entry {
        Entry { title: title(&self.line, self.from, &[]), ..Entry::default() }
    }

    /// One entry for each timing of these units.
    fn entries(&self, units: &[&Unit], found: &Timings) -> Vec<Entry> {
        let mut ranges: Vec<Range<usize>> = units.iter().map(|unit| unit.words.clone()).collect();
        // "Remind me tomorrow to call mom": the "to" goes with the date.
        if let Some(first) = ranges.first_mut().filter(|first| self.reminds && first.start == self.from) {
            let end = units
                .iter()
                .fold(self.from, |end, unit| if unit.words.start == end { unit.words.end } else { end });
            if matches!(self.line.low(end), "to" | "about" | "that" | "of") {
                *first = first.start..first.end;
                ranges.push(end..end + 1);
                ranges.sort_by_key(|range| range.start);
            }
        }
        let title = title(&self.line, self.from, &ranges);
        let parts: Vec<Part> = units
            .iter()
            // The mark of "every!" has no words of its own.
            .filter(|unit| !unit.words.is_empty())
            .filter_map(|unit| {
                Some(Part { range: self.line.bytes(unit.words.clone()), kind: kind(&unit.what)? })
            })
            .collect();
        let mut base = Entry { title, parts, ..Entry::default() };
        for unit in units {
            match &unit.what {
                What::Priority(level) => base.priority = Some(*level),
                What::Tag(tag) if !base.tags.contains(tag) => base.tags.push(tag.clone()),
                What::List(list) => base.list = Some(list.clone()),
                _ => {}
            }
        }
        let entry = |timing: &assemble::Timing| {
            let mut reminders = timing.reminders.clone();
            if reminders.is_empty() && self.reminds {
                reminders.extend(timing.due.as_ref().and_then(|due| self.reminder_at(due)));
            }
            Entry {
                due: timing.due.clone(),
                start: timing.start,
                repeat: timing.repeat.clone(),
                repeat_from: if timing.from_completion { RepeatFrom::Completion } else { RepeatFrom::Due },
                reminders,
                ..base.clone()
            }
        };
        found.all.iter().map(entry).collect()
    }

    /// The reminder for a task that is due then: at that time, or in the morning of that day.
    fn reminder_at(&self, due: &Moment) -> Option<String> {
        match due {
            Moment::Time(_) => Some("PT0S".to_owned()),
            Moment::Day(day) => {
                let morning = day.to_datetime(Time::new(9, 0, 0, 0).ok()?);
                let morning = morning.to_zoned_datetime(self.now.time_zone().clone()).ok()?;
                (morning > *self.now).then(|| Moment::Time(morning).to_due().to_string())
            }
        }
    }
}

fn kind(what: &What) -> Option<PartKind> {
    Some(match what {
        What::Day(_) | What::OneOf(_) | What::Part(_) | What::Later(_) => PartKind::Due,
        What::Time(_) => PartKind::Time,
        What::Start(_) => PartKind::Start,
        What::Repeat(_)
        | What::Until(_)
        | What::For(_)
        | What::Count(_)
        | What::From(_)
        | What::FromCompletion => PartKind::Repeat,
        What::Before(_) | What::AtDue => PartKind::Reminder,
        What::Priority(_) => PartKind::Priority,
        What::Tag(_) => PartKind::Tag,
        What::List(_) => PartKind::List,
        What::Unknown => return None,
    })
}
