//! Which tasks of a file the person has already: those with the same title, due date and list.

use super::Fitted;
use crate::calendar::{self, Moment};
use crate::tasks::Task;
use crate::tasks::store::imports::Known;
use jiff::tz::TimeZone;
use std::collections::{HashMap, HashSet, VecDeque};

/// A title, a day or a moment, and the name of a list in small letters.
type Key = (String, Option<String>, Option<String>);

fn of_task(task: &Task) -> Key {
    let due = { task.due.as_ref() }
        .and_then(|due| Moment::parse(due.as_str(), &TimeZone::UTC).ok())
        .map(|due| due.time().map_or_else(|| due.day().to_string(), |at| calendar::moment(at).to_string()));
    (task.title.clone(), due, task.list.as_ref().map(|list| list.to_lowercase()))
}

fn of_known(known: &Known) -> Key {
    let due = known.due_at.as_ref().map(ToString::to_string).or_else(|| known.due_date.clone());
    (known.title.clone(), due, known.list_name.as_ref().map(|list| list.to_lowercase()))
}

/// The titles of all tasks, each once.
pub(super) fn titles(tasks: &[Fitted]) -> Vec<&str> {
    let mut seen = HashSet::new();
    tasks.iter().map(|fitted| fitted.task.title.as_str()).filter(|title| seen.insert(*title)).collect()
}

/// For each task the one that is there already. One that is there stands for one of the file alone, so that of two equal tasks the
/// second is still new.
pub(super) fn matches(tasks: &[Fitted], there: Vec<Known>) -> Vec<Option<Known>> {
    let mut by_key: HashMap<Key, VecDeque<Known>> = HashMap::new();
    for known in there {
        by_key.entry(of_known(&known)).or_default().push_back(known);
    }
    tasks.iter().map(|fitted| by_key.get_mut(&of_task(&fitted.task))?.pop_front()).collect()
}
