//! Whether PostgreSQL's row-level security really separates people on this server, found out by trying.

use sqlx::{Connection, PgPool};

/// What the probe found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Isolation {
    /// Under the role of a scope, a row of somebody else was invisible.
    Enforced,
    /// Row-level security does not bite; the reason, for the log. Queries still name their owner.
    Missing(String),
}

impl Isolation {
    /// Looks at this server, in a transaction that leaves nothing behind: takes the role that scopes take, and
    /// asks which of the tables its policies bind.
    ///
    /// # Errors
    /// If the database does not answer.
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
        // row_security_active is null-safe only for tables that exist; before the first migration there are none.
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
