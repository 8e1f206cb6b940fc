//! A database that does not answer, and what is left behind. The limits are short, so that the tests are.

use super::proxy::Proxy;
use super::*;
use docket::chat::server::Chat;
use docket::db::{CommitError, Waits};
use docket::model::FinishReason;
use docket::tasks::Status;
use docket::tasks::server::Tasks;
use futures::future::join_all;
use secrecy::ExposeSecret;
use sqlx::postgres::PgConnection;
use sqlx::{Connection, Executor};
use std::time::Duration;
use tokio::time::timeout;

/// More than the connections of a process.
const TASKS: usize = 100;

fn short() -> Waits {
    let (statement, answer) = (Duration::from_millis(200), Duration::from_millis(500));
    let connect = Duration::from_secs(2);
    Waits { connect, test: answer, statement, answer, idle: connect, quiet: answer, ..Waits::default() }
}

async fn impatient(url: &str) -> Db {
    Db::connect_with(&SecretString::from(url), short()).await.unwrap()
}

/// Waits until every connection of Docket there is idle outside of a transaction, and returns how many there are.
async fn at_rest(observer: &mut PgConnection) -> i64 {
    let busy = "select count(*) from pg_stat_activity
                where datname = current_database() and application_name = 'docket' and state <> 'idle'";
    let rest =
        async { while sqlx::query_scalar::<_, i64>(busy).fetch_one(&mut *observer).await.unwrap() > 0 {} };
    timeout(Duration::from_secs(30), rest).await.expect("something is left behind");
    let all = "select count(*) from pg_stat_activity
               where datname = current_database() and application_name = 'docket'";
    sqlx::query_scalar(all).fetch_one(observer).await.unwrap()
}

#[tokio::test]
async fn a_lock_of_somebody_else_leaks_nothing() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let db = impatient(database.url.expose_secret()).await;
    let ann = people::person(&db, "ann").await;
    let tasks = Tasks::new(db.clone(), Clock::system());
    let url = database.url.expose_secret();
    let mut observer = PgConnection::connect(url).await.unwrap();
    database.db.close().await;
    let mut other = PgConnection::connect(url).await.unwrap();
    let mut lock = other.begin().await.unwrap();
    lock.execute("lock table tasks_phaseiii in access exclusive mode").await.unwrap();
    let blocked = join_all(
        (0..TASKS).map(async |_| tasks.list(&ann, Status::All).await.err().map(|error| error.to_string())),
    );
    let errors = timeout(Duration::from_secs(60), blocked).await.unwrap();
    assert!(errors.iter().all(Option::is_some), "nobody reads a locked table: {errors:?}");
    lock.rollback().await.unwrap();
    assert!(at_rest(&mut observer).await <= 20);
    let free = join_all((0..TASKS).map(async |_| tasks.list(&ann, Status::All).await.unwrap()));
    timeout(Duration::from_secs(60), free).await.unwrap();
}

#[tokio::test]
async fn a_dropped_use_leaks_nothing() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let ann = people::person(&database.db, "ann").await;
    let tasks = Tasks::new(database.db.clone(), Clock::system());
    let mut observer = PgConnection::connect(database.url.expose_secret()).await.unwrap();
    for polls in 0..TASKS {
        let mut listing = Box::pin(tasks.list(&ann, Status::All));
        for _ in 0..polls % 10 {
            if futures::poll!(&mut listing).is_ready() {
                break;
            }
            // Gives the answer time to arrive.
            observer.execute("select 1").await.unwrap();
        }
        drop(listing);
    }
    assert!(at_rest(&mut observer).await <= 20);
    join_all((0..TASKS).map(async |_| tasks.list(&ann, Status::All).await.unwrap())).await;
}

#[tokio::test]
async fn a_commit_whose_answer_is_lost_is_not_one_that_failed() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let network = Proxy::start(database.url.expose_secret()).await;
    let db = impatient(network.url()).await;
    let swallowed = db.write().await.unwrap();
    let other = db.write().await.unwrap();
    let cut = db.write().await.unwrap();
    network.swallow();
    let told = swallowed.conclude().await.unwrap_err();
    assert!(matches!(told, CommitError::Unknown(_)), "{told}");
    network.come_back();
    // Of this one nothing was swallowed.
    other.conclude().await.unwrap();
    network.break_down();
    let told = cut.conclude().await.unwrap_err();
    assert!(matches!(told, CommitError::Unknown(_)), "{told}");
    network.come_back();
    db.ping().await.unwrap();
}

#[tokio::test]
async fn idle_connections_that_were_swallowed_cost_one_test() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let network = Proxy::start(database.url.expose_secret()).await;
    let db = impatient(network.url()).await;
    let all = join_all((0..20).map(async |_| db.write().await.unwrap())).await;
    join_all(all.into_iter().map(async |transaction| transaction.commit().await.unwrap())).await;
    network.swallow();
    assert!(db.ping().await.is_err());
    network.come_back();
    db.ping().await.unwrap();
}

#[tokio::test]
async fn a_listener_notices_silence() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let network = Proxy::start(database.url.expose_secret()).await;
    let db = impatient(network.url()).await;
    let mut listener = db.listen("patience").await.unwrap().unwrap();
    // Longer than it may be quiet: the tests of the connection are no news.
    let quiet = timeout(short().quiet * 3, listener.next()).await;
    assert!(quiet.is_err(), "{quiet:?}");
    let mut other = PgConnection::connect(database.url.expose_secret()).await.unwrap();
    other.execute("select pg_notify('patience', 'one')").await.unwrap();
    assert_eq!(listener.next().await.unwrap(), "one");
    network.swallow();
    let silent = timeout(Duration::from_secs(30), listener.next()).await.expect("it notices nothing");
    assert!(silent.is_err(), "{silent:?}");
}

#[tokio::test]
async fn one_statement_alone_is_one_round_trip_and_a_scope_has_two_more() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let network = Proxy::start(database.url.expose_secret()).await;
    let db = impatient(network.url()).await;
    let ann = people::person(&db, "ann").await;
    let tasks = Tasks::new(db.clone(), Clock::system());
    let mut observer = PgConnection::connect(database.url.expose_secret()).await.unwrap();
    // The connections then know the statement of a ping.
    at_rest(&mut observer).await;
    tasks.list(&ann, Status::All).await.unwrap();
    at_rest(&mut observer).await;
    db.ping().await.unwrap();
    network.take_trips();
    db.ping().await.unwrap();
    assert_eq!(network.take_trips(), [["select 1"]]);
    tasks.list(&ann, Status::All).await.unwrap();
    at_rest(&mut observer).await;
    let mut trips = network.take_trips();
    // The connection may be one that does not know the statement yet.
    trips.retain(|trip| !trip[0].starts_with("(prepare)"));
    assert!(trips[0][0].starts_with("begin; select set_config"), "{trips:?}");
    assert_eq!(trips.last().unwrap(), &["rollback"], "{trips:?}");
    assert_eq!(trips.len(), 3, "{trips:?}");
}

#[tokio::test]
async fn a_turn_begins_ends_and_acts_in_one_round_trip_each() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let network = Proxy::start(database.url.expose_secret()).await;
    let db = Db::connect(&SecretString::from(network.url())).await.unwrap();
    let ann = people::person(&db, "ann").await;
    let answers = (0..8).flat_map(|_| {
        let add = scripted::call("call", "add_task", r#"{"title": "Buy milk"}"#);
        [vec![add, scripted::end(FinishReason::ToolCalls)], scripted::said("Done.")]
    });
    let model = scripted::Scripted::new(answers);
    let chat = Chat::new(db.clone(), Tasks::new(db.clone(), Clock::system()), model, Clock::system());
    let mut observer = PgConnection::connect(database.url.expose_secret()).await.unwrap();
    let mut conversation = None;
    let mut fewest = Vec::new();
    for number in 0..8 {
        at_rest(&mut observer).await;
        network.take_trips();
        let turn = chat.send(&ann, conversation, "Buy milk, please", &format!("c{number}")).await.unwrap();
        conversation = Some(turn.wait().await);
        // The journal comes by in its own time, and a connection may not know a statement yet.
        let mut trips: Vec<_> = network.take_trips().into_iter().flatten().collect();
        trips.retain(|request| !request.starts_with("with given"));
        if fewest.is_empty() || trips.len() < fewest.len() {
            fewest = trips;
        }
    }
    let functions = ["docket_begin_turn", "docket_edit_task", "docket_end_turn"];
    assert_eq!(fewest.len(), functions.len(), "{fewest:?}");
    for (trip, function) in fewest.iter().zip(functions) {
        assert!(trip.contains(function), "{fewest:?}");
    }
}
