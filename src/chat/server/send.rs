//! Sending a message, following the reply to it, and stopping the reply.

use super::parse::{parse_client_id, parse_message};
use super::versions::VersionsOf;
use super::{Chat, ChatError, find_conversation, quota};
use crate::chat::store::turns;
use crate::chat::turn::lease::Lease;
use crate::chat::turn::title::title_of;
use crate::chat::turn::turn_store::{Stored, stored};
use crate::chat::turn::{Subscription, parts};
use crate::chat::{Exchange, store};
use crate::db::Scope;
use crate::id::{ConversationId, MessageId, UserId};

/// Most queued replies in one conversation.
const QUEUE_MAX: i64 = 10;
/// How often a message is tried whose obstacle is gone when one looks for it.
const ATTEMPTS: usize = 3;

/// A message to send.
#[derive(Clone, Copy, Debug)]
pub struct NewMessage<'a> {
    /// The conversation; `None` begins a new one.
    pub conversation: Option<ConversationId>,
    /// What the person says, up to [`MESSAGE_MAX`](crate::chat::MESSAGE_MAX) characters.
    pub text: &'a str,
    /// An id that the client made. A message with the same id is stored once.
    pub client_id: &'a str,
    /// The id of the model that answers in the conversation from now on (see [`Chat::choose_model`]); `None` leaves it.
    pub model: Option<&'a str>,
}

impl Chat {
    /// Stores a message and begins the reply to it. If a reply is being written in the conversation, the new reply is
    /// queued. Called again with the same `client_id`, it stores nothing and follows the reply that the first call
    /// began.
    ///
    /// # Errors
    /// If the message is not acceptable, the conversation does not exist, or the person has reached a limit.
    pub async fn send(
        &self,
        user: &UserId,
        conversation: Option<ConversationId>,
        text: &str,
        client_id: &str,
    ) -> Result<Subscription, ChatError> {
        self.send_message(user, NewMessage { conversation, text, client_id, model: None }).await
    }

    /// Like [`Chat::send`], and may choose the model too.
    ///
    /// # Errors
    /// Those of [`Chat::send`], and [`ChatError::NoSuchModel`].
    pub async fn send_message(
        &self,
        user: &UserId,
        message: NewMessage<'_>,
    ) -> Result<Subscription, ChatError> {
        let text = parse_message(message.text)?;
        let client_id = parse_client_id(message.client_id)?;
        let model = message.model.map(|model| self.parse_model(model)).transpose()?;
        let begun = match self.accepting() {
            Ok(()) => self.begin(user, NewMessage { text, ..message }, model).await,
            Err(refusal) => Err(refusal),
        };
        self.deduplicate(user, client_id, begun).await
    }

    /// `model` is the message's model: `None` keeps the conversation's, the inner `None` stands for the configured order.
    async fn begin(
        &self,
        user: &UserId,
        message: NewMessage<'_>,
        model: Option<Option<&str>>,
    ) -> Result<Subscription, ChatError> {
        let lease = self.engine.hold().await?;
        let beginning = turns::Beginning {
            user: user.clone(),
            conversation: message.conversation,
            title: title_of(message.text),
            text: message.text.to_owned(),
            client_id: message.client_id.to_owned(),
            model: model.map(|model| model.map(str::to_owned)),
            quotas: self.quotas,
            queue: QUEUE_MAX,
            writer: lease.id.clone(),
            now: self.clock.now(),
        };
        for _ in 0..ATTEMPTS {
            if let Some(turn) = self.engine.begin(beginning.clone(), lease.clone()).await? {
                return Ok(turn);
            }
            if let Some(turn) = self.begun_before(&beginning).await? {
                return Ok(turn);
            }
        }
        Err(ChatError::RunActive)
    }

    /// Finds out what stands in the way of a message. If it was sent before, this follows its reply. `None` if nothing stands
    /// in the way any more.
    async fn begun_before(&self, beginning: &turns::Beginning) -> Result<Option<Subscription>, ChatError> {
        let turns::Beginning { user, conversation, client_id, now, .. } = beginning;
        let mut scope = self.db.read_as(user).await?;
        if let Some(question) = store::question_by_client_id(&mut scope, client_id).await? {
            return self.rejoin(scope, question).await.map(Some);
        }
        if let Some(reached) = quota::reached(&mut scope, self.quotas, now).await? {
            return Err(ChatError::QuotaReached(reached));
        }
        if let Some(conversation) = *conversation {
            find_conversation(&mut scope, conversation).await?;
            if store::count_queued(&mut scope, conversation).await? >= QUEUE_MAX {
                return Err(ChatError::QueueFull);
            }
        }
        Ok(None)
    }

    /// Commits a question and its reply, and begins to write the reply. Both happen in a task of their own, so a client that
    /// leaves meanwhile leaves no reply that nobody writes.
    pub(super) async fn commit_and_start(
        &self,
        scope: Scope,
        exchange: Exchange,
        lease: Lease,
    ) -> Result<Subscription, ChatError> {
        let (engine, user) = (self.engine.clone(), scope.user().clone());
        let started = tokio::spawn(async move {
            let _promise = engine.promise();
            scope.commit().await?;
            Ok(engine.start_or_follow(&user, exchange, lease))
        });
        started.await.map_err(|_| sqlx::Error::WorkerCrashed)?
    }

    /// Follows the reply instead of refusing a message that is stored already. That is the case if it was sent before,
    /// or if another request is storing it and its row has the same unique key.
    pub(crate) async fn deduplicate(
        &self,
        user: &UserId,
        client_id: &str,
        begun: Result<Subscription, ChatError>,
    ) -> Result<Subscription, ChatError> {
        let refusal = match begun {
            Err(ChatError::Database(sqlx::Error::Database(error))) if error.is_unique_violation() => {
                ChatError::RunActive
            }
            Err(
                refusal @ (ChatError::QuotaReached(_)
                | ChatError::QueueFull
                | ChatError::Overloaded
                | ChatError::ShuttingDown),
            ) => refusal,
            outcome => return outcome,
        };
        let mut scope = self.db.read_as(user).await?;
        match store::question_by_client_id(&mut scope, client_id).await? {
            Some(question) => self.rejoin(scope, question).await,
            None => Err(refusal),
        }
    }

    /// Follows a reply from a position on (see [`super::ChatEvent`]), running or not, here or elsewhere.
    ///
    /// # Errors
    /// [`ChatError::MessageNotFound`].
    pub async fn follow(
        &self,
        user: &UserId,
        reply: MessageId,
        from: usize,
    ) -> Result<Subscription, ChatError> {
        if let Some(live) = self.engine.running(reply).filter(|live| live.user == *user) {
            return Ok(Subscription::to(&live, from));
        }
        let stored = self.engine.stored(user, reply).await?.ok_or(ChatError::MessageNotFound(reply))?;
        Ok(self.follow_stored(user, stored, from))
    }

    /// A reply in its current state, with the question that it answers.
    ///
    /// # Errors
    /// [`ChatError::MessageNotFound`].
    pub async fn exchange(&self, user: &UserId, reply: MessageId) -> Result<Exchange, ChatError> {
        let mut scope = self.db.read_as(user).await?;
        let row = store::message(&mut scope, reply).await?.ok_or(ChatError::MessageNotFound(reply))?;
        let question = store::message(&mut scope, row.parent_id).await?;
        let question = question.ok_or(ChatError::MessageNotFound(reply))?;
        let conversation = find_conversation(&mut scope, row.conversation_id).await?;
        let mut rows = [row];
        store::pieces::join(&mut scope, &mut rows).await?;
        let [row] = rows;
        Ok(Exchange { conversation, question: parts::message(question), reply: parts::message(row) })
    }

    /// Stops a running reply and keeps its text. Does nothing if the reply has ended.
    ///
    /// # Errors
    /// [`ChatError::MessageNotFound`].
    pub async fn stop(&self, user: &UserId, reply: MessageId) -> Result<(), ChatError> {
        match self.engine.stop(user, reply).await? {
            true => Ok(()),
            false => Err(ChatError::MessageNotFound(reply)),
        }
    }

    pub(crate) async fn rejoin(
        &self,
        mut scope: Scope,
        question: store::MessageRow,
    ) -> Result<Subscription, ChatError> {
        let reply = store::reply_to(&mut scope, question.conversation_id, question.id).await?;
        let reply = reply.ok_or(ChatError::MessageNotFound(question.id))?;
        self.follow_row(scope, question, reply, 0).await
    }

    /// Follows a stored reply.
    pub(crate) async fn follow_row(
        &self,
        mut scope: Scope,
        question: store::MessageRow,
        reply: store::MessageRow,
        from: usize,
    ) -> Result<Subscription, ChatError> {
        if let Some(live) = self.engine.running(reply.id) {
            return Ok(Subscription::to(&live, from));
        }
        let (conversation, user) = (reply.conversation_id, scope.user().clone());
        let stored = stored(&mut scope, question, reply).await?;
        // Gives the scope's connection back before asking for another.
        drop(scope);
        let stored = stored.ok_or(ChatError::ConversationNotFound(conversation))?;
        Ok(self.follow_stored(&user, stored, from))
    }

    fn follow_stored(&self, user: &UserId, stored: Stored, from: usize) -> Subscription {
        let Stored { conversation, question, reply, versions, progress, number } = stored;
        let versions = VersionsOf::from(versions);
        let (question, reply) = (versions.present(question), versions.present(reply));
        let exchange = Exchange { conversation, question, reply };
        Subscription::of_row(&self.engine, user, exchange, progress, number, from)
    }
}
