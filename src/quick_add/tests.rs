//! Sentences with what they mean: `text | title | due | rest`. A line `@ time[zone]` says what time it is from there on.
//!
//! `rest` has `p1`, `#list`, `@tag`, `start=DAY`, `repeat=RULE`, `from=completion`, `remind=TIME` and `doubt` (it has to ask) or `doubt?` (it
//! may ask).

use super::{Entry, RepeatFrom, read};
use crate::calendar::Moment;
use crate::calendar::rule::Rule;
use jiff::ZonedDateTime;
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// As expected.
    Right,
    /// It asked instead of acting.
    Asked,
    /// It left in the title what it should have taken. The person sees that no date was understood.
    Missed,
    /// It understood something else.
    Wrong,
}

fn due(moment: &Moment) -> String {
    match moment {
        Moment::Day(day) => day.to_string(),
        Moment::Time(time) => time.strftime("%Y-%m-%dT%H:%M").to_string(),
    }
}

fn rest(entry: &Entry) -> Vec<String> {
    let mut rest: Vec<String> = entry.priority.map(|level| format!("p{level}")).into_iter().collect();
    rest.extend(entry.list.as_ref().map(|list| format!("#{list}")));
    rest.extend(entry.tags.iter().map(|tag| format!("@{tag}")));
    rest.extend(entry.start.map(|start| format!("start={start}")));
    rest.extend(entry.repeat.as_ref().map(|rule| format!("repeat={rule}")));
    rest.extend((entry.repeat_from == RepeatFrom::Completion).then(|| "from=completion".to_owned()));
    rest.extend(entry.reminders.iter().map(|reminder| format!("remind={reminder}")));
    rest.sort();
    rest
}

fn told(entry: &Entry) -> String {
    let due = entry.due.as_ref().map_or("-".to_owned(), due);
    let mut rest = rest(entry);
    rest.extend(entry.doubt.as_ref().map(|_| "doubt".to_owned()));
    format!("{} | {due} | {}", entry.title, rest.join(" "))
}

fn outcome(entry: &Entry, title: &str, expected_due: &str, expected: &str) -> Outcome {
    let mut wanted: Vec<String> = expected.split_whitespace().map(str::to_owned).collect();
    let mut has =
        |mark: &str| wanted.iter().position(|word| word == mark).map(|at| wanted.remove(at)).is_some();
    let (must_ask, may_ask) = (has("doubt"), has("doubt?"));
    wanted.sort();
    match &entry.doubt {
        Some(_) if must_ask || may_ask => return Outcome::Right,
        Some(_) => return Outcome::Asked,
        None => {}
    }
    let due = entry.due.as_ref().map_or("-".to_owned(), due);
    if !must_ask && entry.title == title && due == expected_due && rest(entry) == wanted {
        return Outcome::Right;
    }
    let nothing = entry.due.is_none() && entry.start.is_none() && entry.repeat.is_none();
    if nothing { Outcome::Missed } else { Outcome::Wrong }
}

/// The due time of a repeated task is the first one of its rule.
fn begins_with_its_rule(entry: &Entry) {
    let (Some(text), Some(due)) = (&entry.repeat, &entry.due) else { return };
    let (local, zone) = match due {
        Moment::Day(day) => (day.at(0, 0, 0, 0), jiff::tz::TimeZone::UTC),
        Moment::Time(time) => (time.datetime(), time.time_zone().clone()),
    };
    let first = Rule::parse(text, &zone).map(|rule| rule.first(local));
    assert_eq!(first, Ok(Some(local)), "{text}");
}

fn tally(name: &str, table: &str) -> BTreeMap<Outcome, usize> {
    let mut now: Option<ZonedDateTime> = None;
    let mut sum = BTreeMap::new();
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with("# ")) {
        if let Some(time) = line.strip_prefix("@ ").filter(|_| !line.contains('|')) {
            now = time.parse().ok();
            continue;
        }
        let fields: Vec<&str> = line.split('|').map(str::trim).collect();
        let ([text, title, due, rest], Some(now)) = (fields.as_slice(), &now) else {
            unreachable!("{name}: {line}")
        };
        let entry = read(text, now);
        begins_with_its_rule(&entry);
        let outcome = outcome(&entry, title, due, rest);
        *sum.entry(outcome).or_insert(0) += 1;
        if outcome != Outcome::Right {
            eprintln!("{name}: {outcome:?}: {line}\n    {}", told(&entry));
        }
    }
    eprintln!("{name}: {sum:?}");
    sum
}

#[track_caller]
fn check(name: &str, table: &str, asked_max: usize, missed_max: usize) {
    let sum = tally(name, table);
    let count = |outcome| sum.get(&outcome).copied().unwrap_or_default();
    assert_eq!(count(Outcome::Wrong), 0, "{name}: understood something else");
    assert!(count(Outcome::Asked) <= asked_max, "{name}: {} asked", count(Outcome::Asked));
    assert!(count(Outcome::Missed) <= missed_max, "{name}: {} missed", count(Outcome::Missed));
}

#[test]
fn known_sentences() {
    check("known", include_str!("tests/known.txt"), 0, 0);
}

#[test]
fn fresh_sentences() {
    check("fresh", include_str!("tests/fresh.txt"), 0, 0);
}

#[test]
fn held_out_sentences() {
    check("held out", include_str!("tests/held_out.txt"), 0, 0);
}

#[test]
fn blind_sentences() {
    check("blind", include_str!("tests/blind.txt"), 0, 0);
}

#[test]
fn fresh_sentences_of_the_second_time() {
    check("fresh2", include_str!("tests/fresh2.txt"), 0, 0);
}

/// Words of dates in any order make no panic, and the parts are pieces of the text.
#[test]
fn any_words_can_be_read() {
    const WORDS: &[&str] = &[
        "every",
        "the",
        "at",
        "on",
        "in",
        "5",
        "31st",
        "17:30",
        "5pm",
        "tomorrow",
        "friday",
        "fri,",
        "and",
        "may",
        "4/12",
        "2026-02-29",
        "of",
        "month",
        "week",
        "last",
        "first",
        "until",
        "for",
        "3",
        "times",
        "p1",
        "@é",
        "#ß",
        "“tomorrow”",
        "half",
        "past",
        "İ",
        "a.m.",
        "starting",
        "next",
        "remind",
        "me",
        "before",
        "(noon)",
        "—",
        "'",
        "weekly",
        "after",
        "i",
        "finish",
        "½",
        "0",
        "99999",
        "mid-",
        "!",
        "12.",
        "eve",
        "christmas",
        "buy",
        "to",
        "30",
        "february",
        "hours",
    ];
    let now = "2026-03-28T23:59[Europe/Berlin]".parse::<ZonedDateTime>().unwrap_or_default();
    let mut seed = 7_u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap_or_default() % below
    };
    for _ in 0..3_000 {
        let words: Vec<&str> = (0..=next(9)).map(|_| WORDS[next(WORDS.len())]).collect();
        let text = words.join(" ");
        let entry = read(&text, &now);
        assert!(!entry.title.is_empty(), "{text}");
        let all = entry.doubt.iter().flat_map(|doubt| &doubt.readings).chain([&entry]);
        for entry in all {
            assert!(
                entry.parts.iter().all(|part| text.get(part.range.clone()).is_some()),
                "{text}: {entry:?}"
            );
            assert!(entry.parts.is_sorted_by_key(|part| part.range.start), "{text}: {entry:?}");
            begins_with_its_rule(entry);
        }
        let _ = super::read_date(&text, &now);
    }
}
