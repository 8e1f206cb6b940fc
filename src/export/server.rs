//! Everything that Docket holds about a person, as JSON. It is for the person, and for operators whom a person asks for
//! it. It holds no password hash and no token.
//!
//! An export is made in pieces as its reader takes them, and each piece is read from the database by itself. So a large
//! export takes little memory, and a slow reader holds no connection to the database. What changes meanwhile may be in
//! it or not.

mod everything;
mod markdown;
mod pieces;
mod tasks;

pub use markdown::markdown;
pub use pieces::Pieces;

use crate::auth::User;
use crate::auth::server::{Account, ActiveSession, Auth};
use crate::chat::Conversation;
use crate::chat::server::{Chat, TranscriptMessage};
use crate::clock::Clock;
use crate::db::Db;
use crate::error::{Error, Reason};
use crate::feed::server::{Feed, Feeds};
use crate::id::{ConversationId, MessageId, SessionId, UserId};
use crate::oauth::server::OAuth;
use crate::tasks::server::Tasks;
use crate::timestamp::Timestamp;
use pieces::{Halt, Turns, Writer};
use serde::Serialize;

/// Seconds after which another export has probably ended.
const RETRY_AFTER: u64 = 10;
/// Messages that are read at once.
const MESSAGES: usize = 50;

/// A way to log in.
#[derive(Clone, Debug, Serialize)]
pub struct ExportedAccount {
    /// `credential` for e-mail and password.
    pub provider: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// A log-in on one device.
#[derive(Clone, Debug, Serialize)]
pub struct ExportedSession {
    /// The session's id.
    pub id: SessionId,
    /// When the person logged in.
    pub created_at: Timestamp,
    /// When it was last used, accurate to some ten minutes.
    pub last_used_at: Timestamp,
    /// When it ends unless it is used.
    pub expires_at: Timestamp,
    /// The address from which the person logged in.
    pub address: String,
    /// The browser's name for itself.
    pub agent: String,
}

/// The link by which the person's calendar reads their tasks. Nobody knows the secret in it.
#[derive(Clone, Debug, Serialize)]
pub struct ExportedLink {
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used, accurate to some ten minutes.
    pub last_used_at: Option<Timestamp>,
}

/// Makes exports. A person has one at a time, and two pieces are read from the database at the same time. Cheap to
/// clone.
#[derive(Clone, Debug)]
pub struct Exporter {
    db: Db,
    auth: Auth,
    oauth: OAuth,
    tasks: Tasks,
    chat: Chat,
    feeds: Feeds,
    clock: Clock,
    turns: Turns,
}

impl Exporter {
    /// Makes exports from these services.
    pub fn new(
        db: Db,
        auth: Auth,
        oauth: OAuth,
        tasks: Tasks,
        chat: Chat,
        feeds: Feeds,
        clock: Clock,
    ) -> Self {
        Self { db, auth, oauth, tasks, chat, feeds, clock, turns: Turns::default() }
    }

    /// All data of `user`, as one JSON object.
    ///
    /// # Errors
    /// If another export of this person has not ended.
    pub fn export(&self, user: &User) -> Result<Pieces, Error> {
        let (exporter, person) = (self.clone(), user.clone());
        self.pieces(&user.id, async move |writer| exporter.write_everything(&person, writer).await)
    }

    /// One conversation with all its versions and tool calls, as one JSON object.
    ///
    /// # Errors
    /// If the person has no such conversation, or another export of this person has not ended.
    pub async fn conversation(&self, user: &UserId, id: ConversationId) -> Result<Pieces, Error> {
        let (exporter, person) = (self.clone(), user.clone());
        let conversation = self.chat.conversation(user, id).await?;
        self.pieces(user, async move |mut writer| {
            exporter.write_conversation(&person, &conversation, &mut writer).await?;
            writer.end().await
        })
    }

    /// One conversation as people read it, as Markdown.
    ///
    /// # Errors
    /// If the person has no such conversation, or another export of this person has not ended.
    pub async fn conversation_as_markdown(&self, user: &UserId, id: ConversationId) -> Result<Pieces, Error> {
        let (exporter, person) = (self.clone(), user.clone());
        let conversation = self.chat.conversation(user, id).await?;
        self.pieces(user, async move |mut writer| {
            writer.text(&markdown::title(&conversation)).await?;
            let mut messages = Messages::of(id);
            while let Some(read) = messages.next(&exporter, &person).await? {
                for said in read.iter().filter(|said| said.shown) {
                    writer.text(&markdown::message(said)).await?;
                }
            }
            writer.end().await
        })
    }

    fn pieces<Work, Done>(&self, user: &UserId, work: Work) -> Result<Pieces, Error>
    where
        Work: FnOnce(Writer) -> Done,
        Done: Future<Output = Result<(), Halt>> + Send + 'static,
    {
        let Some(turn) = self.turns.begin(user) else {
            return Err(Error::Refused(Reason::ExportRunning { seconds: RETRY_AFTER }.into()));
        };
        Ok(pieces::make(turn, work))
    }

    async fn write_conversation(
        &self,
        user: &UserId,
        conversation: &Conversation,
        writer: &mut Writer,
    ) -> Result<(), Halt> {
        writer.open(conversation, "messages").await?;
        let mut messages = Messages::of(conversation.id);
        while let Some(read) = messages.next(self, user).await? {
            for said in &read {
                writer.item(said).await?;
            }
        }
        writer.text("]}").await
    }
}

/// The messages of a conversation, some at a time.
struct Messages {
    conversation: ConversationId,
    after: Option<MessageId>,
    is_over: bool,
}

impl Messages {
    fn of(conversation: ConversationId) -> Self {
        Self { conversation, after: None, is_over: false }
    }

    async fn next(
        &mut self,
        exporter: &Exporter,
        user: &UserId,
    ) -> Result<Option<Vec<TranscriptMessage>>, Halt> {
        if self.is_over {
            return Ok(None);
        }
        let read = exporter.chat.messages_after(user, self.conversation, self.after, MESSAGES);
        let messages = exporter.turns.read(read).await?;
        self.is_over = messages.len() < MESSAGES;
        self.after = messages.last().map(|last| last.id);
        Ok(Some(messages))
    }
}

impl From<Account> for ExportedAccount {
    fn from(account: Account) -> Self {
        Self { provider: account.provider, created_at: account.created_at, updated_at: account.updated_at }
    }
}

impl From<ActiveSession> for ExportedSession {
    fn from(session: ActiveSession) -> Self {
        Self {
            id: session.id,
            created_at: session.created_at,
            last_used_at: session.updated_at,
            expires_at: session.expires_at,
            address: session.client.address,
            agent: session.client.agent,
        }
    }
}

impl From<Feed> for ExportedLink {
    fn from(feed: Feed) -> Self {
        Self { created_at: feed.created_at, last_used_at: feed.last_used_at }
    }
}
