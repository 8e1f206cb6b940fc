//! Days by their distance from today: `tomorrow`, `next friday`, `in 3 days`, `end of the month`.

use super::number::{Unit, length};
use super::on_weekday::{nth_weekday, on_weekday};
use super::period::{edge, period};
use super::unit::{Reading, Strength, What};
use super::weekday::{after, plus_days, weekday};
use super::word::Line;
use jiff::civil::Date;

const TOMORROW: &[&str] = &["tomorrow", "tmrw", "tmr", "tmw", "tomorow", "tommorow", "tommorrow", "2moro"];

/// Reads a day at a place. `said` if "on", "by" or the like stands before it.
pub(super) fn day(line: &Line<'_>, at: usize, today: Date, said: bool) -> Reading {
    let strong = |day: Date, count: usize| Some((What::Day(day), count, Strength::Strong));
    let over = line.skip(at, &["the day after tomorrow", "day after tomorrow", "overmorrow"]);
    if over > 0 {
        return strong(plus_days(today, 2), over);
    }
    let week_from =
        |count| strong(plus_days(today, 7 + i64::from(line.low(at).starts_with("tomorrow"))), count);
    let closing = line
        .skip(at, &["the end of the day", "end of the day", "end of day", "close of business", "eod", "cob"]);
    if closing > 0 {
        // "EOD friday"
        let later = day(line, at + closing, today, true).filter(|_| line.mark(at + closing - 1).is_none());
        return match later {
            Some((what, count, strength)) => Some((what, closing + count, strength)),
            None => strong(today, closing),
        };
    }
    match line.low(at) {
        "today" | "tomorrow" if line.low(at + 1) == "week" => return week_from(2),
        "today" => return strong(today, 1),
        word if TOMORROW.contains(&word) => return strong(plus_days(today, 1), 1),
        _ => {}
    }
    ahead(line, at, today, said)
        .or_else(|| on_weekday(line, at, today, said))
        .or_else(|| nth_weekday(line, at, today))
        .or_else(|| edge(line, at, today))
        .or_else(|| period(line, at, today))
}

/// "in 3 days", "two weeks from now", "a week on friday". Hours and minutes are read as a length.
fn ahead(line: &Line<'_>, at: usize, today: Date, said: bool) -> Reading {
    let strong = |what: What, count: usize| Some((what, count, Strength::Strong));
    let prefix = line.skip(at, &["in", "within"]);
    let about = line.skip(at + prefix, &["about"]).min(prefix);
    let start = at + prefix + about;
    if let Some((amount, unit, count)) = length(line, start) {
        let end = start + count;
        if prefix > 0 {
            // "in 5 minutes' walk"
            let time = line.skip(end, &["time", "from now", "from today"]);
            return strong(moved(today, amount, unit), prefix + about + count + time);
        }
        let now = line.skip(end, &["from now", "from today", "from tomorrow"]);
        if now > 0 {
            let base = if line.has(end, "from tomorrow") { plus_days(today, 1) } else { today };
            return strong(moved(base, amount, unit), count + now);
        }
        let on = line.skip(end, &["from", "on", "after"]);
        if on > 0
            && unit == Unit::Week
            && let Some((weekday, _)) = weekday(line.low(end + on))
        {
            return strong(moved(after(today, weekday), amount, unit), count + on + 1);
        }
        return None;
    }
    // "in a few days" is no date.
    let vague = line.skip(start, &["a few", "few", "several", "some"]);
    let unit = Unit::of(line.low(start + vague)).filter(|_| vague > 0 && prefix > 0 && !said);
    unit.and_then(|_| strong(What::Unknown, prefix + about + vague + 1))
}

fn moved(from: Date, amount: i64, unit: Unit) -> What {
    match unit {
        Unit::Minute | Unit::Hour => What::Later(unit.times(amount)),
        _ => What::Day(from.saturating_add(unit.times(amount))),
    }
}
