//! Clauses that delete tasks.

use super::clause::Clause;
use super::intent::{Action, Filter, Intent, Target};
use super::naming::all;
use super::target::target;

/// Reads a clause that deletes tasks.
pub fn delete(clause: Clause<'_>) -> Option<Intent> {
    let gone = |rest: Clause<'_>| Intent::act(Action::Delete, target(rest));
    if let Some(rest) = clause.strip("clear|empty|wipe|purge|reset out|up|away?") {
        let completed = rest.strip("the|my? <done>").is_some_and(Clause::is_empty);
        let list = if completed { Filter::Completed } else { all(rest)? };
        return Intent::act(Action::Delete, Target::All(list));
    }
    if let Some(rest) =
        clause.strip("take|cross|get|knock|strike|scratch").filter(|rest| rest.low(0) != "rid")
    {
        let off = rest.strip_end("off|from of? my|the|our to? do? todo|to-do|task? list|lists|tasks");
        if let Some(rest) = off {
            return gone(rest);
        }
    }
    let verbs = [
        "get rid of",
        "throw|toss away|out",
        "forget about",
        "delete|remove|erase|drop|discard|scrap|trash|cancel|bin|deleting|removing|kill|ditch|forget|purge",
        "scratch",
    ];
    let rest = clause.strip_any(&verbs)?;
    if rest.strip("off").is_some() {
        return None;
    }
    match rest.strip("<done>").filter(|rest| rest.is_empty()) {
        Some(_) => Intent::act(Action::Delete, Target::All(Filter::Completed)),
        None => match (gone(rest)?, is_certain(clause)) {
            (sure, true) => Some(sure),
            (unsure, false) => Some(unsure.doubted()),
        },
    }
}

/// Whether an order certainly means the list. "Cancel the dentist" may be something to do.
fn is_certain(clause: Clause<'_>) -> bool {
    let strict = clause.strip("delete|remove|erase|deleting|removing|trash|purge").is_some()
        || clause.strip("get rid").is_some();
    let listed = clause.has("task|tasks|list|todo|item|reminder");
    let numbered = matches!(target(clause.after(1)), Target::Ids { .. } | Target::Places(_) | Target::All(_));
    strict || listed || numbered
}
