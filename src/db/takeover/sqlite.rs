//! SQLite: a table cannot change its columns' types or checks. So the old tables step aside, the migrations make new
//! ones, and the rows are copied.

mod copy;
mod rows;

pub(in crate::db) use copy::{bring_rows, set_aside};

use super::columns::{Absent, Column, Kind, Table, names};
use super::{ADOPTABLE, Findings, foreign_table, made_by, quote};
use crate::db::takeover::MigrationOptions;
use sqlx::migrate::Migrator;
use sqlx::{AssertSqlSafe, FromRow, SqliteConnection};

#[derive(FromRow)]
struct FoundColumn {
    name: String,
    kind: String,
}

/// Looks at a database that no migration has touched.
pub(in crate::db) async fn examine(
    connection: &mut SqliteConnection,
    migrator: &Migrator,
    options: &MigrationOptions,
) -> sqlx::Result<Findings> {
    let mut findings = Findings::default();
    for name in made_by(migrator) {
        if kind_of(connection, &name).await?.is_some() {
            findings.obstacle(foreign_table(&name));
        }
    }
    let mut found = Vec::new();
    for table in &ADOPTABLE {
        match kind_of(connection, table.name).await?.as_deref() {
            None => {}
            Some("table") => found.push(table),
            Some(_) => {
                findings.obstacle(format!("{} is a view. Docket needs a plain table.", quote(table.name)));
            }
        }
    }
    if let Some(first) = found.first()
        && first.name != "user"
    {
        findings.obstacle(format!(
            "There is no table \"user\", but there is {}. Rename the table of the accounts to \"user\".",
            quote(first.name)
        ));
    }
    for table in &found {
        examine_table(connection, table, &mut findings).await?;
    }
    if !found.is_empty() {
        foreign_keys(connection, &mut findings).await?;
    }
    if findings.obstacles.is_empty() {
        rows::examine(connection, &found, options, &mut findings).await?;
    }
    Ok(findings)
}

/// Whether something of this name is a table, a view or something else.
async fn kind_of(connection: &mut SqliteConnection, name: &str) -> sqlx::Result<Option<String>> {
    let sql = "select type from sqlite_master where lower(name) = $1 and type in ('table', 'view')";
    sqlx::query_scalar(sql).bind(name.to_ascii_lowercase()).fetch_optional(connection).await
}

async fn columns(connection: &mut SqliteConnection, table: &str) -> sqlx::Result<Vec<FoundColumn>> {
    // Hidden columns are generated ones, which cannot be copied.
    let sql = "select name, type as kind from pragma_table_xinfo($1) where hidden = 0";
    sqlx::query_as(sql).bind(table).fetch_all(connection).await
}

fn actual<'a>(columns: &'a [FoundColumn], expected: &str) -> Option<&'a str> {
    names(expected).iter().find_map(|name| columns.iter().find(|c| c.name == *name)).map(|c| c.name.as_str())
}

async fn count(connection: &mut SqliteConnection, sql: String) -> sqlx::Result<i64> {
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(connection).await
}

async fn examine_table(
    connection: &mut SqliteConnection,
    table: &Table,
    findings: &mut Findings,
) -> sqlx::Result<()> {
    let quoted = quote(table.name);
    let triggers = "select name from sqlite_master where type = 'trigger' and tbl_name = $1 order by 1";
    let triggers: Vec<String> =
        sqlx::query_scalar(triggers).bind(table.name).fetch_all(&mut *connection).await?;
    for trigger in triggers {
        findings.obstacle(format!("The trigger {trigger} of {quoted} would be lost. Drop it first."));
    }
    let columns = columns(connection, table.name).await?;
    for expected in table.columns {
        let Some(actual) = actual(&columns, expected.name) else {
            if expected.absent == Absent::Wrong {
                findings.obstacle(format!("The table {quoted} has no column {}.", quote(expected.name)));
            }
            continue;
        };
        let actual = quote(actual);
        let value = converted(expected, &actual);
        if expected.absent == Absent::Wrong {
            let missing =
                count(connection, format!("select count(*) from {quoted} where {actual} is null")).await?;
            if missing > 0 {
                findings.obstacle(format!(
                    "{missing} rows of {quoted} have no {actual}. Complete or delete them."
                ));
            }
        }
        let sql = format!("select count(*) from {quoted} where {actual} is not null and {value} is null");
        let unreadable = count(connection, sql).await?;
        if unreadable > 0 {
            findings.obstacle(format!(
                "{unreadable} rows of {quoted} have a {actual} that is no {}.",
                match expected.kind {
                    Kind::Time => "time",
                    Kind::Flag => "truth value",
                    Kind::Number => "number",
                    Kind::Text => "text",
                }
            ));
        }
    }
    if let Some(id) = actual(&columns, "id") {
        let sql =
            format!("select count(*) - count(distinct {0}) from {quoted} where {0} is not null", quote(id));
        findings.duplicates(table.name, "their \"id\"", count(connection, sql).await?);
    }
    Ok(())
}

/// A value of a column as Docket stores it; null if it cannot be read.
fn converted(expected: &Column, actual: &str) -> String {
    match expected.kind {
        Kind::Text => format!("cast({actual} as text)"),
        Kind::Number => format!("case typeof({actual}) when 'integer' then {actual} end"),
        Kind::Flag => format!(
            "case lower({actual}) when '1' then 1 when '0' then 0 when 'true' then 1 when 'false' then 0 end"
        ),
        // Text in any of SQLite's formats (UTC if it names no zone), or the seconds or milliseconds since 1970.
        Kind::Time => format!(
            "case typeof({actual}) when 'text' then strftime('%Y-%m-%dT%H:%M:%fZ', {actual}) \
             when 'integer' then strftime('%Y-%m-%dT%H:%M:%fZ', \
             {actual} / case when abs({actual}) < 100000000000 then 1.0 else 1000.0 end, 'unixepoch') end"
        ),
    }
}

/// Foreign keys of other tables that would keep an account from being deleted.
async fn foreign_keys(connection: &mut SqliteConnection, findings: &mut Findings) -> sqlx::Result<()> {
    let sql = r#"select m.name, k."table" from sqlite_master m join pragma_foreign_key_list(m.name) k
                 where m.type = 'table' and k.on_delete in ('NO ACTION', 'RESTRICT') order by 1, 2"#;
    let keys: Vec<(String, String)> = sqlx::query_as(sql).fetch_all(connection).await?;
    let ours = |name: &str| ADOPTABLE.iter().any(|table| table.name.eq_ignore_ascii_case(name));
    for (table, target) in keys.into_iter().filter(|(table, target)| !ours(table) && ours(target)) {
        findings.obstacle(format!(
            "The table {} refers to {} without \"on delete cascade\", so no account could be deleted. Make the table \
             again with it.",
            quote(&table),
            quote(&target)
        ));
    }
    Ok(())
}
