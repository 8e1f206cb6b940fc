//! The queries of `preferences`.

use crate::db::{Scope, with_connection};
use crate::timestamp::Timestamp;

/// What a person prefers.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct Preferences {
    pub(crate) time_zone: Option<String>,
    pub(crate) time_zone_chosen: bool,
}

pub(crate) async fn preferences(scope: &mut Scope) -> sqlx::Result<Preferences> {
    let user = scope.user().clone();
    let sql = "select time_zone, time_zone_chosen from preferences where user_id = $1";
    let found: Option<Preferences> = with_connection!(scope, connection => sqlx::query_as(sql).bind(user).fetch_optional(connection).await)?;
    Ok(found.unwrap_or_default())
}

/// Sets the zone. One that the person has chosen is replaced only by another choice.
pub(crate) async fn set_zone(
    scope: &mut Scope,
    zone: &str,
    chosen: bool,
    now: &Timestamp,
) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql =
        "insert into preferences (user_id, time_zone, time_zone_chosen, updated_at) values ($1, $2, $3, $4)
               on conflict (user_id) do update
               set time_zone = excluded.time_zone, time_zone_chosen = excluded.time_zone_chosen,
                   updated_at = excluded.updated_at
               where excluded.time_zone_chosen or not preferences.time_zone_chosen";
    with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(zone).bind(chosen).bind(now)
        .execute(connection).await.map(drop))
}
