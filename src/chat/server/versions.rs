//! Versions: a reply that is written again, or a question that is edited and sent again. The earlier version stays, and
//! people can step back to it.

use super::parse::{parse_client_id, parse_message};
use super::{Chat, ChatError, Subscription, find_conversation, quota};
use crate::chat::store::{self, MessageRow, VersionRow};
use crate::chat::turn::lease::Lease;
use crate::chat::turn::parts;
use crate::chat::{Conversation, Exchange, Message, Page, Role, Versions};
use crate::db::Scope;
use crate::id::{ConversationId, MessageId, UserId};

/// The versions of some messages.
pub(crate) struct VersionsOf(Vec<VersionRow>);

/// Looks up the versions of messages of one conversation, in one query.
pub(crate) async fn of(
    scope: &mut Scope,
    conversation: ConversationId,
    rows: &[MessageRow],
) -> sqlx::Result<VersionsOf> {
    let parents = || rows.iter().map(|row| row.parent_id);
    Ok(VersionsOf(match parents().min().zip(parents().max()) {
        Some((first, last)) => store::versions(scope, conversation, first, last).await?,
        None => Vec::new(),
    }))
}

impl From<Vec<VersionRow>> for VersionsOf {
    fn from(rows: Vec<VersionRow>) -> Self {
        Self(rows)
    }
}

impl VersionsOf {
    /// A message with its versions, ready to be shown.
    pub(crate) fn present(&self, row: MessageRow) -> Message {
        let siblings = self.0.iter().filter(|version| version.parent_id == row.parent_id);
        let ids: Vec<_> = siblings.map(|version| version.id).collect();
        let versions = ids.iter().position(|id| *id == row.id).map(|at| Versions {
            number: u32::try_from(at + 1).unwrap_or(u32::MAX),
            count: u32::try_from(ids.len()).unwrap_or(u32::MAX),
            previous: at.checked_sub(1).and_then(|before| ids.get(before).copied()),
            next: ids.get(at + 1).copied(),
        });
        Message { versions, ..parts::message(row) }
    }
}

impl Chat {
    /// Writes the newest reply of a conversation again. The earlier reply stays as a version, unless it was empty.
    /// Called again while the new reply is written, or after it, this follows the new reply.
    ///
    /// # Errors
    /// If there is no such reply, or it is not the newest message of its conversation.
    pub async fn retry(&self, user: &UserId, reply: MessageId) -> Result<Subscription, ChatError> {
        self.accepting()?;
        match self.begin_retry(user, reply).await {
            // Another request began one.
            Err(ChatError::Database(sqlx::Error::Database(error))) if error.is_unique_violation() => {
                Err(ChatError::RunActive)
            }
            outcome => outcome,
        }
    }

    async fn begin_retry(&self, user: &UserId, reply: MessageId) -> Result<Subscription, ChatError> {
        let lease = self.engine.hold().await?;
        let mut scope = self.db.write_as(user).await?;
        let found = store::message(&mut scope, reply).await?.ok_or(ChatError::MessageNotFound(reply))?;
        let now = self.clock.now();
        quota::charge(&mut scope, self.quotas, &now).await?;
        let conversation = store::touch_conversation(&mut scope, found.conversation_id, &now)
            .await?
            .ok_or(ChatError::ConversationNotFound(found.conversation_id))?;
        // Read again, now that the conversation's row is locked.
        let old = store::message(&mut scope, reply).await?.ok_or(ChatError::MessageNotFound(reply))?;
        let question = store::message(&mut scope, old.parent_id).await?.ok_or(ChatError::NotRetryable)?;
        if old.role != Role::Assistant || question.role != Role::User {
            return Err(ChatError::NotRetryable);
        }
        let last = store::last_message(&mut scope, conversation.id).await?;
        if last != Some(reply) || !old.status.is_final() {
            // It was written again already, or is being written.
            let newest = store::reply_to(&mut scope, conversation.id, question.id).await?;
            return match newest.filter(|newest| newest.id > reply || !old.status.is_final()) {
                Some(newest) => self.follow_row(scope, question, newest, 0).await,
                None => Err(ChatError::NotRetryable),
            };
        }
        let new = match store::restart_reply(&mut scope, reply, &lease.id).await? {
            Some(restarted) => {
                // An old piece may have come after the end. It would stand in the way of a new one.
                store::pieces::clear(&mut scope, reply).await?;
                restarted
            }
            None => {
                store::leave_branch(&mut scope, conversation.id, question.id).await?;
                store::insert_reply(&mut scope, conversation.id, question.id, &lease.id, &now).await?
            }
        };
        self.start_version(scope, conversation, [question, new], lease).await
    }

    /// Stores a message in place of one that the person sent before, and begins the reply to it. The earlier message
    /// and what followed it stay as a version. Idempotent by `client_id`, as [`Chat::send`] is.
    ///
    /// # Errors
    /// If the text is not acceptable, there is no such message, it is not the person's own, or a reply is running.
    pub async fn edit(
        &self,
        user: &UserId,
        message: MessageId,
        text: &str,
        client_id: &str,
    ) -> Result<Subscription, ChatError> {
        let text = parse_message(text)?;
        let client_id = parse_client_id(client_id)?;
        let begun = match self.accepting() {
            Ok(()) => self.begin_edited(user, message, text, client_id).await,
            Err(refusal) => Err(refusal),
        };
        self.deduplicate(user, client_id, begun).await
    }

    async fn begin_edited(
        &self,
        user: &UserId,
        message: MessageId,
        text: &str,
        client_id: &str,
    ) -> Result<Subscription, ChatError> {
        let lease = self.engine.hold().await?;
        let mut scope = self.db.write_as(user).await?;
        if let Some(question) = store::question_by_client_id(&mut scope, client_id).await? {
            return self.rejoin(scope, question).await;
        }
        let old = store::message(&mut scope, message).await?.ok_or(ChatError::MessageNotFound(message))?;
        let now = self.clock.now();
        quota::charge(&mut scope, self.quotas, &now).await?;
        let conversation = store::touch_conversation(&mut scope, old.conversation_id, &now)
            .await?
            .ok_or(ChatError::ConversationNotFound(old.conversation_id))?;
        if store::is_busy(&mut scope, conversation.id).await? {
            return Err(ChatError::RunActive);
        }
        if old.role != Role::User || !store::is_active(&mut scope, message).await? {
            return Err(ChatError::NotEditable);
        }
        store::leave_branch(&mut scope, conversation.id, old.parent_id).await?;
        let question =
            store::insert_question(&mut scope, conversation.id, Some(old.parent_id), text, client_id, &now)
                .await?;
        let reply = store::insert_reply(&mut scope, conversation.id, question.id, &lease.id, &now).await?;
        self.start_version(scope, conversation, [question, reply], lease).await
    }

    /// Commits a question and its new reply, and begins to write the reply.
    pub(crate) async fn start_version(
        &self,
        mut scope: Scope,
        conversation: Conversation,
        rows: [MessageRow; 2],
        lease: Lease,
    ) -> Result<Subscription, ChatError> {
        let versions = of(&mut scope, conversation.id, &rows).await?;
        let [question, reply] = rows.map(|row| versions.present(row));
        self.commit_and_start(scope, Exchange { conversation, question, reply }, lease).await
    }

    /// Steps to another version of a message: shows it and what followed it. Returns the newest messages of that
    /// branch.
    ///
    /// # Errors
    /// If there is no such message, or a reply is running.
    pub async fn show_version(&self, user: &UserId, message: MessageId) -> Result<Page, ChatError> {
        let mut scope = self.db.write_as(user).await?;
        let row = store::message(&mut scope, message).await?.ok_or(ChatError::MessageNotFound(message))?;
        store::hold_conversation(&mut scope, row.conversation_id).await?;
        let conversation = find_conversation(&mut scope, row.conversation_id).await?;
        if store::is_busy(&mut scope, conversation.id).await? {
            return Err(ChatError::RunActive);
        }
        if !store::is_active(&mut scope, message).await? {
            store::leave_branch(&mut scope, conversation.id, row.parent_id).await?;
            store::enter_branch(&mut scope, conversation.id, message).await?;
        }
        // Commits even if nothing changed, to give the connection back before asking for another.
        scope.commit().await?;
        self.messages(user, conversation.id, None).await
    }
}
