//! What others can do on a PostgreSQL server, and that it does not undo row-level security: old policies, schemas,
//! roles, functions and operators.

use super::*;
use docket::db::{ISOLATED, Isolation};
use docket::id::UserId;
use docket::tasks::server::Tasks;
use people::person;
use search::found;
use secrecy::{ExposeSecret, SecretString};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

/// A connection as Docket's own role.
async fn owner(database: &TestDatabase) -> PgConnection {
    PgConnection::connect(database.url.expose_secret()).await.unwrap()
}

async fn run(connection: &mut PgConnection, sql: &str) {
    connection.execute(AssertSqlSafe(sql)).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// What a new program finds out about this database.
async fn isolation(database: &TestDatabase) -> Isolation {
    let db = Db::connect(&database.url).await.unwrap();
    let Db::Postgres { isolation, .. } = &db else { panic!("PostgreSQL was asked for") };
    let found = isolation.clone();
    db.close().await;
    found
}

async fn why_missing(database: &TestDatabase) -> String {
    match isolation(database).await {
        Isolation::Missing(why) => why,
        Isolation::Enforced => panic!("the probe notices nothing"),
    }
}

/// What a person's transaction sees of a table without any `where`.
async fn seen(connection: &mut PgConnection, user: &UserId, table: &str) -> i64 {
    let mut transaction = connection.begin().await.unwrap();
    let enter = "select set_config('role', 'docket_app', true), set_config('docket.user_id', $1, true)";
    sqlx::query(enter).bind(user).execute(&mut *transaction).await.unwrap();
    let count = AssertSqlSafe(format!("select count(*) from {table}"));
    sqlx::query_scalar(count).fetch_one(&mut *transaction).await.unwrap()
}

async fn add(db: &Db, user: &UserId, title: &str) {
    Tasks::new(db.clone(), Clock::system()).add(user, title, None).await.unwrap();
}

/// A role of the server. The test that made it removes it.
struct Role(String);

impl Role {
    async fn create(owner: &mut PgConnection) -> Self {
        let name = format!("docket_test_{}", Random::system().alphanumeric(12).to_lowercase());
        run(owner, &format!("create role {name} login createrole")).await;
        Self(name)
    }

    async fn connect(&self, database: &TestDatabase) -> PgConnection {
        let url = database.url.expose_secret().replacen("docket@", &format!("{}@", self.0), 1);
        PgConnection::connect(&url).await.unwrap()
    }

    async fn remove(self, owner: &mut PgConnection) {
        let name = &self.0;
        // Only a member may drop what a role owns.
        for sql in ["grant {} to docket", "drop owned by {}", "drop role {}"] {
            run(owner, &sql.replace("{}", name)).await;
        }
    }
}

#[tokio::test]
async fn a_policy_of_somebody_else_shows_nothing_more() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let (ann, bob) = (person(&database.db, "ann").await, person(&database.db, "bob").await);
    add(&database.db, &ann, "Buy milk").await;
    let mut owner = owner(&database).await;
    run(&mut owner, "create policy everybody on tasks_phaseiii using (true)").await;
    assert_eq!(seen(&mut owner, &bob, "tasks_phaseiii").await, 0);
    assert_eq!(seen(&mut owner, &ann, "tasks_phaseiii").await, 1);
    assert_eq!(isolation(&database).await, Isolation::Enforced);

    run(&mut owner, "drop policy owner_at_most on tasks_phaseiii").await;
    assert_eq!(seen(&mut owner, &bob, "tasks_phaseiii").await, 1);
    let why = why_missing(&database).await;
    assert!(why.contains("tasks_phaseiii") && why.contains("policy everybody"), "{why}");
}

#[tokio::test]
async fn the_probe_says_what_is_wrong() {
    let empty = TestDatabase::empty(Engine::Postgres).await;
    let why = why_missing(&empty).await;
    assert!(why.contains("there is no table tasks_phaseiii"), "{why}");

    for (spoil, mend, expected) in [
        (
            "create policy nothing on messages as restrictive using (false)",
            "drop policy nothing on messages",
            "people do not see their own rows of messages; it has the policy nothing",
        ),
        (
            "alter table drafts disable row level security",
            "alter table drafts enable row level security",
            "no row-level security on drafts",
        ),
        (
            "revoke all on request_keys from docket_app",
            "grant select, insert, update, delete on request_keys to docket_app",
            "may not use the table request_keys",
        ),
        (
            "drop policy owner_at_most on usage",
            "create policy owner_at_most on usage as restrictive to docket_app
                using (user_id = current_setting('docket.user_id', true))",
            "the policy owner_at_most of usage is gone",
        ),
        (
            "revoke usage on schema public from public, docket_app",
            "grant usage on schema public to docket_app",
            "cannot use the table tasks_phaseiii",
        ),
    ] {
        let database = TestDatabase::migrated(Engine::Postgres).await;
        let ann = person(&database.db, "ann").await;
        let mut owner = owner(&database).await;
        let message = "with made as (
                insert into conversations (user_id, title) values ($1, 'Hello') returning id, user_id)
            insert into messages (conversation_id, user_id, role, content)
            select id, user_id, 'user', 'Hello' from made";
        sqlx::query(message).bind(&ann).execute(&mut owner).await.unwrap();
        run(&mut owner, spoil).await;
        let why = why_missing(&database).await;
        assert!(why.contains(expected), "{spoil}: {why}");
        run(&mut owner, mend).await;
        assert_eq!(isolation(&database).await, Isolation::Enforced, "{mend}");
    }
}

#[tokio::test]
async fn a_schema_of_its_own_works_like_public() {
    for (schema, path) in [("docket", r#""$user", public"#), ("app", "app")] {
        let database = TestDatabase::empty(Engine::Postgres).await;
        let mut owner = owner(&database).await;
        // Nobody else has any right to the schema that they make.
        run(&mut owner, &format!("create schema {schema}")).await;
        let url = format!(
            "{}?options[search_path]={}",
            database.url.expose_secret(),
            path.replace('"', "%22").replace(' ', "%20").replace('$', "%24")
        );
        let mut db = Db::connect(&SecretString::from(url)).await.unwrap();
        db.migrate().await.unwrap();
        let Db::Postgres { isolation, .. } = &db else { panic!("PostgreSQL was asked for") };
        assert_eq!(*isolation, Isolation::Enforced, "{path}");
        let (ann, bob) = (person(&db, "ann").await, person(&db, "bob").await);
        add(&db, &ann, "Buy milk").await;
        let tasks = Tasks::new(db.clone(), Clock::system());
        assert_eq!((tasks.count(&ann).await.unwrap(), tasks.count(&bob).await.unwrap()), (1, 0), "{path}");
        assert_eq!(found(&db, &ann, "milk").await[1], ["Buy [milk]"], "{path}");
        let there = format!("{schema}.tasks_phaseiii");
        let rows: i64 = sqlx::query_scalar(AssertSqlSafe(format!("select count(*) from {there}")))
            .fetch_one(&mut owner)
            .await
            .unwrap();
        assert_eq!(rows, 1, "{path}");
        db.close().await;
    }
}

#[tokio::test]
async fn a_role_that_cannot_make_or_become_docket_app_is_told_what_to_do() {
    let database = TestDatabase::empty(Engine::Postgres).await;
    let mut owner = owner(&database).await;
    let other = Role::create(&mut owner).await;
    run(&mut owner, &format!("alter role {} nocreaterole", other.0)).await;
    run(&mut owner, &format!("grant all on schema public to {}", other.0)).await;
    let url = database.url.expose_secret().replacen("docket@", &format!("{}@", other.0), 1);
    let mut db = Db::connect(&SecretString::from(url)).await.unwrap();
    let refusal = db.migrate().await.unwrap_err().to_string();
    assert!(refusal.contains(&format!("grant docket_app to {};", other.0)), "{refusal}");
    db.close().await;
    other.remove(&mut owner).await;
}

/// Roles belong to the whole server. The owner of another Docket there can take the role docket_app as well.
#[tokio::test]
async fn another_dockets_owner_reads_nothing_here() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let ann = person(&database.db, "ann").await;
    add(&database.db, &ann, "Buy milk").await;
    let mut owner = owner(&database).await;
    let other = Role::create(&mut owner).await;
    run(&mut owner, &format!("grant docket_app to {}", other.0)).await;

    let mut stranger = other.connect(&database).await;
    assert_eq!(seen(&mut stranger, &ann, "tasks_phaseiii").await, 0);
    assert_eq!(seen(&mut stranger, &ann, "docket_search('hello', 9)").await, 0);
    assert_eq!(seen(&mut stranger, &ann, "docket_search_tasks('milk', 9, 9)").await, 0);
    let mut transaction = stranger.begin().await.unwrap();
    let enter = "select set_config('role', 'docket_app', true), set_config('docket.user_id', $1, true)";
    sqlx::query(enter).bind(&ann).execute(&mut *transaction).await.unwrap();
    let planted = "insert into tasks_phaseiii (user_id, title) values ($1, 'Planted')";
    let refusal = sqlx::query(planted).bind(&ann).execute(&mut *transaction).await.unwrap_err().to_string();
    assert!(refusal.contains("row-level security"), "{refusal}");
    drop(transaction);
    stranger.close().await.unwrap();
    other.remove(&mut owner).await;
    assert_eq!(seen(&mut owner, &ann, "tasks_phaseiii").await, 1);
}

/// Where others may create in Docket's schema (PostgreSQL's default up to version 14), a function or an operator of
/// theirs can fit a call better than PostgreSQL's own.
#[tokio::test]
async fn strangers_functions_are_never_called() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let ann = person(&database.db, "ann").await;
    let mut owner = owner(&database).await;
    let other = Role::create(&mut owner).await;
    run(&mut owner, &format!("grant usage, create on schema public to {}", other.0)).await;
    let mut stranger = other.connect(&database).await;
    run(&mut stranger, "create table caught (who text, what text)").await;
    run(&mut stranger, "grant all on caught to public").await;
    for (function, returns) in [
        ("to_tsquery(text, text)", "tsquery"),
        ("to_tsvector(text, text)", "tsvector"),
        ("glue(text, bigint)", "text"),
        ("repeat(text, bigint)", "text"),
        ("format(text, text)", "text"),
        ("has_table_privilege(text, text, text)", "boolean"),
    ] {
        let body = format!("insert into public.caught values (current_user, '{function}'); return null;");
        let create = format!(
            "create function public.{function} returns {returns} language plpgsql as $$ begin {body} end $$"
        );
        run(&mut stranger, &create).await;
    }
    run(&mut stranger, "create operator public.|| (leftarg = text, rightarg = bigint, function = glue)")
        .await;

    add(&database.db, &ann, "Buy milk").await;
    // As Docket's own role, as maintenance does, and by every trigger.
    let hello = "with made as (
            insert into conversations (user_id, title) values ($1, 'Hello') returning id, user_id)
        insert into messages (conversation_id, user_id, role, content, status)
        select id, user_id, 'assistant', 'Hello', 'streaming' from made";
    sqlx::query(hello).bind(&ann).execute(&mut owner).await.unwrap();
    for sql in [
        "update messages set content = 'Bread', status = 'complete'",
        "update messages set feedback = 'positive'",
        "update conversations set title = 'Bread'",
        "update tasks_phaseiii set title = 'Bread'",
        "select docket_running('ann')",
    ] {
        run(&mut owner, sql).await;
    }
    assert_eq!(found(&database.db, &ann, "bread").await.map(|of_a_kind| of_a_kind.len()), [1, 1, 1]);
    let caught: Vec<(String, String)> =
        sqlx::query_as("select * from caught").fetch_all(&mut owner).await.unwrap();
    assert_eq!(caught, []);
    stranger.close().await.unwrap();
    other.remove(&mut owner).await;
}

/// Tables with rows of people to which row-level security does not apply. Their rows are found by what a request proves,
/// such as a token, before it is known who sends it.
const OF_ACCOUNTS: [&str; 9] = [
    "account",
    "calendar_feeds",
    "known_places",
    "oauth_codes",
    "oauth_connections",
    "passkey",
    "personal_tokens",
    "session",
    "twoFactor",
];

#[tokio::test]
async fn the_probe_knows_each_table_with_rows_of_people() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let mut owner = owner(&database).await;
    let sql = "select distinct table_name::text from information_schema.columns
               where table_schema = current_schema() and column_name in ('user_id', 'userId') order by 1";
    let tables: Vec<String> = sqlx::query_scalar(sql).fetch_all(&mut owner).await.unwrap();
    for table in &tables {
        let (isolated, of_accounts) =
            (ISOLATED.contains(&table.as_str()), OF_ACCOUNTS.contains(&table.as_str()));
        assert!(
            isolated != of_accounts,
            "{table} must stand in ISOLATED, or among the tables of accounts here"
        );
    }
    assert!(ISOLATED.iter().all(|table| tables.iter().any(|known| known == table)), "{tables:?}");
}
