use super::super::upstream::{Script, Upstream};
use super::*;

#[tokio::test]
async fn threads_are_listed_renamed_and_deleted() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        let mut threads = Vec::new();
        for number in 0..5 {
            threads.push(begin(&ann, &format!("hello {number}")).await.0);
        }
        let ids = |page: &Value| -> Vec<String> {
            page["data"]
                .as_array()
                .unwrap()
                .iter()
                .map(|thread| thread["id"].as_str().unwrap().to_owned())
                .collect()
        };
        for (order, expected) in [("asc", threads.clone()), ("desc", threads.iter().rev().cloned().collect())]
        {
            let (mut found, mut after) = (Vec::new(), Value::Null);
            loop {
                let page =
                    get(&ann, "threads.list", json!({ "limit": 2, "order": order, "after": after })).await;
                found.extend(ids(&page));
                if page["has_more"] == json!(false) {
                    assert_eq!(page.get("after"), None);
                    break;
                }
                after = page["after"].clone();
            }
            assert_eq!(found, expected);
        }
        for params in [json!({}), json!({ "limit": 0, "after": null }), json!({ "limit": 1_000_000_000 })] {
            assert_eq!(ids(&get(&ann, "threads.list", params).await).len(), 5);
        }
        let renamed =
            get(&ann, "threads.update", json!({ "thread_id": threads[0], "title": " Milk\nand eggs " }))
                .await;
        assert_eq!(
            (&renamed["title"], &renamed["items"]),
            (&json!("Milk and eggs"), &json!({ "data": [], "has_more": false }))
        );
        let whole = get(&ann, "threads.get_by_id", json!({ "thread_id": threads[0] })).await;
        assert_eq!(
            (&whole["title"], &whole["items"]["data"][0]["content"][0]["text"]),
            (&json!("Milk and eggs"), &json!("hello 0"))
        );
        assert_eq!(get(&ann, "threads.delete", json!({ "thread_id": threads[0] })).await, json!({}));
        let gone = (404, "CONVERSATION_NOT_FOUND".to_owned());
        assert_eq!(refused(&ann, "threads.get_by_id", json!({ "thread_id": threads[0] })).await, gone);
        assert_eq!(refused(&ann, "threads.delete", json!({ "thread_id": threads[0] })).await, gone);
        assert_eq!(ids(&get(&ann, "threads.list", json!({})).await).len(), 4);
        server.stop().await;
    }
}

#[tokio::test]
async fn items_are_listed_in_pages_of_any_size_from_both_ends() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let upstream = Upstream::start().await;
        let server = TestServer::start(&database.url, openai(upstream.url())).await;
        let ann = server.person("ann").await;
        upstream
            .answer(Script::calls(&[
                ("a", "add_task", json!({ "title": "Buy milk" })),
                ("b", "add_task", json!({ "title": "" })),
            ]))
            .answer(Script::text(&["Added one."]))
            .otherwise(Script::text(&["Fine."]));
        let (thread, _) = begin(&ann, "milk and nothing").await;
        for number in 0..4 {
            let more = json!({ "thread_id": thread, "input": input(&format!("more {number}")) });
            stream(&ann, "threads.add_user_message", more).await;
        }
        let all = shown(&ann, &thread).await;
        assert_eq!(
            all[..6],
            [
                "msg_1 milk and nothing",
                "tsk_2_1 Added “Buy milk”",
                "wdg_2 task-1 undo",
                "tsk_2_2 A title has 1 to 200 characters.",
                "msg_2_2 Added one.",
                "msg_3 more 0"
            ]
        );
        assert_eq!(all.len(), 13);
        for order in ["asc", "desc"] {
            for limit in 1..=14 {
                let (mut found, mut after) = (Vec::new(), Value::Null);
                loop {
                    let params =
                        json!({ "thread_id": thread, "order": order, "limit": limit, "after": after });
                    let page = get(&ann, "items.list", params).await;
                    found.extend(page["data"].as_array().unwrap().iter().map(summary));
                    after = page["after"].clone();
                    if after.is_null() {
                        break;
                    }
                }
                if order == "desc" {
                    found.reverse();
                }
                assert_eq!(found, all, "{order} {limit}");
            }
        }
        server.stop().await;
    }
}

#[tokio::test]
async fn feedback_is_stored_with_the_reply() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let (ann, bob) = (server.person("ann").await, server.person("bob").await);
        let (thread, _) = begin(&ann, "Add a task to buy milk").await;
        let (other, _) = begin(&ann, "hello").await;
        let (of_bob, _) = begin(&bob, "hello").await;
        let rate = |thread: &str, items: &[&str], kind: &str| json!({ "thread_id": thread, "item_ids": items, "kind": kind });
        let feedback = async || {
            let page: Value = ann
                .call("/rpc/chat/messages", &[("conversation", thread.trim_start_matches("thr_"))])
                .await
                .json()
                .await
                .unwrap();
            page["messages"][1]["feedback"].clone()
        };
        assert_eq!(feedback().await, Value::Null);
        let items = ["tsk_2_1", "wdg_2", "msg_2_1"];
        assert_eq!(get(&ann, "items.feedback", rate(&thread, &items, "positive")).await, json!({}));
        assert_eq!(feedback().await, "positive");
        let missing = (404, "MESSAGE_NOT_FOUND".to_owned());
        // Half of it is wrong, so nothing is stored.
        for wrong in ["msg_1", "msg_4", "msg_999", "nonsense"] {
            assert_eq!(
                refused(&ann, "items.feedback", rate(&thread, &["msg_2_1", wrong], "negative")).await,
                missing,
                "{wrong}"
            );
        }
        assert_eq!(refused(&ann, "items.feedback", rate(&other, &["msg_2_1"], "negative")).await, missing);
        assert_eq!(refused(&bob, "items.feedback", rate(&of_bob, &["msg_2_1"], "negative")).await, missing);
        let gone = (404, "CONVERSATION_NOT_FOUND".to_owned());
        assert_eq!(refused(&bob, "items.feedback", rate(&thread, &["msg_2_1"], "negative")).await, gone);
        assert_eq!(refused(&ann, "items.feedback", rate(&thread, &["msg_2_1"], "meh")).await.0, 400);
        assert_eq!(feedback().await, "positive");
        get(&ann, "items.feedback", rate(&thread, &["msg_2_1"], "negative")).await;
        assert_eq!(feedback().await, "negative");
        server.stop().await;
    }
}
