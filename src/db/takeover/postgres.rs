//! What stands in the way on PostgreSQL, and what is changed before the migrations.

mod keys;
mod place;
mod rows;
mod table;

use super::{ADOPTABLE, Findings, foreign_table, made_by, quote};
use crate::db::takeover::MigrationOptions;
use sqlx::FromRow;
use sqlx::migrate::Migrator;
use sqlx::postgres::PgConnection;

#[derive(FromRow)]
struct Found {
    id: i64,
    name: String,
    is_table: bool,
    is_owner: bool,
    is_inherited: bool,
    is_forced: bool,
    owner: String,
}

/// Looks at a database that no migration has touched.
pub(in crate::db) async fn examine(
    connection: &mut PgConnection,
    migrator: &Migrator,
    options: &MigrationOptions,
) -> sqlx::Result<Findings> {
    let mut findings = Findings::default();
    let Some(schema) = place::schema(connection).await? else {
        findings.obstacle(
            "No schema of the search_path exists, so there is no place for Docket's tables. Make one, or name \
             another with ?options[search_path]= at the end of DATABASE_URL.",
        );
        return Ok(findings);
    };
    if let Some(sentence) = place::elsewhere(connection, &schema).await? {
        findings.obstacle(sentence);
        return Ok(findings);
    }
    if let Some(sentence) = place::role(connection).await? {
        findings.obstacle(sentence);
    }
    for name in there(connection, &made_by(migrator)).await? {
        findings.obstacle(foreign_table(&name.name));
    }
    let adoptable: Vec<String> = ADOPTABLE.iter().map(|table| table.name.to_owned()).collect();
    let found = there(connection, &adoptable).await?;
    if !found.is_empty() && found.iter().all(|table| table.name != "user") {
        findings.obstacle(format!(
            "There is no table \"user\", but there is {}. Rename the table of the accounts to \"user\".",
            found.first().map(|table| quote(&table.name)).unwrap_or_default()
        ));
    }
    let mut retyped = Vec::new();
    for table in &ADOPTABLE {
        if let Some(found) = found.iter().find(|found| found.name == table.name) {
            table::examine(connection, table, found, &mut findings, &mut retyped).await?;
        }
    }
    let names: Vec<String> = found.iter().map(|table| table.name.clone()).collect();
    keys::examine(connection, &names, &retyped, &mut findings).await?;
    if findings.obstacles.is_empty() {
        rows::examine(connection, &names, options, &mut findings).await?;
    }
    Ok(findings)
}

/// Those of these tables that are there.
async fn there(connection: &mut PgConnection, names: &[String]) -> sqlx::Result<Vec<Found>> {
    let sql = "select c.oid::int8 as id, relname::text as name, relkind = 'r' as is_table,
            pg_has_role(relowner, 'usage') as is_owner, relforcerowsecurity as is_forced,
            exists (select from pg_inherits where inhrelid = c.oid or inhparent = c.oid) as is_inherited,
            pg_get_userbyid(relowner)::text as owner
        from pg_class c
        where relname = any ($1) and relkind in ('r', 'p', 'v', 'm', 'f') and relnamespace = current_schema()::regnamespace
        order by array_position($1, relname::text)";
    sqlx::query_as(sql).bind(names).fetch_all(connection).await
}
