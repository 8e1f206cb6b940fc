//! Finds what the words of a line say, from left to right.

use super::clock_time::{Before, clock_time};
use super::completion::completion;
use super::day::day;
use super::day_part::day_part;
use super::limits::{between, limits, started};
use super::marks::mark;
use super::month_day::month_day;
use super::name::{NAMES, is_spelt_as_name};
use super::reminder::reminder;
use super::repetition::repetition;
use super::unit::{DayPart, Strength, Unit, What};
use super::weekday::month;
use super::word::Line;
use jiff::ZonedDateTime;

/// Prepositions before a day or a time.
const BEFORE_DATE: &[&str] = &[
    "due by",
    "due on",
    "due at",
    "due before",
    "due until",
    "due",
    "no later than",
    "on",
    "by",
    "at",
    "before",
    "until",
    "till",
    "til",
    "@",
    "around",
];

/// The units of a line, which do not overlap.
pub(super) fn scan(line: &Line<'_>, from: usize, now: &ZonedDateTime) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut at = from;
    while at < line.len() {
        let name = line.skip(at, NAMES);
        if name > 0 {
            at += name;
            continue;
        }
        let repeats = units.iter().any(|unit| matches!(unit.what, What::Repeat(_)));
        let touches = units.last().filter(|unit| unit.words.end == at);
        let dated = touches.is_some_and(|unit| {
            matches!(
                unit.what,
                What::Day(_) | What::OneOf(_) | What::Time(_) | What::Repeat(_) | What::Part(_)
            )
        });
        match unit(line, at, now, repeats, dated) {
            Some(unit) if whole(line, &unit) && is_spelt_as_name(line, &unit, from) => at = unit.words.end,
            Some(unit) if whole(line, &unit) => {
                at = unit.words.end;
                let marked = matches!(unit.what, What::Repeat(_)) && line.mark(unit.words.start) == Some('!');
                let words = unit.words.clone();
                units.push(unit);
                if marked {
                    // "every! 3 days" counts from completion.
                    units.push(Unit {
                        words: words.end..words.end,
                        what: What::FromCompletion,
                        strength: Strength::Strong,
                        prefixed: true,
                    });
                }
            }
            _ => at += 1,
        }
    }
    units
}

/// Whether no sentence ends inside the unit.
fn whole(line: &Line<'_>, unit: &Unit) -> bool {
    unit.words.clone().take(unit.words.len() - 1).all(|at| match line.mark(at) {
        None | Some(',') => true,
        Some('.') => month(line.low(at)).is_some() || matches!(line.low(at), "a.m" | "p.m"),
        Some('!') => matches!(line.low(at), "every" | "each"),
        Some(_) => false,
    })
}

fn unit(line: &Line<'_>, at: usize, now: &ZonedDateTime, repeats: bool, dated: bool) -> Option<Unit> {
    let today = now.date();
    let made = |what: What, count: usize, strength: Strength, prefixed: bool| {
        Some(Unit { words: at..at + count, what, strength, prefixed })
    };
    if let Some((what, count, strength)) = mark(line, at).or_else(|| reminder(line, at)) {
        return made(what, count, strength, false);
    }
    let done = completion(line, at);
    if done > 0 && repeats {
        return made(What::FromCompletion, done, Strength::Strong, true);
    }
    if repeats && let Some((what, count)) = limits(line, at, today) {
        return made(what, count, Strength::Strong, true);
    }
    let on = line.skip(at, &["on the", "on"]);
    let found = repetition(line, at).map(|(what, count, strength)| (what, count, strength, 0));
    let found = found.or_else(|| {
        // "on mondays", "on the 1st of every month"
        let on_the = if on == 2 { 1 } else { on };
        let (what, count, strength) = repetition(line, at + on_the).filter(|_| on_the > 0)?;
        matches!(what, What::Repeat(_)).then_some((what, count + on_the, strength, on_the))
    });
    if let Some((what, count, strength, on)) = found {
        return made(what, count, strength, on > 0 || matches!(line.low(at), "every" | "each" | "all"));
    }
    if let Some((what, count)) = started(line, at, today) {
        return made(what, count, Strength::Strong, true);
    }
    let first_thing =
        line.skip(at, &["first thing in the morning", "first thing this morning", "first thing"]);
    let bare = first_thing == 2 && !dated;
    let then = at + 2 + line.skip(at + 2, &["on"]);
    if first_thing > 0 && (!bare || day(line, then, today, true).is_some()) {
        return made(What::Part(DayPart::Morning), first_thing, Strength::Strong, true);
    }
    if !dated && let Some((part, count)) = alone(line, at) {
        return made(What::Part(part), count, Strength::Strong, true);
    }
    if let Some((part, this, count)) = day_part(line, at, dated) {
        let strength = Strength::Strong;
        return made(What::Part(part), count, strength, this || line.low(at) == "in");
    }
    let stuck = line.low(at).strip_prefix('@').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if stuck.is_some() {
        return None;
    }
    if let Some(count) = between(line, at) {
        return made(What::Unknown, count, Strength::Strong, true);
    }
    let prefix = line.skip(at, BEFORE_DATE);
    let said = prefix > 0;
    let before = match (said, dated) {
        (true, _) => Before::Preposition,
        (false, true) => Before::Date,
        (false, false) => Before::Nothing,
    };
    let place = at + prefix;
    let found = day(line, place, today, said)
        .or_else(|| month_day(line, place, today, said))
        .or_else(|| clock_time(line, place, before));
    if let Some((what, count, strength)) = found {
        // "at tomorrow" and "on 5" are no dates.
        let time = matches!(what, What::Time(_));
        let odd = time && line.low(at) == "on";
        return if odd {
            None
        } else {
            made(what, prefix + count, strength, said || line.low(place) == "in")
        };
    }
    // "in march" leaves the day open.
    let vague = line.low(at) == "in" && month(line.low(at + 1)).is_some();
    vague.then(|| made(What::Unknown, 2, Strength::Strong, true))?
}

/// "in the evening" without a day. The person is asked which one: see `judge`.
fn alone(line: &Line<'_>, at: usize) -> Option<(DayPart, usize)> {
    let count = line.skip(at, &["in the morning", "in the afternoon", "in the evening", "at night"]);
    let part = DayPart::of(line.low(at + count.checked_sub(1)?))?;
    Some((part, count))
}
