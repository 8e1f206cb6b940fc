//! The queries about which message follows which: versions, the branch that is shown, and queued replies.

use super::leases::LeaseId;
use crate::chat::store::MessageRow;
use crate::db::{Scope, Topic, with_connection};
use crate::id::{ConversationId, MessageId};

/// A version of a message, and the message that it follows.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub(crate) struct VersionRow {
    pub(crate) id: MessageId,
    pub(crate) parent_id: MessageId,
}

/// Locks a conversation's row until the transaction ends, so that no other transaction begins or ends a turn in it.
/// SQLite needs no lock, because it has one writer.
pub(crate) async fn hold_conversation(scope: &mut Scope, id: ConversationId) -> sqlx::Result<()> {
    if !scope.is_postgres() {
        return Ok(());
    }
    let user = scope.user().clone();
    let sql = "select 1 from conversations where user_id = $1 and id = $2 for no key update";
    with_connection!(scope, connection => sqlx::query(sql).bind(user).bind(id).execute(connection).await.map(drop))
}

/// The last message of the branch that is shown.
pub(crate) async fn last_message(
    scope: &mut Scope,
    conversation: ConversationId,
) -> sqlx::Result<Option<MessageId>> {
    let user = scope.user().clone();
    let sql = "select id from messages where user_id = $1 and conversation_id = $2 and active
               order by id desc limit 1";
    with_connection!(scope, connection => sqlx::query_scalar(sql)
        .bind(user).bind(conversation)
        .fetch_optional(connection).await)
}

/// Whether a reply is being written or queued.
pub(crate) async fn is_busy(scope: &mut Scope, conversation: ConversationId) -> sqlx::Result<bool> {
    let user = scope.user().clone();
    let sql = "select exists (
                   select 1 from messages
                   where user_id = $1 and conversation_id = $2 and status in ('streaming', 'queued'))";
    with_connection!(scope, connection => sqlx::query_scalar(sql).bind(user).bind(conversation).fetch_one(connection).await)
}

/// The number of queued replies.
pub(crate) async fn count_queued(scope: &mut Scope, conversation: ConversationId) -> sqlx::Result<i64> {
    let user = scope.user().clone();
    let sql = "select count(*) from messages
               where user_id = $1 and conversation_id = $2 and status = 'queued'";
    with_connection!(scope, connection => sqlx::query_scalar(sql).bind(user).bind(conversation).fetch_one(connection).await)
}

/// Whether a message is on the branch that is shown.
pub(crate) async fn is_active(scope: &mut Scope, message: MessageId) -> sqlx::Result<bool> {
    let user = scope.user().clone();
    let sql = "select active from messages where user_id = $1 and id = $2";
    let active: Option<bool> = with_connection!(scope, connection => {
        sqlx::query_scalar(sql).bind(user).bind(message).fetch_optional(connection).await
    })?;
    Ok(active.unwrap_or(false))
}

/// The queued replies, the last first, and then the one that is being written.
pub(crate) async fn open_replies(
    scope: &mut Scope,
    conversation: ConversationId,
) -> sqlx::Result<Vec<MessageId>> {
    let user = scope.user().clone();
    let sql = "select id from messages
               where user_id = $1 and conversation_id = $2 and active and status in ('streaming', 'queued')
               order by id desc";
    with_connection!(scope, connection => sqlx::query_scalar(sql)
        .bind(user).bind(conversation)
        .fetch_all(connection).await)
}

/// Claims the first queued reply for `writer`, unless another is being written.
pub(crate) async fn claim_queued(
    scope: &mut Scope,
    conversation: ConversationId,
    writer: &LeaseId,
) -> sqlx::Result<Option<MessageRow>> {
    let user = scope.user().clone();
    let sql = "update messages set status = 'streaming', writer = $3
               where user_id = $1
                 and id = (
                     select min(id) from messages
                     where user_id = $1 and conversation_id = $2 and status = 'queued')
                 and not exists (
                     select 1 from messages running
                     where running.user_id = $1 and running.conversation_id = $2 and running.status = 'streaming')
               returning id, conversation_id, role, content, status, tool_calls, thoughts, error, created_at, parent_id, feedback";
    let claimed: Option<MessageRow> = with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(conversation).bind(writer)
        .fetch_optional(connection).await)?;
    if claimed.is_some() {
        scope.changed(Topic::Messages(conversation));
    }
    Ok(claimed)
}

/// The versions of the messages that follow `first` to `last`, in order. A message without other versions is left out.
pub(crate) async fn versions(
    scope: &mut Scope,
    conversation: ConversationId,
    first: MessageId,
    last: MessageId,
) -> sqlx::Result<Vec<VersionRow>> {
    let user = scope.user().clone();
    let sql = "select id, parent_id from messages
               where user_id = $1 and conversation_id = $2 and parent_id between $3 and $4
                 and exists (
                     select 1 from messages other
                     where other.conversation_id = messages.conversation_id
                       and other.parent_id = messages.parent_id and other.id <> messages.id)
               order by parent_id, id";
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(conversation).bind(first).bind(last)
        .fetch_all(connection).await)
}

/// Takes everything after a message off the branch that is shown. After 0, that is the whole branch.
pub(crate) async fn leave_branch(
    scope: &mut Scope,
    conversation: ConversationId,
    after: MessageId,
) -> sqlx::Result<()> {
    let user = scope.user().clone();
    scope.changed(Topic::Messages(conversation));
    let sql = "update messages set active = false
               where user_id = $1 and conversation_id = $2 and active and id > $3";
    with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(conversation).bind(after)
        .execute(connection).await.map(drop))
}

/// Shows a message and what followed it. Where there are several versions, the newest is shown.
pub(crate) async fn enter_branch(
    scope: &mut Scope,
    conversation: ConversationId,
    message: MessageId,
) -> sqlx::Result<()> {
    let user = scope.user().clone();
    scope.changed(Topic::Messages(conversation));
    let sql = "with recursive branch (id) as (
                   select id from messages where user_id = $1 and conversation_id = $2 and id = $3
                   union all
                   select (
                       select max(next.id) from messages next
                       where next.user_id = $1 and next.conversation_id = $2 and next.parent_id = branch.id)
                   from branch where branch.id is not null
               )
               update messages set active = true
               where user_id = $1 and conversation_id = $2 and id in (select id from branch)";
    with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(conversation).bind(message)
        .execute(connection).await.map(drop))
}
