//! Reads a message as the answer to a question that the assistant asked.

use super::add;
use super::clause::Clause;
use super::except;
use super::intent::{NewTask, Place, Target};
use super::target::target;
use super::words::words;

/// The tasks that a message names as the answer to "What should the task be called?". `several` if the question was
/// about several tasks.
pub fn new_tasks(said: &str, several: bool) -> Vec<NewTask> {
    if several || said.trim().contains('\n') {
        said.lines().flat_map(|line| add::titles(Clause::new(line, &words(line)), None)).collect()
    } else {
        add::new_task(Clause::new(said.trim_end(), &words(said))).into_iter().collect()
    }
}

/// The message as a title; empty if it has none.
pub fn title(said: &str) -> String {
    Clause::new(said.trim_end(), &words(said)).title()
}

/// The message as a description.
pub fn description(said: &str) -> String {
    let found = words(said);
    let clause = Clause::new(said.trim_end(), &found);
    clause.quoted().unwrap_or(clause.raw()).to_owned()
}

/// The answer to "Which one?".
pub struct Choice {
    /// The tasks that it names.
    pub target: Target,
    /// Whether any of the candidates will do.
    pub any: bool,
}

/// The tasks that "yes, but not the milk" leaves out.
pub fn exceptions(said: &str) -> Option<Vec<Target>> {
    except::answered(Clause::new(said.trim_end(), &words(said)))
}

/// The places that "only the first two" names.
pub fn places(said: &str) -> Option<Vec<Place>> {
    let found = words(said);
    let clause = Clause::new(said.trim_end(), &found);
    let clause = clause.strip("yes|no|ok|okay? only|just?").unwrap_or(clause);
    match target(clause) {
        Target::Places(places) => Some(places),
        _ => None,
    }
}

/// Reads the message as a choice among candidates.
pub fn choice(said: &str) -> Choice {
    let found = words(said);
    let clause = Clause::new(said.trim_end(), &found);
    let clause =
        clause.strip("yes|no|ok|okay|sure|i mean|meant?").filter(|rest| !rest.is_empty()).unwrap_or(clause);
    let clause = clause.strip("i mean|meant|want").unwrap_or(clause);
    Choice { target: target(clause), any: clause.only(&["any|either|one|whichever|of|them|the"]) }
}
