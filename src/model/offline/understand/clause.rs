//! A part of a message, and a small pattern language to match it.
//!
//! A pattern is a list of words with spaces between them. `a|b` matches either word, `a?` may be missing, `a:` requires
//! a colon after the word, and `<task>` matches the words of a [`class`]. Quoted phrases match no pattern.

use super::phrase::{capitalised, tidy};
use super::words::Word;

/// Consecutive words of a message.
#[derive(Clone, Copy, Debug)]
pub struct Clause<'a> {
    text: &'a str,
    /// The words.
    pub words: &'a [Word],
}

impl<'a> Clause<'a> {
    /// All the words of a text.
    pub fn new(text: &'a str, words: &'a [Word]) -> Self {
        Self { text, words }
    }

    /// Whether no word is left.
    pub fn is_empty(self) -> bool {
        self.words.is_empty()
    }

    /// The words from `start` to `end`, without the one at `end`.
    pub fn range(self, start: usize, end: usize) -> Self {
        let end = end.min(self.words.len());
        Self { words: &self.words[start.min(end)..end], ..self }
    }

    /// The words after the first `count`.
    pub fn after(self, count: usize) -> Self {
        self.range(count, self.words.len())
    }

    /// The word at `index` in lower case; empty if there is none.
    pub fn low(self, index: usize) -> &'a str {
        self.words.get(index).map_or("", |word| word.low.as_str())
    }

    /// The rest, if the clause begins with the pattern.
    pub fn strip(self, pattern: &str) -> Option<Self> {
        consumed(pattern, self.words).map(|count| self.after(count))
    }

    /// The rest after the first of the patterns that fits the beginning.
    pub fn strip_any(self, patterns: &[&str]) -> Option<Self> {
        patterns.iter().find_map(|pattern| self.strip(pattern))
    }

    /// The words before the pattern, if the clause ends with it.
    pub fn strip_end(self, pattern: &str) -> Option<Self> {
        let first = self.words.len().saturating_sub(10);
        (first..self.words.len())
            .find(|&at| self.after(at).strip(pattern).is_some_and(Self::is_empty))
            .map(|at| self.range(0, at))
    }

    /// The words before the first of the patterns that fits the end.
    pub fn strip_end_any(self, patterns: &[&str]) -> Option<Self> {
        patterns.iter().find_map(|pattern| self.strip_end(pattern))
    }

    /// The first index at which the pattern fits, and the rest after the pattern.
    pub fn find(self, pattern: &str) -> Option<(usize, Self)> {
        (0..self.words.len()).find_map(|at| Some((at, self.after(at).strip(pattern)?)))
    }

    /// Whether one of the words is in this list: `a|b|c`.
    pub fn has(self, any: &str) -> bool {
        self.words.iter().any(|word| one_of(any, &word.low))
    }

    /// Whether a question mark ends the clause: "done?", "done?!".
    pub fn asks(self) -> bool {
        let raw = self.raw();
        let bare = raw.trim_end_matches(|c: char| !c.is_alphanumeric());
        raw[bare.len()..].contains('?')
    }

    /// Whether all words are in one of these lists: `a|b|c`. Symbols such as emoji do not count.
    pub fn only(self, vocabulary: &[&str]) -> bool {
        let is_symbol = |word: &Word| word.quoted.is_none() && !word.low.contains(char::is_alphanumeric);
        self.words
            .iter()
            .all(|word| is_symbol(word) || vocabulary.iter().any(|words| one_of(words, &word.low)))
    }

    /// The text as the person wrote it, trimmed.
    pub fn raw(self) -> &'a str {
        match (self.words.first(), self.words.last()) {
            (Some(first), Some(last)) => self.text[first.span.start..last.span.end].trim(),
            _ => "",
        }
    }

    /// The text inside the quotes, if the clause is exactly one quoted phrase.
    pub fn quoted(self) -> Option<&'a str> {
        match self.words {
            [Word { quoted: Some(inside), .. }] => Some(self.text[inside.clone()].trim()),
            _ => None,
        }
    }

    /// The clause as a phrase: the quoted text unchanged, or the text on one line without punctuation around it.
    pub fn phrase(self) -> String {
        self.quoted().map_or_else(|| tidy(self.raw()), str::to_owned)
    }

    /// The clause as a title: like [`Self::phrase`], with a capital letter at the beginning of unquoted text.
    pub fn title(self) -> String {
        self.quoted().map_or_else(|| capitalised(&tidy(self.raw())), str::to_owned)
    }
}

/// Whether a word is in a list such as `a|b|c`.
pub fn one_of(list: &str, word: &str) -> bool {
    !word.is_empty() && list.split('|').any(|other| other == word)
}

/// How many words the pattern matches at the beginning, as many as possible.
fn consumed(pattern: &str, words: &[Word]) -> Option<usize> {
    if pattern.is_empty() {
        return Some(0);
    }
    let (item, rest) = pattern.split_once(' ').unwrap_or((pattern, ""));
    let (item, optional) = item.strip_suffix('?').map_or((item, false), |item| (item, true));
    if let Some((word, words)) = words.split_first()
        && word.quoted.is_none()
        && item.split('|').any(|wanted| accepts(wanted, word))
        && let Some(count) = consumed(rest, words)
    {
        return Some(count + 1);
    }
    if optional { consumed(rest, words) } else { None }
}

fn accepts(wanted: &str, word: &Word) -> bool {
    if wanted == word.low {
        return true;
    }
    if let Some(wanted) = wanted.strip_suffix(':') {
        return word.mark == Some(':') && accepts(wanted, word);
    }
    match wanted {
        "<number>" => number(&word.low).is_some(),
        _ => wanted.starts_with('<') && class(wanted).is_some_and(|words| one_of(words, &word.low)),
    }
}

/// The words of a class.
fn class(name: &str) -> Option<&'static str> {
    Some(match name {
        "<task>" => "task|todo|to-do|item|reminder|entry|chore",
        "<tasks>" => "tasks|todos|to-dos|items|reminders|entries|chores|things",
        "<add>" => "add|create|insert|append|adding|creating",
        "<done>" => "done|complete|completed|finished",
        "<note>" => "description|note|notes|desc|details",
        "<named>" => "called|named|titled|saying|to|for|about",
        _ => return None,
    })
}

const NUMBERS: &[&str] = &[
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
];

/// The number that a word means, in digits or in letters up to twelve.
pub fn number(word: &str) -> Option<i64> {
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        return word.parse().ok();
    }
    NUMBERS.iter().position(|name| *name == word).and_then(|value| i64::try_from(value).ok())
}
