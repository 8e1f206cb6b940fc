//! The queries of `calendar_feeds`.

use crate::auth::User;
use crate::auth::ban::not_banned;
use crate::db::{Transaction, with_connection};
use crate::id::UserId;
use crate::timestamp::Timestamp;

/// A person's link. The secret in it is not stored.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Feed {
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used, accurate to some ten minutes.
    pub last_used_at: Option<Timestamp>,
    /// The revision of the tasks at the last use.
    #[sqlx(rename = "feed_revision")]
    pub(crate) revision: Option<String>,
    /// When the tasks were first that.
    pub(crate) changed_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(rename = "feed_created_at")]
    created_at: Timestamp,
    last_used_at: Option<Timestamp>,
    revision: Option<String>,
    changed_at: Timestamp,
    #[sqlx(flatten)]
    user: User,
}

/// Gives a person a link, in place of an earlier one.
pub(crate) async fn put(
    transaction: &mut Transaction,
    user: &UserId,
    digest: &str,
    now: &Timestamp,
) -> sqlx::Result<()> {
    let sql = "insert into calendar_feeds (user_id, digest, created_at, changed_at) values ($1, $2, $3, $3)
               on conflict (user_id) do update
               set digest = excluded.digest, created_at = excluded.created_at, last_used_at = null, revision = null,
                   changed_at = excluded.changed_at";
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(user).bind(digest).bind(now).execute(connection).await.map(drop))
}

/// Removes a person's link. Returns whether they had one.
pub(crate) async fn delete(transaction: &mut Transaction, user: &UserId) -> sqlx::Result<bool> {
    let sql = "delete from calendar_feeds where user_id = $1";
    let rows = with_connection!(transaction, connection => sqlx::query(sql)
        .bind(user).execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The link of a person.
pub(crate) async fn of_user(transaction: &mut Transaction, user: &UserId) -> sqlx::Result<Option<Feed>> {
    let sql = "select created_at, last_used_at, revision as feed_revision, changed_at from calendar_feeds where user_id = $1";
    with_connection!(transaction, connection => sqlx::query_as(sql).bind(user).fetch_optional(connection).await)
}

/// The link with this digest, and its person. None of a person who is banned.
pub(crate) async fn by_digest(
    transaction: &mut Transaction,
    digest: &str,
    now: &Timestamp,
) -> sqlx::Result<Option<(Feed, User)>> {
    let sql = concat!(
        r#"select f.created_at as feed_created_at, f.last_used_at, f.revision, f.changed_at,
                  u."id", u."name", u."email", u."emailVerified", u."image", u."twoFactorEnabled",
                  u."createdAt", u."updatedAt"
           from calendar_feeds f join "user" u on u."id" = f.user_id
           where f.digest = $1 and "#,
        not_banned!("u", "$2")
    );
    let row: Option<Row> = with_connection!(transaction, connection => sqlx::query_as(sql)
        .bind(digest).bind(now).fetch_optional(connection).await)?;
    Ok(row.map(|row| {
        let Row { created_at, last_used_at, revision, changed_at, user } = row;
        (Feed { created_at, last_used_at, revision, changed_at }, user)
    }))
}

/// Notes that a link was used, and the revision of the tasks then.
pub(crate) async fn note(transaction: &mut Transaction, user: &UserId, feed: &Feed) -> sqlx::Result<()> {
    let sql =
        "update calendar_feeds set last_used_at = $2, revision = $3, changed_at = $4 where user_id = $1";
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(user).bind(&feed.last_used_at).bind(&feed.revision).bind(&feed.changed_at)
        .execute(connection).await.map(drop))
}
