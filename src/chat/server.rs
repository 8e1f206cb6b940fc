//! The rules of chat: starting a turn, following it, stopping it, reading what was said.
//!
//! A turn's reply is written by a run (`run`) in a task of its own. Requests only subscribe to it, so closing a
//! page stops nothing.

mod agent;
mod drafts;
mod history;
mod list;
mod live;
mod manage;
mod markdown;
mod passage;
mod present;
mod run;
mod store;
mod title;
mod transcript;
mod turn;
mod upkeep;

pub use drafts::Draft;
pub use transcript::{Amount, Said, Transcript};
pub use turn::Turn;

use super::{Conversation, MESSAGE_MAX, Page, TITLE_MAX};
use crate::db::{Db, Scope};
use crate::error::{AppError, ErrorCode};
use crate::id::{ConversationId, MessageId, UserId};
use crate::model::Model;
use crate::tasks::server::Tasks;
use crate::timestamp::Timestamp;
use live::{Live, Runs};
use std::fmt;
use std::sync::Arc;

/// Messages on one page of a conversation.
const PAGE_SIZE: i64 = 50;
/// Most characters of a client-made id; a UUID has 36.
const CLIENT_ID_MAX: usize = 64;
/// Most characters of a title that no person gave.
const TITLE_LENGTH: usize = 60;

/// Why something could not be done in a chat.
#[derive(Debug, thiserror::Error)]
pub enum ChatError {
    /// The message is empty or too long.
    #[error("invalid message")]
    InvalidMessage,
    /// The client-made id is empty, too long or has odd characters.
    #[error("invalid client id")]
    InvalidClientId,
    /// A title is empty, too long or has odd characters.
    #[error("invalid title")]
    InvalidTitle,
    /// A place in the list of conversations that the list never gave.
    #[error("invalid place in the list")]
    InvalidPlace,
    /// No such conversation, or it is somebody else's.
    #[error("conversation {0} not found")]
    ConversationNotFound(ConversationId),
    /// No such message, or it is somebody else's.
    #[error("message {0} not found")]
    MessageNotFound(MessageId),
    /// A reply is being written in this conversation.
    #[error("a reply is running")]
    RunActive,
    /// Only the newest reply can be written anew, and only if it did not end well.
    #[error("not a reply to retry")]
    NotRetryable,
    /// The server is shutting down.
    #[error("shutting down")]
    ShuttingDown,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl ChatError {
    /// What the person is told; `None` for faults that are not theirs.
    pub fn public(&self) -> Option<AppError> {
        use ErrorCode as Code;
        Some(match self {
            Self::InvalidMessage => AppError::on(
                Code::InvalidParameter,
                "text",
                format!("A message has 1 to {MESSAGE_MAX} characters."),
            ),
            Self::InvalidClientId => AppError::on(
                Code::InvalidParameter,
                "client_id",
                format!("A client id has 1 to {CLIENT_ID_MAX} letters, digits and hyphens."),
            ),
            Self::InvalidTitle => {
                AppError::on(Code::InvalidTitle, "title", format!("A title has 1 to {TITLE_MAX} characters."))
            }
            Self::InvalidPlace => {
                AppError::on(Code::InvalidParameter, "after", "The list does not go on from there.")
            }
            Self::ConversationNotFound(_) => {
                AppError::new(Code::ConversationNotFound, "There is no such conversation.")
            }
            Self::MessageNotFound(_) => AppError::new(Code::MessageNotFound, "There is no such message."),
            Self::RunActive => AppError::new(
                Code::RunActive,
                "A reply is still being written here. Wait for it, or stop it first.",
            ),
            Self::NotRetryable => AppError::new(
                Code::InvalidParameter,
                "Only the newest reply can be tried again, once it has ended.",
            ),
            Self::ShuttingDown => {
                AppError::new(Code::Unreachable, "Docket is restarting. Try again in a moment.")
            }
            Self::Database(_) => return None,
        })
    }
}

/// The chats of everybody on this server; each call names whose. Cheap to clone.
#[derive(Clone)]
pub struct Chat {
    db: Db,
    tasks: Tasks,
    model: Arc<dyn Model>,
    runs: Runs,
}

impl fmt::Debug for Chat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chat").field("model", &self.model.name()).finish_non_exhaustive()
    }
}

impl Chat {
    /// Chats in `db`, answered by `model`, which acts on `tasks`.
    pub fn new(db: Db, tasks: Tasks, model: Arc<dyn Model>) -> Self {
        Self { db, tasks, model, runs: Runs::default() }
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
        let messages = rows.into_iter().rev().map(present::message).collect();
        Ok(Page { conversation, messages, has_more })
    }

    /// Stores a message and begins the reply to it. Called again with the same `client_id`, it stores nothing
    /// and follows the reply that the first call began.
    ///
    /// # Errors
    /// If the message is not acceptable, the conversation is not there, or a reply is running in it.
    pub async fn send(
        &self,
        user: &UserId,
        conversation: Option<ConversationId>,
        text: &str,
        client_id: &str,
    ) -> Result<Turn, ChatError> {
        let text = parse_message(text)?;
        let client_id = parse_client_id(client_id)?;
        self.runs.accepting()?;
        match self.begin(user, conversation, text, client_id).await {
            // Somebody else stored a row with one of our unique keys: the same message, or another run.
            Err(ChatError::Database(sqlx::Error::Database(error))) if error.is_unique_violation() => {
                let mut scope = self.db.read_as(user).await?;
                match store::question_by_client_id(&mut scope, client_id).await? {
                    Some(question) => self.rejoin(scope, question).await,
                    None => Err(ChatError::RunActive),
                }
            }
            outcome => outcome,
        }
    }

    async fn begin(
        &self,
        user: &UserId,
        conversation: Option<ConversationId>,
        text: &str,
        client_id: &str,
    ) -> Result<Turn, ChatError> {
        let mut scope = self.db.write_as(user).await?;
        if let Some(question) = store::question_by_client_id(&mut scope, client_id).await? {
            return self.rejoin(scope, question).await;
        }
        let now = Timestamp::now();
        let conversation = match conversation {
            Some(id) => store::touch_conversation(&mut scope, id, &now)
                .await?
                .ok_or(ChatError::ConversationNotFound(id))?,
            None => store::insert_conversation(&mut scope, &title_of(text), &now).await?,
        };
        let question = store::insert_question(&mut scope, conversation.id, text, client_id, &now).await?;
        let reply = store::insert_reply(&mut scope, conversation.id, &now).await?;
        scope.commit().await?;
        Ok(self.start(user, conversation, question, reply))
    }

    /// Begins again a reply that failed, was stopped, was interrupted or ran out of length.
    ///
    /// # Errors
    /// If there is no such reply, it is not the newest message of its conversation, or it is fine as it is.
    pub async fn retry(&self, user: &UserId, reply: MessageId) -> Result<Turn, ChatError> {
        self.runs.accepting()?;
        let mut scope = self.db.write_as(user).await?;
        let row = store::message(&mut scope, reply).await?.ok_or(ChatError::MessageNotFound(reply))?;
        let question = store::question_of(&mut scope, row.conversation_id, reply).await?;
        let now = Timestamp::now();
        let restarted = store::restart_reply(&mut scope, reply, &now).await?;
        let (Some(question), Some(row)) = (question, restarted) else {
            return Err(ChatError::NotRetryable);
        };
        let conversation = store::touch_conversation(&mut scope, row.conversation_id, &now)
            .await?
            .ok_or(ChatError::ConversationNotFound(row.conversation_id))?;
        scope.commit().await?;
        Ok(self.start(user, conversation, question, row))
    }

    /// Follows a reply from its beginning, wherever it has got to.
    ///
    /// # Errors
    /// [`ChatError::MessageNotFound`].
    pub async fn follow(&self, user: &UserId, reply: MessageId) -> Result<Turn, ChatError> {
        let mut scope = self.db.read_as(user).await?;
        let row = store::message(&mut scope, reply).await?.ok_or(ChatError::MessageNotFound(reply))?;
        let question = store::question_of(&mut scope, row.conversation_id, reply).await?;
        let question = question.ok_or(ChatError::MessageNotFound(reply))?;
        let conversation = find_conversation(&mut scope, row.conversation_id).await?;
        Ok(self.turn(user, conversation, question, row))
    }

    /// Ends a running reply; what it has said stays. Does nothing if it has ended.
    ///
    /// # Errors
    /// [`ChatError::MessageNotFound`].
    pub async fn stop(&self, user: &UserId, reply: MessageId) -> Result<(), ChatError> {
        let mut scope = self.db.write_as(user).await?;
        store::message(&mut scope, reply).await?.ok_or(ChatError::MessageNotFound(reply))?;
        match self.runs.get(reply) {
            Some(live) => live.stop(),
            // It runs elsewhere, if at all: its writer finds the row taken away from it at the next checkpoint.
            None => {
                store::end_reply_elsewhere(&mut scope, reply).await?;
                scope.commit().await?;
            }
        }
        Ok(())
    }

    async fn rejoin(&self, mut scope: Scope, question: store::MessageRow) -> Result<Turn, ChatError> {
        let user = scope.user().clone();
        let reply = store::reply_to(&mut scope, question.conversation_id, question.id).await?;
        let reply = reply.ok_or(ChatError::MessageNotFound(question.id))?;
        let conversation = find_conversation(&mut scope, question.conversation_id).await?;
        Ok(self.turn(&user, conversation, question, reply))
    }

    fn start(
        &self,
        user: &UserId,
        conversation: Conversation,
        question: store::MessageRow,
        reply: store::MessageRow,
    ) -> Turn {
        let live = Arc::new(Live::new(user.clone(), conversation, present::message(question), &reply));
        let turn = Turn::subscribe(&live);
        self.runs.spawn(live, self.clone());
        turn
    }

    fn turn(
        &self,
        user: &UserId,
        conversation: Conversation,
        question: store::MessageRow,
        reply: store::MessageRow,
    ) -> Turn {
        match self.runs.get(reply.id) {
            Some(live) => Turn::subscribe(&live),
            None => Turn::elsewhere(
                self.db.clone(),
                user.clone(),
                conversation,
                present::message(question),
                reply,
            ),
        }
    }
}

async fn find_conversation(scope: &mut Scope, id: ConversationId) -> Result<Conversation, ChatError> {
    store::conversation(scope, id).await?.ok_or(ChatError::ConversationNotFound(id))
}

fn parse_message(text: &str) -> Result<&str, ChatError> {
    let text = text.trim();
    let fits = (1..=MESSAGE_MAX).contains(&text.chars().count()) && !text.contains('\0');
    if fits { Ok(text) } else { Err(ChatError::InvalidMessage) }
}

fn parse_client_id(text: &str) -> Result<&str, ChatError> {
    let fits = (1..=CLIENT_ID_MAX).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if fits { Ok(text) } else { Err(ChatError::InvalidClientId) }
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

    #[test]
    fn client_ids_are_short_and_plain() {
        assert!(parse_client_id("0b9a1f6e-6f7c-4c1b-9d0f-1c2d3e4f5a6b").is_ok());
        for refused in ["", "a b", "é", "'; drop table messages", &"x".repeat(65)] {
            assert!(parse_client_id(refused).is_err(), "{refused}");
        }
    }
}
