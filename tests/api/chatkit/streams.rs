use super::super::upstream::{Gate, Script, Upstream};
use super::*;

#[tokio::test]
async fn a_thread_begins_and_goes_on_in_the_order_of_the_reference() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let upstream = Upstream::start().await;
        let server = TestServer::start(&database.url, openai(upstream.url())).await;
        let ann = server.person("ann").await;
        upstream
            .answer(
                Script::stream()
                    .role()
                    .say(" Let me")
                    .say(" see.")
                    .call(json!({
                        "index": 0, "id": "c1", "type": "function",
                        "function": { "name": "add_task", "arguments": "{\"title\":\"Buy milk\"}" }
                    }))
                    .finish("tool_calls")
                    .done(),
            )
            .answer(Script::text(&["Added ", "*milk* 🥛."]))
            .otherwise(Script::text(&["A title"]));
        let (thread, events) = begin(&ann, "Milk, please").await;
        let words: Vec<_> =
            summaries(&events).into_iter().filter(|event| event != "thread.updated").collect();
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(words, @r#"
            [
              "thread.created",
              "done msg_1 Milk, please",
              "stream_options",
              "added msg_2 ",
              "msg_2 assistant_message.content_part.added",
              "delta msg_2: Let me see.",
              "msg_2 assistant_message.content_part.done",
              "done msg_2 Let me see.",
              "progress Adding the task…",
              "done tsk_2_1 Added “Buy milk”",
              "added wdg_2 task-1 undo",
              "added msg_2_1 ",
              "msg_2_1 assistant_message.content_part.added",
              "delta msg_2_1: Added *milk* 🥛.",
              "done wdg_2 task-1 undo",
              "msg_2_1 assistant_message.content_part.done",
              "done msg_2_1 Added *milk* 🥛."
            ]
            "#);
        }
        // What was done in the stream is what a list shows, item by item.
        let done: Vec<_> = events.iter().filter(|event| event["type"] == "thread.item.done").collect();
        let params = json!({ "thread_id": thread, "order": "asc" });
        let listed = get(&ann, "items.list", params).await;
        for item in listed["data"].as_array().unwrap() {
            assert!(done.iter().any(|event| event["item"] == *item), "{item}\n{done:?}");
        }
        assert_eq!(
            (done.len(), &listed["has_more"]),
            (listed["data"].as_array().unwrap().len(), &json!(false))
        );
        // The page shows the same conversation.
        let page =
            ann.get(&format!("/chat/{}", thread.trim_start_matches("thr_"))).await.text().await.unwrap();
        assert!(page.contains("Milk, please") && page.contains("<em>milk</em>"));

        upstream.answer(Script::calls(&[("c1", "list_tasks", json!({}))])).answer(Script::text(&["One."]));
        let more = json!({ "thread_id": thread, "input": input("And?") });
        let events = stream(&ann, "threads.add_user_message", more).await;
        let words = summaries(&events);
        assert_eq!(words[..2], ["done msg_3 And?", "stream_options"]);
        let at =
            |what: &str| words.iter().position(|word| word == what).unwrap_or_else(|| panic!("{words:?}"));
        // The list moves to the newest reply.
        assert!(at("removed wdg_2") < at("added wdg_4 task-1"));
        let lists: Vec<_> =
            shown(&ann, &thread).await.into_iter().filter(|item| item.starts_with("wdg")).collect();
        assert_eq!(lists, ["wdg_4 task-1"]);
        server.stop().await;
    }
}

#[tokio::test]
async fn a_message_may_quote_mention_and_choose_a_model() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let upstream = Upstream::start().await;
    upstream.otherwise(Script::text(&["Fine."]));
    let providers = ["one", "two"].map(|model| named_model(upstream.url(), model)).to_vec();
    let server = TestServer::start(&database.url, providers).await;
    let ann = server.person("ann").await;
    let message = json!({
        "content": [
            { "type": "input_text", "text": "Ask " },
            { "type": "input_tag", "id": "t", "text": "@bob", "data": {}, "interactive": false },
            { "type": "input_text", "text": " again" },
        ],
        "attachments": [],
        "quoted_text": "He said\nno",
        "inference_options": { "model": "openai/two", "tool_choice": null },
    });
    let events = stream(&ann, "threads.create", json!({ "input": message })).await;
    let item = &events[1]["item"];
    assert_eq!(
        (&item["content"][0]["text"], &item["quoted_text"]),
        (&json!("Ask @bob again"), &json!("He said\nno"))
    );
    let asked = &upstream.requests()[0];
    assert_eq!(asked["model"], "two");
    assert_eq!(
        asked["messages"].as_array().unwrap().last().unwrap()["content"],
        "> He said\n> no\n\nAsk @bob again"
    );
    server.stop().await;
}

#[tokio::test]
async fn a_reader_who_left_finds_the_reply_among_the_items() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let upstream = Upstream::start().await;
        let server = TestServer::start(&database.url, openai(upstream.url())).await;
        let ann = server.person("ann").await;
        let gate = Gate::new();
        upstream
            .answer(Script::stream().role().say("Half").wait(&gate).say(" and whole").finish("stop").done())
            .otherwise(Script::text(&["A title"]));
        let mut first = Stream::open(&ann, "threads.create", json!({ "input": input("hi") })).await;
        let events = first.until("thread.item.added").await;
        let thread = events[0]["thread"]["id"].clone();
        drop(first);

        // The reply goes on, and another stream follows it from its beginning, under the same ids.
        let follow = json!({ "thread_id": thread, "action": { "type": "follow" } });
        let mut again = Stream::open(&ann, "threads.custom_action", follow).await;
        let added = again.until("thread.item.added").await.pop().unwrap();
        assert_eq!(added["item"]["id"], events.last().unwrap()["item"]["id"]);
        gate.open();
        let rest = again.rest().await;
        let done = rest.iter().find(|event| event["type"] == "thread.item.done").unwrap();
        assert_eq!(summary(&done["item"]), "msg_2 Half and whole");
        assert_eq!(shown(&ann, thread.as_str().unwrap()).await, ["msg_1 hi", "msg_2 Half and whole"]);
        // Nothing is left to follow.
        let follow = json!({ "thread_id": thread, "action": { "type": "follow" } });
        assert_eq!(summaries(&stream(&ann, "threads.custom_action", follow).await), ["stream_options"]);
        server.stop().await;
    }
}

#[tokio::test]
async fn stop_ends_the_reply_and_its_stream() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let upstream = Upstream::start().await;
    let server = TestServer::start(&database.url, openai(upstream.url())).await;
    let ann = server.person("ann").await;
    upstream.answer(Script::stream().role().say("Once upon").hang());
    let mut first = Stream::open(&ann, "threads.create", json!({ "input": input("a story") })).await;
    let events = first.until("thread.item.updated").await;
    let thread = events[0]["thread"]["id"].clone();
    // A second message waits, and is stopped with the first.
    let more = json!({ "thread_id": thread, "input": input("shorter") });
    let mut second = Stream::open(&ann, "threads.add_user_message", more).await;
    let waiting = summaries(&second.until("progress_update").await);
    assert_eq!(
        waiting,
        ["done msg_3 shorter", "stream_options", "progress Waiting for the reply before this one…"]
    );
    let stop = json!({ "thread_id": thread, "action": { "type": "stop" } });
    assert_eq!(get(&ann, "threads.sync_custom_action", stop).await, json!({}));
    upstream.disconnected().await;
    let ended = summaries(&first.rest().await);
    assert_eq!(ended[ended.len() - 2..], ["done msg_2 Once upon", "done end_2 Stopped."]);
    assert_eq!(summaries(&second.rest().await), ["done end_4 Stopped."]);
    let items = shown(&ann, thread.as_str().unwrap()).await;
    assert_eq!(
        items,
        ["msg_1 a story", "msg_2 Once upon", "end_2 Stopped.", "msg_3 shorter", "end_4 Stopped."]
    );
    server.stop().await;
}

#[tokio::test]
async fn a_message_that_comes_while_a_reply_runs_waits_for_its_turn() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let upstream = Upstream::start().await;
        let server = TestServer::start(&database.url, openai(upstream.url())).await;
        let ann = server.person("ann").await;
        let gate = Gate::new();
        upstream
            .answer(Script::stream().role().say("One").wait(&gate).finish("stop").done())
            .otherwise(Script::text(&["Two"]));
        let mut first = Stream::open(&ann, "threads.create", json!({ "input": input("1") })).await;
        let thread = first.until("thread.item.updated").await[0]["thread"]["id"].clone();
        let more = json!({ "thread_id": thread, "input": input("2") });
        let mut second = Stream::open(&ann, "threads.add_user_message", more).await;
        second.until("progress_update").await;
        gate.open();
        first.rest().await;
        let words = summaries(&second.rest().await);
        assert!(words.contains(&"delta msg_4: Two".to_owned()), "{words:?}");
        assert_eq!(words.iter().filter(|word| *word == "done msg_4 Two").count(), 1);
        server.stop().await;
    }
}

#[tokio::test]
async fn each_end_is_told_apart_and_can_be_tried_again() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let upstream = Upstream::start().await;
        let server = TestServer::start(&database.url, openai(upstream.url())).await;
        let ann = server.person("ann").await;
        upstream.answer(Script::status(401, json!({"error": {"message": "bad key sk-test"}})));
        let (thread, events) = begin(&ann, "hi").await;
        let told =
            "The AI provider refused this server's API key. The operator of this Docket has to check it.";
        assert_eq!(summaries(&events)[3..], [format!("done end_2 {told}"), format!("error {told}")]);
        let error = events.last().unwrap();
        assert_eq!((&error["code"], &error["allow_retry"]), (&json!("custom"), &json!(true)));
        // A reply without a word is begun again in its place.
        upstream.answer(Script::stream().role().say("Long").finish("length").done());
        let retry = |item: &str| json!({ "thread_id": thread, "item_id": item });
        let events = stream(&ann, "threads.retry_after_item", retry("msg_1")).await;
        let words = summaries(&events);
        let cut = "Cut off: the reply reached its length limit.";
        assert_eq!(words[0], "stream_options");
        assert_eq!(
            words[words.len() - 3..],
            ["done msg_2 Long".to_owned(), format!("done end_2 {cut}"), format!("notice {cut}")]
        );
        // One with words stays as a version, and so does what came after the question.
        upstream.answer(Script::text(&["Short"])).answer(Script::text(&["More"]));
        stream(&ann, "threads.retry_after_item", retry("msg_1")).await;
        assert_eq!(shown(&ann, &thread).await, ["msg_1 hi", "msg_3 Short"]);
        upstream.otherwise(Script::text(&["Again"]));
        stream(&ann, "threads.add_user_message", json!({ "thread_id": thread, "input": input("more") }))
            .await;
        stream(&ann, "threads.retry_after_item", retry("msg_1")).await;
        assert_eq!(shown(&ann, &thread).await, ["msg_1 hi", "msg_6 Again"]);
        server.stop().await;
    }
}

#[tokio::test]
async fn a_stream_ends_when_its_session_does() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let upstream = Upstream::start().await;
    let server = TestServer::start(&database.url, openai(upstream.url())).await;
    let ann = server.person("ann").await;
    let program = server.browser();
    let token = ann.token().await;
    upstream.answer(Script::stream().role().say("Once upon").hang());
    let body = json!({ "type": "threads.create", "params": { "input": input("a story") } });
    let response = program.request("/chatkit").bearer_auth(&token).json(&body).send().await.unwrap();
    let mut events = Stream { response, bytes: Vec::new() };
    events.until("thread.item.updated").await;
    ann.form("/rpc/auth/log_out", &[]).await;
    let last = events.rest().await.pop().unwrap();
    assert_eq!((&last["type"], &last["allow_retry"]), (&json!("error"), &json!(false)));
    server.stop().await;
}
