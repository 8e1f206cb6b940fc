//! What an open page is told of changes that others make.

use super::server::Events;
use super::*;
use docket::live::LiveEvent;

/// An open page of the person, which has been told how everything is at the beginning.
async fn open_page(person: &Browser) -> Events<LiveEvent> {
    let mut page = person.stream("/rpc/live/events", &[]).await;
    assert!(matches!(page.next().await, Some(LiveEvent::TasksChanged)));
    assert!(matches!(page.next().await, Some(LiveEvent::List { .. })));
    assert!(matches!(page.next().await, Some(LiveEvent::Reminders { .. })));
    page
}

/// The person's tasks as the server has them: titles, and whether they are done.
async fn tasks_of(person: &Browser) -> Vec<(String, bool)> {
    let tasks: Vec<Value> = person.call("/rpc/tasks/list", &[("status", "all")]).await.json().await.unwrap();
    let told = |task: &Value| (task["title"].as_str().unwrap().to_owned(), task["completed"] == true);
    tasks.iter().map(told).collect()
}

/// Waits until the page is told of a change and then finds these tasks. A server that has just begun to listen to the
/// database tells everything again, so other events may come before.
async fn shows(page: &mut Events<LiveEvent>, person: &Browser, expected: &[(&str, bool)]) {
    loop {
        let event = page.next().await.unwrap();
        assert_ne!(event, LiveEvent::Ended);
        let is_expected =
            |(found, expected): (&(String, bool), &(&str, bool))| (found.0.as_str(), found.1) == *expected;
        if event == LiveEvent::TasksChanged {
            let found = tasks_of(person).await;
            if found.len() == expected.len() && found.iter().zip(expected).all(is_expected) {
                return;
            }
        }
    }
}

#[tokio::test]
async fn a_change_is_told_to_each_page_of_its_person_on_any_replica() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        // On SQLite one process has the database.
        let replica = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(TestServer::start(&database.url, offline()).await),
        };
        let ann = server.person("ann").await;
        let elsewhere = replica.as_ref().map_or(ann.clone(), |replica| ann.moved(&replica.url));
        let mut pages = [open_page(&ann).await, open_page(&elsewhere).await];
        let mut of_bob = open_page(&server.person("bob").await).await;

        let task: Value = ann.call("/rpc/tasks/add", &[("title", "Milk")]).await.json().await.unwrap();
        for page in &mut pages {
            shows(page, &ann, &[("Milk", false)]).await;
        }
        let id = task["id"].to_string();
        elsewhere.call("/rpc/tasks/complete", &[("id", id.as_str()), ("completed", "true")]).await;
        for page in &mut pages {
            shows(page, &ann, &[("Milk", true)]).await;
        }

        // A turn: the conversation, its messages, the assistant's task, and the model's title at last.
        let turn = [("text", "Add a task to call mom"), ("client_id", "one")];
        let turn = json!(ann.events("/rpc/chat/send", &turn).await.rest().await);
        let (conversation, reply) = (&turn[0]["conversation"]["id"], &turn[0]["reply"]["id"]);
        for page in &mut pages {
            let (mut told, mut titles) = (Vec::new(), Vec::new());
            while titles.last().is_none_or(|title| title == "Add a task to call mom") || told.len() < 2 {
                match page.next().await {
                    Some(LiveEvent::Conversation { conversation: now }) => {
                        assert_eq!(json!(now.id), *conversation);
                        titles.push(now.title);
                    }
                    Some(LiveEvent::Messages { newest, .. }) => {
                        assert_eq!(json!(newest), *reply);
                        told.push("messages");
                    }
                    Some(LiveEvent::TasksChanged) => {
                        told.extend((tasks_of(&ann).await[0].0 == "Call mom").then_some("tasks"));
                    }
                    Some(LiveEvent::List { .. } | LiveEvent::Reminders { .. }) => {}
                    other => panic!("{other:?}"),
                }
            }
        }
        let id = conversation.to_string();
        ann.call("/rpc/chat/delete", &[("conversation", id.as_str())]).await;
        for page in &mut pages {
            let gone = loop {
                if let LiveEvent::Gone { conversation } = page.next().await.unwrap() {
                    break conversation;
                }
            };
            assert_eq!(json!(gone), *conversation);
        }

        // Bob heard nothing of all this: all that he is told is his own.
        let bob = server.browser();
        bob.log_in("bob@example.com").await;
        bob.call("/rpc/tasks/add", &[("title", "His own")]).await;
        loop {
            match of_bob.next().await {
                Some(LiveEvent::List { list }) => assert_eq!(list.conversations, []),
                Some(LiveEvent::TasksChanged) if tasks_of(&bob).await == [("His own".to_owned(), false)] => {
                    break;
                }
                Some(LiveEvent::TasksChanged) => {}
                other => panic!("{other:?}"),
            }
        }

        // A page of a session that has ended is told so, and nothing more.
        let [mut page, of_replica] = pages;
        ann.form("/rpc/auth/log_out", &[]).await;
        assert_eq!(page.next().await, Some(LiveEvent::Ended));
        assert_eq!(page.next().await, None);
        drop((page, of_replica, of_bob));
        if let Some(replica) = replica {
            replica.stop().await;
        }
        server.stop().await;
    }
}

#[tokio::test]
async fn an_open_page_does_not_hold_up_a_shutdown() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    let page = open_page(&ann).await;
    let (rest, ()) = tokio::join!(page.rest(), server.stop());
    assert_eq!(rest, []);
}

/// Adds, changes, completes and deletes the same task through one door after the other, and sees each step on an open
/// page.
#[tokio::test]
async fn whatever_door_changes_a_task_the_open_page_shows_it() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        let token = ann.token().await;
        let me: Value = ann.call("/rpc/auth/me", &[]).await.json().await.unwrap();
        let tasks = format!("{}/api/{}/tasks", server.url, me["id"].as_str().unwrap());
        let thread = {
            let turn = [("text", "hello"), ("client_id", "one")];
            let turn = json!(ann.events("/rpc/chat/send", &turn).await.rest().await);
            // The person's title. The model's would be told at any time.
            let id = turn[0]["conversation"]["id"].to_string();
            ann.call("/rpc/chat/rename", &[("conversation", id.as_str()), ("title", "Mine")]).await;
            format!("thr_{id}")
        };
        let mut page = open_page(&ann).await;

        // REST adds it.
        let client = ann.client();
        let added = client.post(&tasks).bearer_auth(&token).json(&json!({ "title": "Milk" })).send().await;
        let id = added.unwrap().json::<Value>().await.unwrap()["id"].clone();
        shows(&mut page, &ann, &[("Milk", false)]).await;

        // MCP renames it.
        let arguments = json!({ "task_id": id, "title": "Oat milk" });
        let params = json!({ "name": "update_task", "arguments": arguments });
        let call = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params });
        let request = client.post(format!("{}/mcp", server.url)).bearer_auth(&token).json(&call);
        let request = request.header("accept", "application/json, text/event-stream");
        let called: Value = request.send().await.unwrap().json().await.unwrap();
        assert_eq!(called["result"]["isError"], false, "{called}");
        shows(&mut page, &ann, &[("Oat milk", false)]).await;

        // A ChatKit widget completes it.
        let action = json!({ "type": "task.complete", "payload": { "task_id": id } });
        let params = json!({ "thread_id": thread, "action": action });
        let act = json!({ "type": "threads.sync_custom_action", "params": params });
        let acted = client.post(format!("{}/chatkit", server.url)).bearer_auth(&token).json(&act).send();
        assert_eq!(acted.await.unwrap().status(), 200);
        shows(&mut page, &ann, &[("Oat milk", true)]).await;

        // The page deletes it.
        let id = id.to_string();
        ann.call("/rpc/tasks/delete", &[("id", id.as_str())]).await;
        shows(&mut page, &ann, &[]).await;
        drop(page);
        server.stop().await;
    }
}
