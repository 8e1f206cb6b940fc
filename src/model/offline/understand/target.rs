//! Which tasks a clause means: the ones that it names, perhaps all but some.

use super::clause::Clause;
use super::except::except;
use super::intent::Target;
use super::naming::{named, trimmed};
use super::words::words;

/// Reads which tasks the words after a verb mean.
pub fn target(clause: Clause<'_>) -> Target {
    let clause = trimmed(clause);
    let except = if clause.quoted().is_none() { except(clause) } else { None };
    except.unwrap_or_else(|| named(clause))
}

/// Reads which tasks a text names.
pub fn target_of(text: &str) -> Target {
    target(Clause::new(text, &words(text)))
}

/// Reads "buy milk and call mom" as several targets; `None` if nothing separates parts.
pub fn separate_targets(text: &str) -> Option<Vec<Target>> {
    let found = words(text);
    let whole = Clause::new(text, &found);
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
    let several = parts.len() > 1;
    several.then(|| parts.into_iter().filter(|part| !part.is_empty()).map(target).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::offline::understand::{Filter, Place};

    #[test]
    fn reads_targets() {
        let ids = |ids: &[i64], bare| Target::Ids { ids: ids.to_vec(), bare };
        let title = |title: &str| Target::Title(title.to_owned());
        let table = [
            ("3", ids(&[3], true)),
            ("number 3", ids(&[3], true)),
            ("#3", ids(&[3], false)),
            ("task two", ids(&[2], false)),
            ("tasks 1, 2 and 5", ids(&[1, 2, 5], false)),
            ("tasks 2-4 and 3", ids(&[2, 3, 4], false)),
            ("2 to 4", ids(&[2, 3, 4], true)),
            ("3 tasks", Target::Missing),
            ("-1", title("-1")),
            ("2 50%", title("2 50%")),
            (
                "everything except the rent and #2",
                Target::Except(Box::new(Target::All(Filter::All)), vec![title("rent"), ids(&[2], false)]),
            ),
            ("2 pushups", title("2 pushups")),
            ("it", Target::It),
            ("that task", Target::It),
            ("the task I just added", Target::Newest),
            ("my latest task", Target::Newest),
            ("both", Target::Them),
            ("all of them", Target::Them),
            ("all my completed tasks", Target::All(Filter::Completed)),
            ("the done ones", Target::All(Filter::Completed)),
            ("everything", Target::All(Filter::All)),
            ("every open task", Target::All(Filter::Pending)),
            ("the second one", Target::Places(vec![Place::Nth(2)])),
            ("the first two", Target::Places(vec![Place::First(2)])),
            ("the 1st and the 3rd", Target::Places(vec![Place::Nth(1), Place::Nth(3)])),
            ("the last one", Target::Places(vec![Place::Last(1)])),
            ("last two tasks", Target::Places(vec![Place::Last(2)])),
            ("the meeting task", title("meeting")),
            ("my task to buy milk from my list", title("buy milk")),
            ("'Task 3'", title("Task 3")),
            ("99999999999999999999", title("99999999999999999999")),
            ("", Target::Missing),
        ];
        for (text, expected) in table {
            assert_eq!(target_of(text), expected, "{text}");
        }
    }
}
