//! A change that was just made by hand, as the page tells it and offers to undo it. After a plain form it is in the page's
//! address.

use super::Edited;
use crate::due::Due;

/// What was done, and the numbers of the changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undoable {
    /// What was done.
    pub deed: Deed,
    /// The numbers of the changes.
    pub changes: Vec<i64>,
}

/// What was done to tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// It is done.
    Done,
    /// It is done, and repeats. This is when it is due next.
    Next(Due),
    /// It was deleted.
    Deleted,
    /// It was added where this view does not show it.
    Added,
    /// Something of it was changed.
    Changed,
    /// It stands elsewhere in the order.
    Moved,
}

impl Undoable {
    /// A task that was marked as done.
    pub fn completed(edited: &Edited) -> Option<Self> {
        let deed = match &edited.task.due {
            Some(due) if !edited.task.completed => Deed::Next(due.clone()),
            _ => Deed::Done,
        };
        Some(Self { deed, changes: vec![edited.change?] })
    }

    /// A task that was deleted.
    pub fn deleted(edited: &Edited) -> Option<Self> {
        Some(Self { deed: Deed::Deleted, changes: vec![edited.change?] })
    }

    /// In words, for a person who has the day `today`.
    pub fn in_words(&self, today: &str) -> String {
        let words = match &self.deed {
            Deed::Next(due) => return ["Done. Next: ", &due.in_words(today), "."].concat(),
            Deed::Done => "Done.",
            Deed::Deleted => "Task deleted.",
            Deed::Added => "Task added.",
            Deed::Changed => "Changed.",
            Deed::Moved => "Moved.",
        };
        match self.changes.len() {
            0 | 1 => words.to_owned(),
            count => {
                let deed = match self.deed {
                    Deed::Deleted => " tasks deleted.",
                    Deed::Done | Deed::Next(_) => " tasks done.",
                    Deed::Added | Deed::Changed | Deed::Moved => " tasks changed.",
                };
                [&count.to_string(), deed].concat()
            }
        }
    }

    /// The numbers, as a form sends them.
    pub fn numbers(&self) -> String {
        numbers(&self.changes)
    }

    /// As an address has it.
    pub fn to_query(&self) -> String {
        let deed = match &self.deed {
            Deed::Done => "done",
            Deed::Next(due) => due.as_str(),
            Deed::Deleted => "deleted",
            Deed::Added => "added",
            Deed::Changed => "changed",
            Deed::Moved => "moved",
        };
        [&self.numbers(), ".", deed].concat()
    }

    /// Reads it from an address.
    pub fn of_query(text: &str) -> Option<Self> {
        let (numbers, deed) = text.split_once('.')?;
        let changes = numbers.split('-').map(|number| number.parse().ok()).collect::<Option<Vec<i64>>>()?;
        let deed = match deed {
            "done" => Deed::Done,
            "deleted" => Deed::Deleted,
            "added" => Deed::Added,
            "changed" => Deed::Changed,
            "moved" => Deed::Moved,
            due => Deed::Next(Due::of_address(due)?),
        };
        Some(Self { deed, changes })
    }
}

/// Numbers as a form sends them.
pub fn numbers<N: ToString>(numbers: &[N]) -> String {
    let numbers: Vec<String> = numbers.iter().map(N::to_string).collect();
    numbers.join("-")
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests fail by panicking")]
mod tests {
    use super::*;

    fn of(deed: Deed, changes: &[i64]) -> Undoable {
        Undoable { deed, changes: changes.to_vec() }
    }

    #[test]
    fn an_address_carries_what_was_done() {
        let next = Due::of_address("2026-12-07").unwrap();
        for undoable in [
            of(Deed::Deleted, &[12]),
            of(Deed::Next(next), &[3]),
            of(Deed::Done, &[1, 2]),
            of(Deed::Moved, &[4]),
        ] {
            assert_eq!(Undoable::of_query(&undoable.to_query()), Some(undoable));
        }
        for text in ["", "12", "x.done", "12.<b>", "12.2026-12-0x", "1-.done"] {
            assert_eq!(Undoable::of_query(text), None, "{text}");
        }
    }

    #[test]
    fn people_read_what_was_done() {
        let next = Due::of_address("2026-12-07").unwrap();
        assert_eq!(of(Deed::Next(next), &[3]).in_words("2026-12-01"), "Done. Next: Mon 7 Dec.");
        assert_eq!(of(Deed::Deleted, &[3]).in_words("2026-12-01"), "Task deleted.");
        assert_eq!(of(Deed::Deleted, &[3, 4]).in_words("2026-12-01"), "2 tasks deleted.");
    }
}
