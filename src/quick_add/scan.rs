//! Finds what the words of a line say, from left to right.

use super::clock_time::clock_time;
use super::day::{day, day_part};
use super::judge::is_spelt_as_name;
use super::marks::mark;
use super::month_day::month_day;
use super::number::number;
use super::reminder::reminder;
use super::repetition::{completion, repetition};
use super::unit::{DayPart, Strength, Unit, What};
use super::weekday::{month, plus_days};
use super::word::Line;
use jiff::ZonedDateTime;
use jiff::civil::Date;

/// Names that contain the name of a day.
const NAMES: &[&str] = &[
    "black friday",
    "cyber monday",
    "good friday",
    "blue monday",
    "freaky friday",
    "ruby tuesday",
    "super tuesday",
    "giving tuesday",
    "taco tuesday",
    "ash wednesday",
    "maundy thursday",
    "palm sunday",
    "easter sunday",
    "easter monday",
    "casual friday",
    "super sunday",
    "sunday school",
    "sunday roast",
    "sunday times",
    "friday night lights",
    "saturday night live",
    "saturday night fever",
    "friday the 13th",
    "tuesdays with",
    "today show",
    "tonight show",
    "sun cream",
    "second hand",
];

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
        return made(what, count, strength, on > 0 || matches!(line.low(at), "every" | "each"));
    }
    if let Some((what, count)) = started(line, at, today) {
        return made(what, count, Strength::Strong, true);
    }
    let first_thing =
        line.skip(at, &["first thing in the morning", "first thing this morning", "first thing"]);
    let bare = first_thing == 2 && !dated;
    if first_thing > 0 && (!bare || day(line, at + 2, today, true).is_some()) {
        return made(What::Part(DayPart::Morning), first_thing, Strength::Strong, true);
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
    let place = at + prefix;
    let found = day(line, place, today, said)
        .or_else(|| month_day(line, place, today, said))
        .or_else(|| clock_time(line, place, said || dated));
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

/// "from 3 to 5", "between 5 and 6pm": a length of time, which a task does not have.
fn between(line: &Line<'_>, at: usize) -> Option<usize> {
    let link = match line.low(at) {
        "from" => ["to", "till", "until", "-"],
        "between" => ["and", "and", "and", "and"],
        _ => return None,
    };
    let (_, one, _) = clock_time(line, at + 1, true)?;
    let then = at + 1 + one;
    let (_, two, _) = clock_time(line, then + 1, true).filter(|_| link.contains(&line.low(then)))?;
    Some(1 + one + 1 + two)
}

/// "until june", "for 5 times", "for 3 weeks", "starting monday".
fn limits(line: &Line<'_>, at: usize, today: Date) -> Option<(What, usize)> {
    let until = line.skip(at, &["until the", "until", "till", "til", "through"]);
    if until > 0 {
        let place = at + if line.has(at, "until the") { 1 } else { until };
        let skipped = place - at;
        if let Some((What::Day(last), count, _)) =
            day(line, place, today, true).or_else(|| month_day(line, place, today, true))
        {
            return Some((What::Until(last), skipped + count));
        }
        let month = month(line.low(place))?;
        let first = super::month_day::next_date(today, month, 1)?;
        return Some((What::Until(plus_days(first, -1)), skipped + 1));
    }
    let for_ = line.skip(at, &["for"]);
    let count = number(line.low(at + for_)).filter(|count| *count > 0);
    if let Some(count) = count.filter(|_| matches!(line.low(at + for_ + 1), "times" | "occurrences")) {
        return Some((What::Count(count), for_ + 2));
    }
    if for_ > 0
        && let Some((amount, unit, count)) = super::number::length(line, at + 1)
        && !matches!(unit, super::number::Unit::Hour | super::number::Unit::Minute)
    {
        return Some((What::For(unit.times(amount)), count + 1));
    }
    let from = line.skip(
        at,
        &[
            "starting from",
            "starting on",
            "starting",
            "beginning on",
            "beginning",
            "from",
            "as of",
            "start on",
        ],
    );
    let (what, count, _) = (from > 0)
        .then(|| day(line, at + from, today, true).or_else(|| month_day(line, at + from, today, true)))??;
    match what {
        What::Day(day) => Some((What::From(day), from + count)),
        _ => None,
    }
}

/// "start monday", "starting monday": the day on which the task is shown.
fn started(line: &Line<'_>, at: usize, today: Date) -> Option<(What, usize)> {
    let from = line
        .skip(at, &["starting on", "starting", "start on", "start", "not before", "hide until", "show from"]);
    // "Start monday with yoga" is a title.
    if from == 0 || at == 0 {
        return None;
    }
    let (what, count, _) =
        day(line, at + from, today, true).or_else(|| month_day(line, at + from, today, true))?;
    match what {
        What::Day(day) => Some((What::Start(day), from + count)),
        _ => None,
    }
}
