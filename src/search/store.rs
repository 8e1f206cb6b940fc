//! The queries of searching. Each engine stores words in its own way (migration 0008), so each query is written twice.
//! On SQLite it reads the FTS5 tables. On PostgreSQL it reads the columns `words`, and the indexes over all messages and
//! all tasks through functions.

mod due;

pub(crate) use due::index_due;

use crate::chat::Role;
use crate::db::transaction::Inner;
use crate::db::{Scope, with_connection};
use crate::id::{ConversationId, MessageId, TaskId};
use crate::search::words::Words;
use crate::timestamp::Timestamp;

#[derive(Debug, sqlx::FromRow)]
pub(crate) struct ConversationRow {
    pub(crate) id: ConversationId,
    pub(crate) title: String,
    pub(crate) updated_at: Timestamp,
}

#[derive(Debug, sqlx::FromRow)]
pub(crate) struct TaskRow {
    pub(crate) id: TaskId,
    pub(crate) title: String,
    pub(crate) description: Option<String>,
    pub(crate) completed: bool,
}

#[derive(Debug, sqlx::FromRow)]
pub(crate) struct MessageRow {
    pub(crate) id: MessageId,
    pub(crate) conversation_id: ConversationId,
    pub(crate) title: String,
    pub(crate) role: Role,
    pub(crate) content: String,
    pub(crate) created_at: Timestamp,
}

/// Conversations whose title has the words, the newest first.
pub(crate) async fn conversations(
    scope: &mut Scope,
    words: &Words,
    limit: usize,
) -> sqlx::Result<Vec<ConversationRow>> {
    let (user, expression, limit) = (scope.user().clone(), words.expression(scope), limit as i64);
    let sql = match scope.inner() {
        Inner::Sqlite(_) => {
            "select conversations.id, conversations.title, updated_at
             from conversations_words ($2) found join conversations on conversations.id = found.rowid
             where conversations.user_id = $1 and deleted_at is null
             order by found.rowid desc limit $3"
        }
        Inner::Postgres(_) => {
            "select id, title, updated_at from conversations
             where user_id = $1 and deleted_at is null and words @@ pg_catalog.to_tsquery('pg_catalog.simple'::regconfig, $2)
             order by id desc limit $3"
        }
    };
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(expression).bind(limit)
        .fetch_all(connection).await)
}

/// Tasks whose title or description has the words, the newest first.
pub(crate) async fn tasks(scope: &mut Scope, words: &Words, limit: usize) -> sqlx::Result<Vec<TaskRow>> {
    let (user, expression, limit) = (scope.user().clone(), words.expression(scope), limit as i64);
    let sql = match scope.inner() {
        Inner::Sqlite(_) => {
            "select tasks_phaseiii.id, tasks_phaseiii.title, tasks_phaseiii.description, completed
             from tasks_words ($2) found join tasks_phaseiii on tasks_phaseiii.id = found.rowid
             where tasks_phaseiii.user_id = $1
             order by found.rowid desc limit $3"
        }
        Inner::Postgres(_) => {
            "select tasks_phaseiii.id, title, description, completed
             from docket_search_tasks($2, 9223372036854775807, $3) found (id)
             join tasks_phaseiii on tasks_phaseiii.id = found.id
             where tasks_phaseiii.user_id = $1
             order by tasks_phaseiii.id desc"
        }
    };
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(expression).bind(limit)
        .fetch_all(connection).await)
}

/// Messages that have the words, the newest first.
pub(crate) async fn messages(
    scope: &mut Scope,
    words: &Words,
    limit: usize,
) -> sqlx::Result<Vec<MessageRow>> {
    let (user, expression, limit) = (scope.user().clone(), words.expression(scope), limit as i64);
    let sql = match scope.inner() {
        Inner::Sqlite(_) => {
            "select messages.id, conversation_id, conversations.title, role, messages.content, messages.created_at
             from messages_words ($2) found
             join messages on messages.id = found.rowid
             join conversations on conversations.id = conversation_id
             where messages.user_id = $1 and messages.active and deleted_at is null
             order by found.rowid desc limit $3"
        }
        Inner::Postgres(_) => {
            "select messages.id, conversation_id, title, role, content, messages.created_at
             from docket_search($2, $3) found (id)
             join messages on messages.id = found.id
             join conversations on conversations.id = conversation_id
             where messages.user_id = $1 and deleted_at is null
             order by messages.id desc"
        }
    };
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(expression).bind(limit)
        .fetch_all(connection).await)
}
