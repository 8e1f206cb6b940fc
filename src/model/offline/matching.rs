//! Choosing tasks out of a list: by place, by title, by several titles in one.

use super::clause::Clause;
use super::history::Task;
use super::intent::{Action, Place, Target};
use super::target::target;
use super::title::{Fit, fit};
use super::words::words;

/// The tasks at these places of a list.
pub(super) fn pick(places: &[Place], list: &[Task]) -> Vec<Task> {
    let mut found: Vec<Task> = Vec::new();
    for place in places {
        let range = match *place {
            Place::Nth(nth) => nth.saturating_sub(1)..nth,
            Place::First(count) => 0..count.min(list.len()),
            Place::Last(count) => list.len().saturating_sub(count)..list.len(),
        };
        for task in list.get(range).unwrap_or_default() {
            if !found.contains(task) {
                found.push(task.clone());
            }
        }
    }
    found
}

/// The tasks that fit what was said best, and how well they do. [`Fit::Near`] is not enough to act.
pub(super) fn matching(action: &Action, said: &str, tasks: &[Task]) -> (Vec<Task>, Option<Fit>) {
    let fits: Vec<(Fit, &Task)> =
        tasks.iter().filter_map(|task| Some((fit(said, &task.title)?, task))).collect();
    // "Bought the milk" completes "Milk"; but nothing is deleted for being part of what was said.
    let completes = *action == Action::Complete;
    let least = if completes || *action == Action::Look { Fit::Within } else { Fit::Contains };
    let best = |all: bool| {
        let eligible = || fits.iter().filter(|(fit, task)| *fit >= least && (all || !task.completed));
        let best = eligible().map(|(fit, _)| *fit).max()?;
        let tasks = eligible().filter(|(fit, _)| *fit == best).map(|(_, task)| (*task).clone());
        Some((tasks.collect::<Vec<_>>(), best))
    };
    // What is pending comes first for completion.
    let open = if completes { best(false) } else { None };
    if let Some((found, fit)) = open.or_else(|| best(true)) {
        return (found, Some(fit));
    }
    let near = fits.iter().map(|(_, task)| *task).filter(|task| !completes || !task.completed);
    let near: Vec<Task> = near.cloned().collect();
    let fit = if near.is_empty() { None } else { Some(Fit::Near) };
    (near, fit)
}

/// "Buy milk and call mom" as two titles, if each of them is one task.
pub(super) fn by_parts(action: &Action, said: &str, tasks: &[Task]) -> Option<Vec<Task>> {
    let found = words(said);
    let whole = Clause::new(said, &found);
    let mut parts = Vec::new();
    let mut start = 0;
    for at in 0..found.len() {
        let link = matches!(whole.low(at), "and" | "&" | "plus");
        let last = at + 1 == found.len();
        if link || last || found[at].mark == Some(',') {
            parts.push(whole.range(start, if link { at } else { at + 1 }));
            start = at + 1;
        }
    }
    if parts.len() < 2 {
        return None;
    }
    let mut together: Vec<Task> = Vec::new();
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        let found = match target(part) {
            Target::Title(said) => match matching(action, &said, tasks) {
                (found, Some(fit)) if found.len() == 1 && fit > Fit::Near => found,
                _ => return None,
            },
            Target::Ids { ids, .. } => tasks.iter().filter(|task| ids.contains(&task.id)).cloned().collect(),
            _ => return None,
        };
        for task in found {
            if !together.contains(&task) {
                together.push(task);
            }
        }
    }
    (!together.is_empty()).then_some(together)
}
