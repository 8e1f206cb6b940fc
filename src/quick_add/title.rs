//! What is left of a line as the title.

use super::weekday::{month, weekday};
use super::word::Line;
use std::ops::Range;

/// The text without some of its words, on one line, without the marks that they leave behind.
pub(super) fn title(line: &Line<'_>, from: usize, taken: &[Range<usize>]) -> String {
    let start = line.bytes(from..from + 1).start;
    let mut kept = String::new();
    let mut mark = None;
    let mut at = if from == 0 { 0 } else { start };
    for words in taken {
        let mut bytes = line.bytes(words.clone());
        let before = &line.text[..bytes.start];
        // The brackets of "(urgent)" go with it.
        let opened = before.trim_end_matches(['(', '[']).len();
        let after = &line.text[bytes.end..];
        let closing: &str = after.split(|c| !",;:.!?)]".contains(c)).next().unwrap_or_default();
        let bracketed = opened < before.len() && after.starts_with([')', ']']);
        let stays = at..if bracketed { opened } else { bytes.start };
        kept_and(&mut kept, line.text.get(stays).unwrap_or_default(), &mut mark);
        if bracketed {
            bytes.end += 1;
        } else if !after.starts_with([')', ']']) {
            bytes.end += closing.len();
            let point_ends = ends_sentence(line, words.end);
            let found = closing.chars().find(|c| ",;:!?".contains(*c) || *c == '.' && point_ends);
            mark = found.or(mark);
        }
        at = bytes.end;
    }
    kept_and(&mut kept, line.text.get(at..).unwrap_or_default(), &mut mark);
    let joined = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    if taken.is_empty() {
        return joined;
    }
    let marks = [',', ';', ':', '-', '–', '—', ' '];
    format!("{joined} ")
        .replace(" , ", ", ")
        .replace(" . ", ". ")
        .trim_matches(marks)
        .trim_end_matches(['.'])
        .trim()
        .to_owned()
}

/// Adds words that stay. The mark after taken words is theirs if they stand between others: "bake sale sat: 36 cupcakes".
fn kept_and(kept: &mut String, more: &str, mark: &mut Option<char>) {
    if more.trim().is_empty() {
        return;
    }
    let before = kept.trim_end();
    let open = before.ends_with(|c: char| !c.is_ascii_punctuation() || ")]\"'%".contains(c));
    let goes_on = more.trim_start().starts_with(|c: char| c.is_alphanumeric() || "\"'“‘(@#$€£".contains(c));
    if let Some(mark) = mark.take().filter(|_| open && goes_on) {
        kept.truncate(before.len());
        kept.push(mark);
    }
    kept.push(' ');
    kept.push_str(more);
}

/// Whether the point before a word ends a sentence.
fn ends_sentence(line: &Line<'_>, at: usize) -> bool {
    let last = line.low(at - 1);
    let abbreviation = last.starts_with(|c: char| c.is_ascii_digit()) && last.contains('.')
        || last.len() <= 4 && weekday(last).is_some()
        || month(last).is_some();
    line.is_capital(at) && line.low(at) != "i" && !abbreviation
}
