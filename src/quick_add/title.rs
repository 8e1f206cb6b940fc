//! What is left of a line as the title.

use super::word::Line;
use std::ops::Range;

/// The text without some of its words, on one line, without the marks that they leave behind.
pub(super) fn title(line: &Line<'_>, from: usize, taken: &[Range<usize>]) -> String {
    let start = line.bytes(from..from + 1).start;
    let mut kept = String::new();
    let mut at = if from == 0 { 0 } else { start };
    for words in taken {
        let mut bytes = line.bytes(words.clone());
        let before = &line.text[..bytes.start];
        // The brackets of "(urgent)" go with it.
        let opened = before.trim_end_matches(['(', '[']).len();
        let closing = line.text[bytes.end..]
            .chars()
            .take_while(|c| matches!(c, ',' | ';' | ':' | '.' | '!' | '?' | ')' | ']'))
            .count();
        if opened < before.len() && line.text[bytes.end..].starts_with([')', ']']) {
            bytes = opened..bytes.end + 1;
        } else if !line.text[bytes.end..].starts_with([')', ']']) {
            bytes.end += closing;
        }
        kept.push_str(line.text.get(at..bytes.start).unwrap_or_default());
        kept.push(' ');
        at = bytes.end;
    }
    kept.push_str(line.text.get(at..).unwrap_or_default());
    let joined = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    if taken.is_empty() {
        return joined;
    }
    let marks = [',', ';', ':', '-', '–', '—', ' '];
    joined.replace(" ,", ",").replace(" .", ".").trim_matches(marks).trim_end_matches(['.']).trim().to_owned()
}
