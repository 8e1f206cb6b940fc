//! The queries of `conversations` and `messages`. One statement a function, each inside the scope of one person.
//! `branches` holds those about versions of messages and about replies that wait, `conversations` those about what
//! messages are in.

mod branches;
mod conversations;

pub(super) use branches::*;
pub(super) use conversations::*;

use super::super::{MessageStatus, Role};
use super::present::StoredCall;
use super::usage::Usage;
use crate::db::{Scope, Transaction, on};
use crate::error::AppError;
use crate::id::{ConversationId, MessageId, UserId};
use crate::timestamp::Timestamp;
use sqlx::types::Json;

/// A row of `messages`.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct MessageRow {
    pub(super) id: MessageId,
    pub(super) conversation_id: ConversationId,
    pub(super) role: Role,
    pub(super) content: String,
    pub(super) status: MessageStatus,
    pub(super) tool_calls: Json<Vec<StoredCall>>,
    pub(super) error: Option<Json<AppError>>,
    pub(super) created_at: Timestamp,
    /// The message that it follows, 0 for the first.
    pub(super) parent_id: MessageId,
    /// Who wrote a reply, and its tokens read and written; only [`messages_before`] reads them.
    #[sqlx(default)]
    pub(super) model: Option<String>,
    #[sqlx(default)]
    pub(super) input_tokens: Option<i64>,
    #[sqlx(default)]
    pub(super) output_tokens: Option<i64>,
}

pub(super) async fn count_messages(scope: &mut Scope) -> sqlx::Result<i64> {
    let user = scope.user().clone();
    let sql = "select count(*) from messages where user_id = $1";
    on!(scope, connection => sqlx::query_scalar(sql).bind(user).fetch_one(connection).await)
}

pub(super) async fn message(scope: &mut Scope, id: MessageId) -> sqlx::Result<Option<MessageRow>> {
    let user = scope.user().clone();
    let sql = "select id, conversation_id, role, content, status, tool_calls, error, created_at, parent_id
               from messages where user_id = $1 and id = $2";
    on!(scope, connection => sqlx::query_as(sql).bind(user).bind(id).fetch_optional(connection).await)
}

/// The newest `limit` messages of the branch that is shown before `before`, newest first.
pub(super) async fn messages_before(
    scope: &mut Scope,
    conversation: ConversationId,
    before: MessageId,
    limit: i64,
) -> sqlx::Result<Vec<MessageRow>> {
    let user = scope.user().clone();
    let sql = "select id, conversation_id, role, content, status, tool_calls, error, created_at, parent_id,
                    model, input_tokens, output_tokens
               from messages where user_id = $1 and conversation_id = $2 and active and id < $3
               order by id desc limit $4";
    on!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(conversation).bind(before).bind(limit)
        .fetch_all(connection).await)
}

/// A message, and whether it is on the branch that is shown.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct VersionedRow {
    #[sqlx(flatten)]
    pub(super) row: MessageRow,
    pub(super) active: bool,
}

/// All messages of a conversation with all their versions, in the order in which they were written.
pub(super) async fn all_messages(
    scope: &mut Scope,
    conversation: ConversationId,
) -> sqlx::Result<Vec<VersionedRow>> {
    let user = scope.user().clone();
    let sql = "select id, conversation_id, role, content, status, tool_calls, error, created_at, parent_id,
                    model, input_tokens, output_tokens, active
               from messages where user_id = $1 and conversation_id = $2 order by id";
    on!(scope, connection => sqlx::query_as(sql).bind(user).bind(conversation).fetch_all(connection).await)
}

/// The message that the person sent with this client-made id.
pub(super) async fn question_by_client_id(
    scope: &mut Scope,
    client_id: &str,
) -> sqlx::Result<Option<MessageRow>> {
    let user = scope.user().clone();
    let sql = "select id, conversation_id, role, content, status, tool_calls, error, created_at, parent_id
               from messages where user_id = $1 and client_id = $2";
    on!(scope, connection => sqlx::query_as(sql).bind(user).bind(client_id).fetch_optional(connection).await)
}

/// The reply to a person's message: the version that is shown, or else the newest.
pub(super) async fn reply_to(
    scope: &mut Scope,
    conversation: ConversationId,
    question: MessageId,
) -> sqlx::Result<Option<MessageRow>> {
    let user = scope.user().clone();
    let sql = "select id, conversation_id, role, content, status, tool_calls, error, created_at, parent_id
               from messages where user_id = $1 and conversation_id = $2 and parent_id = $3 and role = 'assistant'
               order by active desc, id desc limit 1";
    on!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(conversation).bind(question)
        .fetch_optional(connection).await)
}

/// A message of the person, after `parent`, or after the last one that is shown.
pub(super) async fn insert_question(
    scope: &mut Scope,
    conversation: ConversationId,
    parent: Option<MessageId>,
    text: &str,
    client_id: &str,
    now: &Timestamp,
) -> sqlx::Result<MessageRow> {
    let user = scope.user().clone();
    let sql = "insert into messages (conversation_id, user_id, role, content, client_id, created_at, parent_id)
               values ($2, $1, 'user', $3, $4, $5, coalesce($6, (
                   select id from messages where user_id = $1 and conversation_id = $2 and active
                   order by id desc limit 1
               ), 0))
               returning id, conversation_id, role, content, status, tool_calls, error, created_at, parent_id";
    on!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(conversation).bind(text).bind(client_id).bind(now).bind(parent)
        .fetch_one(connection).await)
}

/// An empty reply in state `streaming`, of which the database allows one per conversation; `queued` if there is one.
pub(super) async fn insert_reply(
    scope: &mut Scope,
    conversation: ConversationId,
    question: MessageId,
    now: &Timestamp,
) -> sqlx::Result<MessageRow> {
    let user = scope.user().clone();
    let sql = "insert into messages
                   (conversation_id, user_id, role, content, status, heartbeat_at, created_at, parent_id)
               select $2, $1, 'assistant', '',
                   case when exists (
                       select 1 from messages
                       where conversation_id = $2 and user_id = $1 and status in ('streaming', 'queued')
                   ) then 'queued' else 'streaming' end,
                   $3, $3, $4
               returning id, conversation_id, role, content, status, tool_calls, error, created_at, parent_id";
    on!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(conversation).bind(now).bind(question)
        .fetch_one(connection).await)
}

/// Takes a reply that ended without having said anything back to `streaming`; `None` if it is not one.
pub(super) async fn restart_reply(
    scope: &mut Scope,
    id: MessageId,
    now: &Timestamp,
) -> sqlx::Result<Option<MessageRow>> {
    let user = scope.user().clone();
    let sql = "update messages
               set error = null, status = 'streaming', heartbeat_at = $3
               where user_id = $1 and id = $2 and role = 'assistant'
                 and status in ('failed', 'interrupted', 'stopped', 'length')
                 and content = '' and tool_calls = '[]' and active
               returning id, conversation_id, role, content, status, tool_calls, error, created_at, parent_id";
    on!(scope, connection => sqlx::query_as(sql).bind(user).bind(id).bind(now).fetch_optional(connection).await)
}

/// Writes down how far a reply has come. Whether it was still ours to write: a reply that was ended from
/// elsewhere, or deleted, is not.
pub(super) async fn checkpoint(
    scope: &mut Scope,
    id: MessageId,
    content: &str,
    calls: &[StoredCall],
    now: &Timestamp,
) -> sqlx::Result<bool> {
    let user = scope.user().clone();
    let sql = "update messages set content = $3, tool_calls = $4, heartbeat_at = $5
               where user_id = $1 and id = $2 and status = 'streaming'";
    let rows = on!(scope, connection => sqlx::query(sql)
        .bind(user).bind(id).bind(content).bind(Json(calls)).bind(now)
        .execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Writes down a reply's end and what it cost. Whether it was still ours to end.
pub(super) async fn finish(
    scope: &mut Scope,
    id: MessageId,
    content: &str,
    calls: &[StoredCall],
    status: MessageStatus,
    error: Option<&AppError>,
    usage: &Usage,
) -> sqlx::Result<bool> {
    let user = scope.user().clone();
    let sql = "update messages
               set content = $3, tool_calls = $4, status = $5, error = $6, heartbeat_at = null,
                   model = $7, input_tokens = $8, output_tokens = $9
               where user_id = $1 and id = $2 and status = 'streaming'";
    let count = |tokens| i64::try_from(tokens).unwrap_or(i64::MAX);
    let rows = on!(scope, connection => sqlx::query(sql)
        .bind(user).bind(id).bind(content).bind(Json(calls)).bind(status).bind(error.map(Json))
        .bind(usage.model.as_deref()).bind(count(usage.input)).bind(count(usage.output))
        .execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Stops a reply that waits, or that another process writes.
pub(super) async fn end_reply_elsewhere(scope: &mut Scope, id: MessageId) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "update messages set status = 'stopped', heartbeat_at = null
               where user_id = $1 and id = $2 and status in ('streaming', 'queued')";
    on!(scope, connection => sqlx::query(sql).bind(user).bind(id).execute(connection).await.map(drop))
}

/// Marks every running reply, of anybody, as interrupted whose writer was last alive before `limit`. Which they are. One
/// of the two statements here outside a person's scope: it reads nothing of theirs.
pub(super) async fn interrupt_dead_replies(
    transaction: &mut Transaction,
    limit: &Timestamp,
) -> sqlx::Result<Vec<MessageId>> {
    let sql = "update messages set status = 'interrupted', heartbeat_at = null
               where status = 'streaming' and (heartbeat_at is null or heartbeat_at < $1) returning id";
    on!(transaction, connection => sqlx::query_scalar(sql).bind(limit).fetch_all(connection).await)
}

/// Where replies wait though none is being written, and whose conversations these are. The other statement outside a
/// person's scope.
pub(super) async fn abandoned_queues(
    transaction: &mut Transaction,
) -> sqlx::Result<Vec<(UserId, ConversationId)>> {
    let sql = "select distinct user_id, conversation_id from messages waiting
               where status = 'queued' and not exists (
                   select 1 from messages running
                   where running.conversation_id = waiting.conversation_id and running.status = 'streaming')";
    on!(transaction, connection => sqlx::query_as(sql).fetch_all(connection).await)
}
