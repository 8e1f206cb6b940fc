//! How much of a reply a program has been told, and what it has not been told yet. Programs get Markdown, as the model
//! wrote it; pages get HTML (see `renderer`).

use crate::chat::ToolCall;
use crate::chat::store::StoredCall;
use std::fmt;
use std::str::FromStr;

/// How much of a reply a program has been told. A text can be resumed at any of its bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Bytes of the text.
    text: usize,
    /// How many tool calls have begun.
    begun: usize,
    /// The number of the last tool call whose result is known, from 1.
    ended: usize,
}

/// A piece of a reply that a program is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// More Markdown.
    Text(String),
    /// A tool call that began or, with the same id, ended.
    Call(ToolCall),
}

impl Told {
    /// Everything of a reply that is not told yet, each piece with how much is told after it. Calls run one after the
    /// other.
    pub(crate) fn catch_up(&mut self, content: &str, calls: &[StoredCall]) -> Vec<(Piece, Self)> {
        let mut pieces = Vec::new();
        for (number, stored) in calls.iter().enumerate().skip(self.ended) {
            let (begins, ended) = (number >= self.begun, stored.call.result.is_some());
            if begins {
                self.read_up_to(stored.at, content, &mut pieces);
                self.begun = number + 1;
            }
            if ended {
                self.ended = number + 1;
            }
            if begins || ended {
                pieces.push((Piece::Call(stored.call.clone()), *self));
            }
        }
        self.read_up_to(content.len(), content, &mut pieces);
        pieces
    }

    /// Nothing is read if the content is shorter, which is so while another replica catches up.
    fn read_up_to(&mut self, end: usize, content: &str, pieces: &mut Vec<(Piece, Self)>) {
        if let Some(text) = content.get(self.text..end).filter(|text| !text.is_empty()) {
            self.text = end;
            pieces.push((Piece::Text(text.to_owned()), *self));
        }
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.text, self.begun, self.ended)
    }
}

impl FromStr for Told {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut numbers = text.splitn(3, '.').map(str::parse);
        // A missing number is read from an empty text, which is an error.
        let mut next = || numbers.next().unwrap_or_else(|| "".parse());
        Ok(Self { text: next()?, begun: next()?, ended: next()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chat::ToolResult;
    use proptest::prelude::*;
    use serde_json::json;

    fn call(number: usize, at: usize, done: bool) -> StoredCall {
        let result = done.then(|| ToolResult { content: json!({}), is_error: false, change: None });
        let (id, name, arguments) = (number.to_string(), "list_tasks".to_owned(), "{}".to_owned());
        StoredCall { at, round: 0, call: ToolCall { id, name, arguments, result } }
    }

    /// What a program understands: its text, with a bar where a call began and where it ended.
    fn understood(pieces: impl IntoIterator<Item = (Piece, Told)>) -> String {
        let mut text = String::new();
        for (piece, _) in pieces {
            match piece {
                Piece::Text(delta) => text.push_str(&delta),
                Piece::Call(call) if call.result.is_some() => text.push_str(&format!("|{}!", call.id)),
                Piece::Call(call) => text.push_str(&format!("|{}?", call.id)),
            }
        }
        text
    }

    #[test]
    fn a_call_stands_where_it_was_made() {
        let mut told = Told::default();
        let pieces = told.catch_up("Let me see. Two.", &[call(1, 11, false)]);
        assert_eq!(understood(pieces), "Let me see.|1? Two.");
        let pieces = told.catch_up("Let me see. Two.", &[call(1, 11, true), call(2, 16, true)]);
        assert_eq!(understood(pieces), "|1!|2!");
        assert_eq!(told.to_string(), "16.2.2");
    }

    #[test]
    fn other_texts_are_no_positions() {
        assert_eq!("12.3.2".parse(), Ok(Told { text: 12, begun: 3, ended: 2 }));
        for other in ["", "1", "1.2", "1.2.3.4", "-1.0.0", "a.b.c", "99999999999999999999.0.0"] {
            assert!(other.parse::<Told>().is_err(), "{other}");
        }
    }

    #[test]
    fn a_position_that_cannot_be_is_harmless() {
        for odd in ["1.0.0", "900.0.0", "0.7.9"] {
            let mut told: Told = odd.parse().unwrap_or_default();
            let _ = told.catch_up("Ä", &[call(1, 2, true)]);
        }
    }

    proptest! {
        // A program that is cut off at any piece, and goes on from there at another replica, has understood the same as
        // one that was never cut off.
        #[test]
        fn nothing_is_lost_or_doubled(steps in proptest::collection::vec((any::<bool>(), "[a-zäß🥛 ]{0,6}", 0usize..4), 1..24)) {
            let (mut content, mut calls) = (String::new(), Vec::<StoredCall>::new());
            let (mut steady, mut cut) = (Told::default(), Told::default());
            let (mut whole, mut pieced) = (String::new(), String::new());
            for (tool, text, keep) in steps {
                let count = calls.len();
                match calls.last_mut() {
                    Some(last) if tool && last.call.result.is_none() => *last = call(count, last.at, true),
                    _ if tool => calls.push(call(count + 1, content.len(), false)),
                    _ => content.push_str(&text),
                }
                whole.push_str(&understood(steady.catch_up(&content, &calls)));
                let mut sent = cut;
                let heard: Vec<_> = sent.catch_up(&content, &calls).into_iter().take(keep).collect();
                // The connection broke after these pieces. The program comes back with the last position it saw.
                let position = heard.last().map(|(_, told)| *told);
                pieced.push_str(&understood(heard));
                cut = position.unwrap_or(cut);
            }
            whole.push_str(&understood(steady.catch_up(&content, &calls)));
            pieced.push_str(&understood(cut.catch_up(&content, &calls)));
            let text = |understood: &str| understood.split('|').map(|part| part.trim_start_matches(|c: char| c.is_ascii_digit() || c == '?' || c == '!')).collect::<String>();
            prop_assert_eq!(text(&whole), content.clone());
            prop_assert_eq!(text(&pieced), content);
        }
    }
}
