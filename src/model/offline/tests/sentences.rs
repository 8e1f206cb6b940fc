//! A table of what people say and what they mean. The assistant must never act on what was not asked. It may refuse or
//! ask instead.
//!
//! `known.txt` has the kinds that the assistant was built with. `held_out.txt` was written before the parser was read,
//! and `fresh.txt` after the parser was finished. Each line is a row:
//!
//! ```text
//! # the kind of the rows below
//! the tasks | what the person says | what must change | a piece of the last reply
//! ```
//!
//! `dated.txt` was written with the reading of dates, and `dated_fresh.txt` after it. On their first run, before anything
//! was mended for them, 2 of the 144 rows of `dated.txt` were wrong and 8 refused; of 90 rows of `dated_fresh.txt` 1 was
//! wrong (a date stayed in the title) and 3 were refused.
//!
//! When they were first run, before anything was mended for them, the 312 rows of `held_out.txt` gave 71 done, 166
//! kept, 51 refused and 24 wrong; the 62 rows of `fresh.txt` gave 19, 39, 1 and 3. New rows are an honest estimate only
//! on their first run.
//!
//! The tasks are separated by `;`, and numbered from 1. A `+` marks a task that is done, `*` stands for [`HOME`], and
//! `-` for no task. Turns are separated by ` // `, and so are their changes. A change is `same`, `offer 2`,
//! `done 1`, `open 1`, `del 1`, `back 1`, `add TITLE`, `add TITLE = PLAN`, `plan 1 PLAN`, `name 1 = TITLE` or
//! `note 1 = TEXT`. A plan is `due=2026-12-04 priority=1`. Changes of one turn are
//! separated by `;`, and other right answers by ` or `. `!` before the changes says that refusing is no answer.

use super::{Desk, Item};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The tasks that `*` stands for.
const HOME: &[&str] =
    &["Buy milk", "Call mom", "Pay rent", "Finish the report", "Book the dentist", "+Water the plants"];

/// One row of the table.
struct Row<'a> {
    kind: &'a str,
    line: &'a str,
    tasks: Vec<&'a str>,
    /// What is said, and what must change.
    turns: Vec<(String, &'a str)>,
    /// A piece that the last reply must contain.
    piece: Option<&'a str>,
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// Everything that was asked is done, and nothing else.
    Done,
    /// Nothing was to be done, and nothing is.
    Kept,
    /// Something was asked and nothing is done.
    Refused,
    /// Something is done that was not asked.
    Wrong,
}

fn rows(table: &str) -> Vec<Row<'_>> {
    let (mut rows, mut kind) = (Vec::new(), "");
    for line in table.lines().filter(|line| !line.is_empty()) {
        if let Some(name) = line.strip_prefix("# ") {
            kind = name;
            continue;
        }
        let cells: Vec<&str> = line.split(" | ").collect();
        let [tasks, said, changes, ref piece @ ..] = cells[..] else { unreachable!("{line}") };
        let tasks = match tasks {
            "*" => HOME.to_vec(),
            "-" => Vec::new(),
            tasks => tasks.split("; ").collect(),
        };
        let said = said.split(" // ").map(|said| said.replace("\\n", "\n"));
        let turns: Vec<_> = said.zip(changes.split(" // ").map(str::trim)).collect();
        assert_eq!(turns.len(), line.split(" // ").count().div_ceil(2), "{line}");
        rows.push(Row { kind, line, tasks, turns, piece: piece.first().copied() });
    }
    rows
}

/// Changes a plan: `due=2026-12-04 tags=a,b priority=1`. `due=` removes the date.
fn set(plan: &mut Map<String, Value>, said: &str) {
    for (name, value) in said.split_whitespace().filter_map(|part| part.split_once('=')) {
        let value = match name {
            _ if value.is_empty() => {
                plan.remove(name);
                continue;
            }
            "priority" => json!(value.parse::<u8>().unwrap_or_default()),
            "tags" | "reminders" => json!(value.split(',').collect::<Vec<_>>()),
            _ => json!(value),
        };
        plan.insert(name.to_owned(), value);
    }
}

/// The tasks after these changes.
fn changed(items: &[Item], made: i64, first: &[Item], changes: &str) -> Vec<Item> {
    let (mut items, mut made) = (items.to_vec(), made);
    for change in changes.split("; ").filter(|change| *change != "same" && !change.starts_with("offer ")) {
        let (verb, rest) = change.split_once(' ').unwrap_or((change, ""));
        if verb == "add" {
            made += 1;
            let (title, said) = rest.split_once(" = ").unwrap_or((rest, ""));
            let mut plan = Map::new();
            set(&mut plan, said);
            items.push(Item { id: made, title: title.to_owned(), description: None, completed: false, plan });
            continue;
        }
        if verb == "plan" {
            let (id, said) = rest.split_once(' ').unwrap_or((rest, ""));
            let planned = items.iter_mut().filter(|item| item.id.to_string() == id);
            planned.for_each(|item| set(&mut item.plan, said));
            continue;
        }
        let (id, text) = rest.split_once(" = ").unwrap_or((rest, ""));
        let id: i64 = id.parse().unwrap_or_default();
        match verb {
            "del" => items.retain(|item| item.id != id),
            "back" => items.extend(first.iter().find(|item| item.id == id).cloned()),
            _ => {
                for item in items.iter_mut().filter(|item| item.id == id) {
                    match verb {
                        "done" | "open" => item.completed = verb == "done",
                        "name" => item.title = text.to_owned(),
                        "note" => item.description = Some(text.to_owned()),
                        _ => unreachable!("{change}"),
                    }
                }
            }
        }
    }
    items.sort_by_key(|item| item.id);
    items
}

/// Plays a row. Returns the outcome and the last reply.
fn play(row: &Row<'_>) -> (Outcome, String) {
    let mut desk = Desk::with(&row.tasks);
    let first = desk.items.clone();
    let (mut outcome, mut reply) = (Outcome::Kept, String::new());
    for (at, (said, wanted)) in row.turns.iter().enumerate() {
        let (before, made) = (desk.items.clone(), desk.made);
        reply = desk.say(said);
        desk.items.sort_by_key(|item| item.id);
        let must = wanted.starts_with('!');
        let right = wanted
            .trim_start_matches('!')
            .split(" or ")
            .map(|changes| changed(&before, made, &first, changes.trim()))
            .any(|right| right == desk.items);
        outcome = match (right, desk.items == before) {
            (true, true) => outcome.max(Outcome::Kept),
            (true, false) if outcome == Outcome::Kept => Outcome::Done,
            (true, false) => outcome,
            (false, true) if !must => outcome.max(Outcome::Refused),
            _ => return (Outcome::Wrong, reply),
        };
        let offers = wanted.strip_prefix("offer ").is_some();
        if at + 1 == row.turns.len() && outcome == Outcome::Kept {
            let piece = row.piece.is_none_or(|piece| reply.contains(piece));
            let offered = !offers || reply.contains("Shall I add");
            outcome = if piece && offered { Outcome::Kept } else { Outcome::Refused };
        }
    }
    (outcome, reply)
}

/// Plays a table and prints the outcomes by kind. Returns how many rows are of each outcome.
fn tally(name: &str, table: &str) -> BTreeMap<Outcome, usize> {
    let mut kinds: BTreeMap<&str, BTreeMap<Outcome, usize>> = BTreeMap::new();
    let mut sum: BTreeMap<Outcome, usize> = BTreeMap::new();
    let mut report = String::new();
    for row in rows(table) {
        let (outcome, reply) = play(&row);
        *kinds.entry(row.kind).or_default().entry(outcome).or_default() += 1;
        *sum.entry(outcome).or_default() += 1;
        if outcome >= Outcome::Refused {
            let reply: String = reply.replace('\n', " ").chars().take(110).collect();
            let _ = writeln!(report, "{outcome:?} ({}): {} -> {reply}", row.kind, row.line);
        }
    }
    let _ = writeln!(report, "{name:12} done kept refused wrong");
    for (kind, outcomes) in kinds.iter().chain([(&"all", &sum)]) {
        let count = |outcome| outcomes.get(&outcome).copied().unwrap_or_default();
        let [done, kept, refused, wrong] =
            [Outcome::Done, Outcome::Kept, Outcome::Refused, Outcome::Wrong].map(count);
        let _ = writeln!(report, "{kind:12} {done:4} {kept:4} {refused:7} {wrong:5}");
    }
    eprintln!("{report}");
    sum
}

/// Checks that no row is wrong, and that at most so many are refused.
#[track_caller]
fn check(name: &str, table: &str, refused_max: usize) {
    let sum = tally(name, table);
    let count = |outcome| sum.get(&outcome).copied().unwrap_or_default();
    assert_eq!(count(Outcome::Wrong), 0, "{name}: acted on what was not asked");
    assert!(count(Outcome::Refused) <= refused_max, "{name}: {} refused", count(Outcome::Refused));
}

#[test]
fn known_sentences() {
    check("known", include_str!("sentences/known.txt"), 8);
}

#[test]
fn dated_sentences() {
    check("dated", include_str!("sentences/dated.txt"), 0);
}

#[test]
fn other_dated_sentences() {
    check("other dated", include_str!("sentences/dated_fresh.txt"), 0);
}

#[test]
fn held_out_sentences() {
    check("held out", include_str!("sentences/held_out.txt"), 21);
}

#[test]
fn fresh_sentences() {
    check("fresh", include_str!("sentences/fresh.txt"), 1);
}
