//! The queries of `known_places`.

use crate::db::{Transaction, with_connection};
use crate::id::UserId;
use crate::timestamp::Timestamp;
use serde::Serialize;

/// Most places of one person. Those that were not seen for longest are forgotten.
const MOST: i64 = 50;

/// A place from which a person logs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) network: String,
    /// The browser's name for itself, without its version.
    pub(crate) agent: String,
}

/// A place from which a person has logged in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct KnownPlace {
    /// The network.
    pub network: String,
    /// The browser's name for itself, without its version.
    pub agent: String,
    /// When the person last logged in there.
    pub seen_at: Timestamp,
}

/// Whether the person with this e-mail address has logged in from this network.
pub(crate) async fn is_known_network(
    transaction: &mut Transaction,
    email: &str,
    network: &str,
) -> sqlx::Result<bool> {
    let sql = r#"select exists (select 1 from known_places p join "user" u on u."id" = p.user_id
                                where u."email" = $1 and p.network = $2)"#;
    with_connection!(transaction, connection => sqlx::query_scalar(sql).bind(email).bind(network).fetch_one(connection).await)
}

/// Whether a person has logged in from this network with this browser.
pub(crate) async fn is_known_device(
    transaction: &mut Transaction,
    user: &UserId,
    place: &Place,
) -> sqlx::Result<bool> {
    let sql = "select exists (select 1 from known_places where user_id = $1 and network = $2 and agent = $3)";
    with_connection!(transaction, connection => sqlx::query_scalar(sql)
        .bind(user).bind(&place.network).bind(&place.agent)
        .fetch_one(connection).await)
}

/// Notes that a person logs in from this place.
pub(crate) async fn note(
    transaction: &mut Transaction,
    user: &UserId,
    place: &Place,
    now: &Timestamp,
) -> sqlx::Result<()> {
    let sql = "insert into known_places (user_id, network, agent, seen_at) values ($1, $2, $3, $4)
               on conflict (user_id, network, agent) do update set seen_at = $4";
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(user).bind(&place.network).bind(&place.agent).bind(now)
        .execute(connection).await.map(drop))?;
    let sql = "delete from known_places where user_id = $1 and seen_at <
                   (select seen_at from known_places where user_id = $1 order by seen_at desc limit 1 offset $2)";
    with_connection!(transaction, connection => sqlx::query(sql).bind(user).bind(MOST - 1).execute(connection).await.map(drop))
}

/// A person's places, the last used first.
pub(crate) async fn of_user(transaction: &mut Transaction, user: &UserId) -> sqlx::Result<Vec<KnownPlace>> {
    let sql = "select network, agent, seen_at from known_places where user_id = $1
               order by seen_at desc, network, agent";
    with_connection!(transaction, connection => sqlx::query_as(sql).bind(user).fetch_all(connection).await)
}

/// Forgets places that were not seen since `before`.
pub(crate) async fn delete_before(transaction: &mut Transaction, before: &Timestamp) -> sqlx::Result<()> {
    let sql = "delete from known_places where seen_at < $1";
    with_connection!(transaction, connection => sqlx::query(sql).bind(before).execute(connection).await.map(drop))
}
