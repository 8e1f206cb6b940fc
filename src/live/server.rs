//! Turns news of a person's data into events that carry what changed.

use super::LiveEvent;
use crate::chat::server::{Chat, ChatError};
use crate::db::{Db, News, Topic};
use crate::error::Error;
use crate::id::UserId;
use crate::reminders::Reminder;
use crate::reminders::server::Reminders;
use futures::Stream;
use futures::stream::{self, StreamExt};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

/// How often a silent stream shows that it is alive.
const PING: Duration = Duration::from_secs(15);
/// How long to wait before reading again when the database did not answer.
const RETRY: Duration = Duration::from_secs(1);

/// Makes live updates. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Live {
    db: Db,
    chat: Chat,
    reminders: Reminders,
    build: Option<Arc<str>>,
}

struct Follower {
    live: Live,
    user: UserId,
    news: News,
    ready: VecDeque<LiveEvent>,
    /// The reminders that were sent last.
    reminders: Vec<Reminder>,
    /// Whether everything must be read, because the stream is new or the database did not answer.
    behind: bool,
}

impl Live {
    /// Live updates of what these rules change in `db`.
    pub fn new(db: Db, chat: Chat, reminders: Reminders) -> Self {
        Self { db, chat, reminders, build: None }
    }

    /// The same, where pages learn which client the server brings.
    pub fn with_build(mut self, build: Option<&str>) -> Self {
        self.build = build.map(Arc::from);
        self
    }

    /// The changes of a person's data from now on. The stream ends when the server stops.
    pub fn events(&self, user: &UserId) -> impl Stream<Item = LiveEvent> + Send + use<> {
        let follower = Follower {
            live: self.clone(),
            user: user.clone(),
            news: self.db.news(user),
            ready: self.build.iter().map(|build| LiveEvent::Build { build: build.to_string() }).collect(),
            reminders: Vec::new(),
            behind: true,
        };
        stream::unfold(follower, |mut follower| async {
            follower.next().await.map(|event| (event, follower))
        })
        .fuse()
    }

    async fn read(&self, user: &UserId, topic: Topic) -> Result<Vec<LiveEvent>, Error> {
        Ok(match topic {
            Topic::Tasks => vec![LiveEvent::TasksChanged],
            // The follower reads them.
            Topic::Reminders => Vec::new(),
            Topic::Conversation(id) => match self.chat.conversation(user, id).await {
                Ok(conversation) => vec![LiveEvent::Conversation { conversation }],
                Err(ChatError::ConversationNotFound(_)) => vec![LiveEvent::Gone { conversation: id }],
                Err(error) => return Err(error.into()),
            },
            Topic::Messages(conversation) => {
                let newest = self.chat.newest_message(user, conversation).await?;
                newest.map(|newest| LiveEvent::Messages { conversation, newest }).into_iter().collect()
            }
            Topic::Everything => {
                let list = self.chat.conversations(user, false, None).await?;
                vec![LiveEvent::TasksChanged, LiveEvent::List { list }]
            }
        })
    }
}

impl Follower {
    /// Reads the reminders if they may have changed, and tells of them if they have.
    async fn remind(&mut self, topics: &[Topic]) -> sqlx::Result<()> {
        let may_differ = |topic: &Topic| match topic {
            Topic::Reminders | Topic::Everything => true,
            // A change of a task may have dismissed its reminders.
            Topic::Tasks => !self.reminders.is_empty(),
            _ => false,
        };
        if topics.iter().any(may_differ) {
            let reminders = self.live.reminders.open(&self.user).await?;
            // A page may show those of the stream before.
            if reminders != self.reminders || topics.contains(&Topic::Everything) {
                self.reminders.clone_from(&reminders);
                self.ready.push_back(LiveEvent::Reminders { reminders });
            }
        }
        Ok(())
    }

    async fn next(&mut self) -> Option<LiveEvent> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            let topics = if std::mem::take(&mut self.behind) {
                vec![Topic::Everything]
            } else {
                tokio::select! {
                    topics = self.news.batch() => topics,
                    () = tokio::time::sleep(PING) => return Some(LiveEvent::Ping),
                    () = self.live.chat.stopping() => return None,
                }
            };
            for topic in &topics {
                match self.live.read(&self.user, *topic).await {
                    Ok(events) => self.ready.extend(events),
                    Err(error) => {
                        tracing::debug!(%error, "could not read what changed");
                        self.behind = true;
                    }
                }
            }
            if let Err(error) = self.remind(&topics).await {
                tracing::debug!(%error, "could not read the reminders");
                self.behind = true;
            }
            if self.behind {
                tokio::time::sleep(RETRY).await;
            }
        }
    }
}
