//! The engine that writes replies. It knows no rules of conversations.
//!
//! A writer (`writer`) writes each reply in a task of its own: it asks the model and runs the tools (`agent`). The journal
//! (`journal`) stores the progress of all of them. The registry (`registry`) holds the replies that this process writes,
//! the mirrors (`mirror`) those that people follow here and that another process writes. A request only subscribes
//! (`subscription`), so that closing a page stops nothing.

mod agent;
mod history;
mod journal;
pub(crate) mod lease;
mod ledger;
mod markdown;
mod marks;
mod meter;
mod mirror;
pub(crate) mod outcomes;
pub(crate) mod parts;
mod queue;
mod recovery;
mod registry;
pub(crate) mod renderer;
mod replicas;
mod running_reply;
mod settled;
mod subscription;
pub(crate) mod title;
pub(crate) mod told;
mod view;
mod wire;
mod writer;
mod written;

pub use subscription::Subscription;
pub use written::WrittenEvent;

use super::store::MessageRow;
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
use recovery::Suspects;
use registry::Registry;
use renderer::Progress;
use running_reply::RunningReply;
use std::sync::Arc;
use std::time::Duration;

/// Most replies that a process writes at the same time. Each takes some 100 KB and a connection to its model. Beyond this,
/// all would become slow.
const RUNNING_MAX: usize = 5000;

/// Writes replies. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Engine {
    db: Db,
    tasks: Tasks,
    models: Catalog,
    /// The tokens that a person may use in a day.
    token_quota: Option<u32>,
    registry: Registry,
    mirrors: Mirrors,
    journal: Journal,
    leases: Leases,
    suspects: Suspects,
    /// Most replies at the same time.
    room: usize,
    clock: Clock,
}

impl Engine {
    /// An engine that stores replies in `db`, asks `models`, and lets them act on `tasks`. It does not begin what needs
    /// tokens and was not asked for when a person has used `token_quota` tokens on a day.
    pub(crate) fn new(db: Db, tasks: Tasks, models: Catalog, token_quota: Option<u32>, clock: Clock) -> Self {
        Self {
            db,
            tasks,
            models,
            token_quota,
            registry: Registry::default(),
            mirrors: Mirrors::default(),
            journal: Journal::default(),
            leases: Leases::default(),
            suspects: Suspects::default(),
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
        self.leases.hold(&self.db).await
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

    /// Starts to write a reply in state `streaming`, which was stored under this lease, and follows it. A queued reply is
    /// only followed.
    pub(crate) fn start_or_follow(&self, user: &UserId, exchange: Exchange, lease: Lease) -> Subscription {
        self.start_with(user, exchange, lease, None)
    }

    /// The same. `past` are the messages before the reply, newest first, if they are known.
    pub(crate) fn start_with(
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
