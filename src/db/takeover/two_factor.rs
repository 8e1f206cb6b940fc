//! People who log in with two factors in a database that is taken over. Better Auth encrypts their secrets, so they can go
//! on if Docket has the same secret.

use super::{Findings, MigrationOptions, list, literal};
use crate::cipher;
use secrecy::ExposeSecret;
use sqlx::postgres::PgConnection;
use sqlx::{Executor, SqliteConnection};

/// Somebody who logs in with two factors.
#[derive(sqlx::FromRow)]
pub(super) struct Person {
    pub(super) id: String,
    pub(super) email: String,
    /// The encrypted secret. None if their second factor is something else than an app.
    pub(super) secret: Option<String>,
    /// The encrypted recovery codes.
    pub(super) codes: Option<String>,
}

impl Findings {
    /// Looks whether the second factors can be read. `has_table` says whether there is a table of them.
    pub(super) fn two_factor(&mut self, people: &[Person], has_table: bool, options: &MigrationOptions) {
        let reads = |text: &Option<String>| {
            let decrypts = |text: &String| {
                options.secrets.iter().any(|secret| cipher::decrypt(text, secret.expose_secret()).is_some())
            };
            text.as_ref().is_some_and(decrypts)
        };
        let unreadable: Vec<_> =
            people.iter().filter(|person| !reads(&person.secret) || !reads(&person.codes)).collect();
        if unreadable.is_empty() {
            return;
        }
        let emails: Vec<_> = unreadable.iter().map(|person| person.email.clone()).collect();
        let (count, named) = (emails.len(), list(&emails));
        if !options.without_two_factor {
            self.obstacle(format!(
                "{count} people log in with a second factor that Docket cannot read: {named}. Set BETTER_AUTH_SECRET to \
                 the secret with which Better Auth ran (an older one in BETTER_AUTH_SECRETS_OLD), or add \
                 --without-two-factor to let these people log in with their password alone."
            ));
            return;
        }
        self.notes.push(format!("{count} people log in with their password alone from now on: {named}."));
        for person in unreadable {
            let id = literal(&person.id);
            self.changes.push(format!(r#"update "user" set "twoFactorEnabled" = false where "id" = {id}"#));
            if has_table {
                self.changes.push(format!(r#"delete from "twoFactor" where "userId" = {id}"#));
            }
        }
    }
}

/// A database that was taken over by an earlier version may have a column and a table of this name. Its operator has
/// accepted that people log in with their password alone, so nobody gets a second factor back unasked.
pub(in crate::db) async fn forget_leftovers_sqlite(connection: &mut SqliteConnection) -> sqlx::Result<()> {
    let sql = r#"select count(*) > 0 from pragma_table_info('user') where name = 'twoFactorEnabled'"#;
    if sqlx::query_scalar(sql).fetch_one(&mut *connection).await? {
        connection.execute(r#"alter table "user" drop column "twoFactorEnabled""#).await?;
    }
    connection.execute(r#"drop table if exists "twoFactor""#).await.map(drop)
}

/// The same on PostgreSQL.
pub(in crate::db) async fn forget_leftovers_postgres(connection: &mut PgConnection) -> sqlx::Result<()> {
    connection.execute(r#"alter table "user" drop column if exists "twoFactorEnabled""#).await?;
    connection.execute(r#"drop table if exists "twoFactor""#).await.map(drop)
}
