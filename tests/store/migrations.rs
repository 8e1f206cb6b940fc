use super::*;
use docket::db::MigrateError;
use secrecy::ExposeSecret;
use sqlx::{Connection, PgConnection, Row, SqliteConnection};
use std::collections::BTreeSet;
use std::fs;

#[test]
fn both_engines_have_the_same_migrations_each_with_a_way_back() {
    let names = |engine: &str| -> BTreeSet<String> {
        let folder = format!("{}/migrations/{engine}", env!("CARGO_MANIFEST_DIR"));
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    };
    let sqlite = names("sqlite");
    assert_eq!(sqlite, names("postgres"));
    for up in sqlite.iter().filter(|name| name.ends_with(".up.sql")) {
        assert!(sqlite.contains(&up.replace(".up.", ".down.")), "{up} has no way back");
    }
}

#[tokio::test]
async fn up_down_up_leaves_the_same_schema_sqlite() {
    up_down_up(Engine::Sqlite).await;
}

#[tokio::test]
async fn up_down_up_leaves_the_same_schema_postgres() {
    up_down_up(Engine::Postgres).await;
}

async fn up_down_up(engine: Engine) {
    let mut database = TestDatabase::empty(engine).await;
    let url = database.url.expose_secret().to_owned();
    let behind = database.db.check_schema().await;
    assert!(matches!(behind, Err(MigrateError::Behind { found: 0, .. })), "{behind:?}");
    let empty = schema(engine, &url).await;
    database.db.migrate().await.unwrap();
    database.db.check_schema().await.unwrap();
    let first = schema(engine, &url).await;
    for table in [
        "user",
        "session",
        "account",
        "verification",
        "tasks_phaseiii",
        "conversations",
        "messages",
        "task_changes",
        "personal_tokens",
        "oauth_clients",
        "oauth_connections",
        "oauth_codes",
        "oauth_tokens",
    ] {
        assert!(first.iter().any(|line| line.contains(table)), "{table} is missing");
    }
    database.db.migrate_down(0).await.unwrap();
    assert_eq!(schema(engine, &url).await, empty);
    database.db.migrate().await.unwrap();
    assert_eq!(schema(engine, &url).await, first);
}

/// Every table, column, index, constraint and policy as text, without sqlx's own table.
pub async fn schema(engine: Engine, url: &str) -> BTreeSet<String> {
    match engine {
        Engine::Sqlite => {
            let mut connection = SqliteConnection::connect(url).await.unwrap();
            let rows = sqlx::query(
                "select name || ': ' || coalesce(sql, '') from sqlite_master
                 where name not like '%sqlx%' and name not like 'sqlite_%'",
            );
            rows.fetch_all(&mut connection).await.unwrap().iter().map(|row| row.get(0)).collect()
        }
        Engine::Postgres => {
            let mut connection = PgConnection::connect(url).await.unwrap();
            let rows = sqlx::query(
                "select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable
                     || ' ' || coalesce(column_default, '')
                 from information_schema.columns
                 where table_schema = 'public' and table_name not like '%sqlx%'
                 union all select indexdef from pg_indexes where schemaname = 'public' and tablename not like '%sqlx%'
                 union all select conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint
                 where connamespace = 'public'::regnamespace and conrelid::regclass::text not like '%sqlx%'
                 union all select tablename || ' ' || policyname || ' ' || coalesce(qual, '') from pg_policies
                 union all select relname || ' rls ' || relrowsecurity from pg_class
                 where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not like '%sqlx%'
                 union all select table_name || ' ' || privilege_type from information_schema.role_table_grants
                 where grantee = 'docket_app' and table_schema = 'public'",
            );
            rows.fetch_all(&mut connection).await.unwrap().iter().map(|row| row.get(0)).collect()
        }
    }
}

#[tokio::test]
async fn row_level_security_bites() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let Db::Postgres { isolation, .. } = &database.db else { panic!("PostgreSQL was asked for") };
    assert_eq!(*isolation, docket::db::Isolation::Enforced);
}
