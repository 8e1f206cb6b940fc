//! The rules of chat: who may send, follow, stop and read what. `chat::turn` writes the replies.

mod drafts;
mod error;
mod feedback;
mod follow;
mod guarded;
mod list;
mod manage;
mod model_choice;
mod parse;
mod passage;
mod quota;
mod send;
mod threads;
mod transcript;
mod versions;
mod written;

pub use drafts::Draft;
pub use error::ChatError;
pub use follow::{Heard, Piece, Told};
pub use guarded::ConversationPatch;
pub use quota::QuotaExceeded;
pub use send::NewMessage;
pub use threads::{Order, Thread};
pub use transcript::{Totals, Transcript, TranscriptMessage, TranscriptPage, UsageOfDay};
pub use written::{Place, Written, WrittenCall, WrittenPage};

use super::turn::{Engine, outcomes};
pub use super::turn::{Subscription, WrittenEvent};
use super::{Conversation, Page, store};
use crate::clock::Clock;
use crate::config::Quotas;
use crate::db::{Db, Scope};
use crate::id::{ConversationId, MessageId, UserId};
use crate::jobs::Job;
use crate::model::Model;
use crate::model::catalog::Catalog;
use crate::tasks::server::Tasks;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Messages on one page of a conversation.
const PAGE_SIZE: i64 = 50;
/// How often the server removes deleted conversations that can no longer be restored.
const REMOVAL_PERIOD: Duration = Duration::from_secs(30);

/// The chats of all people on this server. Each call names the person. Cheap to clone.
#[derive(Clone)]
pub struct Chat {
    db: Db,
    models: Catalog,
    quotas: Quotas,
    engine: Engine,
    clock: Clock,
}

impl fmt::Debug for Chat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chat").field("model", &self.models.choose(None).name()).finish_non_exhaustive()
    }
}

impl Chat {
    /// Chats in `db`, answered by `model`, which acts on `tasks`. There are no limits.
    pub fn new(db: Db, tasks: Tasks, model: Arc<dyn Model>, clock: Clock) -> Self {
        Self::with(db, tasks, model.into(), Quotas::default(), clock)
    }

    /// The same with several models, and with limits for each person.
    pub fn with(db: Db, tasks: Tasks, models: Catalog, quotas: Quotas, clock: Clock) -> Self {
        let engine = Engine::new(db.clone(), tasks, models.clone(), quotas.tokens, clock.clone());
        Self { db, models, quotas, engine, clock }
    }

    /// The same chats in a process that writes at most so many replies at the same time.
    pub fn with_room_for(self, replies: usize) -> Self {
        Self { engine: self.engine.with_room_for(replies), ..self }
    }

    /// The periodic work of chats: removing deleted conversations.
    pub fn jobs(&self) -> Vec<Job> {
        let chat = self.clone();
        let removal = Job::on_one_replica("remove_deleted_conversations", REMOVAL_PERIOD, move || {
            let chat = chat.clone();
            async move { chat.remove_deleted().await }
        });
        vec![removal]
    }

    /// Listens to the other replicas, and tells them what happens here, for good.
    pub async fn listen(&self) {
        self.engine.listen().await;
    }

    /// Shows the other replicas that this one lives, and takes care of the replies of dead ones, for good.
    pub async fn keep(&self) {
        self.engine.keep(!self.db.is_shared()).await;
    }

    /// Does what [`Chat::keep`] does at each look, once.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn look_after_replies(&self) -> sqlx::Result<()> {
        self.engine.look_after().await
    }

    /// Whether new messages are accepted. They are not once the server has been told to stop.
    pub fn is_accepting(&self) -> bool {
        self.engine.is_accepting()
    }

    /// Accepts no more messages, gives the running replies `grace` to end, interrupts the rest, and returns when
    /// everything is stored.
    pub async fn shut_down(&self, grace: Duration) {
        self.engine.shut_down(grace).await;
    }

    /// Resolves once the server has been told to stop. Streams then end, so that their clients find another replica.
    pub async fn stopping(&self) {
        self.engine.stopping().await;
    }

    /// A conversation of a person.
    ///
    /// # Errors
    /// [`ChatError::ConversationNotFound`].
    pub async fn conversation(&self, user: &UserId, id: ConversationId) -> Result<Conversation, ChatError> {
        find_conversation(&mut self.db.read_as(user).await?, id).await
    }

    /// The newest message of a conversation on the branch that is shown. `None` if there is no such conversation, or
    /// nothing in it.
    pub async fn newest_message(
        &self,
        user: &UserId,
        conversation: ConversationId,
    ) -> Result<Option<MessageId>, ChatError> {
        Ok(store::newest_message(&mut self.db.read_as(user).await?, conversation).await?)
    }

    fn accepting(&self) -> Result<(), ChatError> {
        match self.is_accepting() {
            false => Err(ChatError::ShuttingDown),
            true if self.engine.is_full() => Err(ChatError::Overloaded),
            true => Ok(()),
        }
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
        outcomes::load(&mut scope, &mut rows).await?;
        let versions = versions::of(&mut scope, conversation.id, &rows).await?;
        let messages = rows.into_iter().rev().map(|row| versions.present(row)).collect();
        Ok(Page { conversation, messages, has_more })
    }
}

async fn find_conversation(scope: &mut Scope, id: ConversationId) -> Result<Conversation, ChatError> {
    store::conversation(scope, id).await?.ok_or(ChatError::ConversationNotFound(id))
}
