//! A model that counts aloud: in "w1 w2 w3 ..." whatever is lost or doubled on the way can be seen.

use super::script::Gate;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Interval, MissedTickBehavior, interval, timeout};

/// Words to a paragraph, so that some of a long answer is rendered and some is not yet.
const PARAGRAPH: usize = 12;

/// Numbered words at an even pace, until all are said or it is told to end. Every answer begins at "w1".
#[derive(Clone, Debug)]
pub struct Talk {
    words: usize,
    pace: Duration,
    end: Gate,
    said: watch::Sender<usize>,
}

impl Talk {
    /// This many words, so far apart.
    pub fn new(words: usize, pace: Duration) -> Self {
        Self { words, pace, end: Gate::new(), said: watch::Sender::default() }
    }

    /// Words that go on until [`Talk::end`].
    pub fn endless(pace: Duration) -> Self {
        Self::new(usize::MAX, pace)
    }

    /// Ends every answer after the word it is at.
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

    /// An answer from its first word.
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
    /// Notes that the last word was said, and gives the next in its time.
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
