//! What anybody may ask of a server, and what they learn.

use super::proxy::Proxy;
use super::*;
use secrecy::{ExposeSecret, SecretString};
use std::time::Duration;
use tokio::time::{Instant, timeout};

#[tokio::test]
async fn health_checks_tell_nothing_of_the_server() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let anybody = server.browser();
        for (path, status) in [("/health", "ok"), ("/ready", "ready")] {
            let answer = anybody.get(path).await;
            for (name, value) in answer.headers() {
                let value = value.to_str().unwrap().to_lowercase();
                let telling = [env!("CARGO_PKG_VERSION"), "sqlite", "postgres", "docket"];
                assert!(!telling.iter().any(|word| value.contains(word)), "{path}: {name}: {value}");
            }
            assert_eq!(answer.json::<Value>().await.unwrap(), json!({ "status": status }), "{path}");
        }
        server.stop().await;
    }
}

#[tokio::test]
async fn the_database_is_asked_once_a_second_however_many_ask() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let proxy = Proxy::start(database.url.expose_secret()).await;
    let server = TestServer::start(&SecretString::from(proxy.url()), offline()).await;
    let anybody = server.browser();
    proxy.take_trips();
    let began = Instant::now();
    for _ in 0..10 {
        let asked = (0..100).map(async |_| anybody.get("/ready").await.status().as_u16());
        assert!(futures::future::join_all(asked).await.iter().all(|status| *status == 200));
    }
    let seconds = usize::try_from(began.elapsed().as_secs()).unwrap();
    let trips = proxy.take_trips();
    let asks = |sql: &String| sql.contains("max(version)") && !sql.starts_with("(prepare)");
    let asked = trips.iter().filter(|trip| trip.iter().any(asks)).count();
    assert!((1..=seconds + 1).contains(&asked), "{asked} times in {seconds} s");
    // A database that is away is told, and by the status alone.
    proxy.break_down();
    let gone = async {
        loop {
            let answer = anybody.get("/ready").await;
            if answer.status().as_u16() == 503 {
                break answer.json::<Value>().await.unwrap();
            }
        }
    };
    let told = timeout(Duration::from_secs(60), gone).await.unwrap();
    assert_eq!(told, json!({ "status": "unavailable" }));
    proxy.come_back();
    server.stop().await;
}
