//! All rows of turns of a database, as lines.

use crate::db::Db;
use serde_json::Value;
use sqlx::types::Json;
use sqlx::{AssertSqlSafe, FromRow};

#[derive(FromRow)]
pub(super) struct MessageLine {
    pub(super) id: i64,
    pub(super) conversation_id: i64,
    pub(super) user_id: String,
    pub(super) role: String,
    pub(super) content: String,
    pub(super) status: String,
    pub(super) tool_calls: Json<Value>,
    pub(super) thoughts: Json<Value>,
    pub(super) error: Option<Json<Value>>,
    pub(super) writer: Option<String>,
    pub(super) stopping: bool,
    pub(super) client_id: Option<String>,
    pub(super) parent_id: i64,
    pub(super) model: Option<String>,
    pub(super) input_tokens: Option<i64>,
    pub(super) output_tokens: Option<i64>,
}

#[derive(FromRow)]
pub(super) struct PieceLine {
    pub(super) reply: i64,
    pub(super) number: i64,
    pub(super) at: i64,
    pub(super) delta: String,
    pub(super) marks: Option<Json<Value>>,
}

#[derive(FromRow)]
pub(super) struct ConversationLine {
    pub(super) id: i64,
    pub(super) title: String,
    pub(super) titled_by: String,
    pub(super) model: Option<String>,
}

/// Runs a statement as an operator could, past all rules.
pub(super) async fn execute(db: &Db, sql: &'static str) -> sqlx::Result<()> {
    let sql = AssertSqlSafe(sql);
    match db {
        Db::Sqlite { writer, .. } => sqlx::query(sql).execute(writer).await.map(drop),
        Db::Postgres { pool, .. } => sqlx::query(sql).execute(&mut pool.connect().await?).await.map(drop),
    }
}

macro_rules! all {
    ($db:expr, $sql:expr) => {
        match $db {
            Db::Sqlite { readers, .. } => sqlx::query_as(AssertSqlSafe($sql)).fetch_all(readers).await,
            Db::Postgres { pool, .. } => {
                sqlx::query_as(AssertSqlSafe($sql)).fetch_all(&mut pool.connect().await?).await
            }
        }
    };
}

pub(super) async fn messages(db: &Db) -> sqlx::Result<Vec<MessageLine>> {
    all!(
        db,
        "select id, conversation_id, user_id, role, content, status, tool_calls, thoughts, error, writer, stopping,
             client_id, parent_id, model, input_tokens, output_tokens
         from messages order by id"
    )
}

pub(super) async fn pieces(db: &Db) -> sqlx::Result<Vec<PieceLine>> {
    all!(db, "select reply, number, at, delta, marks from reply_pieces order by reply, number")
}

pub(super) async fn conversations(db: &Db) -> sqlx::Result<Vec<ConversationLine>> {
    all!(db, "select id, title, titled_by, model from conversations order by id")
}

pub(super) async fn usage(db: &Db) -> sqlx::Result<Vec<(String, String, i64, i64)>> {
    all!(db, "select user_id, day, messages, tokens from usage order by user_id, day")
}

pub(super) async fn leases(db: &Db) -> sqlx::Result<Vec<(String, i64)>> {
    all!(db, "select id, beats from leases order by id")
}
