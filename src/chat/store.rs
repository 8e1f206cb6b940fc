//! The queries of `conversations` and `messages`. Each function runs one statement, inside the scope of one person.
//! `branches` holds the queries about versions and queued replies, `conversations` those about conversations.

mod branches;
mod conversations;
pub(crate) mod drafts;
pub(crate) mod feedback;
pub(crate) mod leases;
pub(crate) mod list;
pub(crate) mod manage;
pub(crate) mod passage;
pub(crate) mod pieces;
pub(crate) mod threads;
pub(crate) mod title;
pub(crate) mod turns;
pub(crate) mod usage;

pub(crate) use branches::*;
pub(crate) use conversations::*;

use self::leases::LeaseId;
use super::{Feedback, MessageStatus, Role, Thought, ToolCall};
use crate::db::{Scope, Topic, Transaction, with_connection};
use crate::error::AppError;
use crate::id::{ConversationId, MessageId, UserId};
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::types::Json;

/// A tool call as `messages.tool_calls` holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredCall {
    /// How many bytes of the content the reply had when the call was made.
    pub(crate) at: usize,
    /// The number of the request to the model that asked for the call. A reply's first request is 0.
    pub(crate) round: usize,
    /// The call.
    #[serde(flatten)]
    pub(crate) call: ToolCall,
}

/// A thought as `messages.thoughts` holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredThought {
    /// How many bytes of the content the reply had when the model began to think.
    pub(crate) at: usize,
    /// The number of the request to the model, as in [`StoredCall`].
    pub(crate) round: usize,
    /// The thought.
    #[serde(flatten)]
    pub(crate) thought: Thought,
}

/// What is stored of a running reply.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Progress {
    /// Its text.
    pub(crate) content: String,
    /// Its tool calls.
    pub(crate) calls: Vec<StoredCall>,
    /// What the model thought.
    pub(crate) thoughts: Vec<StoredThought>,
}

impl From<&MessageRow> for Progress {
    fn from(row: &MessageRow) -> Self {
        let (calls, thoughts) = (row.tool_calls.0.clone(), row.thoughts.0.clone());
        Self { content: row.content.clone(), calls, thoughts }
    }
}

/// The cost of a reply.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    /// The id of the model that answered last; `None` if none did.
    pub(crate) model: Option<String>,
    /// Tokens read, in all rounds.
    pub(crate) input: u64,
    /// Tokens written, in all rounds.
    pub(crate) output: u64,
}

impl Usage {
    /// Adds the tokens of one round.
    pub(crate) fn add(&mut self, input: u64, output: u64) {
        self.input = self.input.saturating_add(input);
        self.output = self.output.saturating_add(output);
    }

    /// Tokens read and written.
    pub(crate) fn tokens(&self) -> u64 {
        self.input.saturating_add(self.output)
    }
}

/// A row of `messages`.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct MessageRow {
    pub(crate) id: MessageId,
    pub(crate) conversation_id: ConversationId,
    pub(crate) role: Role,
    pub(crate) content: String,
    pub(crate) status: MessageStatus,
    pub(crate) tool_calls: Json<Vec<StoredCall>>,
    pub(crate) thoughts: Json<Vec<StoredThought>>,
    pub(crate) error: Option<Json<AppError>>,
    pub(crate) created_at: Timestamp,
    /// The message that it follows, 0 for the first.
    pub(crate) parent_id: MessageId,
    #[sqlx(default)]
    pub(crate) feedback: Option<Feedback>,
    /// The model that wrote a reply, and the tokens that it read and wrote. Only [`messages_before`] reads them.
    #[sqlx(default)]
    pub(crate) model: Option<String>,
    #[sqlx(default)]
    pub(crate) input_tokens: Option<i64>,
    #[sqlx(default)]
    pub(crate) output_tokens: Option<i64>,
}

pub(crate) async fn count_messages(scope: &mut Scope) -> sqlx::Result<i64> {
    let user = scope.user().clone();
    let sql = "select count(*) from messages where user_id = $1";
    with_connection!(scope, connection => sqlx::query_scalar(sql).bind(user).fetch_one(connection).await)
}

pub(crate) async fn message(scope: &mut Scope, id: MessageId) -> sqlx::Result<Option<MessageRow>> {
    let user = scope.user().clone();
    let sql = "select id, conversation_id, role, content, status, tool_calls, thoughts, error, created_at, parent_id, feedback
               from messages where user_id = $1 and id = $2";
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(id).fetch_optional(connection).await)
}

/// The newest `limit` messages before `before` on the branch that is shown, newest first.
pub(crate) async fn messages_before(
    scope: &mut Scope,
    conversation: ConversationId,
    before: MessageId,
    limit: i64,
) -> sqlx::Result<Vec<MessageRow>> {
    let user = scope.user().clone();
    let sql = "select id, conversation_id, role, content, status, tool_calls, thoughts, error, created_at, parent_id, feedback,
                    model, input_tokens, output_tokens
               from messages where user_id = $1 and conversation_id = $2 and active and id < $3
               order by id desc limit $4";
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(conversation).bind(before).bind(limit)
        .fetch_all(connection).await)
}

/// The newest message on the branch that is shown.
pub(crate) async fn newest_message(
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

/// A message, with whether it is on the branch that is shown.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct VersionedRow {
    #[sqlx(flatten)]
    pub(crate) row: MessageRow,
    pub(crate) active: bool,
}

/// The first `limit` messages of a conversation after `after`, with all their versions, in the order in which they were
/// written.
pub(crate) async fn messages_after(
    scope: &mut Scope,
    conversation: ConversationId,
    after: MessageId,
    limit: i64,
) -> sqlx::Result<Vec<VersionedRow>> {
    let user = scope.user().clone();
    let sql = "select id, conversation_id, role, content, status, tool_calls, thoughts, error, created_at, parent_id, feedback,
                    model, input_tokens, output_tokens, active
               from messages where user_id = $1 and conversation_id = $2 and id > $3 order by id limit $4";
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(conversation).bind(after).bind(limit)
        .fetch_all(connection).await)
}

/// The message that the person sent with this client-made id.
pub(crate) async fn question_by_client_id(
    scope: &mut Scope,
    client_id: &str,
) -> sqlx::Result<Option<MessageRow>> {
    let user = scope.user().clone();
    let sql = "select id, conversation_id, role, content, status, tool_calls, thoughts, error, created_at, parent_id, feedback
               from messages where user_id = $1 and client_id = $2";
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(client_id).fetch_optional(connection).await)
}

/// The reply to a person's message: the version that is shown, or else the newest.
pub(crate) async fn reply_to(
    scope: &mut Scope,
    conversation: ConversationId,
    question: MessageId,
) -> sqlx::Result<Option<MessageRow>> {
    let user = scope.user().clone();
    let sql = "select id, conversation_id, role, content, status, tool_calls, thoughts, error, created_at, parent_id, feedback
               from messages where user_id = $1 and conversation_id = $2 and parent_id = $3 and role = 'assistant'
               order by active desc, id desc limit 1";
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(conversation).bind(question)
        .fetch_optional(connection).await)
}

/// Inserts a message of the person, after `parent` or else after the last message that is shown.
pub(crate) async fn insert_question(
    scope: &mut Scope,
    conversation: ConversationId,
    parent: Option<MessageId>,
    text: &str,
    client_id: &str,
    now: &Timestamp,
) -> sqlx::Result<MessageRow> {
    let user = scope.user().clone();
    scope.changed(Topic::Messages(conversation));
    let sql = "insert into messages (conversation_id, user_id, role, content, client_id, created_at, parent_id)
               values ($2, $1, 'user', $3, $4, $5, coalesce($6, (
                   select id from messages where user_id = $1 and conversation_id = $2 and active
                   order by id desc limit 1
               ), 0))
               returning id, conversation_id, role, content, status, tool_calls, thoughts, error, created_at, parent_id, feedback";
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(conversation).bind(text).bind(client_id).bind(now).bind(parent)
        .fetch_one(connection).await)
}

/// Inserts an empty reply. It is `streaming`, of which the database allows one per conversation, and belongs to `writer`,
/// or it is `queued` if there is one.
pub(crate) async fn insert_reply(
    scope: &mut Scope,
    conversation: ConversationId,
    question: MessageId,
    writer: &LeaseId,
    now: &Timestamp,
) -> sqlx::Result<MessageRow> {
    let user = scope.user().clone();
    scope.changed(Topic::Messages(conversation));
    let sql = "insert into messages (conversation_id, user_id, role, content, status, writer, created_at, parent_id)
               select $2, $1, 'assistant', '', state, case state when 'streaming' then $5 end, $3, $4
               from (
                   select case when exists (
                       select 1 from messages
                       where conversation_id = $2 and user_id = $1 and status in ('streaming', 'queued')
                   ) then 'queued' else 'streaming' end as state
               ) as turn
               returning id, conversation_id, role, content, status, tool_calls, thoughts, error, created_at, parent_id, feedback";
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(conversation).bind(now).bind(question).bind(writer)
        .fetch_one(connection).await)
}

/// Sets a reply that ended without text or calls back to `streaming`. `None` if it is not such a reply.
pub(crate) async fn restart_reply(
    scope: &mut Scope,
    id: MessageId,
    writer: &LeaseId,
) -> sqlx::Result<Option<MessageRow>> {
    let user = scope.user().clone();
    let sql = "update messages
               set error = null, thoughts = '[]', status = 'streaming', writer = $3, stopping = false, feedback = null
               where user_id = $1 and id = $2 and role = 'assistant'
                 and status in ('failed', 'interrupted', 'stopped', 'length')
                 and content = '' and tool_calls = '[]' and active
               returning id, conversation_id, role, content, status, tool_calls, thoughts, error, created_at, parent_id, feedback";
    let restarted: Option<MessageRow> = with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(id).bind(writer)
        .fetch_optional(connection).await)?;
    if let Some(reply) = &restarted {
        scope.changed(Topic::Messages(reply.conversation_id));
    }
    Ok(restarted)
}

/// Whether a reply still has this writer, who has not stored its end.
pub(crate) async fn has_writer(scope: &mut Scope, id: MessageId, writer: &LeaseId) -> sqlx::Result<bool> {
    let user = scope.user().clone();
    let sql = "select exists (select 1 from messages where user_id = $1 and id = $2 and writer = $3)";
    with_connection!(scope, connection => sqlx::query_scalar(sql).bind(user).bind(id).bind(writer).fetch_one(connection).await)
}

/// How a reply ended.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct EndRow {
    pub(crate) status: MessageStatus,
    pub(crate) error: Option<Json<AppError>>,
}

/// Stores a reply's whole text, its end and its cost. The writer does this once. If the reply was ended because its writer
/// seemed dead, it stays interrupted or stopped and gets the whole text. `None` if the reply has no such writer (any more).
pub(crate) async fn finish(
    scope: &mut Scope,
    id: MessageId,
    writer: &LeaseId,
    progress: &Progress,
    end: &EndRow,
    usage: &Usage,
) -> sqlx::Result<Option<EndRow>> {
    let Progress { content, calls, thoughts } = progress;
    let user = scope.user().clone();
    let sql = "update messages
               set content = $4, tool_calls = $5, thoughts = $6, writer = null, stopping = false,
                   error = case status when 'streaming' then $8 else error end,
                   status = case status when 'streaming' then $7 else status end,
                   model = $9, input_tokens = $10, output_tokens = $11
               where user_id = $1 and id = $2 and writer = $3 and status in ('streaming', 'interrupted', 'stopped')
               returning status, error";
    let count = |tokens| i64::try_from(tokens).unwrap_or(i64::MAX);
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(id).bind(writer).bind(content).bind(Json(calls)).bind(Json(thoughts))
        .bind(end.status).bind(end.error.as_ref())
        .bind(usage.model.as_deref()).bind(count(usage.input)).bind(count(usage.output))
        .fetch_optional(connection).await)
}

/// Ends a reply whose writer is dead, with what the journal has of it. Returns whether it was still to be ended. The
/// writer may add to its text if it lives after all.
pub(crate) async fn interrupt(
    scope: &mut Scope,
    id: MessageId,
    writer: Option<&LeaseId>,
    progress: &Progress,
) -> sqlx::Result<bool> {
    let Progress { content, calls, thoughts } = progress;
    let user = scope.user().clone();
    let sql = "update messages
               set content = $4, tool_calls = $5, thoughts = $6, stopping = false,
                   status = case when stopping then 'stopped' else 'interrupted' end
               where user_id = $1 and id = $2 and status = 'streaming' and writer is not distinct from $3";
    let rows = with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(id).bind(writer).bind(content).bind(Json(calls)).bind(Json(thoughts))
        .execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Stops a reply that is queued, and asks the writer of a running one to stop.
pub(crate) async fn ask_to_stop(scope: &mut Scope, id: MessageId) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "update messages
               set stopping = status = 'streaming', status = case status when 'queued' then 'stopped' else status end
               where user_id = $1 and id = $2 and status in ('streaming', 'queued')";
    with_connection!(scope, connection => sqlx::query(sql).bind(user).bind(id).execute(connection).await.map(drop))
}

/// Conversations, with their people, in which replies are queued though none is being written. It reads nothing that they
/// wrote, so it needs no scope.
pub(crate) async fn abandoned_queues(
    transaction: &mut Transaction,
) -> sqlx::Result<Vec<(UserId, ConversationId)>> {
    let sql = "select distinct user_id, conversation_id from messages waiting
               where status = 'queued' and not exists (
                   select 1 from messages running
                   where running.conversation_id = waiting.conversation_id and running.status = 'streaming')";
    with_connection!(transaction, connection => sqlx::query_as(sql).fetch_all(connection).await)
}
