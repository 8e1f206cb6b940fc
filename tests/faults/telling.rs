//! Webhooks while the server is killed: each change is told, and none under two names.

use crate::database::Engine;
use crate::receiver::Receiver;
use crate::replica::Replica;
use crate::report;
use crate::world::{World, person};
use sqlx::{Connection, PgConnection, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet};

const CHANGES: usize = 100;

/// As if the minute had passed for which the killed server has taken the address.
async fn end_lease(world: &World) {
    let sql = "update webhooks set due_at = created_at";
    match world.engine {
        Engine::Sqlite => {
            let mut connection = SqliteConnection::connect(&world.url()).await.unwrap();
            sqlx::query(sql).execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
        }
        Engine::Postgres => {
            let mut connection = PgConnection::connect(&world.url()).await.unwrap();
            sqlx::query(sql).execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
        }
    }
}

async fn killed_while_it_tells(engine: Engine) {
    let (world, receiver) = (World::new(engine).await, Receiver::start().await);
    let program = world.program().with("WEBHOOK_ADDRESSES", &receiver.origin);
    let server = Replica::start(&program).await;
    let ann = person(&server, "ann").await;
    let fields = [("webhook_url", receiver.at("/hook")), ("types[0]", "task.created".to_owned())];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_eq!(ann.call("/rpc/webhooks/add", &fields).await.status(), 200);
    let pause = [("webhook", "1"), ("deed", "pause")];
    assert_eq!(ann.call("/rpc/webhooks/change", &pause).await.status(), 200);
    for number in 0..CHANGES {
        let title = format!("task {number}");
        assert_eq!(ann.call("/rpc/tasks/add", &[("title", &title)]).await.status(), 200);
    }
    let resume = [("webhook", "1"), ("deed", "resume")];
    assert_eq!(ann.call("/rpc/webhooks/change", &resume).await.status(), 200);
    let mut told = vec![receiver.next().await];
    server.kill();
    let before = told.len() + receiver.waiting();
    assert!(before < CHANGES, "it was killed in the middle");
    end_lease(&world).await;
    let server = Replica::start(&program).await;
    let mut names = BTreeMap::<String, BTreeSet<String>>::new();
    let mut requests = 0;
    while names.len() < CHANGES {
        for told in told.drain(..) {
            requests += 1;
            names.entry(told.title()).or_default().insert(told.id().to_owned());
        }
        if names.len() < CHANGES {
            told.push(receiver.next().await);
        }
    }
    server.terminate().await;
    requests += receiver.take().len();
    assert!(names.values().all(|names| names.len() == 1), "one name each: {names:?}");
    let twice = requests - CHANGES;
    assert!(twice <= 1, "{twice} came twice");
    report(&format!(
        "{CHANGES} changes, a server killed after it told {before}, {engine:?}: 0 lost, each under one name, {twice} twice"
    ));
}

#[tokio::test]
async fn what_a_killed_server_did_not_tell_an_address_is_told_by_the_next_one_on_sqlite() {
    killed_while_it_tells(Engine::Sqlite).await;
}

#[tokio::test]
async fn what_a_killed_server_did_not_tell_an_address_is_told_by_the_next_one_on_postgres() {
    killed_while_it_tells(Engine::Postgres).await;
}
