//! The rules of chat: starting a turn, following it, stopping it, reading what was said.
//!
//! A turn's reply is written by a run (`run`) in a task of its own. Requests only subscribe to it, so closing a
//! page stops nothing.

mod agent;
mod choice;
mod drafts;
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
mod store;
mod title;
mod transcript;
mod turn;
mod upkeep;
mod usage;
mod versions;

pub use drafts::Draft;
pub use quota::{Quotas, Reached};
pub use transcript::{Amount, Said, Transcript, UsageOfDay};
pub use turn::Turn;

use super::{Conversation, Exchange, MESSAGE_MAX, MessageStatus, Page, TITLE_MAX};
use crate::db::{Db, Scope};
use crate::error::{AppError, ErrorCode};
use crate::id::{ConversationId, MessageId, UserId};
use crate::model::Model;
use crate::model::catalog::Catalog;
use crate::tasks::server::Tasks;
use crate::timestamp::Timestamp;
use live::Live;
use presenter::Progress;
use runs::Runs;
use std::fmt;
use std::sync::Arc;

/// Messages on one page of a conversation.
const PAGE_SIZE: i64 = 50;
/// Most characters of a client-made id; a UUID has 36.
const CLIENT_ID_MAX: usize = 64;
/// What the first message of a conversation follows.
const NO_MESSAGE: MessageId = MessageId::new(0);
/// Replies that may wait in one conversation.
const QUEUE_MAX: i64 = 10;
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
    /// Only the newest reply can be written anew.
    #[error("not a reply to retry")]
    NotRetryable,
    /// Only the person's own messages can be changed, and only those that are shown.
    #[error("not a message to edit")]
    NotEditable,
    /// Too many messages wait already.
    #[error("too many messages wait")]
    QueueFull,
    /// No model with this id is configured.
    #[error("no such model")]
    NoSuchModel,
    /// The person has asked for as much as they may.
    #[error("quota reached: {0:?}")]
    QuotaReached(Reached),
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
            Self::NotEditable => AppError::new(
                Code::InvalidParameter,
                "Only what you said yourself can be changed, where it is shown.",
            ),
            Self::QueueFull => AppError::new(
                Code::RateLimited,
                "Enough messages wait here for their turn. Send more when some of them are answered.",
            ),
            Self::NoSuchModel => AppError::on(
                Code::InvalidParameter,
                "model",
                "There is no such model here. Choose one of the list.",
            ),
            Self::QuotaReached(reached) => reached.public(),
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

    /// Stores a message and begins the reply to it; if a reply is being written in the conversation, the new one waits
    /// for it. Called again with the same `client_id`, it stores nothing and follows the reply that the first call began.
    ///
    /// # Errors
    /// If the message is not acceptable, the conversation is not there, or the person has asked for as much as they may.
    pub async fn send(
        &self,
        user: &UserId,
        conversation: Option<ConversationId>,
        text: &str,
        client_id: &str,
    ) -> Result<Turn, ChatError> {
        self.send_to_model(user, conversation, text, client_id, None).await
    }

    /// The same, and if a model is named, it answers in the conversation from now on (see [`Chat::choose_model`]).
    ///
    /// # Errors
    /// Those of [`Chat::send`], and [`ChatError::NoSuchModel`].
    pub async fn send_to_model(
        &self,
        user: &UserId,
        conversation: Option<ConversationId>,
        text: &str,
        client_id: &str,
        model: Option<&str>,
    ) -> Result<Turn, ChatError> {
        let text = parse_message(text)?;
        let client_id = parse_client_id(client_id)?;
        let model = model.map(|model| self.parse_model(model)).transpose()?;
        self.runs.accepting()?;
        let begun = self.begin(user, conversation, text, client_id, model).await;
        self.or_rejoin(user, client_id, begun).await
    }

    async fn begin(
        &self,
        user: &UserId,
        conversation: Option<ConversationId>,
        text: &str,
        client_id: &str,
        model: Option<Option<&str>>,
    ) -> Result<Turn, ChatError> {
        let mut scope = self.db.write_as(user).await?;
        let now = Timestamp::now();
        quota::charge(&mut scope, self.quotas, &now).await?;
        let (mut conversation, parent) = match conversation {
            Some(id) => {
                let conversation = store::touch_conversation(&mut scope, id, &now)
                    .await?
                    .ok_or(ChatError::ConversationNotFound(id))?;
                (conversation, store::last_message(&mut scope, id).await?.unwrap_or(NO_MESSAGE))
            }
            None => (store::insert_conversation(&mut scope, &title_of(text), &now).await?, NO_MESSAGE),
        };
        if let Some(model) = model.filter(|model| *model != conversation.model.as_deref()) {
            store::choose_model(&mut scope, conversation.id, model).await?;
            conversation.model = model.map(str::to_owned);
        }
        let question =
            store::insert_question(&mut scope, conversation.id, parent, text, client_id, &now).await?;
        let reply = store::insert_reply(&mut scope, conversation.id, question.id, &now).await?;
        if reply.status == MessageStatus::Queued
            && store::count_queued(&mut scope, conversation.id).await? > QUEUE_MAX
        {
            return Err(ChatError::QueueFull);
        }
        scope.commit().await?;
        let (question, reply) = (present::message(question), present::message(reply));
        Ok(self.take_up(user, Exchange { conversation, question, reply }))
    }

    /// A message that is refused may be stored already, and then its reply is followed: because it was sent before, or
    /// is just being sent by somebody else, whose row has our unique key.
    async fn or_rejoin(
        &self,
        user: &UserId,
        client_id: &str,
        begun: Result<Turn, ChatError>,
    ) -> Result<Turn, ChatError> {
        let refusal = match begun {
            Err(ChatError::Database(sqlx::Error::Database(error))) if error.is_unique_violation() => {
                ChatError::RunActive
            }
            Err(refusal @ (ChatError::QuotaReached(_) | ChatError::QueueFull)) => refusal,
            outcome => return outcome,
        };
        let mut scope = self.db.read_as(user).await?;
        match store::question_by_client_id(&mut scope, client_id).await? {
            Some(question) => self.rejoin(scope, question).await,
            None => Err(refusal),
        }
    }

    /// Follows a reply, wherever it has got to, from a position on (see [`super::ChatEvent`]).
    ///
    /// # Errors
    /// [`ChatError::MessageNotFound`].
    pub async fn follow(&self, user: &UserId, reply: MessageId, from: usize) -> Result<Turn, ChatError> {
        if let Some(live) = self.runs.get(reply).filter(|live| live.user == *user) {
            return Ok(Turn::subscribe(&live, from));
        }
        let mut scope = self.db.read_as(user).await?;
        let row = store::message(&mut scope, reply).await?.ok_or(ChatError::MessageNotFound(reply))?;
        let question = store::message(&mut scope, row.parent_id).await?;
        let question = question.ok_or(ChatError::MessageNotFound(reply))?;
        self.turn(scope, question, row, from).await
    }

    /// A reply as it stands, with the question that it answers.
    ///
    /// # Errors
    /// [`ChatError::MessageNotFound`].
    pub async fn exchange(&self, user: &UserId, reply: MessageId) -> Result<Exchange, ChatError> {
        let mut scope = self.db.read_as(user).await?;
        let row = store::message(&mut scope, reply).await?.ok_or(ChatError::MessageNotFound(reply))?;
        let question = store::message(&mut scope, row.parent_id).await?;
        let question = question.ok_or(ChatError::MessageNotFound(reply))?;
        let conversation = find_conversation(&mut scope, row.conversation_id).await?;
        Ok(Exchange { conversation, question: present::message(question), reply: present::message(row) })
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
            // It waits, or runs elsewhere: its writer hears of it, or finds the row taken away at the next checkpoint.
            None => {
                store::end_reply_elsewhere(&mut scope, reply).await?;
                scope.commit().await?;
                self.runs.changed(reply);
            }
        }
        Ok(())
    }

    async fn rejoin(&self, mut scope: Scope, question: store::MessageRow) -> Result<Turn, ChatError> {
        let reply = store::reply_to(&mut scope, question.conversation_id, question.id).await?;
        let reply = reply.ok_or(ChatError::MessageNotFound(question.id))?;
        self.turn(scope, question, reply, 0).await
    }

    /// Begins to write a reply that is this process' to write, and follows it; follows one that waits.
    fn take_up(&self, user: &UserId, exchange: Exchange) -> Turn {
        match exchange.reply.status {
            MessageStatus::Streaming => Turn::subscribe(&self.start(user, exchange), 0),
            _ => Turn::of_row(self, user, exchange, Progress::default(), 0),
        }
    }

    fn start(&self, user: &UserId, exchange: Exchange) -> Arc<Live> {
        let live = Arc::new(Live::new(user.clone(), exchange));
        self.runs.spawn(live.clone(), self.clone());
        live
    }

    /// Follows a stored reply.
    async fn turn(
        &self,
        mut scope: Scope,
        question: store::MessageRow,
        reply: store::MessageRow,
        from: usize,
    ) -> Result<Turn, ChatError> {
        if let Some(live) = self.runs.get(reply.id) {
            return Ok(Turn::subscribe(&live, from));
        }
        let conversation = find_conversation(&mut scope, reply.conversation_id).await?;
        let rows = [question, reply];
        let versions = versions::of(&mut scope, conversation.id, &rows).await?;
        let [question, reply] = rows;
        let progress = Progress::from(&reply);
        let (question, reply) = (versions.present(question), versions.present(reply));
        let exchange = Exchange { conversation, question, reply };
        Ok(Turn::of_row(self, scope.user(), exchange, progress, from))
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
