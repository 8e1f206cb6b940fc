//! The queries of `drafts`. A draft for a new conversation has no conversation id. Each of the two kinds has a unique
//! index of its own.

use crate::db::{Scope, with_connection};
use crate::id::ConversationId;
use crate::timestamp::Timestamp;
use serde::Serialize;

/// A message that is not sent yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Draft {
    /// The conversation that it is for. `None` for a new one.
    pub conversation_id: Option<ConversationId>,
    /// Its text so far.
    pub text: String,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// At most `limit` drafts after the first `skip`, the newest first.
pub(crate) async fn page(scope: &mut Scope, skip: i64, limit: i64) -> sqlx::Result<Vec<Draft>> {
    let user = scope.user().clone();
    let sql = "select conversation_id, text, updated_at from drafts
               where user_id = $1 and not exists (
                   select 1 from conversations where id = conversation_id and deleted_at is not null)
               order by updated_at desc, conversation_id desc limit $2 offset $3";
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(limit).bind(skip).fetch_all(connection).await)
}

pub(crate) async fn text(scope: &mut Scope, id: ConversationId) -> sqlx::Result<Option<String>> {
    let user = scope.user().clone();
    let sql = "select text from drafts where user_id = $1 and conversation_id = $2";
    with_connection!(scope, connection => sqlx::query_scalar(sql).bind(user).bind(id).fetch_optional(connection).await)
}

pub(crate) async fn text_for_new(scope: &mut Scope) -> sqlx::Result<Option<String>> {
    let user = scope.user().clone();
    let sql = "select text from drafts where user_id = $1 and conversation_id is null";
    with_connection!(scope, connection => sqlx::query_scalar(sql).bind(user).fetch_optional(connection).await)
}

pub(crate) async fn keep(
    scope: &mut Scope,
    id: ConversationId,
    text: &str,
    now: &Timestamp,
) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "insert into drafts (user_id, conversation_id, text, updated_at) values ($1, $2, $3, $4)
               on conflict (user_id, conversation_id) where conversation_id is not null
               do update set text = excluded.text, updated_at = excluded.updated_at";
    with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(id).bind(text).bind(now)
        .execute(connection).await.map(drop))
}

pub(crate) async fn keep_for_new(scope: &mut Scope, text: &str, now: &Timestamp) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "insert into drafts (user_id, text, updated_at) values ($1, $2, $3)
               on conflict (user_id) where conversation_id is null
               do update set text = excluded.text, updated_at = excluded.updated_at";
    with_connection!(scope, connection => sqlx::query(sql).bind(user).bind(text).bind(now).execute(connection).await.map(drop))
}

pub(crate) async fn delete(scope: &mut Scope, id: ConversationId) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "delete from drafts where user_id = $1 and conversation_id = $2";
    with_connection!(scope, connection => sqlx::query(sql).bind(user).bind(id).execute(connection).await.map(drop))
}

pub(crate) async fn delete_for_new(scope: &mut Scope) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "delete from drafts where user_id = $1 and conversation_id is null";
    with_connection!(scope, connection => sqlx::query(sql).bind(user).execute(connection).await.map(drop))
}
