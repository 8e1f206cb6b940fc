//! Weighs whether a clause is evidence enough to act. A change needs an order, or a report that something is done. A
//! question, a wish and a plan are neither.

use super::courtesy::Opening;
use super::intent::{Action, Intent};

/// How a clause is said.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// How the request is put.
    pub opening: Opening,
    /// Whether a question mark ends it.
    pub asks: bool,
    /// Whether its verb certainly means the list: "tick", "mark".
    pub listed: bool,
}

/// The intent of a clause, as far as its manner is evidence for it.
pub fn weighed(intent: Intent, manner: Manner) -> Intent {
    let Manner { opening, asks, listed } = manner;
    let asks = asks && !opening.requested;
    match intent {
        Intent::Act(_) if (opening.wished || opening.permission) && !listed && completes(&intent) => {
            planned(intent)
        }
        // "Paid the rent?" asks how it is.
        Intent::Act(_) | Intent::Unsure(_) if asks && !listed && completes(&intent) => planned(intent),
        Intent::Act(_) if (asks || opening.permission) && changes(&intent) => intent.doubted(),
        Intent::Add(tasks) if asks && !tasks.iter().any(|task| task.title.ends_with('?')) => {
            Intent::Offer(tasks)
        }
        Intent::Undo | Intent::TakeBack if asks => Intent::Question,
        intent => intent,
    }
}

/// Shows the task instead of completing it. "I want to finish the report" does not say that it is finished.
pub fn planned(intent: Intent) -> Intent {
    if !completes(&intent) {
        return intent;
    }
    let show = |(_, target): &(Action, _)| (Action::Show, Clone::clone(target));
    Intent::Act(intent.readings().iter().map(show).collect())
}

fn completes(intent: &Intent) -> bool {
    intent.readings().iter().any(|(action, _)| *action == Action::Complete)
}

fn changes(intent: &Intent) -> bool {
    intent.readings().iter().any(|(action, _)| *action != Action::Show)
}
