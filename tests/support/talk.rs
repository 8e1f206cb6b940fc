//! A model that counts: "w1 w2 w3 ..." shows which words are lost or doubled on the way.

use super::script::Gate;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Interval, MissedTickBehavior, interval, timeout};

/// Words in a paragraph, so that a long answer is partly rendered and partly not.
const PARAGRAPH: usize = 12;

/// Numbered words at an even pace, until all are said or the talk is told to end. Every answer begins at "w1".
#[derive(Clone, Debug)]
pub struct Talk {
    words: usize,
    pace: Duration,
    end: Gate,
    said: watch::Sender<usize>,
}

impl Talk {
    /// This many words, one each `pace`.
    pub fn new(words: usize, pace: Duration) -> Self {
        Self { words, pace, end: Gate::new(), said: watch::Sender::default() }
    }

    /// Words without an end, until [`Talk::end`].
    pub fn endless(pace: Duration) -> Self {
        Self::new(usize::MAX, pace)
    }

    /// Ends every answer after its current word.
    pub fn end(&self) {
        self.end.open();
    }

    /// How many words the longest answer has so far.
    pub fn said(&self) -> usize {
        *self.said.borrow()
    }

    /// Waits until an answer has this many words.
    pub async fn reaches(&self, words: usize) {
        let mut said = self.said.subscribe();
        timeout(Duration::from_secs(60), said.wait_for(|said| *said >= words)).await.unwrap().unwrap();
    }

    /// The text of a whole answer of this many words.
    pub fn text(words: usize) -> String {
        (1..=words).map(word).collect()
    }

    /// Begins an answer with its first word.
    pub(super) fn answer(&self) -> Answer<'_> {
        let mut beat = interval(self.pace);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Answer { talk: self, beat, words: 0 }
    }
}

/// One answer.
pub(super) struct Answer<'a> {
    talk: &'a Talk,
    beat: Interval,
    words: usize,
}

impl Answer<'_> {
    /// Counts the word said last, and returns the next one at its time.
    pub(super) async fn next(&mut self) -> Option<String> {
        let words = self.words;
        self.talk.said.send_if_modified(|said| {
            let more = *said < words;
            *said = words.max(*said);
            more
        });
        if words == self.talk.words {
            return None;
        }
        tokio::select! {
            biased;
            () = self.talk.end.opened() => return None,
            _ = self.beat.tick() => {}
        }
        self.words += 1;
        Some(word(self.words))
    }
}

fn word(number: usize) -> String {
    let gap = if number.is_multiple_of(PARAGRAPH) { "\n\n" } else { " " };
    format!("w{number}{gap}")
}
