//! Where Docket's tables would be, and whether the role of DATABASE_URL may do what the migrations do.

use crate::db::takeover::{ADOPTABLE, quote};
use sqlx::postgres::PgConnection;

pub(super) async fn schema(connection: &mut PgConnection) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar("select current_schema()::text").fetch_one(connection).await
}

/// Whether the migrations can make the role docket_app, or become a member of the one that is there. Since PostgreSQL
/// 16 only an administrator of a role can let others in.
pub(super) async fn role(connection: &mut PgConnection) -> sqlx::Result<Option<String>> {
    let sql = "select quote_ident(current_user),
            to_regrole('docket_app') is not null as exists,
            coalesce(pg_has_role(to_regrole('docket_app'),
                case when new_rules then 'set' else 'member' end), false) as is_member,
            rolsuper or case
                when to_regrole('docket_app') is null or not new_rules then rolcreaterole
                else pg_has_role(to_regrole('docket_app'), 'member with admin option') end as can_grant
        from pg_roles, (select current_setting('server_version_num')::int >= 160000 as new_rules) server
        where rolname = current_user";
    let (user, exists, is_member, can_grant): (String, bool, bool, bool) =
        sqlx::query_as(sql).fetch_one(connection).await?;
    Ok(match (exists, is_member || can_grant) {
        (_, true) => None,
        (true, false) => Some(format!(
            "The role {user} cannot become docket_app, which another role has made. As an administrator, run: grant \
             docket_app to {user};"
        )),
        (false, false) => Some(format!(
            "The role {user} cannot make the role docket_app. As an administrator, run: create role docket_app; grant \
             docket_app to {user};"
        )),
    })
}

/// Tables that are found by the search_path, but not in the schema where new ones are made. The migrations would change
/// those and make others beside them.
pub(super) async fn elsewhere(connection: &mut PgConnection, schema: &str) -> sqlx::Result<Option<String>> {
    let sql = "select relname::text, nspname::text from pg_class join pg_namespace n on n.oid = relnamespace
               where relname = any ($1) and relkind in ('r', 'p', 'v', 'm', 'f')
                 and nspname = any (current_schemas(false)) and nspname <> $2
               order by array_position(current_schemas(false), nspname), array_position($1, relname::text) limit 1";
    let names: Vec<&str> = ADOPTABLE.iter().map(|table| table.name).collect();
    let found: Option<(String, String)> =
        sqlx::query_as(sql).bind(names).bind(schema).fetch_optional(connection).await?;
    Ok(found.map(|(table, other)| {
        format!(
            "The table {} is in the schema {other}, but Docket would make its tables in {schema}, which comes first \
             in the search_path. Name one with ?options[search_path]={other} at the end of DATABASE_URL.",
            quote(&table)
        )
    }))
}
