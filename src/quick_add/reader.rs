//! Puts the title, the marks and the timing of a line together.

use super::assemble::{Timing, Timings, timings};
use super::entry::{Doubt, Entry, Part, PartKind, RepeatFrom};
use super::judge::Verdict;
use super::title::title;
use super::unit::{Unit, What};
use super::word::Line;
use crate::calendar::Moment;
use jiff::ZonedDateTime;
use jiff::civil::Time;
use std::ops::Range;

/// A line with what is known before its units are put together.
pub(super) struct Reader<'a> {
    /// The line.
    pub line: Line<'a>,
    /// The first word after "remind me to".
    pub from: usize,
    /// Whether a reminder was asked for.
    pub reminds: bool,
    /// The time of the person.
    pub now: &'a ZonedDateTime,
}

impl Reader<'_> {
    /// What the person meant, or the readings to choose from.
    pub fn entry(&self, judged: &[(Verdict, Vec<Unit>)]) -> Entry {
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
    pub fn entries(&self, units: &[&Unit], found: &Timings) -> Vec<Entry> {
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
        let entry = |timing: &Timing| {
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
