//! The rules of chat: starting a turn, following it, stopping it, reading what was said.
//!
//! A turn's reply is written by a run (`run`) in a task of its own. Requests only subscribe to it, so closing a
//! page stops nothing.

mod agent;
mod choice;
mod drafts;
mod error;
mod history;
mod list;
mod live;
mod manage;
mod markdown;
mod passage;
mod present;
mod presenter;
mod queue;
mod quota;
mod recorded;
mod run;
mod runs;
mod send;
mod store;
mod title;
mod transcript;
mod turn;
mod upkeep;
mod usage;
mod versions;

pub use drafts::Draft;
pub use error::ChatError;
pub use quota::Reached;
pub use transcript::{Amount, Said, Transcript, UsageOfDay};
pub use turn::Turn;

use super::{Conversation, Page};
use crate::config::Quotas;
use crate::db::{Db, Scope};
use crate::id::{ConversationId, MessageId, UserId};
use crate::model::Model;
use crate::model::catalog::Catalog;
use crate::tasks::server::Tasks;
use runs::Runs;
use std::fmt;
use std::sync::Arc;

/// Messages on one page of a conversation.
const PAGE_SIZE: i64 = 50;
/// Most characters of a title that no person gave.
const TITLE_LENGTH: usize = 60;

/// The chats of everybody on this server; each call names whose. Cheap to clone.
#[derive(Clone)]
pub struct Chat {
    db: Db,
    tasks: Tasks,
    model: Arc<dyn Model>,
    models: Catalog,
    quotas: Quotas,
    runs: Runs,
}

impl fmt::Debug for Chat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chat").field("model", &self.model.name()).finish_non_exhaustive()
    }
}

impl Chat {
    /// Chats in `db`, answered by `model`, which acts on `tasks`. Everybody may ask as much as they like.
    pub fn new(db: Db, tasks: Tasks, model: Arc<dyn Model>) -> Self {
        Self::with(db, tasks, model.into(), Quotas::default())
    }

    /// The same with several models, and limits for everybody.
    pub fn with(db: Db, tasks: Tasks, models: Catalog, quotas: Quotas) -> Self {
        let model = Arc::new(models.choose(None));
        Self { db, tasks, model, models, quotas, runs: Runs::default() }
    }

    /// The newest messages of a conversation, or the newest before `before`.
    ///
    /// # Errors
    /// [`ChatError::ConversationNotFound`].
    pub async fn messages(
        &self,
        user: &UserId,
        conversation: ConversationId,
        before: Option<MessageId>,
    ) -> Result<Page, ChatError> {
        let mut scope = self.db.read_as(user).await?;
        let conversation = find_conversation(&mut scope, conversation).await?;
        let before = before.unwrap_or(MessageId::new(i64::MAX));
        let mut rows = store::messages_before(&mut scope, conversation.id, before, PAGE_SIZE + 1).await?;
        let has_more = i64::try_from(rows.len()).is_ok_and(|count| count > PAGE_SIZE);
        if has_more {
            rows.pop();
        }
        recorded::settle(&mut scope, &mut rows).await?;
        let versions = versions::of(&mut scope, conversation.id, &rows).await?;
        let messages = rows.into_iter().rev().map(|row| versions.present(row)).collect();
        Ok(Page { conversation, messages, has_more })
    }
}

async fn find_conversation(scope: &mut Scope, id: ConversationId) -> Result<Conversation, ChatError> {
    store::conversation(scope, id).await?.ok_or(ChatError::ConversationNotFound(id))
}

// The first line, cut at a word.
fn title_of(text: &str) -> String {
    cut_at_word(text.lines().next().unwrap_or_default().trim(), TITLE_LENGTH)
}

// At most so many characters of a line.
fn cut_at_word(line: &str, length: usize) -> String {
    if line.chars().count() <= length {
        return line.to_owned();
    }
    let cut: String = line.chars().take(length.saturating_sub(1)).collect();
    let words = cut.rsplit_once(char::is_whitespace).map_or(cut.as_str(), |(words, _)| words);
    format!("{}…", words.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_the_first_line_cut_at_a_word() {
        assert_eq!(title_of("Buy milk\nand eggs"), "Buy milk");
        let long = title_of(&"word ".repeat(40));
        assert!(long.ends_with("word…") && long.chars().count() <= TITLE_LENGTH, "{long}");
        assert_eq!(title_of(&"ж".repeat(100)).chars().count(), TITLE_LENGTH);
    }
}
