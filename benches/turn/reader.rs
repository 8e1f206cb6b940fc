//! A reader of one reply. It looks for marks and does not parse whole lines, so that it takes little of the cores that it
//! shares with the servers.

use crate::door::Door;
use crate::model::{MARK, clock};
use reqwest::header::CONTENT_ENCODING;
use reqwest::{Response, StatusCode};

/// What came of a turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The reply came with its end and all of its words.
    Whole,
    /// The stream was compressed. Its words cannot be timed, because each is held back until it is unpacked.
    Compressed,
    /// It was refused, cut, or lacks words. The text says what.
    Failed(String),
}

/// A word as it came: when the model said it and when it was here, in microseconds of the model's clock.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    pub said: u64,
    pub here: u64,
}

/// The state of a reader within one stream.
pub struct Reader {
    door: Door,
    response: Response,
    pending: Vec<u8>,
    compressed: bool,
    last: Option<u64>,
    /// The words so far.
    pub heard: usize,
    /// Whether the end of the reply came.
    pub ended: bool,
    /// The conversation, once the stream has named it. Not asked for if it is known.
    pub conversation: Option<String>,
}

impl Reader {
    /// Reads an answer. A refusal gives its status.
    pub fn new(door: Door, response: Response, conversation: &Option<String>) -> Result<Self, StatusCode> {
        if !response.status().is_success() {
            return Err(response.status());
        }
        let compressed = response.headers().contains_key(CONTENT_ENCODING);
        let (pending, conversation) = (Vec::new(), conversation.clone());
        Ok(Self { door, response, pending, compressed, last: None, heard: 0, ended: false, conversation })
    }

    /// Reads on. Gives each new word to `word`, and each line to `line`. Returns whether the stream goes on.
    pub async fn next(&mut self, mut word: impl FnMut(Word), mut line: impl FnMut(&str)) -> bool {
        let Ok(Some(bytes)) = self.response.chunk().await else { return false };
        if self.compressed {
            return true;
        }
        let here = clock();
        self.pending.extend_from_slice(&bytes);
        let Some(end) = self.pending.iter().rposition(|byte| *byte == b'\n') else { return true };
        let rest = self.pending.split_off(end + 1);
        let lines = std::mem::replace(&mut self.pending, rest);
        for one in std::str::from_utf8(&lines).unwrap_or_default().lines() {
            line(one);
            if self.conversation.is_none() {
                self.conversation = self.door.conversation(one).map(str::to_owned);
            }
            // A word may come again, within a finished part or the end. Times grow, so it is then not new.
            for marked in one.split(MARK).skip(1) {
                let digits = marked.find(|c: char| !c.is_ascii_digit()).unwrap_or(marked.len());
                let Ok(said) = marked[..digits].parse() else { continue };
                if Some(said) > self.last {
                    self.last = Some(said);
                    self.heard += 1;
                    word(Word { said, here });
                }
            }
            self.ended |= self.door.is_end(one);
        }
        true
    }

    /// What came of the turn, once the stream has ended. The reply should have had so many words.
    pub fn outcome(&self, words: usize) -> Outcome {
        if self.compressed {
            Outcome::Compressed
        } else if self.ended && self.heard == words {
            Outcome::Whole
        } else {
            Outcome::Failed(format!("{} of {words} words, ended: {}", self.heard, self.ended))
        }
    }
}
