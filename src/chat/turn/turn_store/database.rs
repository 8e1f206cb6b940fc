//! The rows of turns in the database.

use super::{Act, Asked, Stored, TurnStore, exchanges, stored};
use crate::chat::store::leases::{self, Beat, LeaseId, RunningRow};
use crate::chat::store::pieces::{self, Kept, Known, Newer, Piece};
use crate::chat::store::turns::{self, Beginning, Begun, Ended, Ending};
use crate::chat::store::{self, MessageRow, title, usage};
use crate::chat::turn::outcomes;
use crate::chat::{Exchange, ToolResult};
use crate::db::{Db, Nats, Word};
use crate::id::{ConversationId, MessageId, UserId};
use crate::random::Random;
use crate::tasks::server::{Actor, Call, Caller, Tasks};
use crate::tool;
use futures::future::BoxFuture;
use futures::stream::{self, BoxStream, StreamExt};
use std::sync::Arc;

/// The database, and the tasks on which tools act.
pub(crate) struct Database {
    db: Db,
    tasks: Tasks,
}

impl Database {
    pub(crate) fn new(db: Db, tasks: Tasks) -> Self {
        Self { db, tasks }
    }
}

impl TurnStore for Database {
    fn is_shared(&self) -> bool {
        self.db.is_shared()
    }

    fn take_lease(&self) -> Asked<'_, LeaseId> {
        Box::pin(async move {
            let id = LeaseId::new(Random::system().alphanumeric(16));
            let mut transaction = self.db.write().await?;
            leases::take(&mut transaction, &id).await?;
            transaction.commit().await?;
            Ok(id)
        })
    }

    fn beat(&self, own: Option<LeaseId>) -> Asked<'_, (bool, Vec<Beat>)> {
        Box::pin(async move { leases::beat(&self.db, own.as_ref()).await })
    }

    fn expire(&self, dead: Vec<Beat>) -> Asked<'_, ()> {
        Box::pin(async move {
            let mut transaction = self.db.write().await?;
            for beat in &dead {
                leases::expire(&mut transaction, beat).await?;
            }
            transaction.commit().await
        })
    }

    fn end_other_leases(&self, own: LeaseId) -> Asked<'_, ()> {
        Box::pin(async move {
            let mut transaction = self.db.write().await?;
            leases::end_others(&mut transaction, &own).await?;
            transaction.commit().await
        })
    }

    fn give_lease_back(&self, own: LeaseId) -> Asked<'_, ()> {
        Box::pin(async move {
            let mut transaction = self.db.write().await?;
            leases::give_back(&mut transaction, &own).await?;
            transaction.commit().await
        })
    }

    fn orphans(&self, limit: i64) -> Asked<'_, Vec<RunningRow>> {
        Box::pin(async move { leases::orphans(&mut self.db.autocommit().await?, limit).await })
    }

    fn written_by(&self, writer: LeaseId) -> Asked<'_, Vec<RunningRow>> {
        Box::pin(async move { leases::written_by(&mut self.db.autocommit().await?, &writer).await })
    }

    fn abandoned_queues(&self) -> Asked<'_, Vec<(UserId, ConversationId)>> {
        Box::pin(async move { store::abandoned_queues(&mut self.db.autocommit().await?).await })
    }

    fn interrupt(&self, row: RunningRow) -> Asked<'_, bool> {
        Box::pin(async move {
            let mut scope = self.db.write_as(&row.user_id).await?;
            let Some(reply) = store::message(&mut scope, row.id).await? else { return Ok(false) };
            let mut rows = [reply];
            pieces::join(&mut scope, &mut rows).await?;
            let [reply] = &rows;
            let ended = store::interrupt(&mut scope, row.id, row.writer.as_ref(), &reply.into()).await?;
            if ended {
                pieces::clear(&mut scope, row.id).await?;
                scope.commit().await?;
            }
            Ok(ended)
        })
    }

    fn claim(&self, user: UserId, id: ConversationId, writer: LeaseId) -> Asked<'_, Option<Exchange>> {
        Box::pin(async move {
            let mut scope = self.db.write_as(&user).await?;
            store::hold_conversation(&mut scope, id).await?;
            if store::conversation(&mut scope, id).await?.is_none() {
                return Ok(None);
            }
            let next = exchanges::claim_next(&mut scope, id, &writer).await?;
            scope.commit().await?;
            Ok(next)
        })
    }

    fn begin(&self, beginning: Beginning) -> Asked<'_, Option<Begun>> {
        Box::pin(turns::begin(&self.db, beginning))
    }

    fn append(&self, writer: LeaseId, batch: Vec<(MessageId, Option<Arc<Piece>>)>) -> Asked<'_, Vec<Kept>> {
        Box::pin(async move { turns::append(&self.db, &writer, batch).await })
    }

    fn end(&self, ending: Ending) -> Asked<'_, Ended> {
        Box::pin(turns::end(&self.db, ending))
    }

    fn ask_to_stop(&self, user: UserId, reply: MessageId) -> Asked<'_, bool> {
        Box::pin(async move {
            let mut scope = self.db.write_as(&user).await?;
            if store::message(&mut scope, reply).await?.is_none() {
                return Ok(false);
            }
            store::ask_to_stop(&mut scope, reply).await?;
            scope.commit().await?;
            Ok(true)
        })
    }

    fn before(
        &self,
        user: UserId,
        conversation: ConversationId,
        reply: MessageId,
        limit: i64,
    ) -> Asked<'_, Vec<MessageRow>> {
        Box::pin(async move {
            let mut scope = self.db.read_as(&user).await?;
            let mut rows = store::messages_before(&mut scope, conversation, reply, limit).await?;
            outcomes::restore(&mut scope, &mut rows).await?;
            Ok(rows)
        })
    }

    fn message(&self, user: UserId, message: MessageId) -> Asked<'_, Option<MessageRow>> {
        Box::pin(async move { store::message(&mut self.db.read_as(&user).await?, message).await })
    }

    fn exchange(&self, user: UserId, reply: MessageId) -> Asked<'_, Option<Exchange>> {
        Box::pin(async move { exchanges::exchange(&mut self.db.read_as(&user).await?, reply).await })
    }

    fn stored(&self, user: UserId, reply: MessageId) -> Asked<'_, Option<Stored>> {
        Box::pin(async move {
            let mut scope = self.db.read_as(&user).await?;
            let Some(row) = store::message(&mut scope, reply).await? else { return Ok(None) };
            let Some(question) = store::message(&mut scope, row.parent_id).await? else { return Ok(None) };
            stored(&mut scope, question, row).await
        })
    }

    fn newer(&self, known: Vec<Known>) -> Asked<'_, Vec<Newer>> {
        Box::pin(async move { pieces::newer(&mut self.db.autocommit().await?, &known).await })
    }

    fn zone(&self, user: UserId) -> Asked<'_, Option<String>> {
        Box::pin(async move { self.tasks.recent_zone(&user).await })
    }

    fn act(&self, act: Act) -> BoxFuture<'_, ToolResult> {
        Box::pin(async move {
            let Act { user, conversation, reply, call } = act;
            let made_by = Call { conversation, message: reply, id: &call.id };
            let caller = Caller { user: &user, actor: Actor::Assistant(made_by) };
            tool::run(&self.tasks, caller, &call.name, &call.arguments).await
        })
    }

    fn tokens_used(&self, user: UserId, day: String) -> Asked<'_, i64> {
        Box::pin(async move {
            let used = usage::used(&mut self.db.read_as(&user).await?, &day).await?;
            Ok(used.map_or(0, |(_, tokens)| tokens))
        })
    }

    fn suggest_title(
        &self,
        user: UserId,
        conversation: ConversationId,
        title: Option<String>,
        (day, tokens): (String, u64),
    ) -> Asked<'_, ()> {
        Box::pin(async move {
            let mut scope = self.db.write_as(&user).await?;
            // The usage is locked before the conversation, as everywhere.
            if tokens > 0 {
                let tokens = i64::try_from(tokens).unwrap_or(i64::MAX);
                usage::spend(&mut scope, &day, tokens).await?;
            }
            if let Some(title) = title {
                title::suggest(&mut scope, conversation, &title).await?;
            }
            scope.commit().await
        })
    }

    fn say(&self, word: String) {
        self.db.say(word);
    }

    fn words(&self) -> BoxStream<'static, Word> {
        let words = self.db.words();
        stream::unfold(words, |mut words| async { Some((words.next().await, words)) }).boxed()
    }

    fn carry(&self) -> BoxFuture<'_, ()> {
        Box::pin(self.db.carry())
    }

    fn direct(&self) -> Option<&Nats> {
        self.db.direct()
    }

    fn lost_news(&self) {
        self.db.lost_news();
    }
}
