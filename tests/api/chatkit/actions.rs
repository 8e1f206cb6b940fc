use super::super::upstream::{Gate, Script, Upstream};
use super::*;

fn act(thread: &Value, item: Option<&str>, kind: &str, payload: Value) -> Value {
    json!({ "thread_id": thread, "item_id": item, "action": { "type": kind, "payload": payload } })
}

/// The list of tasks in the answer to a synchronous action.
async fn list_after(browser: &Browser, params: Value) -> String {
    summary(&get(browser, "threads.sync_custom_action", params).await["updated_item"])
}

#[tokio::test]
async fn the_buttons_of_the_list_work_while_a_reply_streams() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let upstream = Upstream::start().await;
        let server = TestServer::start(&database.url, openai(upstream.url())).await;
        let ann = server.person("ann").await;
        let gate = Gate::new();
        upstream
            .answer(Script::calls(&[("a", "add_task", json!({ "title": "Buy milk" }))]))
            .answer(Script::stream().role().say("Added").wait(&gate).say(" it.").finish("stop").done())
            .otherwise(Script::text(&["A title"]));
        let mut open = Stream::open(&ann, "threads.create", json!({ "input": input("milk") })).await;
        let mut events = open.until("thread.item.added").await;
        // The first item that is added is the list.
        let thread = events[0]["thread"]["id"].clone();
        let widget = events.pop().unwrap()["item"].clone();
        let buttons = widget["widget"]["children"][0]["children"].clone();
        let tick = &buttons[0]["onChangeAction"];
        assert_eq!((&tick["type"], &tick["streaming"]), (&json!("task.complete"), &json!(false)));

        let pressed = act(&thread, Some("wdg_2"), "task.complete", tick["payload"].clone());
        let answer = get(&ann, "threads.sync_custom_action", pressed).await;
        let answered = &answer["updated_item"]["widget"];
        assert_eq!(answered["children"][0]["children"][0]["defaultChecked"], true);
        // The open stream shows it too.
        let update = loop {
            let event = open.next().await.unwrap();
            if event["update"]["type"] == "widget.root.updated" {
                break event;
            }
        };
        assert_eq!((&update["item_id"], &update["update"]["widget"]), (&json!("wdg_2"), answered));
        // A change on the page shows as well.
        ann.call("/rpc/tasks/add", &[("title", "Pay rent")]).await;
        let update = loop {
            let event = open.next().await.unwrap();
            if event["update"]["type"] == "widget.root.updated" {
                break event;
            }
        };
        assert_eq!(update["update"]["widget"]["children"][0]["key"], "task-2");
        gate.open();
        let done = open.rest().await;
        assert!(summaries(&done).contains(&"done wdg_2 task-2 task-1 undo".to_owned()), "{done:?}");
        server.stop().await;
    }
}

#[tokio::test]
async fn tasks_are_completed_reopened_undone_and_deleted() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let (ann, bob) = (server.person("ann").await, server.person("bob").await);
        let (thread, _) = begin(&ann, "Add buy milk and add pay rent").await;
        let thread = json!(thread);
        let task = |number: i64| json!({ "task_id": number, "task-1": true });
        assert_eq!(
            list_after(&ann, act(&thread, Some("wdg_2"), "task.undo", json!({ "call": "tsk_2_2" }))).await,
            "wdg_2 task-1 undo"
        );
        let again = refused(
            &ann,
            "threads.sync_custom_action",
            act(&thread, Some("wdg_2"), "task.undo", json!({ "call": "tsk_2_2" })),
        )
        .await;
        assert_eq!(again, (409, "TASK_CHANGED".to_owned()));
        for (kind, done) in [("task.complete", true), ("task.reopen", false)] {
            let answer =
                get(&ann, "threads.sync_custom_action", act(&thread, Some("wdg_2"), kind, task(1))).await;
            assert_eq!(answer["updated_item"]["widget"]["children"][0]["children"][1]["lineThrough"], done);
        }
        // As a stream, for components that know no synchronous actions.
        let words = summaries(
            &stream(&ann, "threads.custom_action", act(&thread, None, "task.delete", task(1))).await,
        );
        assert_eq!(words, ["stream_options", "replaced wdg_2 empty"]);
        let words = summaries(
            &stream(&ann, "threads.custom_action", act(&thread, None, "task.delete", task(1))).await,
        );
        assert_eq!(words, ["stream_options", "error There is no task 1.", "replaced wdg_2 empty"]);

        let mine =
            ann.call("/rpc/tasks/add", &[("title", "Mine")]).await.json::<Value>().await.unwrap()["id"]
                .clone();
        let (of_bob, _) = begin(&bob, "Add a task to sing").await;
        let not_his = [
            (json!(of_bob), None, "task.complete", json!({ "task_id": mine }), "TASK_NOT_FOUND"),
            (json!(of_bob), None, "task.delete", json!({ "task_id": mine }), "TASK_NOT_FOUND"),
            (json!(of_bob), None, "task.undo", json!({ "call": "tsk_2_1" }), "MESSAGE_NOT_FOUND"),
            (json!(of_bob), Some("wdg_2"), "task.complete", json!({ "task_id": mine }), "MESSAGE_NOT_FOUND"),
            (thread.clone(), None, "task.complete", json!({ "task_id": mine }), "CONVERSATION_NOT_FOUND"),
            (thread.clone(), None, "stop", json!({}), "CONVERSATION_NOT_FOUND"),
        ];
        for (thread, item, kind, payload, code) in not_his {
            let answer = refused(&bob, "threads.sync_custom_action", act(&thread, item, kind, payload)).await;
            assert_eq!(answer, (404, code.to_owned()), "{kind}");
        }
        let follow = refused(&bob, "threads.custom_action", act(&thread, None, "follow", json!({}))).await;
        assert_eq!(follow, (404, "CONVERSATION_NOT_FOUND".to_owned()));
        let odd = [
            act(&thread, Some("msg_1"), "task.complete", task(1)),
            act(&thread, None, "task.fly", json!({})),
            act(&thread, None, "task.complete", json!({ "task_id": "one" })),
            act(&thread, None, "task.complete", Value::Null),
            act(&thread, None, "follow", Value::Null),
        ];
        for params in odd {
            let answer = refused(&ann, "threads.sync_custom_action", params).await;
            assert_eq!(answer, (400, "INVALID_PARAMETER".to_owned()));
        }
        server.stop().await;
    }
}
