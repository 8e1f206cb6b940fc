//! The queries for rights that open streams stand on: one statement for each kind of right, however many there are.

use crate::auth::ban::not_banned;
use crate::db::{Transaction, with_connection};
use crate::timestamp::Timestamp;

/// What proves a right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A session.
    Session,
    /// A personal access token.
    PersonalToken,
    /// A connection to an app. The app's access token may end before it: the app gets another one without the person.
    App,
}

/// The query for SQLite or for PostgreSQL. `$holds` finds what proves a right that holds.
macro_rules! ended {
    ($postgres:expr, $($holds:expr),+) => {
        if $postgres {
            concat!(
                "select given.value from json_array_elements_text($1::json) as given (value) where not exists (",
                $($holds),+,
                ")"
            )
        } else {
            concat!("select given.value from json_each($1) as given where not exists (", $($holds),+, ")")
        }
    };
}

/// Those of these ids that prove no right any more: ended, expired, or their person is banned.
pub(crate) async fn ended(
    transaction: &mut Transaction,
    kind: Kind,
    ids: &[&str],
    now: &Timestamp,
) -> sqlx::Result<Vec<String>> {
    let postgres = transaction.is_postgres();
    let sql = match kind {
        Kind::Session => ended!(
            postgres,
            r#"select 1 from "session" s join "user" u on u."id" = s."userId"
               where s."id" = given.value and s."expiresAt" > $2 and "#,
            not_banned!("u", "$2")
        ),
        Kind::PersonalToken => ended!(
            postgres,
            r#"select 1 from personal_tokens t join "user" u on u."id" = t.user_id
               where t.id = given.value and t.expires_at > $2 and "#,
            not_banned!("u", "$2")
        ),
        Kind::App => ended!(
            postgres,
            r#"select 1 from oauth_connections c join "user" u on u."id" = c.user_id
               where c.id = given.value and "#,
            not_banned!("u", "$2")
        ),
    };
    let ids = serde_json::to_string(ids).unwrap_or_default();
    with_connection!(transaction, connection => sqlx::query_scalar(sql).bind(&ids).bind(now).fetch_all(connection).await)
}
