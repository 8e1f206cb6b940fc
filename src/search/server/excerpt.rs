//! The part of a text to show in the results.

use crate::search::Piece;
use crate::search::words::{Words, is_gap};

/// Characters in an excerpt.
const LENGTH: usize = 180;
/// Characters in it before the first hit.
const BEFORE: usize = 50;

/// The whole text in pieces, with the hits marked.
pub(crate) fn marked(text: &str, words: &Words) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut push = |text: &str, hit: bool| match pieces.last_mut() {
        Some(last) if !hit && !last.hit => last.text.push_str(text),
        _ => pieces.push(Piece { text: text.to_owned(), hit }),
    };
    for run in runs(text) {
        push(run, !run.starts_with(is_gap) && words.hit(run));
    }
    pieces
}

/// A part of the text around its first hit, with the hits marked and all spaces single. Without a hit, the beginning.
pub(crate) fn excerpt(text: &str, words: &Words) -> Vec<Piece> {
    let start = runs(text)
        .find(|run| !run.starts_with(is_gap) && words.hit(run))
        .map_or(0, |run| begin(text, run.as_ptr() as usize - text.as_ptr() as usize));
    let rest = text.get(start..).unwrap_or_default();
    let end = rest.char_indices().nth(LENGTH).map_or(rest.len(), |(at, _)| at);
    let cut = rest.get(..end).unwrap_or_default();
    // The excerpt does not end in the middle of a word, unless that word is endless.
    let whole = if end < rest.len() { cut.rsplit_once(is_gap).map_or(cut, |(whole, _)| whole) } else { cut };
    let single = whole.split_whitespace().collect::<Vec<_>>().join(" ");
    let (before, after) = (if start > 0 { "… " } else { "" }, if end < rest.len() { " …" } else { "" });
    marked(&[before, &single, after].concat(), words)
}

/// Where the excerpt begins: at a word, some text before the hit at `at`.
fn begin(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    let Some((from, _)) = before.char_indices().rev().nth(BEFORE) else { return 0 };
    let word = before.get(from..).and_then(|cut| cut.find(is_gap).map(|gap| from + gap));
    word.unwrap_or(at)
}

/// The text cut into words and gaps.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let gap = is_gap(first);
        let end = rest.find(|character: char| is_gap(character) != gap).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        Some(run)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, query: &str) -> String {
        let words = Words::of(query).unwrap_or_else(|| unreachable!());
        let piece = |piece: Piece| if piece.hit { format!("[{}]", piece.text) } else { piece.text };
        excerpt(text, &words).into_iter().map(piece).collect()
    }

    #[test]
    fn hits_are_marked_as_they_stand() {
        assert_eq!(
            shown("Buy MILK, oat-milk\n and Milky ways", "milk"),
            "Buy [MILK], oat-[milk] and [Milky] ways"
        );
        assert_eq!(shown("Café <b>Crème</b>", "creme cafe"), "[Café] <b>[Crème]</b>");
        assert_eq!(shown("nothing", "here"), "nothing");
    }

    #[test]
    fn a_long_text_is_shown_around_its_first_hit() {
        let text = format!("{} needle {}", "word ".repeat(100), "more ".repeat(100));
        let shown = shown(&text, "needle");
        assert!(
            shown.starts_with("… word") && shown.contains("[needle]") && shown.ends_with("more …"),
            "{shown}"
        );
        assert!(shown.chars().count() < LENGTH + 10, "{shown}");
        assert!(self::shown(&"ж".repeat(1000), "ж").starts_with("[жж"), "a word without an end");
    }
}
