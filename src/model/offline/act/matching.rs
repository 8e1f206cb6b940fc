//! Chooses tasks from a list: by place, by title, or by several titles in one phrase.

use crate::model::offline::task::Task;
use crate::model::offline::understand::{Action, Fit, Place, Target, doubt, fit, separate_targets};

/// The entries at these places of a list.
pub fn pick<T: Clone + PartialEq>(places: &[Place], list: &[T]) -> Vec<T> {
    let mut found: Vec<T> = Vec::new();
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

/// The tasks that the words fit best, and how well they fit. [`Fit::Near`] is not enough to act.
pub fn best_matches(action: &Action, said: &str, tasks: &[Task]) -> (Vec<Task>, Option<Fit>) {
    let fits: Vec<(Fit, &Task)> =
        tasks.iter().filter_map(|task| Some((fit(said, &task.title)?, task))).collect();
    // "Bought the milk" completes "Milk". Deleting needs a better fit.
    let completes = *action == Action::Complete;
    let reports = matches!(action, Action::Complete | Action::Reopen | Action::Deny | Action::Show);
    let least = if reports { Fit::Within } else { Fit::Contains };
    // Completing prefers pending tasks, and reopening prefers completed ones.
    let preferred = |task: &Task| match action {
        Action::Complete => !task.completed,
        Action::Reopen => task.completed,
        _ => true,
    };
    let best = |all: bool| {
        let eligible = || fits.iter().filter(|(fit, task)| *fit >= least && (all || preferred(task)));
        let best = eligible().map(|(fit, _)| *fit).max()?;
        let tasks = eligible().filter(|(fit, _)| *fit == best).map(|(_, task)| (*task).clone());
        Some((tasks.collect::<Vec<_>>(), best))
    };
    if let Some((found, fit)) = best(false).or_else(|| best(true)) {
        return (found, Some(fit));
    }
    let near = fits.iter().map(|(_, task)| *task).filter(|task| !completes || !task.completed);
    let near: Vec<Task> = near.cloned().collect();
    let fit = if near.is_empty() { None } else { Some(Fit::Near) };
    (near, fit)
}

/// Whether the words mean exactly this one task.
pub fn is_certain(action: &Action, said: &str, found: &[Task]) -> bool {
    matches!(found, [task] if doubt(action, said, &task.title).is_none())
}

/// The tasks that "buy milk and call mom" means, if each part means one task.
pub fn matches_by_parts(action: &Action, said: &str, tasks: &[Task]) -> Option<Vec<Task>> {
    let mut together: Vec<Task> = Vec::new();
    for target in separate_targets(said)? {
        let found = match target {
            Target::Title(said) => match best_matches(action, &said, tasks) {
                (found, Some(fit)) if fit > Fit::Near && is_certain(action, &said, &found) => found,
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
