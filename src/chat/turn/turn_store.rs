//! What the engine asks of the database. Each operation is a whole: it happens or it does not, and when its answer is lost
//! nobody knows which. Nothing else of the engine knows that there is a database, so a simulation can take its place.

mod database;
mod exchanges;
mod stored;

pub(super) use database::Database;
pub(crate) use stored::{Stored, stored};

use crate::chat::Exchange;
use crate::chat::store::MessageRow;
use crate::chat::store::leases::{Beat, LeaseId, RunningRow};
use crate::chat::store::pieces::{Kept, Known, Newer, Piece};
use crate::chat::store::turns::{Beginning, Begun, Ended, Ending};
use crate::chat::{ToolCall, ToolResult};
use crate::db::{Nats, Word};
use crate::id::{ConversationId, MessageId, UserId};
use futures::future::BoxFuture;
use futures::stream::BoxStream;
use std::sync::Arc;

/// An operation that is under way.
pub(crate) type Asked<'a, T> = BoxFuture<'a, sqlx::Result<T>>;

/// A call of a tool, made by a reply.
#[derive(Clone, Debug)]
pub(crate) struct Act {
    pub(crate) user: UserId,
    pub(crate) conversation: ConversationId,
    pub(crate) reply: MessageId,
    pub(crate) call: ToolCall,
}

/// The rows of turns, and the words that processes tell each other.
pub(crate) trait TurnStore: Send + Sync {
    /// Whether several processes may use the rows at the same time.
    fn is_shared(&self) -> bool;

    /// Takes a new lease.
    fn take_lease(&self) -> Asked<'_, LeaseId>;
    /// Shows that the holder of a lease lives, if there is one. Returns whether it still has the lease, and all leases.
    fn beat(&self, own: Option<LeaseId>) -> Asked<'_, (bool, Vec<Beat>)>;
    /// Takes leases away, except from those who have shown by now that they live.
    fn expire(&self, dead: Vec<Beat>) -> Asked<'_, ()>;
    /// Takes all leases away but one.
    fn end_other_leases(&self, own: LeaseId) -> Asked<'_, ()>;
    /// Gives a lease back.
    fn give_lease_back(&self, own: LeaseId) -> Asked<'_, ()>;

    /// Up to `limit` running replies whose writer has no lease.
    fn orphans(&self, limit: i64) -> Asked<'_, Vec<RunningRow>>;
    /// The running replies of a writer.
    fn written_by(&self, writer: LeaseId) -> Asked<'_, Vec<RunningRow>>;
    /// Conversations in which replies are queued though none is being written.
    fn abandoned_queues(&self) -> Asked<'_, Vec<(UserId, ConversationId)>>;
    /// Ends a running reply with what the journal has of it. Returns whether it was still to be ended.
    fn interrupt(&self, reply: RunningRow) -> Asked<'_, bool>;
    /// Claims the first queued reply of a conversation, unless another reply is being written in it. The caller must write
    /// it.
    fn claim(
        &self,
        user: UserId,
        conversation: ConversationId,
        writer: LeaseId,
    ) -> Asked<'_, Option<Exchange>>;

    /// See [`crate::chat::store::turns::begin`].
    fn begin(&self, beginning: Beginning) -> Asked<'_, Option<Begun>>;
    /// See [`crate::chat::store::turns::append`].
    fn append(&self, writer: LeaseId, batch: Vec<(MessageId, Option<Arc<Piece>>)>) -> Asked<'_, Vec<Kept>>;
    /// Stores a reply's whole text and its end, charges its tokens, and claims the next queued reply.
    fn end(&self, ending: Ending) -> Asked<'_, Ended>;
    /// Stops a reply that is queued, and asks the writer of a running one to stop. Returns whether there is such a reply.
    fn ask_to_stop(&self, user: UserId, reply: MessageId) -> Asked<'_, bool>;

    /// The newest `limit` messages before a reply, newest first, with the outcomes of their calls.
    fn before(
        &self,
        user: UserId,
        conversation: ConversationId,
        reply: MessageId,
        limit: i64,
    ) -> Asked<'_, Vec<MessageRow>>;
    /// A message as its row is.
    fn message(&self, user: UserId, message: MessageId) -> Asked<'_, Option<MessageRow>>;
    /// A reply as its row is, with its question and conversation. `None` if one of them is gone.
    fn exchange(&self, user: UserId, reply: MessageId) -> Asked<'_, Option<Exchange>>;
    /// A reply and what the journal has of it. `None` if it, its question or its conversation is gone.
    fn stored(&self, user: UserId, reply: MessageId) -> Asked<'_, Option<Stored>>;
    /// What is new of replies.
    fn newer(&self, known: Vec<Known>) -> Asked<'_, Vec<Newer>>;

    /// The name of a person's zone, if it is known. It may be a minute old.
    fn zone(&self, user: UserId) -> Asked<'_, Option<String>>;
    /// Runs a tool for a person.
    fn act(&self, act: Act) -> BoxFuture<'_, ToolResult>;
    /// The tokens that a person has used on a day.
    fn tokens_used(&self, user: UserId, day: String) -> Asked<'_, i64>;
    /// Stores a title that a model suggests, if it does, and the tokens that it took.
    fn suggest_title(
        &self,
        user: UserId,
        conversation: ConversationId,
        title: Option<String>,
        cost: (String, u64),
    ) -> Asked<'_, ()>;

    /// Says a word to this process and the others.
    fn say(&self, word: String);
    /// What this process and the others say from now on.
    fn words(&self) -> BoxStream<'static, Word>;
    /// Carries words between this process and the others for good.
    fn carry(&self) -> BoxFuture<'_, ()>;
    /// The way by which texts reach other processes at once, if there is one.
    fn direct(&self) -> Option<&Nats>;
    /// Tells everybody in this process that any data may have changed.
    fn lost_news(&self);
}
