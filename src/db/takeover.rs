//! Taking over a database of the stack that Docket replaces: Better Auth's tables, and the Python server's beside them.
//!
//! Everything is looked at before anything is changed. What stands in the way is said all at once. The changes and the
//! migrations are then one transaction, so a database is never half taken over.

mod columns;
mod postgres;
mod sqlite;
mod two_factor;

pub(super) use columns::ADOPTABLE;
pub(super) use postgres::examine as examine_postgres;
pub(super) use sqlite::{bring_rows, examine as examine_sqlite, set_aside};
pub(super) use two_factor::{forget_leftovers_postgres, forget_leftovers_sqlite};

use secrecy::SecretString;
use sqlx::migrate::Migrator;

/// How many people a sentence names.
const NAMED: usize = 10;

/// What the operator accepts.
#[derive(Clone, Debug, Default)]
pub struct MigrationOptions {
    /// People whose second factor cannot be read may log in with their password alone.
    pub without_two_factor: bool,
    /// The secrets with which second factors may be encrypted.
    pub secrets: Vec<SecretString>,
}

/// What was found in a database that is to be taken over.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// What stands in the way: a sentence each, for the operator.
    pub(super) obstacles: Vec<String>,
    /// What the operator should know.
    pub(super) notes: Vec<String>,
    /// On PostgreSQL, statements that make the tables such as the migrations expect them. On SQLite, statements that
    /// follow when the rows are copied.
    pub(super) changes: Vec<String>,
}

impl Findings {
    fn obstacle(&mut self, sentence: impl Into<String>) {
        self.obstacles.push(sentence.into());
    }

    fn unknown_hashes(&mut self, people: &[String]) {
        if !people.is_empty() {
            self.notes.push(format!(
                "The passwords of {} people are hashed in a way that Docket does not know, so they need a link of \
                 `docket user reset-link`: {}.",
                people.len(),
                list(people)
            ));
        }
    }

    fn duplicate_emails(&mut self, emails: &[String]) {
        if !emails.is_empty() {
            self.obstacle(format!(
                "Some e-mail addresses differ in capital letters only, and Docket takes them for one: {}. \
                 Change or delete all but one of each.",
                list(emails)
            ));
        }
    }

    fn duplicates(&mut self, table: &str, what: &str, count: i64) {
        if count > 0 {
            self.obstacle(format!(
                "{count} rows of {} share {what} with another row. Delete all but one of each.",
                quote(table)
            ));
        }
    }
}

/// The tables that the migrations make and that cannot be taken over. One of these names belongs to somebody else.
fn made_by(migrator: &Migrator) -> Vec<String> {
    let ups = migrator.iter().filter(|migration| !migration.migration_type.is_down_migration());
    let names = ups.flat_map(|migration| {
        let lines = migration.sql.as_str().lines();
        lines
            .filter_map(|line| line.strip_prefix("create table "))
            .map(|rest| rest.strip_prefix("if not exists ").unwrap_or(rest))
            .filter_map(|rest| rest.split_once(' '))
            .map(|(name, _)| name.trim_matches('"').to_owned())
            .collect::<Vec<_>>()
    });
    names.filter(|name| ADOPTABLE.iter().all(|table| table.name != name)).collect()
}

fn foreign_table(name: &str) -> String {
    format!(
        "The table {} is not Docket's, and Docket needs the name. Rename it, or give Docket a database of its own.",
        quote(name)
    )
}

/// The first names of a list, and how many more there are.
fn list(names: &[String]) -> String {
    let shown = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(NAMED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// A name as SQL writes it.
fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A text as SQL writes it.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
