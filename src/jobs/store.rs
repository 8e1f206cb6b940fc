//! The queries of `jobs`: when work is due, and which replica does it now.

use crate::db::{Db, with_connection};
use crate::timestamp::Timestamp;

/// A job's row.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Place {
    /// When the work is due.
    pub(super) due_at: Timestamp,
    /// Until when a replica has it, if one does.
    pub(super) leased_until: Option<Timestamp>,
}

impl Place {
    /// From when a replica may take the job.
    pub(super) fn free_at(&self) -> &Timestamp {
        self.leased_until.as_ref().map_or(&self.due_at, |end| end.max(&self.due_at))
    }
}

/// A job's row; `None` if the job never ran.
pub(super) async fn place(db: &Db, name: &str) -> sqlx::Result<Option<Place>> {
    let sql = "select due_at, leased_until from jobs where name = $1";
    let mut transaction = db.autocommit().await?;
    with_connection!(transaction, connection => sqlx::query_as(sql).bind(name).fetch_optional(connection).await)
}

/// Takes the lease of a job for `holder` if the job is due and no replica has it. Gives the time at which it was due.
pub(super) async fn take(
    db: &Db,
    name: &str,
    holder: &str,
    now: &Timestamp,
    leased_until: &Timestamp,
) -> sqlx::Result<Option<Timestamp>> {
    let sql = "insert into jobs (name, due_at, holder, leased_until) values ($1, $2, $3, $4)
               on conflict (name) do update set holder = excluded.holder, leased_until = excluded.leased_until
               where jobs.due_at <= $2 and (jobs.leased_until is null or jobs.leased_until <= $2)
               returning due_at";
    let mut transaction = db.write().await?;
    let due_at = with_connection!(transaction, connection => sqlx::query_scalar(sql)
        .bind(name).bind(now).bind(holder).bind(leased_until)
        .fetch_optional(connection).await)?;
    transaction.commit().await?;
    Ok(due_at)
}

/// Gives the lease of a job back if `holder` still has it. The job is due again at `due_at`.
pub(super) async fn give_back(db: &Db, name: &str, holder: &str, due_at: &Timestamp) -> sqlx::Result<()> {
    let sql =
        "update jobs set due_at = $3, holder = null, leased_until = null where name = $1 and holder = $2";
    let mut transaction = db.write().await?;
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(name).bind(holder).bind(due_at)
        .execute(connection).await.map(drop))?;
    transaction.commit().await
}
