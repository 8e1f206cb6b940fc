//! Marks: `p1`, `!!1`, `high priority`, `@phone`, `#home`.

use super::unit::{Reading, Strength, What};
use super::word::Line;

/// Reads a priority, a tag or a list at a place.
pub(super) fn mark(line: &Line<'_>, at: usize) -> Reading {
    if let Some((level, count)) = priority(line, at) {
        let strength = if line.low(at) == "urgent" { Strength::Weak } else { Strength::Strong };
        return Some((What::Priority(level), count, strength));
    }
    let tagged = line.skip(at, &["with the tag", "with tag", "tagged with", "tagged as", "tagged"]);
    if let Some(tag) = marked(line, at + tagged, '@') {
        return Some((What::Tag(tag), tagged + 1, Strength::Strong));
    }
    let inside = line.skip(at, &["in my list", "in the list", "in list", "in", "into", "to", "on", "under"]);
    let list = marked(line, at + inside, '#')?;
    Some((What::List(list), inside + 1, Strength::Strong))
}

/// The name after a sign, as the person spelt it.
fn marked(line: &Line<'_>, at: usize, sign: char) -> Option<String> {
    let name = line.low(at).strip_prefix(sign)?;
    is_name(name).then(|| line.text.get(line.bytes(at..at + 1)).map(|word| word[1..].to_owned()))?
}

/// Whether it can be the name of a tag or a list. `#12` is a number.
fn is_name(name: &str) -> bool {
    name.chars().next().is_some_and(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '&'))
        && name.chars().count() <= 50
}

fn priority(line: &Line<'_>, at: usize) -> Option<(u8, usize)> {
    let level = |digit: &str| digit.parse().ok().filter(|level| (1..=4).contains(level));
    let word = line.low(at);
    for prefix in ["p", "!!", "!p"] {
        if let Some(level) = word.strip_prefix(prefix).and_then(level) {
            return Some((level, 1));
        }
    }
    let with = line.skip(at, &["with a", "with", "as"]);
    let start = at + with;
    if matches!(line.low(start), "priority" | "prio") {
        let number = line.low(start + 1);
        if let Some(level) = level(number.strip_prefix('p').unwrap_or(number)) {
            return Some((level, with + 2));
        }
        let (word, level) = LEVELS.iter().find(|(word, _)| line.low(start + 1) == *word)?;
        return (!word.is_empty()).then_some((*level, with + 2));
    }
    let (_, level) = LEVELS.iter().find(|(word, _)| line.low(start) == *word)?;
    if matches!(line.low(start + 1), "priority" | "prio") {
        return Some((*level, with + 2));
    }
    // "urgent" is a mark only where it stands apart.
    let apart = line.words.get(at).is_some_and(|word| word.opened)
        || (at > 0 && matches!(line.mark(at - 1), Some(',' | '-' | '!')));
    let ends = at + 1 == line.len();
    (word == "urgent" && apart && ends).then_some((1, 1))
}

const LEVELS: &[(&str, u8)] = &[
    ("highest", 1),
    ("top", 1),
    ("high", 1),
    ("urgent", 1),
    ("medium", 2),
    ("normal", 3),
    ("low", 3),
    ("lowest", 4),
];
