//! Webhooks: a person's addresses are told what happens to their tasks.

mod failing;
mod managing;
mod telling;

use super::receiver::{Receiver, Told};
use super::smtp::FakeSmtp;
use super::*;
use docket::clock::Clock;
use docket::webhooks::TYPES;

/// A database, a receiver, a server that may reach it, and Ann.
struct World {
    database: TestDatabase,
    receiver: Receiver,
    clock: Clock,
    server: TestServer,
    ann: Browser,
}

impl World {
    async fn new(engine: Engine) -> Self {
        Self::with_mail(engine, None).await
    }

    async fn with_mail(engine: Engine, smtp: Option<&FakeSmtp>) -> Self {
        let (database, receiver) = (TestDatabase::migrated(engine).await, Receiver::start().await);
        let clock = Clock::adjustable();
        let mail = smtp.map(|smtp| smtp.address);
        let server = TestServer::start_with_webhooks(&database.url, &[&receiver.origin], mail, &clock).await;
        let ann = server.person("ann").await;
        Self { database, receiver, clock, server, ann }
    }

    /// Adds a webhook of Ann that is told everything. Returns its secret.
    async fn hook(&self, path: &str) -> String {
        hook(&self.ann, &self.receiver.at(path), &TYPES.map(|(name, _)| name)).await
    }

    async fn settings(&self) -> String {
        self.ann.get("/settings").await.text().await.unwrap()
    }

    /// Waits until the only webhook has failed so many times in a row. The settings count attempts when they begin.
    async fn until_failed(&self, times: i64) {
        let until = tokio::time::Instant::now() + std::time::Duration::from_secs(15);
        while self.number("select failures from webhooks").await != times {
            assert!(tokio::time::Instant::now() < until, "the webhook never fails {times} times");
            tokio::task::yield_now().await;
        }
    }

    /// What a query of one number finds.
    async fn number(&self, sql: &'static str) -> i64 {
        match &self.database.db {
            docket::db::Db::Sqlite { writer, .. } => sqlx::query_scalar(sql).fetch_one(writer).await.unwrap(),
            docket::db::Db::Postgres { pool, .. } => {
                sqlx::query_scalar(sql).fetch_one(&mut pool.connect().await.unwrap()).await.unwrap()
            }
        }
    }

    /// Asks for the settings until they say something. What they say of deliveries comes after the receiver was told.
    async fn until_settings_say(&self, words: &str) -> String {
        let until = tokio::time::Instant::now() + std::time::Duration::from_secs(15);
        loop {
            let page = self.settings().await;
            if page.contains(words) {
                return page;
            }
            assert!(tokio::time::Instant::now() < until, "the settings never say {words}: {page}");
        }
    }
}

/// Adds a webhook as a hydrated page would. Returns its secret.
async fn hook(person: &Browser, url: &str, types: &[&str]) -> String {
    let names: Vec<String> = (0..types.len()).map(|number| format!("types[{number}]")).collect();
    let chosen = names.iter().map(String::as_str).zip(types.iter().copied());
    let fields: Vec<(&str, &str)> = std::iter::once(("webhook_url", url)).chain(chosen).collect();
    let answer = person.call("/rpc/webhooks/add", &fields).await;
    assert_eq!(answer.status(), 200, "{}", answer.text().await.unwrap());
    answer.json().await.unwrap()
}

/// Adds a task. Returns its number.
async fn add(person: &Browser, title: &str) -> String {
    let task: Value = person.call("/rpc/tasks/add", &[("title", title)]).await.json().await.unwrap();
    task["id"].to_string()
}

async fn change(person: &Browser, webhook: &str, deed: &str) -> u16 {
    let fields = [("webhook", webhook), ("deed", deed)];
    person.call("/rpc/webhooks/change", &fields).await.status().as_u16()
}
