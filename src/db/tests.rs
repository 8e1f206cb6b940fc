//! PostgreSQL itself keeps people apart. These tests run SQL inside a scope without a `where`.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

#[path = "../../tests/support/database.rs"]
pub(crate) mod database;

use super::{Db, Scope, with_connection};
use crate::auth::server::{Auth, NewAccount};
use crate::chat::server::Chat;
use crate::clock::Clock;
use crate::id::UserId;
use crate::idempotency::Repeatable;
use crate::model::offline::Offline;
use crate::random::Random;
use crate::tasks::server::{Actor, Caller, Edit, Plan, Tasks};
use database::{Engine, TestDatabase};
use secrecy::{ExposeSecret, SecretString};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::sync::Arc;
use std::time::Duration;

/// The tables whose rows belong to a person, and which the role of a person's transactions may use (`open`) or not. The
/// database lists them, so that a new table is tested at once.
async fn tables_with_owner(database: &TestDatabase, open: bool) -> Vec<String> {
    let sql = "select relname::text from pg_class join pg_attribute on attrelid = pg_class.oid
               where relkind = 'r' and relnamespace = 'public'::regnamespace and attname = 'user_id'
                 and has_table_privilege('docket_app', pg_class.oid, 'select, insert, update, delete') = $1
               order by 1";
    let mut connection = PgConnection::connect(database.url.expose_secret()).await.unwrap();
    sqlx::query_scalar(sql).bind(open).fetch_all(&mut connection).await.unwrap()
}

async fn owned_tables(database: &TestDatabase) -> Vec<String> {
    let tables = tables_with_owner(database, true).await;
    assert!(tables.len() >= 6, "{tables:?}");
    tables
}

/// A person who has nothing yet.
pub(crate) async fn account(db: &Db, name: &str) -> UserId {
    let auth = Auth::new(
        db.clone(),
        SecretString::from("a secret of thirty-two characters"),
        false,
        Clock::system(),
        Random::system(),
    );
    let email = format!("{name}@example.com");
    let account = NewAccount { name: name.into(), email, password: "correct horse".into(), image: None };
    auth.create_account(account).await.unwrap().id
}

/// A person with something in each table.
async fn person(db: &Db, name: &str) -> UserId {
    let user = account(db, name).await;
    let tasks = Tasks::new(db.clone(), Clock::system());
    let repeatable = Repeatable::new("key", &"Buy milk");
    tasks.set_time_zone(&user, "Europe/Berlin", false).await.unwrap();
    let plan = Plan { tags: Some(Some(vec!["shop".into()])), ..Plan::NOTHING };
    let caller = Caller { user: &user, actor: Actor::Person };
    tasks.add_once(caller, &repeatable, Edit::add_planned("Buy milk", None, &plan).unwrap()).await.unwrap();
    let chat = Chat::new(db.clone(), tasks, Arc::new(Offline), Clock::system());
    chat.send(&user, None, "add a task to call mom", "one").await.unwrap().wait().await;
    chat.keep_draft(&user, None, "one more thing").await.unwrap();
    let piece = "insert into reply_pieces (reply, number, user_id, at, delta)
                 select max(id), 1, user_id, 0, 'Well' from messages where user_id = $1 group by user_id";
    execute_as(db, &user, piece, Some(&user)).await.unwrap();
    Tasks::new(db.clone(), Clock::system()).keep_file(&user, "a.txt", b"Bread".to_vec()).await.unwrap();
    let session = r#"insert into "session" ("id", "userId", "token", "expiresAt", "createdAt", "updatedAt")
                     values ($1, $1, $1, '2099-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z')"#;
    let mut transaction = db.write().await.unwrap();
    with_connection!(transaction, connection => sqlx::query(session).bind(&user).execute(connection).await.map(drop))
        .unwrap();
    transaction.commit().await.unwrap();
    for sql in [
        "insert into reminders (user_id, task_id, remind_at, told_at)
         select user_id, id, created_at, created_at from tasks_phaseiii where user_id = $1",
        "insert into push_subscriptions (user_id, session_id, endpoint, p256dh, auth, created_at)
         select user_id, $1, 'https://push.example.com/' || $1, 'key', 'secret', told_at from reminders where user_id = $1 limit 1",
        "insert into deliveries (user_id, reminder_id, due_at, created_at)
         select user_id, id, told_at, told_at from reminders where user_id = $1",
        "insert into webhooks (user_id, url, types, secret, due_at, created_at)
         select user_id, 'https://hooks.example.com', '[]', 'sealed', told_at, told_at from reminders where user_id = $1 limit 1",
        "insert into webhook_events (user_id, type, body, created_at)
         select user_id, 'task.created', '{}', created_at from webhooks where user_id = $1",
        "insert into webhook_deliveries (user_id, webhook_id, event_id, due_at, since)
         select webhooks.user_id, webhooks.id, webhook_events.id, webhooks.due_at, webhooks.due_at
         from webhooks join webhook_events on webhook_events.user_id = webhooks.user_id where webhooks.user_id = $1",
        "insert into calendars (user_id, name, list_key, created_at)
         select user_id, 'tasks', '', told_at from reminders where user_id = $1 limit 1",
        "insert into calendar_objects (user_id, calendar_id, name, uid, etag, revision, changed_at)
         select user_id, id, 'one.ics', 'one', 'a', 1, created_at from calendars where user_id = $1",
        "insert into calendar_touched (user_id, task_id)
         select user_id, task_id from reminders where user_id = $1 limit 1",
    ] {
        execute_as(db, &user, sql, Some(&user)).await.unwrap();
    }
    user
}

async fn count(scope: &mut Scope, sql: &str) -> i64 {
    let sql = AssertSqlSafe(sql);
    with_connection!(scope, connection => sqlx::query_scalar(sql).fetch_one(connection).await).unwrap()
}

/// Runs a statement in a person's name.
async fn execute_as(db: &Db, user: &UserId, sql: &str, value: Option<&UserId>) -> sqlx::Result<()> {
    let mut scope = db.write_as(user).await.unwrap();
    let sql = AssertSqlSafe(sql);
    with_connection!(scope, connection => match value {
        Some(value) => sqlx::query(sql).bind(value).execute(connection).await.map(drop),
        None => sqlx::query(sql).execute(connection).await.map(drop),
    })?;
    scope.commit().await
}

#[tokio::test]
async fn every_table_with_an_owner_is_under_row_level_security() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let sql = "select relname::text from pg_class
               where relrowsecurity and relnamespace = 'public'::regnamespace order by 1";
    let mut connection = PgConnection::connect(database.url.expose_secret()).await.unwrap();
    let isolated: Vec<String> = sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap();
    assert_eq!(isolated, owned_tables(&database).await);
}

/// Tokens are looked up before it is known whose they are, so row-level security could not protect them.
#[tokio::test]
async fn tables_of_tokens_are_closed_to_a_persons_transactions() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let ann = person(&database.db, "ann").await;
    let closed = tables_with_owner(&database, false).await;
    assert_eq!(
        closed,
        ["calendar_feeds", "known_places", "oauth_codes", "oauth_connections", "personal_tokens"]
    );
    for table in closed.iter().map(String::as_str).chain(["oauth_clients", "oauth_tokens"]) {
        for sql in [format!("select count(*) from {table}"), format!("delete from {table}")] {
            let refusal = execute_as(&database.db, &ann, &sql, None).await.unwrap_err().to_string();
            assert!(refusal.contains("permission denied"), "{sql}: {refusal}");
        }
    }
}

#[tokio::test]
async fn a_statement_without_a_where_reaches_no_foreign_row() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let (ann, nobody) = (person(&database.db, "ann").await, UserId::new("nobody"));
    for table in owned_tables(&database).await {
        // Each table gets a new person, because deleting from one table also deletes rows of others.
        let bob = person(&database.db, &format!("bob-{table}")).await;
        let select = format!("select count(*) from {table}");
        let seen = async |user: &UserId| count(&mut database.db.read_as(user).await.unwrap(), &select).await;
        let (anns, bobs) = (seen(&ann).await, seen(&bob).await);
        assert!((1..=2).contains(&anns) && anns == bobs, "{table}: {anns} {bobs}");
        assert_eq!(seen(&nobody).await, 0, "{table}");

        execute_as(&database.db, &bob, &format!("delete from {table}"), None).await.unwrap();
        assert_eq!((seen(&ann).await, seen(&bob).await), (anns, 0), "{table}: only Bob's are deleted");
    }
}

#[tokio::test]
async fn nobody_writes_in_another_persons_name() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let (ann, bob) = (person(&database.db, "ann").await, person(&database.db, "bob").await);
    let updates =
        owned_tables(&database).await.into_iter().map(|table| format!("update {table} set user_id = $1"));
    let inserts = [
        "insert into tasks_phaseiii (user_id, title) values ($1, 'Planted')",
        "insert into conversations (user_id, title) values ($1, 'Planted')",
    ];
    for sql in updates.chain(inserts.map(str::to_owned)) {
        let refusal = execute_as(&database.db, &bob, &sql, Some(&ann)).await.unwrap_err().to_string();
        assert!(refusal.contains("row-level security"), "{sql}: {refusal}");
    }
}

#[tokio::test]
async fn a_scope_ends_with_its_transaction() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let ann = person(&database.db, "ann").await;
    drop(database.db.read_as(&ann).await.unwrap());
    let mut transaction = database.db.read().await.unwrap();
    let sql =
        "select coalesce(nullif(current_setting('docket.user_id', true), ''), 'nobody') || current_user";
    let left: String =
        with_connection!(transaction, connection => sqlx::query_scalar(sql).fetch_one(connection).await)
            .unwrap();
    assert_eq!(left, "nobodydocket");
    drop(transaction);
}

#[tokio::test]
async fn a_message_cannot_be_put_into_anothers_conversation() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let (ann, bob) = (person(&database.db, "ann").await, person(&database.db, "bob").await);
        let mut scope = database.db.read_as(&ann).await.unwrap();
        let anns = count(&mut scope, "select min(id) from conversations").await;
        drop(scope);
        let mut scope = database.db.write_as(&bob).await.unwrap();
        let sql = "insert into messages (conversation_id, user_id, role, content, created_at)
                   values ($1, $2, 'user', 'Planted', '2026-11-20T00:00:00.000Z')";
        let planted = with_connection!(scope, connection => sqlx::query(sql).bind(anns).bind(&bob).execute(connection).await.map(drop));
        let refusal = planted.unwrap_err();
        let refused = refusal.as_database_error().is_some_and(|error| error.is_foreign_key_violation());
        assert!(refused, "{refusal}");
        drop(scope);
    }
}

/// Requests can be dropped at any moment. A transaction that they had begun must not go on for the next user of the
/// connection.
#[tokio::test]
async fn a_cancelled_beginning_leaves_no_transaction_open() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let ann = person(&database.db, "ann").await;
    let mut watcher = PgConnection::connect(database.url.expose_secret()).await.unwrap();
    let open = "select count(*) from pg_stat_activity
                where datname = current_database() and state like 'idle in transaction%'";
    for polls in 0..20 {
        let mut begun = Box::pin(database.db.write_as(&ann));
        // Each round drops it a little later.
        for _ in 0..polls {
            if futures::poll!(&mut begun).is_ready() {
                break;
            }
            // Gives the answer time to arrive.
            sqlx::query("select 1").execute(&mut watcher).await.unwrap();
        }
        drop(begun);
        let ended =
            async { while sqlx::query_scalar::<_, i64>(open).fetch_one(&mut watcher).await.unwrap() != 0 {} };
        let ended = tokio::time::timeout(Duration::from_secs(5), ended).await;
        assert!(ended.is_ok(), "dropped after {polls} steps, it is still open");
    }
    watcher.close().await.unwrap();
}
