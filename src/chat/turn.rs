//! The engine that writes replies. It knows no rules of conversations.
//!
//! A writer (`writer`) writes each reply in a task of its own: it asks the model, runs the tools (`agent`) and stores
//! the progress. The registry (`registry`) holds the replies that this process writes. A request only subscribes
//! (`subscription`), so that closing a page stops nothing.

mod agent;
mod checkpoint;
mod history;
mod maintenance;
mod markdown;
mod marks;
mod meter;
pub(crate) mod outcomes;
pub(crate) mod parts;
mod queue;
mod registry;
pub(crate) mod renderer;
mod running_reply;
mod settled;
mod subscription;
pub(crate) mod title;
pub(crate) mod told;
mod writer;
mod written;

pub use subscription::Subscription;
pub use written::WrittenEvent;

use super::{Exchange, MessageStatus};
use crate::clock::Clock;
use crate::db::Db;
use crate::id::{MessageId, UserId};
use crate::model::catalog::Catalog;
use crate::model::fallback::Fallback;
use crate::tasks::server::Tasks;
use registry::Registry;
use renderer::Progress;
use running_reply::RunningReply;
use std::sync::Arc;
use std::time::Duration;

/// Writes replies. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Engine {
    db: Db,
    tasks: Tasks,
    models: Catalog,
    /// The tokens that a person may use in a day.
    token_quota: Option<u32>,
    registry: Registry,
    clock: Clock,
}

impl Engine {
    /// An engine that stores replies in `db`, asks `models`, and lets them act on `tasks`. It does not begin what needs
    /// tokens and was not asked for when a person has used `token_quota` tokens on a day.
    pub(crate) fn new(db: Db, tasks: Tasks, models: Catalog, token_quota: Option<u32>, clock: Clock) -> Self {
        Self { db, tasks, models, token_quota, registry: Registry::default(), clock }
    }

    /// The reply with this id, if this process is writing it.
    pub(crate) fn running(&self, reply: MessageId) -> Option<Arc<RunningReply>> {
        self.registry.get(reply)
    }

    /// Tells the followers of a reply that its row has changed.
    pub(crate) fn changed(&self, reply: MessageId) {
        self.registry.changed(reply);
    }

    /// Whether the engine still begins new replies. It does not once the server has been told to stop.
    pub(crate) fn is_accepting(&self) -> bool {
        self.registry.is_accepting()
    }

    /// Resolves once the engine begins no more replies.
    pub(crate) async fn stopping(&self) {
        self.registry.closing().await;
    }

    /// Stops the engine. It begins no more replies, gives the running ones `grace` to end, interrupts the rest, and
    /// returns when everything is stored.
    pub(crate) async fn shut_down(&self, grace: Duration) {
        self.registry.shut_down(grace).await;
    }

    /// Starts to write a reply in state `streaming` and follows it. A queued reply is only followed.
    pub(crate) fn start_or_follow(&self, user: &UserId, exchange: Exchange) -> Subscription {
        match exchange.reply.status {
            MessageStatus::Streaming => Subscription::to(&self.start(user, exchange), 0),
            _ => Subscription::of_row(self, user, exchange, Progress::default(), 0),
        }
    }

    fn start(&self, user: &UserId, exchange: Exchange) -> Arc<RunningReply> {
        let reply = Arc::new(RunningReply::new(user.clone(), exchange));
        self.registry.spawn(&reply, {
            let (engine, reply) = (self.clone(), reply.clone());
            async move { writer::run(&engine, &reply).await }
        });
        reply
    }

    /// The model that was chosen for a conversation, with the others to fall back to.
    fn model_for(&self, chosen: Option<&str>) -> Fallback {
        self.models.choose(chosen)
    }
}
