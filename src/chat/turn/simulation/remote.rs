//! The rows as a simulated process reaches them.

use super::node::Node;
use super::rows::Rows;
use crate::chat::store::leases::{Beat, LeaseId, RunningRow};
use crate::chat::store::pieces::{Kept, Known, Newer, Piece};
use crate::chat::store::turns::{Beginning, Begun, Ended, Ending};
use crate::chat::store::{MessageRow, Progress};
use crate::chat::turn::turn_store::{Act, Asked, Stored, TurnStore};
use crate::chat::{Exchange, ToolResult};
use crate::db::{Nats, Word};
use crate::id::{ConversationId, MessageId, UserId};
use futures::future::BoxFuture;
use futures::stream::{self, BoxStream, StreamExt};
use serde_json::json;
use std::sync::Arc;
use tokio::sync::broadcast::error::RecvError;

/// A process's way to the rows.
pub(super) struct Remote(pub(super) Arc<Node>);

impl Remote {
    fn node(&self) -> Arc<Node> {
        self.0.clone()
    }
}

impl TurnStore for Remote {
    fn is_shared(&self) -> bool {
        self.0.world.plan.shared
    }

    fn take_lease(&self) -> Asked<'_, LeaseId> {
        let number = {
            let mut state = self.0.world.lock();
            state.leases += 1;
            state.leases
        };
        let id = LeaseId::new(format!("lease-{number}-of-{}", self.0.number));
        Box::pin(self.node().ask("take_lease", move |rows| {
            rows.take_lease(id.clone());
            id
        }))
    }

    fn beat(&self, own: Option<LeaseId>) -> Asked<'_, (bool, Vec<Beat>)> {
        Box::pin(self.node().ask("beat", move |rows| rows.beat(own.as_ref())))
    }

    fn expire(&self, dead: Vec<Beat>) -> Asked<'_, ()> {
        Box::pin(self.node().ask("expire", move |rows| rows.expire(&dead)))
    }

    fn end_other_leases(&self, own: LeaseId) -> Asked<'_, ()> {
        Box::pin(self.node().ask("end_other_leases", move |rows| rows.end_other_leases(&own)))
    }

    fn give_lease_back(&self, own: LeaseId) -> Asked<'_, ()> {
        Box::pin(self.node().ask("give_lease_back", move |rows| rows.give_lease_back(&own)))
    }

    fn orphans(&self, limit: i64) -> Asked<'_, Vec<RunningRow>> {
        Box::pin(self.node().ask("orphans", move |rows| rows.orphans(limit)))
    }

    fn written_by(&self, writer: LeaseId) -> Asked<'_, Vec<RunningRow>> {
        Box::pin(self.node().ask("written_by", move |rows| rows.written_by(&writer)))
    }

    fn abandoned_queues(&self) -> Asked<'_, Vec<(UserId, ConversationId)>> {
        Box::pin(self.node().ask("abandoned_queues", |rows| rows.abandoned_queues()))
    }

    fn interrupt(&self, reply: RunningRow) -> Asked<'_, bool> {
        let id = reply.id;
        // The pieces are read by a statement of their own.
        Box::pin(self.node().ask_in_steps(
            "interrupt",
            move |rows| rows.joined(id),
            move |rows, joined: Option<(Progress, i64)>| {
                joined.is_some_and(|(progress, _)| rows.interrupt(&reply, progress))
            },
        ))
    }

    fn claim(&self, user: UserId, place: ConversationId, writer: LeaseId) -> Asked<'_, Option<Exchange>> {
        Box::pin(self.node().ask("claim", move |rows| rows.claim(&user, place, &writer)))
    }

    fn begin(&self, beginning: Beginning) -> Asked<'_, Option<Begun>> {
        Box::pin(self.node().ask("begin", move |rows| rows.begin(&beginning)))
    }

    fn append(&self, writer: LeaseId, batch: Vec<(MessageId, Option<Arc<Piece>>)>) -> Asked<'_, Vec<Kept>> {
        let ids: Vec<_> = batch.iter().map(|(id, _)| *id).collect();
        let append = move |rows: &mut Rows, kept: Vec<Kept>| {
            rows.append(&kept, &batch);
            kept
        };
        match self.is_shared() {
            true => {
                Box::pin(self.node().ask_in_steps("append", move |rows| rows.kept(&writer, &ids), append))
            }
            false => Box::pin(self.node().ask("append", move |rows| {
                let kept = rows.kept(&writer, &ids);
                append(rows, kept)
            })),
        }
    }

    fn end(&self, ending: Ending) -> Asked<'_, Ended> {
        Box::pin(self.node().ask("end", move |rows| rows.end(&ending)))
    }

    fn ask_to_stop(&self, user: UserId, reply: MessageId) -> Asked<'_, bool> {
        Box::pin(self.node().ask("ask_to_stop", move |rows| rows.ask_to_stop(&user, reply)))
    }

    fn before(
        &self,
        user: UserId,
        conversation: ConversationId,
        reply: MessageId,
        limit: i64,
    ) -> Asked<'_, Vec<MessageRow>> {
        Box::pin(self.node().ask("before", move |rows| rows.before(&user, conversation, reply, limit)))
    }

    fn message(&self, user: UserId, message: MessageId) -> Asked<'_, Option<MessageRow>> {
        Box::pin(self.node().ask("message", move |rows| rows.message(&user, message)))
    }

    fn exchange(&self, user: UserId, reply: MessageId) -> Asked<'_, Option<Exchange>> {
        Box::pin(self.node().ask("exchange", move |rows| rows.exchange(&user, reply)))
    }

    fn stored(&self, user: UserId, reply: MessageId) -> Asked<'_, Option<Stored>> {
        Box::pin(self.node().ask_in_steps(
            "stored",
            {
                let user = user.clone();
                move |rows| rows.stored(&user, reply)
            },
            // The row was read before the pieces, which may be gone by now.
            move |rows, before: Option<Stored>| {
                let (before, now) = (before?, rows.stored(&user, reply)?);
                let is_same = before.reply.status.is_final() || before.reply.status == now.reply.status;
                Some(match is_same {
                    true if before.reply.status.is_final() => before,
                    true => Stored { progress: now.progress, number: now.number, ..before },
                    false => Stored { progress: Progress::from(&before.reply), number: 0, ..before },
                })
            },
        ))
    }

    fn newer(&self, known: Vec<Known>) -> Asked<'_, Vec<Newer>> {
        Box::pin(self.node().ask("newer", move |rows| rows.newer(&known)))
    }

    fn zone(&self, _: UserId) -> Asked<'_, Option<String>> {
        Box::pin(async { Ok(None) })
    }

    fn act(&self, act: Act) -> BoxFuture<'_, ToolResult> {
        let node = self.node();
        Box::pin(async move {
            let key = (act.reply, act.call.id.clone());
            match node
                .ask("act", move |rows| *rows.acts.entry(key).and_modify(|count| *count += 1).or_insert(1))
                .await
            {
                Ok(_) => ToolResult { content: json!({ "done": true }), is_error: false, change: None },
                Err(_) => ToolResult { content: json!({ "detail": "failed" }), is_error: true, change: None },
            }
        })
    }

    fn tokens_used(&self, user: UserId, day: String) -> Asked<'_, i64> {
        Box::pin(self.node().ask("tokens_used", move |rows| rows.tokens_used(&user, &day)))
    }

    fn suggest_title(
        &self,
        user: UserId,
        conversation: ConversationId,
        title: Option<String>,
        cost: (String, u64),
    ) -> Asked<'_, ()> {
        Box::pin(self.node().ask("suggest_title", move |rows| {
            rows.suggest_title(&user, conversation, title, &cost);
        }))
    }

    fn say(&self, word: String) {
        self.0.say(&word);
    }

    fn words(&self) -> BoxStream<'static, Word> {
        let heard = self.0.words();
        stream::unfold(heard, |mut heard| async {
            match heard.recv().await {
                Ok(word) => Some((word, heard)),
                Err(RecvError::Lagged(_)) => Some((Word::Everything, heard)),
                Err(RecvError::Closed) => None,
            }
        })
        .boxed()
    }

    fn carry(&self) -> BoxFuture<'_, ()> {
        Box::pin(std::future::pending())
    }

    fn direct(&self) -> Option<&Nats> {
        None
    }

    fn lost_news(&self) {}
}
