//! Finds out by trying whether PostgreSQL's row-level security separates people on this server.

use super::connections::Connections;
use super::waits::within;
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection};

/// The tables that hold what people write. Row-level security applies to each of them.
pub const ISOLATED: [&str; 20] = [
    "tasks_phaseiii",
    "conversations",
    "messages",
    "task_changes",
    "task_tags",
    "preferences",
    "drafts",
    "usage",
    "request_keys",
    "reply_pieces",
    "reminders",
    "push_subscriptions",
    "deliveries",
    "task_imports",
    "webhooks",
    "webhook_events",
    "webhook_deliveries",
    "calendars",
    "calendar_objects",
    "calendar_touched",
];

/// A person who does not exist. No id of a person has a space.
const NOBODY: &str = "nobody at all";

/// The result of the probe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Isolation {
    /// In the role of a scope, another person's rows are invisible.
    Enforced,
    /// Row-level security does not work. Holds the reason, for the log. Queries still name their owner.
    Missing(String),
}

impl Isolation {
    /// Probes this server in a transaction that leaves nothing behind. It takes the role that scopes take, and tries to
    /// read a row of each table as its owner and as somebody else.
    pub(super) async fn probe(pool: &Connections) -> sqlx::Result<Self> {
        let mut connection = pool.connect().await?;
        let probing = async {
            let missing = missing(&mut connection).await?;
            connection.close().await?;
            Ok(missing.map_or(Self::Enforced, Self::Missing))
        };
        within(pool.waits().answer, probing).await
    }
}

/// Why row-level security does not separate people.
async fn missing(connection: &mut PgConnection) -> sqlx::Result<Option<String>> {
    for table in ISOLATED {
        let mut transaction = connection.begin().await?;
        let tried = try_table(&mut transaction, table).await;
        transaction.rollback().await?;
        match tried {
            Ok(None) => {}
            Ok(why) => return Ok(why),
            // PostgreSQL refused a statement. That says as much as an answer.
            Err(sqlx::Error::Database(error)) => {
                return Ok(Some(format!(
                    "the role docket_app cannot use the table {table}: {}",
                    error.message()
                )));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

async fn try_table(connection: &mut PgConnection, table: &str) -> sqlx::Result<Option<String>> {
    let exists = "select to_regclass($1) is not null";
    if !sqlx::query_scalar(exists).bind(table).fetch_one(&mut *connection).await? {
        return Ok(Some(format!("there is no table {table}")));
    }
    // A row and its owner. ctid finds the row again without a search through the table.
    let sample = AssertSqlSafe(format!("select ctid::text, user_id::text from {table} limit 1"));
    let sample: Option<(String, String)> = sqlx::query_as(sample).fetch_optional(&mut *connection).await?;

    enter(connection, NOBODY).await?;
    let bypasses = "select rolsuper or rolbypassrls from pg_roles where rolname = current_user";
    if sqlx::query_scalar(bypasses).fetch_one(&mut *connection).await? {
        return Ok(Some("the role docket_app bypasses row-level security".to_owned()));
    }
    if !sqlx::query_scalar("select row_security_active($1)").bind(table).fetch_one(&mut *connection).await? {
        return Ok(Some(format!("no row-level security on {table}")));
    }
    let may = "select bool_and(has_table_privilege($1, privilege))
               from unnest(array['select', 'insert', 'update', 'delete']) privilege";
    if !sqlx::query_scalar(may).bind(table).fetch_one(&mut *connection).await? {
        return Ok(Some(format!("the role docket_app may not use the table {table}")));
    }
    if let Some((ctid, owner)) = &sample {
        if sees(connection, table, ctid).await? {
            let policies = foreign_policies(connection, table).await?;
            return Ok(Some(format!("everybody's rows of {table} are visible{policies}")));
        }
        enter(connection, owner).await?;
        if !sees(connection, table, ctid).await? {
            let policies = foreign_policies(connection, table).await?;
            return Ok(Some(format!("people do not see their own rows of {table}{policies}")));
        }
    }
    // Without our restrictive policy, a permissive one would show everybody's rows, perhaps of a kind that the sample
    // is not.
    let held = "select exists (select from pg_policy
                    where polrelid = $1::regclass and polname = 'owner_at_most' and not polpermissive
                      and polcmd = '*' and 'docket_app'::regrole = any (polroles))";
    if !sqlx::query_scalar(held).bind(table).fetch_one(&mut *connection).await? {
        let policies = foreign_policies(connection, table).await?;
        return Ok(Some(format!("the policy owner_at_most of {table} is gone{policies}")));
    }
    Ok(None)
}

/// Does what a scope does when it begins.
async fn enter(connection: &mut PgConnection, user: &str) -> sqlx::Result<()> {
    sqlx::query(super::scope::ENTER).bind(user).execute(connection).await.map(drop)
}

async fn sees(connection: &mut PgConnection, table: &str, ctid: &str) -> sqlx::Result<bool> {
    let sql = AssertSqlSafe(format!("select exists (select from {table} where ctid = $1::tid)"));
    sqlx::query_scalar(sql).bind(ctid).fetch_one(connection).await
}

/// The names of the policies on a table that are not Docket's, for a sentence.
async fn foreign_policies(connection: &mut PgConnection, table: &str) -> sqlx::Result<String> {
    let sql = "select polname::text from pg_policy
               where polrelid = $1::regclass and polname not in ('owner_only', 'owner_at_most') order by 1";
    let names: Vec<String> = sqlx::query_scalar(sql).bind(table).fetch_all(connection).await?;
    Ok(if names.is_empty() { String::new() } else { format!("; it has the policy {}", names.join(", ")) })
}
