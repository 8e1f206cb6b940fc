//! The queries of `leases`: which processes write replies, and whether they live. No row of these belongs to a person.

use crate::db::{Db, Transaction, with_connection};
use crate::id::{MessageId, UserId};

/// The name of a process while it writes replies. A process that was taken for dead goes on under another one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, sqlx::Type)]
#[sqlx(transparent)]
pub(crate) struct LeaseId(String);

impl LeaseId {
    /// `text` must differ from that of every other process.
    pub(crate) fn new(text: String) -> Self {
        Self(text)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// A lease, and how often its process has shown that it lives.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct Beat {
    pub(crate) id: LeaseId,
    pub(crate) beats: i64,
}

/// A running reply, as one looks for those without a writer.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct RunningRow {
    pub(crate) id: MessageId,
    pub(crate) user_id: UserId,
    pub(crate) writer: Option<LeaseId>,
    /// Somebody wants it to stop.
    pub(crate) stopping: bool,
}

/// Takes a lease.
pub(crate) async fn take(transaction: &mut Transaction, id: &LeaseId) -> sqlx::Result<()> {
    let sql = "insert into leases (id) values ($1) on conflict (id) do nothing";
    with_connection!(transaction, connection => sqlx::query(sql).bind(id).execute(connection).await.map(drop))
}

/// Shows that the holder of a lease lives, if there is one. Returns whether it still has the lease, and all leases. On
/// PostgreSQL this is one statement.
pub(crate) async fn beat(db: &Db, own: Option<&LeaseId>) -> sqlx::Result<(bool, Vec<Beat>)> {
    match db {
        Db::Sqlite { .. } => {
            let mut transaction = db.write().await?;
            let held = beaten(&mut transaction, own).await?;
            let all = all(&mut transaction).await?;
            transaction.commit().await?;
            Ok((held || own.is_none(), all))
        }
        Db::Postgres { .. } => {
            let sql = "with beaten as (update leases set beats = beats + 1 where id = $1 returning id)
                       select id, case when id = $1 then beats + 1 else beats end as beats,
                           exists (select from beaten) as held
                       from leases";
            let seen: Vec<Seen> = db.call(sqlx::query_as(sql).bind(own)).await?;
            let held = own.is_none() || seen.iter().any(|seen| seen.held);
            Ok((held, seen.into_iter().map(|seen| seen.beat).collect()))
        }
    }
}

/// A lease, as the statement reads it that also raises the count of one's own.
#[derive(Debug, sqlx::FromRow)]
struct Seen {
    #[sqlx(flatten)]
    beat: Beat,
    /// Whether one's own is still there.
    held: bool,
}

async fn beaten(transaction: &mut Transaction, id: Option<&LeaseId>) -> sqlx::Result<bool> {
    let sql = "update leases set beats = beats + 1 where id = $1";
    let rows = with_connection!(transaction, connection => sqlx::query(sql)
        .bind(id)
        .execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

async fn all(transaction: &mut Transaction) -> sqlx::Result<Vec<Beat>> {
    let sql = "select id, beats from leases";
    with_connection!(transaction, connection => sqlx::query_as(sql).fetch_all(connection).await)
}

/// Takes a lease away from a process that has not shown for long that it lives. Nothing happens if it has shown it by now.
pub(crate) async fn expire(transaction: &mut Transaction, seen: &Beat) -> sqlx::Result<()> {
    let sql = "delete from leases where id = $1 and beats = $2";
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(&seen.id).bind(seen.beats)
        .execute(connection).await.map(drop))
}

/// Gives a lease back.
pub(crate) async fn give_back(transaction: &mut Transaction, id: &LeaseId) -> sqlx::Result<()> {
    let sql = "delete from leases where id = $1";
    with_connection!(transaction, connection => sqlx::query(sql).bind(id).execute(connection).await.map(drop))
}

/// Ends all leases but one. On SQLite a process that starts is the only one.
pub(crate) async fn end_others(transaction: &mut Transaction, id: &LeaseId) -> sqlx::Result<()> {
    let sql = "delete from leases where id <> $1";
    with_connection!(transaction, connection => sqlx::query(sql).bind(id).execute(connection).await.map(drop))
}

/// Up to `limit` running replies whose writer has no lease.
pub(crate) async fn orphans(transaction: &mut Transaction, limit: i64) -> sqlx::Result<Vec<RunningRow>> {
    let sql = "select id, user_id, writer, stopping from messages
               where status = 'streaming' and not exists (select 1 from leases where leases.id = writer)
               order by id limit $1";
    with_connection!(transaction, connection => sqlx::query_as(sql).bind(limit).fetch_all(connection).await)
}

/// The running replies of a writer.
pub(crate) async fn written_by(
    transaction: &mut Transaction,
    writer: &LeaseId,
) -> sqlx::Result<Vec<RunningRow>> {
    let sql = "select id, user_id, writer, stopping from messages where status = 'streaming' and writer = $1";
    with_connection!(transaction, connection => sqlx::query_as(sql).bind(writer).fetch_all(connection).await)
}
