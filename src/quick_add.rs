//! Reads a task from one line of text: "call mom tomorrow at 5 p1 #home @phone".
//!
//! `#home` is the list and `@phone` a tag, `p1` to `p4` is the priority. Dates, times and repetitions are read as people
//! say them in English. An hour without am or pm: 1 to 6 is in the afternoon, 7 to 11 in the morning; if that is over
//! today, the person is asked. "Dinner at 8" is in the evening: see `evening`. A morning is 09:00, an afternoon 15:00, an
//! evening 18:00. A week begins on Monday.
//!
//! Words are taken out of the title only if their place shows that they are a date: see `judge`. In doubt nothing is
//! taken, and the [`Entry`] carries a [`Doubt`] with the readings between which the person can choose.
//!
//! `word` cuts the line, `scan` finds what the words say with one reader for each kind, `judge` decides which of them
//! belong to the title, `assemble` makes a timing of the rest, and `reader` an entry.

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
mod reader;
mod reminder;
mod repetition;
mod rule;
mod scan;
mod spoken_time;
#[cfg(test)]
mod tests;
mod title;
mod unit;
mod vocabulary;
mod weekday;
mod weekday_rule;
mod word;

pub use self::entry::{Doubt, Entry, Part, PartKind, RepeatFrom};

use self::assemble::timings;
use self::judge::{Verdict, ask_for_day, judge, keep_names};
use self::reader::Reader;
use self::scan::scan;
use self::title::title;
use self::unit::{Unit, What};
use self::word::Line;
use jiff::ZonedDateTime;

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
