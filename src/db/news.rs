//! News of what changed of a person's data, from any page, program or replica.
//!
//! A scope tells the news when it has committed: this process at once, and the other processes by the bus.

use super::Db;
use crate::id::{ConversationId, UserId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

/// How much news may wait for a slow receiver. One that misses some is told that everything changed.
const BACKLOG: usize = 64;

/// What changed of a person's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Their tasks.
    Tasks,
    /// Their reminders: one is due, or was dismissed.
    Reminders,
    /// A conversation: it is new, its title, place or model changed, or it was deleted.
    Conversation(ConversationId),
    /// The messages of a conversation: there are new ones, or another version is shown. The progress of a reply is not
    /// news; who follows the reply hears of it.
    Messages(ConversationId),
    /// Perhaps everything, because news may have been lost.
    Everything,
}

/// The people whose news somebody in this process wants. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Newsroom(Arc<Mutex<HashMap<UserId, broadcast::Sender<Topic>>>>);

impl Newsroom {
    pub(super) fn tell(&self, user: &UserId, topic: Topic) {
        if let Some(sender) = self.people().get(user) {
            // Fails if the last receiver is just leaving.
            _ = sender.send(topic);
        }
    }

    fn tell_all(&self, topic: Topic) {
        for sender in self.people().values() {
            _ = sender.send(topic);
        }
    }

    fn of(&self, user: &UserId) -> News {
        let mut people = self.people();
        let sender = people.entry(user.clone()).or_insert_with(|| broadcast::Sender::new(BACKLOG));
        News { topics: sender.subscribe(), user: user.clone(), room: self.clone() }
    }

    fn people(&self) -> MutexGuard<'_, HashMap<UserId, broadcast::Sender<Topic>>> {
        // A panic leaves the map intact, because each change is one insertion or removal.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The news of one person, from the moment in which it was made.
#[derive(Debug)]
pub struct News {
    topics: broadcast::Receiver<Topic>,
    user: UserId,
    room: Newsroom,
}

impl News {
    /// Waits for the next news. It is told after the change can be read.
    pub async fn next(&mut self) -> Topic {
        match self.topics.recv().await {
            Ok(topic) => topic,
            Err(RecvError::Lagged(_)) => {
                // What still waits is part of everything.
                self.topics = self.topics.resubscribe();
                Topic::Everything
            }
            // The sender lives as long as this receiver.
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

impl News {
    /// Waits for news and returns all that has come, each topic once.
    pub async fn batch(&mut self) -> Vec<Topic> {
        let mut topics = vec![self.next().await];
        while !self.topics.is_empty() {
            let topic = self.next().await;
            if !topics.contains(&topic) {
                topics.push(topic);
            }
        }
        topics
    }
}

impl Drop for News {
    fn drop(&mut self) {
        let mut people = self.room.people();
        // The last receiver removes the entry. This one still counts.
        if people.get(&self.user).is_some_and(|sender| sender.receiver_count() <= 1) {
            people.remove(&self.user);
        }
    }
}

impl Db {
    /// The news of a person from now on. News of other processes come while [`Db::carry`] runs.
    pub fn news(&self, user: &UserId) -> News {
        self.newsroom().of(user)
    }

    fn newsroom(&self) -> &Newsroom {
        match self {
            Self::Sqlite { news, .. } | Self::Postgres { news, .. } => news,
        }
    }

    /// Tells a person's receivers in this process and in the others that something changed.
    pub(crate) fn tell(&self, user: &UserId, topic: Topic) {
        self.newsroom().tell(user, topic);
        if let (Self::Postgres { bus, .. }, Some(word)) = (self, word(topic, user)) {
            bus.tell_others(&word);
        }
    }

    /// Tells everybody that much may have changed, because news were lost.
    pub fn lost_news(&self) {
        self.newsroom().tell_all(Topic::Everything);
    }

    /// Takes what another process tells: a topic and, as the rest of the text, the person's id.
    pub(super) fn heard_news(&self, text: &str) {
        if let Some((topic, user)) = parse(text) {
            self.newsroom().tell(&UserId::new(user), topic);
        }
    }
}

/// What the other processes are told of a change. [`parse`] reads it.
pub(super) fn word(topic: Topic, user: &UserId) -> Option<String> {
    Some(match topic {
        Topic::Tasks => format!("news tasks {user}"),
        Topic::Reminders => format!("news reminders {user}"),
        Topic::Conversation(id) => format!("news conversation {id} {user}"),
        Topic::Messages(id) => format!("news messages {id} {user}"),
        Topic::Everything => return None,
    })
}

/// Reads what another process tells.
fn parse(text: &str) -> Option<(Topic, &str)> {
    let (topic, rest) = text.split_once(' ')?;
    match topic {
        "tasks" => return Some((Topic::Tasks, rest)),
        "reminders" => return Some((Topic::Reminders, rest)),
        _ => {}
    }
    let (id, user) = rest.split_once(' ')?;
    let id = id.parse().ok()?;
    match topic {
        "conversation" => Some((Topic::Conversation(id), user)),
        "messages" => Some((Topic::Messages(id), user)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_processes_read_what_one_tells() {
        let (seven, odd) = (ConversationId::new(7), UserId::new("an id"));
        for topic in [Topic::Tasks, Topic::Reminders, Topic::Conversation(seven), Topic::Messages(seven)] {
            let word = word(topic, &odd).unwrap_or_default();
            assert_eq!(word.strip_prefix("news ").and_then(parse), Some((topic, "an id")));
        }
        for other in ["", "tasks", "messages ann", "messages x ann", "weather 7 ann"] {
            assert_eq!(parse(other), None, "{other}");
        }
    }

    #[tokio::test]
    async fn people_hear_only_of_themselves_and_leave_nothing_behind() {
        let room = Newsroom::default();
        let (ann, bob) = (UserId::new("ann"), UserId::new("bob"));
        let (mut first, mut second) = (room.of(&ann), room.of(&ann));
        let of_bob = room.of(&bob);
        room.tell(&ann, Topic::Tasks);
        assert_eq!((first.next().await, second.next().await), (Topic::Tasks, Topic::Tasks));
        assert!(of_bob.topics.is_empty());
        drop((first, of_bob));
        assert_eq!(room.people().len(), 1);
        drop(second);
        assert!(room.people().is_empty());
    }

    #[tokio::test]
    async fn a_slow_receiver_is_told_that_everything_changed() {
        let room = Newsroom::default();
        let ann = UserId::new("ann");
        let mut news = room.of(&ann);
        for _ in 0..=BACKLOG {
            room.tell(&ann, Topic::Tasks);
        }
        assert_eq!(news.next().await, Topic::Everything);
        room.tell(&ann, Topic::Tasks);
        assert_eq!(news.next().await, Topic::Tasks);
    }
}
