//! The rules of searching: which words to look for, how many results to give, and which part of a text to show.

mod excerpt;

use super::{Found, FoundConversation, FoundMessage, FoundTask};
use crate::chat::Role;
use crate::db::Db;
use crate::id::UserId;
use crate::jobs::Job;
use crate::search::store;
use crate::search::words::Words;
use excerpt::{excerpt, marked};
use std::time::Duration;

/// Most messages in the results.
const MESSAGES: usize = 50;
/// Most conversations, and most tasks, in the results.
const OTHERS: usize = 20;
/// How often the words of new messages are added to the index. A search adds those that it would miss, so this only keeps
/// it from having much to do.
const INDEX_PERIOD: Duration = Duration::from_secs(5);
/// How long that pauses between some messages and the next ones.
const INDEX_PAUSE: Duration = Duration::from_millis(10);

/// Search for all people on this server. Each call names the person. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Search {
    db: Db,
}

impl Search {
    /// Searches in `db`.
    pub fn new(db: Db) -> Self {
        Self { db }
    }

    /// The periodic work of searching: adding the words of new messages to the index. PostgreSQL needs none.
    pub fn jobs(&self) -> Vec<Job> {
        let db = self.db.clone();
        let index = Job::on_one_replica("index_words", INDEX_PERIOD, move || {
            let db = db.clone();
            async move { store::index_due(&db, INDEX_PAUSE).await }
        });
        if self.db.is_shared() { Vec::new() } else { vec![index] }
    }

    /// Everything of a person that has all words of `query`. The last word may be incomplete. Any text is a valid
    /// query; one without a word finds nothing.
    pub async fn find(&self, user: &UserId, query: &str) -> sqlx::Result<Found> {
        let Some(words) = Words::of(query) else {
            return Ok(Found::default());
        };
        store::index_due(&self.db, Duration::ZERO).await?;
        let mut scope = self.db.read_as(user).await?;
        // One more than fits shows whether there are more.
        let mut conversations = store::conversations(&mut scope, &words, OTHERS + 1).await?;
        let mut tasks = store::tasks(&mut scope, &words, OTHERS + 1).await?;
        let mut messages = store::messages(&mut scope, &words, MESSAGES + 1).await?;
        let has_more = conversations.len() > OTHERS || tasks.len() > OTHERS || messages.len() > MESSAGES;
        conversations.truncate(OTHERS);
        tasks.truncate(OTHERS);
        messages.truncate(MESSAGES);
        Ok(Found {
            conversations: conversations.into_iter().map(|row| found_conversation(row, &words)).collect(),
            tasks: tasks.into_iter().map(|row| found_task(row, &words)).collect(),
            messages: messages.into_iter().map(|row| found_message(row, &words)).collect(),
            has_more,
        })
    }
}

fn found_conversation(row: store::ConversationRow, words: &Words) -> FoundConversation {
    FoundConversation { id: row.id, title: marked(&row.title, words), updated_at: row.updated_at }
}

fn found_task(row: store::TaskRow, words: &Words) -> FoundTask {
    let description = excerpt(row.description.as_deref().unwrap_or_default(), words);
    let found = description.iter().any(|piece| piece.hit);
    FoundTask {
        id: row.id,
        title: marked(&row.title, words),
        description: if found { description } else { Vec::new() },
        completed: row.completed,
    }
}

fn found_message(row: store::MessageRow, words: &Words) -> FoundMessage {
    let text = match row.role {
        Role::User => row.content,
        // Markdown's signs do not help a person who reads.
        Role::Assistant => row.content.replace("**", "").replace('`', ""),
    };
    FoundMessage {
        id: row.id,
        conversation: row.conversation_id,
        title: row.title,
        role: row.role,
        excerpt: excerpt(&text, words),
        created_at: row.created_at,
    }
}
