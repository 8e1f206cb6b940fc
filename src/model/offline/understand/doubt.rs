//! Whether the words of the person say more than the title they fit. "I paid part of the rent" fits "Pay rent", but
//! "part" is not explained. Then the assistant asks before it acts.

use super::clause::{number, one_of};
use super::intent::Action;
use super::stem::{is_past, stem};
use super::title_fit::plain;

/// Why it is not clear that a title is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The person did away with it: "I cancelled the dentist".
    Cancelled,
    /// The person says something else about it.
    Other,
}

/// Words that change nothing about what is said.
const HARMLESS: &str = "a|an|the|my|our|your|this|that|these|those|his|her|their|task|tasks|todo|item|reminder|one|\
    to|for|of|on|in|at|with|from|by|it|be|is|are|was|were|am|been|please|called|named|titled|just|already|finally|\
    now|also|too|i|we|me|us|have|has|had|do|did|done|today|yesterday|earlier|this|last|morning|night|evening|\
    afternoon|and|then|all|whole|entire|actually|again|so|well|successfully|completely|fully|up|as|being|thanks|\
    off|list|ago|recently|s";
/// Verbs that bring what they name to an end: "I bought the milk" ends "Milk".
const FINISHING: &str = "arrange|attend|bake|book|bring|build|buy|call|clean|collect|complete|cook|deliver|do|email|\
    fax|feed|file|finish|fix|fold|get|go|install|iron|mail|make|meet|mow|order|pack|pay|phone|pick|post|print|read|\
    renew|repair|ring|send|sign|solve|submit|text|vacuum|visit|wash|watch|water|wrap|write";
const CANCELLING: &str = "abandon|cancel|delete|discard|ditch|drop|remove|scrap";

/// What makes it doubtful that the person means this title with these words; `None` if the title explains them.
pub fn doubt(action: &Action, said: &str, title: &str) -> Option<Doubt> {
    if *action == Action::Show {
        return None;
    }
    let (said, title) = (plain(said), plain(title));
    let named: Vec<String> = title.split(' ').map(stem).collect();
    let explained = |word: &str| one_of(HARMLESS, word) || named.contains(&stem(word));
    let mut rest: Vec<&str> = said.split(' ').filter(|word| !explained(word)).collect();
    // "Called off" is not "called".
    let off = said.contains(" off") && !title.contains("off");
    let is_in = |list: &str, word: &str| list.split('|').any(|verb| stem(verb) == stem(word));
    let reports = matches!(action, Action::Complete | Action::Reopen | Action::Deny);
    let first = said.split(' ').next().unwrap_or_default();
    if reports && rest.first() == Some(&first) && is_in(FINISHING, first) && !off {
        rest.remove(0);
    }
    let cancelled =
        rest.first().is_some_and(|word| is_in(CANCELLING, word)) || said.starts_with("called off");
    match rest.as_slice() {
        _ if cancelled && reports => Some(Doubt::Cancelled),
        [] if !off && !is_part(action, &said, &title) => None,
        _ => Some(Doubt::Other),
    }
}

/// Whether a report begins with a verb that neither the title explains nor ends what the title names.
pub fn foreign_verb(action: &Action, said: &str, title: &str) -> Option<Doubt> {
    let (said, title) = (plain(said), plain(title));
    let first = said.split(' ').next().unwrap_or_default();
    let known = title.split(' ').any(|word| stem(word) == stem(first))
        || FINISHING.split('|').any(|verb| stem(verb) == stem(first));
    let reports = *action == Action::Complete && is_past(first) && !known;
    reports.then(|| doubt(action, &said, &title).unwrap_or(Doubt::Other))
}

/// Whether the words name only one of several things in the title: "milk" of "buy milk and eggs", "chapter 1" of
/// "chapters 1-5".
fn is_part(action: &Action, said: &str, title: &str) -> bool {
    if !matches!(action, Action::Complete | Action::Delete) {
        return false;
    }
    let spoken: Vec<String> = said.split(' ').map(stem).collect();
    let left: Vec<&str> = title.split(' ').filter(|word| !spoken.contains(&stem(word))).collect();
    let figures = |words: &[&str]| words.iter().any(|word| number(word).is_some());
    let several = left.len() > 1 && left.iter().any(|word| one_of("and|or|then", word));
    let counted = figures(&left) && figures(&said.split(' ').collect::<Vec<_>>());
    several || counted || (*action == Action::Complete && goes_on(title, &spoken))
}

/// Whether the title goes on where the person ends: "bought a car" of "buy car insurance".
fn goes_on(title: &str, spoken: &[String]) -> bool {
    const MODIFIERS: &str = "for|about|to|at|on|with|before|after|by|in|from|of|and|today|tomorrow|tonight|this|next|\
        until|because|so|when|if|task|again|properly|the|a|an|my";
    let words: Vec<&str> = title.split(' ').collect();
    let last = words.iter().rposition(|word| spoken.contains(&stem(word)));
    let next = last.and_then(|last| words.get(last + 1));
    next.is_some_and(|word| !one_of(MODIFIERS, word))
}

#[cfg(test)]
mod tests {
    use super::{Doubt, doubt};
    use crate::model::offline::understand::Action;

    #[test]
    fn titles_explain_words_or_not() {
        let other = Some(Doubt::Other);
        for (said, title, expected) in [
            ("paid the rent", "Pay rent", None),
            ("paid all the rent yesterday", "Pay rent", None),
            ("bought the milk", "Milk", None),
            ("paid part of the rent", "Pay rent", other),
            ("failed the exam", "Exam", other),
            ("called off the meeting", "Meeting", Some(Doubt::Cancelled)),
            ("cancelled the meeting", "Meeting", Some(Doubt::Cancelled)),
            ("cancelled the gym", "Cancel gym", None),
            ("bought milk", "Buy milk and eggs", other),
            ("wrote chapter 1", "Write chapters 1 to 5", other),
            ("ran 10 km", "Run 10 km", None),
            ("called mom", "Call mom about dad", None),
            ("bought a car", "Buy car insurance", other),
        ] {
            assert_eq!(doubt(&Action::Complete, said, title), expected, "{said} / {title}");
        }
        assert_eq!(doubt(&Action::Delete, "the bought milk", "Milk"), other);
    }
}
