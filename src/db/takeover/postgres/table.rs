//! One table: its columns, their types, and what depends on them.

use super::{Found, keys};
use crate::db::takeover::columns::{Absent, Column, Kind, Table, names};
use crate::db::takeover::{Findings, quote};
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, FromRow};

/// The tables whose rows belong to a person, and of which other people's policies could hide or show rows.
const ISOLATED: [&str; 3] = ["tasks_phaseiii", "conversations", "messages"];

#[derive(FromRow)]
struct FoundColumn {
    name: String,
    number: i16,
    kind: String,
    is_enum: bool,
    is_required: bool,
}

/// Looks at one of the tables.
pub(super) async fn examine(
    connection: &mut PgConnection,
    table: &Table,
    found: &Found,
    findings: &mut Findings,
    retyped: &mut Vec<(String, String)>,
) -> sqlx::Result<()> {
    let quoted = quote(table.name);
    if !found.is_table || found.is_inherited {
        findings
            .obstacle(format!("{quoted} is a view or made of several tables. Docket needs a plain table."));
        return Ok(());
    }
    if !found.is_owner {
        findings.obstacle(format!(
            "The table {quoted} belongs to the role {owner}. Migrate as {owner}, or run: alter table {quoted} owner to \
             the role of DATABASE_URL.",
            owner = found.owner
        ));
        return Ok(());
    }
    if found.is_forced {
        findings.obstacle(format!(
            "{quoted} has row-level security that is forced on its owner. Run: alter table {quoted} no force row \
             level security;"
        ));
    }
    if ISOLATED.contains(&table.name) {
        for policy in policies(connection, found.id).await? {
            findings.obstacle(format!(
                "The policy {policy} of {quoted} would decide what people see. Run: drop policy {policy} on {quoted};",
                policy = quote(&policy)
            ));
        }
    }
    let columns = columns(connection, found.id).await?;
    for column in &columns {
        // The migrations change these types in every column, also in those that Docket does not know.
        if matches!(column.kind.as_str(), "timestamp without time zone" | "character varying") {
            say_dependents(connection, found, column, findings).await?;
        }
    }
    let mut key = None;
    for expected in table.columns {
        let actual =
            names(expected.name).into_iter().find_map(|name| columns.iter().find(|c| c.name == name));
        match actual {
            Some(actual) => {
                if expected.name == "id" {
                    key = Some(actual.number);
                }
                examine_column(connection, found, expected, actual, findings, retyped).await?;
            }
            None => add_column(table.name, expected, findings),
        }
    }
    if let Some(number) = key
        && !is_unique(connection, found.id, number).await?
    {
        findings.obstacle(format!(
            "{quoted} has no primary key. Run: alter table {quoted} add primary key (\"id\");"
        ));
    }
    Ok(())
}

async fn columns(connection: &mut PgConnection, table: i64) -> sqlx::Result<Vec<FoundColumn>> {
    let sql = "select attname::text as name, attnum as number, format_type(atttypid, null) as kind,
                   typtype = 'e' as is_enum, attnotnull as is_required
               from pg_attribute join pg_type t on t.oid = atttypid
               where attrelid = $1::oid and attnum > 0 and not attisdropped";
    sqlx::query_as(sql).bind(table).fetch_all(connection).await
}

/// Other people's policies that apply to Docket's role.
async fn policies(connection: &mut PgConnection, table: i64) -> sqlx::Result<Vec<String>> {
    let sql = "select polname::text from pg_policy
               where polrelid = $1::oid and (0 = any (polroles) or to_regrole('docket_app') = any (polroles))
               order by 1";
    sqlx::query_scalar(sql).bind(table).fetch_all(connection).await
}

async fn is_unique(connection: &mut PgConnection, table: i64, column: i16) -> sqlx::Result<bool> {
    let sql = "select exists (select from pg_index
                   where indrelid = $1::oid and indisunique and indpred is null and indkey::text = $2::text)";
    sqlx::query_scalar(sql).bind(table).bind(column.to_string()).fetch_one(connection).await
}

async fn say_dependents(
    connection: &mut PgConnection,
    table: &Found,
    column: &FoundColumn,
    findings: &mut Findings,
) -> sqlx::Result<()> {
    for dependent in keys::dependents(connection, table.id, column.number).await? {
        findings.obstacle(keys::stands_in_the_way(&dependent, &quote(&table.name), &column.name));
    }
    Ok(())
}

async fn examine_column(
    connection: &mut PgConnection,
    table: &Found,
    expected: &Column,
    actual: &FoundColumn,
    findings: &mut Findings,
    retyped: &mut Vec<(String, String)>,
) -> sqlx::Result<()> {
    let (quoted, column) = (quote(&table.name), quote(expected.name));
    if actual.name != expected.name {
        findings
            .changes
            .push(format!("alter table {quoted} rename column {} to {column}", quote(&actual.name)));
    }
    let kind = actual.kind.rsplit('.').next().unwrap_or_default();
    match (expected.kind, kind) {
        (Kind::Text, "text" | "character varying")
        | (Kind::Time, "timestamp with time zone" | "timestamp without time zone")
        | (Kind::Flag, "boolean")
        | (Kind::Number, "bigint") => {}
        // The migrations make these larger.
        (Kind::Number, "integer" | "smallint") => say_dependents(connection, table, actual, findings).await?,
        (Kind::Text, _)
            if actual.is_enum
                || matches!(
                    kind,
                    "uuid" | "integer" | "bigint" | "smallint" | "character" | "citext" | "name"
                ) =>
        {
            say_dependents(connection, table, actual, findings).await?;
            retyped.push((table.name.clone(), actual.name.clone()));
            for change in
                ["drop identity if exists", "drop default", &format!("type text using {column}::text")]
            {
                findings.changes.push(format!("alter table {quoted} alter column {column} {change}"));
            }
        }
        (kind, other) => {
            let needed = match kind {
                Kind::Text => "text",
                Kind::Time => "timestamptz",
                Kind::Flag => "boolean",
                Kind::Number => "bigint",
            };
            findings.obstacle(format!(
                "{quoted}.{} has the type {other}, and Docket needs {needed}.",
                quote(&actual.name)
            ));
        }
    }
    if actual.is_required {
        return Ok(());
    }
    let value = match expected.absent {
        Absent::Unknown => return Ok(()),
        Absent::Wrong => {
            let sql = format!("select count(*) from {quoted} where {} is null", quote(&actual.name));
            let count: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(connection).await?;
            if count > 0 {
                findings.obstacle(format!(
                    "{count} rows of {quoted} have no {}. Complete or delete them.",
                    quote(&actual.name)
                ));
            }
            findings.changes.push(format!("alter table {quoted} alter column {column} set not null"));
            return Ok(());
        }
        Absent::Means(value) => value,
        Absent::Now => "current_timestamp",
    };
    findings.changes.push(format!("update {quoted} set {column} = {value} where {column} is null"));
    findings.changes.push(format!("alter table {quoted} alter column {column} set not null"));
    Ok(())
}

/// A column that is not there.
fn add_column(table: &str, expected: &Column, findings: &mut Findings) {
    let (quoted, column) = (quote(table), quote(expected.name));
    let kind = match expected.kind {
        Kind::Text => "text",
        Kind::Time => "timestamptz",
        Kind::Flag => "boolean",
        Kind::Number => "bigint",
    };
    match expected.absent {
        Absent::Wrong => findings.obstacle(format!("The table {quoted} has no column {column}.")),
        // The migrations add what they need of these.
        Absent::Unknown if table != "account" => {}
        Absent::Unknown => findings.changes.push(format!("alter table {quoted} add column {column} {kind}")),
        Absent::Means(value) => {
            findings
                .changes
                .push(format!("alter table {quoted} add column {column} {kind} not null default {value}"));
        }
        Absent::Now => {
            let default = "not null default current_timestamp";
            findings.changes.push(format!("alter table {quoted} add column {column} {kind} {default}"));
        }
    }
}
