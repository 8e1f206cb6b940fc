//! A server under load, and a turn with it.

use crate::door::{Door, Way};
use crate::people::Person;
use crate::reader::{Outcome, Reader, Word};
use crate::window::Window;
use std::time::Instant;

/// A server, by one of its doors, and the people who use it.
#[derive(Debug)]
pub struct Target {
    pub door: Door,
    pub way: Way,
    pub people: Vec<Person>,
    /// The id of its process.
    pub process: u32,
}

/// A person in one conversation.
#[derive(Debug, Default)]
pub struct Talk {
    conversation: Option<String>,
    turns: usize,
}

impl Target {
    /// One turn of the person with this number. What it shows goes to the window. The time runs from `since`.
    pub async fn turn(&self, number: usize, talk: &mut Talk, words: usize, since: Instant, window: &Window) {
        talk.turns += 1;
        let client_id = format!("{}-{}-{number}-{}", self.door.name(), window.name(), talk.turns);
        let request = match self.door {
            Door::Relay => self.way.relayed(),
            door => self.way.message(door, &self.people[number], talk.conversation.as_deref(), &client_id),
        };
        let (mut first, mut further) = (None, Vec::with_capacity(words));
        let outcome =
            match request.send().await.map(|response| Reader::new(self.door, response, &talk.conversation)) {
                Ok(Ok(mut reader)) => {
                    let mut hear = |word: Word| {
                        window.count_word();
                        match first {
                            None => first = Some(since.elapsed()),
                            Some(_) => further.push(word.here.saturating_sub(word.said)),
                        }
                    };
                    while reader.next(&mut hear, |_| {}).await {}
                    talk.conversation = reader.conversation.take();
                    reader.outcome(words)
                }
                Ok(Err(status)) => Outcome::Failed(format!("status {status}")),
                Err(error) => Outcome::Failed(format!("{error:?}")),
            };
        window.end_turn(since, first, further, outcome);
    }
}
