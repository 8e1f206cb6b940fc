//! What PostgreSQL itself keeps apart, whatever a statement says: straight SQL inside a scope, without a `where`.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

#[path = "../../tests/support/database.rs"]
mod database;

use super::{Scope, with_connection};
use crate::auth::server::{Auth, NewAccount};
use crate::chat::server::Chat;
use crate::id::UserId;
use crate::model::offline::Offline;
use crate::tasks::server::Tasks;
use database::{Engine, TestDatabase};
use secrecy::{ExposeSecret, SecretString};
use sqlx::{Connection, PgConnection};
use std::sync::Arc;
use std::time::Duration;

const TABLES: [(&str, &str); 4] = [
    ("select count(*) from tasks_phaseiii", "delete from tasks_phaseiii"),
    ("select count(*) from task_changes", "delete from task_changes"),
    ("select count(*) from conversations", "delete from conversations"),
    ("select count(*) from messages", "delete from messages"),
];

async fn person(database: &TestDatabase, name: &str) -> UserId {
    let auth = Auth::new(database.db.clone(), SecretString::from("a secret of thirty-two characters"), false);
    let email = format!("{name}@example.com");
    let account = NewAccount { name: name.into(), email, password: "correct horse".into(), image: None };
    let user = auth.create_account(account).await.unwrap().id;
    let tasks = Tasks::new(database.db.clone());
    tasks.add(&user, "Buy milk", None).await.unwrap();
    let chat = Chat::new(database.db.clone(), tasks, Arc::new(Offline));
    chat.send(&user, None, "add a task to call mom", name).await.unwrap().wait().await;
    user
}

async fn count(scope: &mut Scope, sql: &'static str) -> i64 {
    with_connection!(scope, connection => sqlx::query_scalar(sql).fetch_one(connection).await).unwrap()
}

#[tokio::test]
async fn a_statement_without_a_where_reaches_no_foreign_row() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let (ann, bob) = (person(&database, "ann").await, person(&database, "bob").await);
    let nobody = UserId::new("nobody");
    for (select, delete) in TABLES {
        let seen = async |user: &UserId| count(&mut database.db.read_as(user).await.unwrap(), select).await;
        let anns = seen(&ann).await;
        assert!((1..=2).contains(&anns), "{select}: {anns}");
        assert_eq!(seen(&nobody).await, 0, "{select}");

        let mut scope = database.db.write_as(&bob).await.unwrap();
        with_connection!(scope, connection => sqlx::query(delete).execute(connection).await.map(drop))
            .unwrap();
        scope.commit().await.unwrap();
        assert_eq!((seen(&ann).await, seen(&bob).await), (anns, 0), "{delete} took only Bob's");
    }
    database.remove().await;
}

#[tokio::test]
async fn nobody_writes_in_anothers_name() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let (ann, bob) = (person(&database, "ann").await, person(&database, "bob").await);
    for sql in [
        "insert into tasks_phaseiii (user_id, title) values ($1, 'Planted')",
        "insert into conversations (user_id, title) values ($1, 'Planted')",
        "update task_changes set user_id = $1",
        "update tasks_phaseiii set user_id = $1",
    ] {
        let mut scope = database.db.write_as(&bob).await.unwrap();
        let planted = with_connection!(scope, connection => sqlx::query(sql).bind(&ann).execute(connection).await.map(drop));
        let refusal = planted.unwrap_err().to_string();
        assert!(refusal.contains("row-level security"), "{sql}: {refusal}");
    }
    database.remove().await;
}

#[tokio::test]
async fn a_scope_ends_with_its_transaction() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let ann = person(&database, "ann").await;
    drop(database.db.read_as(&ann).await.unwrap());
    let mut transaction = database.db.read().await.unwrap();
    let sql =
        "select coalesce(nullif(current_setting('docket.user_id', true), ''), 'nobody') || current_user";
    let left: String =
        with_connection!(transaction, connection => sqlx::query_scalar(sql).fetch_one(connection).await)
            .unwrap();
    assert_eq!(left, "nobodydocket");
    drop(transaction);
    database.remove().await;
}

#[tokio::test]
async fn a_message_cannot_be_put_into_anothers_conversation() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let (ann, bob) = (person(&database, "ann").await, person(&database, "bob").await);
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
        database.remove().await;
    }
}

/// Requests are dropped at any moment; what they had begun must not go on for the next in line.
#[tokio::test]
async fn a_cancelled_beginning_leaves_no_transaction_open() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let ann = person(&database, "ann").await;
    let mut watcher = PgConnection::connect(database.url.expose_secret()).await.unwrap();
    let open = "select count(*) from pg_stat_activity
                where datname = current_database() and state like 'idle in transaction%'";
    for polls in 0..20 {
        let mut begun = Box::pin(database.db.write_as(&ann));
        // Dropped after more and more of it has happened.
        for _ in 0..polls {
            if futures::poll!(&mut begun).is_ready() {
                break;
            }
            // Time for an answer to come.
            sqlx::query("select 1").execute(&mut watcher).await.unwrap();
        }
        drop(begun);
        let ended =
            async { while sqlx::query_scalar::<_, i64>(open).fetch_one(&mut watcher).await.unwrap() != 0 {} };
        let ended = tokio::time::timeout(Duration::from_secs(5), ended).await;
        assert!(ended.is_ok(), "dropped after {polls} steps, it is still open");
    }
    watcher.close().await.unwrap();
    database.remove().await;
}
