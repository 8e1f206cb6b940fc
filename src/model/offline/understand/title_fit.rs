//! How well words fit the title of a task.

use super::clause::one_of;
use super::stem::stem;

/// How well words fit a title. A better fit is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// There may be a typing error, or they share a word. This is enough for a suggestion only.
    Near,
    /// The words contain the whole title: "bought the milk" and "Milk".
    Within,
    /// The title contains all words: "milk" and "Buy milk".
    Contains,
    /// The same words, apart from their forms, their order and small words.
    Same,
    /// The same text, apart from case and punctuation.
    Exact,
}

/// Words that do not distinguish tasks.
const SMALL: &str = "a|an|the|my|our|your|this|that|some|task|todo|item|to|for|of|on|in|at|with|from|about|\
    and|is|it|be|do|did|done|please|one|called|named|titled|off|up|just|already|i|me";

/// Words too common to make two titles similar. They are stems.
const COMMON: &str = "buy|get|cal|mak|go|send|writ|pay|tak|fix|check|see|read|finish|clean|book|email|vis|\
    visit|pick|set|prepar|plan|find|order|new|today|tomorow|make|take|write";

/// How well the words of the person fit a title; `None` if they do not.
pub fn fit(said: &str, title: &str) -> Option<Fit> {
    let (plain_said, plain_title) = (plain(said), plain(title));
    if said.trim() == title.trim() || (!plain_said.is_empty() && plain_said == plain_title) {
        return Some(Fit::Exact);
    }
    let (said, title) = (keys(&plain_said), keys(&plain_title));
    if said.is_empty() || title.is_empty() {
        return None;
    }
    let all_in = |these: &[String], those: &[String]| these.iter().all(|key| those.contains(key));
    let strong = |key: &&String| !one_of(COMMON, key);
    match (all_in(&said, &title), all_in(&title, &said)) {
        (true, true) => return Some(Fit::Same),
        (true, false) => return Some(Fit::Contains),
        (false, true) if title.iter().any(|key| strong(&key)) => return Some(Fit::Within),
        _ => {}
    }
    // Some scripts have no spaces between words.
    if !plain_said.is_ascii() && plain_said.chars().count() > 1 && plain_title.contains(&plain_said) {
        return Some(Fit::Contains);
    }
    let alike = said.iter().all(|key| title.iter().any(|other| is_alike(key, other)));
    let shared = said.iter().filter(strong).any(|key| title.iter().any(|other| is_alike(key, other)));
    (alike || shared).then_some(Fit::Near)
}

/// The text as lower-case words with single spaces between them.
pub fn plain(text: &str) -> String {
    let lower = text.to_lowercase().replace(['\'', '’'], "");
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// The stems of the distinguishing words, or of all words if there are none.
fn keys(plain: &str) -> Vec<String> {
    let stems = |all: bool| -> Vec<String> {
        let words = plain.split(' ').enumerate().filter(|(_, word)| !word.is_empty());
        // "Called mom" begins with a verb.
        let small = |at: usize, word: &str| one_of(SMALL, word) && (at > 0 || word != "called");
        words.filter(|(at, word)| all || !small(*at, word)).map(|(_, word)| stem(word)).collect()
    };
    let keys = stems(false);
    if keys.is_empty() { stems(true) } else { keys }
}

/// Whether two stems differ in a letter or two at most, or one begins with the other.
fn is_alike(one: &str, other: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    if one == other || (short >= 3 && (one.starts_with(other) || other.starts_with(one))) {
        return true;
    }
    let slips = match short {
        0..=2 => return false,
        3..=6 => 1,
        _ => 2,
    };
    long <= 40 && long - short <= slips && distance(&a, &b) <= slips
}

/// The least number of letters to insert, delete, replace or swap with a neighbour (the Damerau-Levenshtein distance).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut least = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i - 1] == *y && b[j - 1] == *x {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Fit, fit};

    #[test]
    fn fits() {
        let table = [
            ("buy groceries", "Buy groceries", Some(Fit::Exact)),
            ("Moms cake!", "Mom’s cake", Some(Fit::Exact)),
            ("bought the groceries", "Buy groceries", Some(Fit::Same)),
            ("meeting", "Prepare the team meeting", Some(Fit::Contains)),
            ("bought the milk", "Milk", Some(Fit::Within)),
            ("called mom yesterday", "Call mom", Some(Fit::Within)),
            ("grocries", "Buy groceries", Some(Fit::Near)),
            ("paiyng bills", "Pay bills", Some(Fit::Near)),
            ("buy bread", "Buy milk", None),
            ("call mom", "Write report", None),
            ("to do", "To do", Some(Fit::Exact)),
            ("牛奶", "买牛奶", Some(Fit::Contains)),
            ("🛒", "🛒", Some(Fit::Exact)),
            ("🛒", "Buy", None),
            ("", "Buy", None),
        ];
        for (said, title, expected) in table {
            assert_eq!(fit(said, title), expected, "{said} / {title}");
        }
    }
}
