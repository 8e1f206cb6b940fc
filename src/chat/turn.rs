//! The engine that writes replies. It knows no rules of conversations.
//!
//! A writer (`writer`) writes each reply in a task of its own: it asks the model and runs the tools (`agent`). The journal
//! (`journal`) stores the progress of all of them. The registry (`registry`) holds the replies that this process writes,
//! the mirrors (`mirror`) those that people follow here and that another process writes. A request only subscribes
//! (`subscription`), so that closing a page stops nothing.

mod agent;
mod ahead;
mod history;
mod journal;
pub(crate) mod lease;
mod ledger;
pub(crate) mod markdown;
mod marks;
mod meter;
mod mirror;
pub(crate) mod outcomes;
pub(crate) mod parts;
pub(crate) mod promises;
mod queue;
mod recovery;
mod registry;
pub(crate) mod renderer;
mod replicas;
mod running_reply;
mod settled;
#[cfg(test)]
mod simulation;
mod subscription;
pub(crate) mod title;
pub(crate) mod told;
pub(crate) mod turn_store;
mod view;
mod wire;
mod writer;
mod written;

pub use subscription::Subscription;
pub use written::WrittenEvent;

use super::store::MessageRow;
use super::store::turns::{Beginning, Begun};
use super::{Exchange, MessageStatus};
use crate::clock::Clock;
use crate::db::Db;
use crate::id::{ConversationId, MessageId, UserId};
use crate::model::catalog::Catalog;
use crate::model::fallback::Fallback;
use crate::tasks::server::Tasks;
use journal::Journal;
use lease::{Lease, Leases};
use mirror::Mirrors;
use promises::{Promise, Promises};
use recovery::Suspects;
use registry::Registry;
use renderer::Progress;
use running_reply::RunningReply;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use turn_store::{Database, Stored, TurnStore};

/// Most replies that a process writes at the same time. Each takes some 100 KB and a connection to its model. Beyond this,
/// all would become slow.
const RUNNING_MAX: usize = 5000;

/// Writes replies. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Engine {
    db: Arc<dyn TurnStore>,
    models: Catalog,
    /// The tokens that a person may use in a day.
    token_quota: Option<u32>,
    registry: Registry,
    mirrors: Mirrors,
    journal: Journal,
    leases: Leases,
    suspects: Suspects,
    /// Notified when processes have died.
    died: Arc<Notify>,
    promises: Promises,
    /// Most replies at the same time.
    room: usize,
    clock: Clock,
}

impl Engine {
    /// An engine that stores replies in `db`, asks `models`, and lets them act on `tasks`. It does not begin what needs
    /// tokens and was not asked for when a person has used `token_quota` tokens on a day.
    pub(crate) fn new(db: Db, tasks: Tasks, models: Catalog, token_quota: Option<u32>, clock: Clock) -> Self {
        Self::on(Arc::new(Database::new(db, tasks)), models, token_quota, clock)
    }

    /// The same on any store of turns.
    fn on(db: Arc<dyn TurnStore>, models: Catalog, token_quota: Option<u32>, clock: Clock) -> Self {
        Self {
            db,
            models,
            token_quota,
            registry: Registry::default(),
            mirrors: Mirrors::default(),
            journal: Journal::default(),
            leases: Leases::default(),
            suspects: Suspects::default(),
            died: Arc::default(),
            promises: Promises::default(),
            room: RUNNING_MAX,
            clock,
        }
    }

    /// The same engine with room for so many replies at the same time.
    pub(crate) fn with_room_for(self, room: usize) -> Self {
        Self { room, ..self }
    }

    /// The reply with this id, if this process is writing it.
    pub(crate) fn running(&self, reply: MessageId) -> Option<Arc<RunningReply>> {
        self.registry.get(reply)
    }

    /// The reply that this process is writing in a conversation of a person.
    pub(crate) fn running_in(
        &self,
        user: &UserId,
        conversation: ConversationId,
    ) -> Option<Arc<RunningReply>> {
        let here = |live: &Arc<RunningReply>| live.conversation().id == conversation && live.user == *user;
        self.registry.all().into_iter().find(here)
    }

    /// The lease under which this process writes replies.
    ///
    /// # Errors
    /// If the process has none and the database gives none.
    pub(crate) async fn hold(&self) -> sqlx::Result<Lease> {
        self.leases.hold(&*self.db).await
    }

    /// A promise to begin a reply. Who stores a reply under this process's lease makes one before and keeps it until it has
    /// called [`Engine::start_or_follow`].
    pub(crate) fn promise(&self) -> Promise {
        self.promises.make()
    }

    /// Whether the engine still begins new replies. It does not once the server has been told to stop.
    pub(crate) fn is_accepting(&self) -> bool {
        self.registry.is_accepting()
    }

    /// Whether this process writes as many replies as it can bear. Queued ones are begun all the same.
    pub(crate) fn is_full(&self) -> bool {
        self.registry.len() >= self.room
    }

    /// Resolves once the engine begins no more replies.
    pub(crate) async fn stopping(&self) {
        self.registry.closing().await;
    }

    /// Stops the engine. It begins no more replies, gives the running ones `grace` to end, interrupts the rest, and
    /// returns when everything is stored.
    pub(crate) async fn shut_down(&self, grace: Duration) {
        self.registry.shut_down(grace).await;
        self.give_lease_back().await;
    }

    /// Stores a message, and begins to write the reply to it or follows it while it waits. `None` if something stands in the
    /// way. It happens in a task of its own, so a client that leaves meanwhile leaves no reply that nobody writes.
    ///
    /// # Errors
    /// If the database fails. The message may be stored all the same.
    pub(crate) async fn begin(
        &self,
        beginning: Beginning,
        lease: Lease,
    ) -> sqlx::Result<Option<Subscription>> {
        let engine = self.clone();
        let begun = tokio::spawn(async move {
            let user = beginning.user.clone();
            let _promise = engine.promise();
            let Some(begun) = engine.db.begin(beginning).await? else { return Ok(None) };
            let Begun { conversation, question, reply, past } = begun;
            let (question, reply) = (parts::message(question), parts::message(reply));
            Ok(Some(engine.start_with(&user, Exchange { conversation, question, reply }, lease, past)))
        });
        begun.await.map_err(|_| sqlx::Error::WorkerCrashed)?
    }

    /// A reply that this process does not write, as somebody finds it who comes to follow it.
    ///
    /// # Errors
    /// If the database fails.
    pub(crate) async fn stored(&self, user: &UserId, reply: MessageId) -> sqlx::Result<Option<Stored>> {
        self.db.stored(user.clone(), reply).await
    }

    /// Stops a reply and keeps its text. Does nothing if it has ended. Returns whether the person has such a reply.
    ///
    /// # Errors
    /// If the database fails.
    pub(crate) async fn stop(&self, user: &UserId, reply: MessageId) -> sqlx::Result<bool> {
        if let Some(live) = self.running(reply).filter(|live| live.user == *user) {
            live.stop();
            return Ok(true);
        }
        // It is queued or runs elsewhere. Its writer hears of this, or finds it when it stores its progress.
        let exists = self.db.ask_to_stop(user.clone(), reply).await?;
        if exists {
            self.say_stop(reply);
        }
        Ok(exists)
    }

    /// Starts to write a reply in state `streaming`, which was stored under this lease, and follows it. A queued reply is
    /// only followed.
    pub(crate) fn start_or_follow(&self, user: &UserId, exchange: Exchange, lease: Lease) -> Subscription {
        self.start_with(user, exchange, lease, None)
    }

    /// The same. `past` are the messages before the reply, newest first, if they are known.
    fn start_with(
        &self,
        user: &UserId,
        exchange: Exchange,
        lease: Lease,
        past: Option<Vec<MessageRow>>,
    ) -> Subscription {
        match exchange.reply.status {
            MessageStatus::Streaming => {
                Subscription::to(&self.run(RunningReply::new(user.clone(), exchange, lease), past), 0)
            }
            _ => Subscription::of_row(self, user, exchange, Progress::default(), 0, 0),
        }
    }

    fn start(&self, user: &UserId, exchange: Exchange, lease: Lease) {
        self.run(RunningReply::new(user.clone(), exchange, lease), None);
    }

    fn run(&self, reply: RunningReply, past: Option<Vec<MessageRow>>) -> Arc<RunningReply> {
        let reply = Arc::new(reply);
        self.registry.spawn(&reply, {
            let (engine, reply) = (self.clone(), reply.clone());
            async move { writer::run(&engine, &reply, past).await }
        });
        self.start_journal();
        self.mirrors.wake(reply.reply);
        reply
    }

    /// The model that was chosen for a conversation, with the others to fall back to.
    fn model_for(&self, chosen: Option<&str>) -> Fallback {
        self.models.choose(chosen)
    }
}
