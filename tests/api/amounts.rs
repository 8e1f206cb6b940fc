//! Large accounts: where they end, and what they cost others.

use super::connections::connect_from;
use super::*;
use docket::tasks::{LISTED_MAX, TASKS_MAX};
use reqwest::Response;
use sqlx::AssertSqlSafe;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// How soon a person must get an answer while others export, on a busy machine.
const SOON: Duration = Duration::from_secs(10);

async fn id(person: &Browser) -> String {
    person.export().await["user"]["id"].as_str().unwrap().to_owned()
}

/// Gives a person this many tasks with descriptions of this many letters.
async fn fill(database: &TestDatabase, person: &Browser, count: usize, letters: usize) {
    let sql = AssertSqlSafe(format!(
        "with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < {count})
         insert into tasks_phaseiii (user_id, title, description, completed, created_at, updated_at)
         select '{}', 'Task ' || n, '{}', false, '2026-11-20T00:00:00.000Z', '2026-11-20T00:00:00.000Z' from numbers",
        id(person).await,
        "🥛".repeat(letters)
    ));
    execute(&database.db, sql).await;
}

async fn told(response: Response) -> (u16, String) {
    let status = response.status().as_u16();
    let body: Value = response.json().await.unwrap();
    (status, body["detail"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn a_list_has_an_end_and_every_door_says_so() {
    let full = "A list has at most 100000 tasks. Delete some that you no longer need.".to_owned();
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        let sent = [("text", "add a task to call mom"), ("client_id", "a")];
        ann.events("/rpc/chat/send", &sent).await.rest().await;
        ann.events(
            "/rpc/chat/send",
            &[("text", "delete call mom"), ("client_id", "b"), ("conversation", "1")],
        )
        .await
        .rest()
        .await;
        fill(&database, &ann, TASKS_MAX - 1, 10).await;
        let add = async || ann.call("/rpc/tasks/add", &[("title", "Buy milk")]).await;
        assert_eq!(add().await.status().as_u16(), 200, "the last one");
        assert_eq!(told(add().await).await, (400, full.clone()));
        let tasks = format!("/api/{}/tasks", id(&ann).await);
        let added = ann.request(&tasks).json(&json!({ "title": "Buy milk" })).send().await.unwrap();
        assert_eq!(told(added).await, (400, full.clone()));
        let sent = [("text", "add a task to buy bread"), ("client_id", "c")];
        let events = ann.events("/rpc/chat/send", &sent).await.rest().await;
        assert!(format!("{events:?}").contains("A list has at most 100000 tasks"), "{events:?}");
        let export = ann.export().await;
        assert_eq!(export["tasks"].as_array().unwrap().len(), TASKS_MAX);

        // A model gets the newest, and how many there are.
        let sent = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call",
            "params": { "name": "list_tasks", "arguments": {} } });
        let asked = ann.request("/mcp").header("accept", "application/json, text/event-stream").json(&sent);
        let token = ann.token().await;
        let asked = asked.bearer_auth(token).send().await.unwrap();
        assert_eq!(asked.status().as_u16(), 200);
        let text = asked.text().await.unwrap();
        let json =
            text.lines().find_map(|line| line.strip_prefix("data: ").filter(|data| data.starts_with('{')));
        let answer: Value = serde_json::from_str(json.unwrap_or(&text)).unwrap();
        let list = &answer["result"]["structuredContent"];
        assert_eq!(list["count"], TASKS_MAX, "{answer}");
        assert_eq!(list["tasks"].as_array().unwrap().len(), LISTED_MAX);
        assert_eq!(list["more"], TASKS_MAX - LISTED_MAX);
        server.stop().await;
    }
}

#[tokio::test]
async fn exports_that_nobody_reads_hold_nobody_up() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let bob = server.person("bob").await;
        let mut exports = Vec::new();
        for number in 0..8 {
            let person = server.person(&format!("person{number}")).await;
            // More than the system's buffers hold.
            fill(&database, &person, 1500, 1000).await;
            let mut export = connect_from("127.0.0.1", &server).await;
            let cookie = person.session_cookie();
            let request =
                format!("GET /settings/export HTTP/1.1\r\nhost: docket\r\ncookie: {cookie}\r\n\r\n");
            export.write_all(request.as_bytes()).await.unwrap();
            let mut begun = [0; 15];
            export.read_exact(&mut begun).await.unwrap();
            assert_eq!(&begun, b"HTTP/1.1 200 OK");
            exports.push((person, export));
        }
        let asked = tokio::time::timeout(SOON, bob.call("/rpc/auth/me", &[])).await;
        assert_eq!(asked.unwrap().status().as_u16(), 200);
        // Another export waits for a person's first to end, and no other person's.
        let (person, export) = exports.pop().unwrap();
        let running = "Your data is being exported already. Try again when that has ended.".to_owned();
        let second = person.get("/settings/export").await;
        assert!(second.headers().contains_key("retry-after"));
        assert_eq!(second.status().as_u16(), 429);
        let page = second.text().await.unwrap();
        assert!(page.starts_with("<!DOCTYPE html>") && page.contains(&running), "{page}");
        let by_program = person.get_request("/settings/export").send().await.unwrap();
        assert!(by_program.headers().contains_key("retry-after"));
        assert_eq!(told(by_program).await, (429, running));
        assert_eq!(bob.get("/settings/export").await.status().as_u16(), 200);
        // It ends with its reader.
        drop(export);
        let again = async {
            loop {
                let again = person.get("/settings/export").await;
                if again.status() == 200 {
                    break again.json::<Value>().await.unwrap();
                }
            }
        };
        let again = tokio::time::timeout(SOON, again).await.unwrap();
        assert_eq!(again["tasks"].as_array().unwrap().len(), 1500);
        drop(exports);
        server.stop().await;
    }
}
