//! Lists of tasks by their plan.

use super::markdown::escaped;
use super::tasks::{amount, numbered};
use crate::due::Due;
use crate::model::offline::task::Task;
use crate::model::offline::understand::{Filter, Period, Query};

/// The tasks of a query.
pub struct Agenda {
    /// What was asked for: "due today".
    pub name: String,
    /// Tasks that are due before.
    pub overdue: Vec<Task>,
    /// The tasks that were asked for.
    pub due: Vec<Task>,
    /// Other tasks to do, if there are none of these.
    pub others: Vec<Task>,
}

/// What was asked for, in words. `days` are the first and the last day of the period.
pub fn name(query: &Query, days: Option<(String, String)>, today: &str) -> String {
    let words = |day: &str| Due::of_text(day.to_owned()).in_words(today);
    let (first, last) = days.unwrap_or_default();
    let due = query.due.as_ref().map(|period| match period {
        Period::Today => "due today".to_owned(),
        Period::Overdue => "overdue".to_owned(),
        Period::Undated => "without a due date".to_owned(),
        Period::Week | Period::Month => format!("due until {}", words(&last)),
        Period::Day(_) if first == last => format!("due on {}", words(&first)),
        Period::NextWeek | Period::Day(_) => format!("due from {} to {}", words(&first), words(&last)),
    });
    let list = query.list.as_ref().map(|list| format!("in {}", escaped(&format!("#{list}"))));
    let tag = query.tag.as_ref().map(|tag| format!("with {}", escaped(&format!("@{tag}"))));
    let priority = query.priority.map(|level| format!("with priority {level}"));
    due.into_iter().chain(list).chain(tag).chain(priority).collect::<Vec<_>>().join(", ")
}

/// The tasks of an agenda, numbered through.
pub fn told(agenda: &Agenda, today: &str) -> String {
    let Agenda { name, overdue, due, others } = agenda;
    let mut parts = Vec::new();
    let pending = |tasks: &[Task]| amount(tasks.len(), Filter::Pending);
    if !overdue.is_empty() {
        parts.push(format!("Overdue:\n\n{}", numbered(overdue, 1, today)));
    }
    match (due.is_empty(), overdue.is_empty()) {
        (true, true) => parts.push(nothing(name)),
        (true, false) => parts.insert(0, nothing(name)),
        (false, _) => {
            let list = numbered(due, overdue.len() + 1, today);
            parts.push(format!("You have {} {name}:\n\n{list}", pending(due)));
        }
    }
    if !others.is_empty() {
        let list = numbered(others, overdue.len() + due.len() + 1, today);
        parts.push(format!("You have {} for other days or without a date:\n\n{list}", pending(others)));
    }
    parts.join("\n\n")
}

/// There are no such tasks.
pub fn nothing(name: &str) -> String {
    format!("You have no pending tasks {name}.")
}

/// The list holds the newest tasks alone.
pub fn only_newest(count: usize) -> String {
    format!("You have more tasks than I can look at here, so I looked at the newest {count}.")
}

/// The day is not clear.
pub fn unclear() -> String {
    "I am not sure which day you mean. Say it like “Friday” or “4 December”.".to_owned()
}
