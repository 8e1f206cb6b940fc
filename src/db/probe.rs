//! Finds out by trying whether PostgreSQL's row-level security separates people on this server.

use sqlx::{Connection, PgPool};

/// The result of the probe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Isolation {
    /// In the role of a scope, another person's rows are invisible.
    Enforced,
    /// Row-level security does not work. Holds the reason, for the log. Queries still name their owner.
    Missing(String),
}

impl Isolation {
    /// Probes this server in a transaction that leaves nothing behind. It takes the role that scopes take, and asks to
    /// which of the tables row-level security applies.
    pub(super) async fn probe(pool: &PgPool) -> sqlx::Result<Self> {
        let mut connection = pool.acquire().await?;
        let mut transaction = connection.begin().await?;
        let became =
            sqlx::query("select set_config('role', 'docket_app', true)").execute(&mut *transaction).await;
        if let Err(sqlx::Error::Database(error)) = became {
            return Ok(Self::Missing(format!("the role docket_app cannot be used: {}", error.message())));
        }
        let bypasses: bool =
            sqlx::query_scalar("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
                .fetch_one(&mut *transaction)
                .await?;
        if bypasses {
            return Ok(Self::Missing("the role docket_app bypasses row-level security".to_owned()));
        }
        // Asks only about tables that exist, because row_security_active fails for others. Before the first migration
        // there are none.
        let unprotected: Vec<String> = sqlx::query_scalar(
            "select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where n.nspname = current_schema() and c.relkind = 'r'
               and c.relname in ('tasks_phaseiii', 'conversations', 'messages', 'task_changes', 'drafts', 'usage')
               and not row_security_active(c.oid)",
        )
        .fetch_all(&mut *transaction)
        .await?;
        if unprotected.is_empty() {
            Ok(Self::Enforced)
        } else {
            Ok(Self::Missing(format!("no row-level security on {}", unprotected.join(", "))))
        }
    }
}
