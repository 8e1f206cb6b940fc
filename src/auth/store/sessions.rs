//! The queries of `session`.

use crate::auth::User;
use crate::auth::ban::not_banned;
use crate::auth::session::{ActiveSession, Client};
use crate::db::transaction::Inner;
use crate::db::{Db, Transaction, with_connection};
use crate::id::{SessionId, UserId};
use crate::timestamp::Timestamp;
use rusqlite::OptionalExtension;
use rusqlite::types::Type;

pub(crate) async fn insert(transaction: &mut Transaction, session: &ActiveSession) -> sqlx::Result<()> {
    let sql = r#"insert into "session"
                     ("id", "userId", "token", "expiresAt", "ipAddress", "userAgent", "createdAt", "updatedAt")
                 values ($1, $2, $3, $4, $5, $6, $7, $7)"#;
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(&session.id).bind(&session.user.id).bind(session.token()).bind(&session.expires_at)
        .bind(&session.client.address).bind(&session.client.agent).bind(&session.created_at)
        .execute(connection).await.map(drop))
}

/// The text of a query for sessions with their people. `$rest` selects and orders them. A list leaves out the picture,
/// which would be in each of its rows.
macro_rules! select_sessions {
    (without_image, $($rest:expr),+) => {
        select_sessions!(@image "cast(null as text)", $($rest),+)
    };
    (@image $image:expr, $($rest:expr),+) => {
        concat!(
            r#"select s."id" as session_id, s."token" as token, s."expiresAt" as expires_at,
                   s."createdAt" as session_created_at, s."updatedAt" as session_updated_at,
                   s."ipAddress" as address, s."userAgent" as agent,
                   u."id", u."name", u."email", u."emailVerified", "#,
            $image,
            r#" as "image", u."twoFactorEnabled", u."createdAt", u."updatedAt"
               from "session" s join "user" u on u."id" = s."userId" "#,
            $($rest),+
        )
    };
    ($($rest:expr),+) => {
        select_sessions!(@image r#"u."image""#, $($rest),+)
    };
}

#[derive(sqlx::FromRow)]
struct Row {
    session_id: SessionId,
    token: String,
    expires_at: Timestamp,
    session_created_at: Timestamp,
    session_updated_at: Timestamp,
    address: Option<String>,
    agent: Option<String>,
    #[sqlx(flatten)]
    user: User,
}

impl From<Row> for ActiveSession {
    fn from(row: Row) -> Self {
        Self {
            id: row.session_id,
            user: row.user,
            expires_at: row.expires_at,
            created_at: row.session_created_at,
            updated_at: row.session_updated_at,
            client: Client {
                address: row.address.unwrap_or_default(),
                agent: row.agent.unwrap_or_default(),
                device: None,
            },
            remembered: true,
            by_token: false,
            token: row.token.into(),
        }
    }
}

/// The session with this token, even if it has expired. None of a person who is banned.
pub(crate) async fn by_token(db: &Db, token: &str, now: &Timestamp) -> sqlx::Result<Option<ActiveSession>> {
    look_up(db, select_sessions!(r#"where s."token" = $1 and "#, not_banned!("u", "$2")), token, now).await
}

/// The session with this id, if it has not expired and its person is not banned.
pub(crate) async fn by_id(db: &Db, id: &SessionId, now: &Timestamp) -> sqlx::Result<Option<ActiveSession>> {
    let sql = select_sessions!(r#"where s."id" = $1 and s."expiresAt" > $2 and "#, not_banned!("u", "$2"));
    look_up(db, sql, id.as_str(), now).await
}

/// Every request does this.
async fn look_up(
    db: &Db,
    sql: &'static str,
    key: &str,
    now: &Timestamp,
) -> sqlx::Result<Option<ActiveSession>> {
    if let Db::Sqlite { look_ups, .. } = db {
        return look_ups.find(|connection| {
            connection.prepare_cached(sql)?.query_row([key, now.as_str()], sqlite_session).optional()
        });
    }
    let row: Option<Row> = with_connection!(db.autocommit().await?, connection => sqlx::query_as(sql)
        .bind(key).bind(now)
        .fetch_optional(connection).await)?;
    Ok(row.map(Into::into))
}

fn sqlite_session(row: &rusqlite::Row<'_>) -> rusqlite::Result<ActiveSession> {
    let time = |column: &str| {
        let text: String = row.get(column)?;
        let bad = || rusqlite::Error::InvalidColumnType(0, column.to_owned(), Type::Text);
        Timestamp::parse(&text).ok_or_else(bad)
    };
    Ok(Row {
        session_id: SessionId::new(row.get::<_, String>("session_id")?),
        token: row.get("token")?,
        expires_at: time("expires_at")?,
        session_created_at: time("session_created_at")?,
        session_updated_at: time("session_updated_at")?,
        address: row.get("address")?,
        agent: row.get("agent")?,
        user: User {
            id: UserId::new(row.get::<_, String>("id")?),
            name: row.get("name")?,
            email: row.get("email")?,
            email_verified: row.get("emailVerified")?,
            image: row.get("image")?,
            two_factor_enabled: row.get("twoFactorEnabled")?,
            created_at: time("createdAt")?,
            updated_at: time("updatedAt")?,
        },
    }
    .into())
}

/// The live sessions of a person, the newest first. Their people have no picture.
pub(crate) async fn of_user(
    transaction: &mut Transaction,
    user: &UserId,
    now: &Timestamp,
) -> sqlx::Result<Vec<ActiveSession>> {
    let sql = select_sessions!(
        without_image,
        r#"where s."userId" = $1 and s."expiresAt" > $2 order by s."createdAt" desc, s."id""#
    );
    let rows: Vec<Row> = with_connection!(transaction, connection => sqlx::query_as(sql)
        .bind(user).bind(now)
        .fetch_all(connection).await)?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// All live sessions, at most `limit`. Those that end first come first.
pub(crate) async fn all(
    transaction: &mut Transaction,
    now: &Timestamp,
    limit: i64,
) -> sqlx::Result<Vec<ActiveSession>> {
    let sql = select_sessions!(
        without_image,
        r#"where s."expiresAt" > $1 order by s."expiresAt", s."id" limit $2"#
    );
    let rows: Vec<Row> = with_connection!(transaction, connection => sqlx::query_as(sql)
        .bind(now).bind(limit)
        .fetch_all(connection).await)?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Whether a session is still alive. It may have been ended elsewhere since it was read, or its person was banned.
async fn lives(transaction: &mut Transaction, id: &SessionId, now: &Timestamp) -> sqlx::Result<bool> {
    let sql = concat!(
        r#"select exists (select 1 from "session" s join "user" u on u."id" = s."userId"
                          where s."id" = $1 and s."expiresAt" > $2 and "#,
        not_banned!("u", "$2"),
        ")"
    );
    with_connection!(transaction, connection => sqlx::query_scalar(sql).bind(id).bind(now).fetch_one(connection).await)
}

/// The same. Nobody else ends it until the transaction ends.
pub(crate) async fn lock(
    transaction: &mut Transaction,
    id: &SessionId,
    now: &Timestamp,
) -> sqlx::Result<bool> {
    if let Inner::Postgres(_) = transaction.inner() {
        let sql = r#"select 1 from "session" where "id" = $1 for update"#;
        with_connection!(transaction, connection => sqlx::query(sql).bind(id).execute(connection).await.map(drop))?;
    }
    lives(transaction, id, now).await
}

pub(crate) async fn touch(
    transaction: &mut Transaction,
    id: &SessionId,
    expires_at: &Timestamp,
    now: &Timestamp,
) -> sqlx::Result<()> {
    let sql = r#"update "session" set "expiresAt" = $2, "updatedAt" = $3 where "id" = $1"#;
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(id).bind(expires_at).bind(now)
        .execute(connection).await.map(drop))
}

/// Ends one session of a person. Returns whether they had it.
pub(crate) async fn delete(
    transaction: &mut Transaction,
    user: &UserId,
    id: &SessionId,
) -> sqlx::Result<bool> {
    let sql = r#"delete from "session" where "userId" = $1 and "id" = $2"#;
    let rows = with_connection!(transaction, connection => sqlx::query(sql)
        .bind(user).bind(id)
        .execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Ends the session with this token, no matter whose it is: the browser that had it gets another.
pub(crate) async fn delete_replaced(transaction: &mut Transaction, token: &str) -> sqlx::Result<()> {
    let sql = r#"delete from "session" where "token" = $1"#;
    with_connection!(transaction, connection => sqlx::query(sql).bind(token).execute(connection).await.map(drop))
}

/// Ends the session of a person that has this token, if they have one.
pub(crate) async fn delete_by_token(
    transaction: &mut Transaction,
    user: &UserId,
    token: &str,
) -> sqlx::Result<()> {
    let sql = r#"delete from "session" where "userId" = $1 and "token" = $2"#;
    with_connection!(transaction, connection => sqlx::query(sql).bind(user).bind(token).execute(connection).await.map(drop))
}

/// Ends every session of a person except `kept`. Returns how many it ended.
pub(crate) async fn delete_all(
    transaction: &mut Transaction,
    user: &UserId,
    kept: Option<&SessionId>,
) -> sqlx::Result<u64> {
    let sql = r#"delete from "session" where "userId" = $1 and "id" <> coalesce($2, '')"#;
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(user).bind(kept)
        .execute(connection).await.map(|done| done.rows_affected()))
}

/// Ends the oldest sessions of a person, so that at most `most` remain beside `kept`.
pub(crate) async fn delete_oldest(
    transaction: &mut Transaction,
    user: &UserId,
    kept: &SessionId,
    most: i64,
) -> sqlx::Result<()> {
    let sql = r#"delete from "session" where "id" in
                     (select "id" from "session" where "userId" = $1 and "id" <> $2
                      order by "createdAt" desc, "id" limit 1000000 offset $3)"#;
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(user).bind(kept).bind(most)
        .execute(connection).await.map(drop))
}

/// Removes the expired sessions of a person.
pub(crate) async fn delete_expired_of(
    transaction: &mut Transaction,
    user: &UserId,
    now: &Timestamp,
) -> sqlx::Result<()> {
    let sql = r#"delete from "session" where "userId" = $1 and "expiresAt" <= $2"#;
    with_connection!(transaction, connection => sqlx::query(sql).bind(user).bind(now).execute(connection).await.map(drop))
}

/// Removes the expired sessions of all people. Returns how many it removed.
pub(crate) async fn delete_expired(transaction: &mut Transaction, now: &Timestamp) -> sqlx::Result<u64> {
    let sql = r#"delete from "session" where "expiresAt" <= $1"#;
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(now)
        .execute(connection).await.map(|done| done.rows_affected()))
}
