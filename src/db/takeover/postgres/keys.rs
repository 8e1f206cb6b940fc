//! PostgreSQL: what refers to the tables that are taken over, or depends on their columns.

use crate::db::takeover::{Findings, quote};
use sqlx::postgres::PgConnection;

/// A foreign key to one of the tables.
#[derive(sqlx::FromRow)]
struct ForeignKey {
    name: String,
    /// The table that has it, as SQL writes it.
    owner: String,
    /// The column that refers, if it is one.
    column: Option<String>,
    column_number: Option<i16>,
    definition: String,
    target: String,
    target_column: Option<String>,
    on_delete: String,
    /// Whether the table that has it is taken over, too.
    ours: bool,
    owner_id: i64,
}

/// Looks at all foreign keys that lead to these tables. `retyped` are the columns that become text.
pub(super) async fn examine(
    connection: &mut PgConnection,
    tables: &[String],
    retyped: &[(String, String)],
    findings: &mut Findings,
) -> sqlx::Result<()> {
    let sql = "select k.conname::text as name, k.conrelid::regclass::text as owner,
            own.attname::text as column, own.attnum as column_number, pg_get_constraintdef(k.oid) as definition,
            t.relname::text as target, their.attname::text as target_column, k.confdeltype::text as on_delete,
            o.relname = any ($1) and o.relnamespace = t.relnamespace as ours, k.conrelid::int8 as owner_id
        from pg_constraint k
        join pg_class t on t.oid = k.confrelid
        join pg_class o on o.oid = k.conrelid
        left join pg_attribute own
            on own.attrelid = k.conrelid and own.attnum = k.conkey[1] and cardinality(k.conkey) = 1
        left join pg_attribute their
            on their.attrelid = k.confrelid and their.attnum = k.confkey[1] and cardinality(k.confkey) = 1
        where k.contype = 'f' and t.relname = any ($1) and t.relnamespace = current_schema()::regnamespace
            and k.conparentid = 0
        order by 2, 1";
    let keys: Vec<ForeignKey> = sqlx::query_as(sql).bind(tables).fetch_all(&mut *connection).await?;
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for key in keys {
        let drop = format!("alter table {} drop constraint {}", key.owner, quote(&key.name));
        if key.ours {
            // The migrations make these again.
            before.push(drop);
            continue;
        }
        if matches!(key.on_delete.as_str(), "a" | "r") {
            findings.obstacle(format!(
                "The table {} refers to {} without \"on delete cascade\", so no account could be deleted. Run: \
                 {drop}, add constraint {} {} on delete cascade;",
                key.owner,
                quote(&key.target),
                quote(&key.name),
                key.definition
            ));
            continue;
        }
        let target_column = key.target_column.unwrap_or_default();
        if !retyped.iter().any(|(table, column)| *table == key.target && *column == target_column) {
            continue;
        }
        let (Some(column), Some(number)) = (key.column, key.column_number) else { continue };
        for dependent in dependents(connection, key.owner_id, number).await? {
            findings.obstacle(stands_in_the_way(&dependent, &key.owner, &column));
        }
        before.push(drop);
        after.push(format!(
            "alter table {owner} alter column {column} drop default, \
             alter column {column} type text using {column}::text, add constraint {} {}",
            quote(&key.name),
            key.definition,
            owner = key.owner,
            column = quote(&column)
        ));
    }
    findings.changes.splice(0..0, before);
    findings.changes.extend(after);
    Ok(())
}

/// What keeps a column's type from being changed: views, policies, triggers and generated columns.
pub(super) async fn dependents(
    connection: &mut PgConnection,
    table: i64,
    column: i16,
) -> sqlx::Result<Vec<String>> {
    let sql = "select distinct case
                when v.relkind = 'v' then 'view ' || v.oid::regclass
                when v.relkind = 'm' then 'materialized view ' || v.oid::regclass
                else pg_describe_object(d.classid, d.objid, d.objsubid)
            end
        from pg_depend d
        left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
        left join pg_class v on v.oid = r.ev_class
        left join pg_attrdef f on d.classid = 'pg_attrdef'::regclass and f.oid = d.objid
        where d.refclassid = 'pg_class'::regclass and d.refobjid = $1::oid and d.refobjsubid = $2
            and (d.classid in ('pg_rewrite'::regclass, 'pg_policy'::regclass, 'pg_trigger'::regclass,
                    'pg_publication_rel'::regclass)
                or f.adrelid = d.refobjid and f.adnum <> d.refobjsubid)
        order by 1";
    sqlx::query_scalar(sql).bind(table).bind(i32::from(column)).fetch_all(connection).await
}

pub(super) fn stands_in_the_way(dependent: &str, table: &str, column: &str) -> String {
    format!(
        "The {dependent} uses {table}.{}, whose type changes. Drop it, migrate, and make it again.",
        quote(column)
    )
}
