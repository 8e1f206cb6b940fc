use super::*;
use docket::config::Quotas;

#[tokio::test]
async fn what_docket_cannot_do_is_refused_clearly() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    let (thread, _) = begin(&ann, "hello").await;
    let attached = json!({ "content": [], "attachments": ["atc_1"], "inference_options": {} });
    let forced =
        json!({ "content": [], "attachments": [], "inference_options": { "tool_choice": { "id": "x" } } });
    let unknown = json!({
        "content": [{ "type": "input_text", "text": "hi" }], "attachments": [],
        "inference_options": { "model": "openai/none" }
    });
    let refusals = [
        (
            "attachments.create",
            json!({ "name": "a", "size": 1, "mime_type": "image/png" }),
            "takes no attachments",
        ),
        ("attachments.delete", json!({ "attachment_id": "atc_1" }), "takes no attachments"),
        ("input.transcribe", json!({ "audio_base64": "", "mime_type": "audio/webm" }), "takes no speech"),
        (
            "threads.add_client_tool_output",
            json!({ "thread_id": thread, "result": {} }),
            "waits for no output",
        ),
        (
            "threads.add_structured_input",
            json!({ "thread_id": thread, "item_id": "x", "input": {} }),
            "waits for no answers",
        ),
        ("threads.create", json!({ "input": attached }), "takes no attachments"),
        ("threads.create", json!({ "input": forced }), "chooses its tools itself"),
        ("threads.create", json!({ "input": unknown }), "no such model"),
        ("threads.create", json!({ "input": input(" ") }), "1 to 8000 characters"),
        ("threads.create", json!({ "input": input("nul\0") }), "1 to 8000 characters"),
        ("threads.create", json!({ "input": input(&"x".repeat(100_000)) }), "1 to 8000 characters"),
        (
            "threads.create",
            json!({ "input": { "content": [{ "type": "input_video" }] } }),
            "input.content[0]",
        ),
        ("threads.create", json!({}), "missing field `input`"),
        ("threads.update", json!({ "thread_id": thread, "title": "" }), "1 to 200 characters"),
        ("threads.update", json!({ "thread_id": thread }), "missing field `title`"),
        ("threads.list", json!({ "limit": -1 }), "not negative"),
        ("threads.list", json!({ "order": "sideways" }), "sideways"),
        ("threads.list", json!({ "after": "msg_1" }), "does not go on from there"),
        ("threads.list", json!([]), ""),
        ("items.list", json!({ "thread_id": thread, "after": "thr_1" }), "does not go on from there"),
        ("items.list", json!({ "thread_id": 7 }), "thread_id"),
        ("threads.fly", json!({}), "knows no such request"),
        ("", Value::Null, "knows no such request"),
    ];
    for (kind, params, told) in refusals {
        let answer = ask(&ann, kind, params).await;
        let (status, body) = (answer.status().as_u16(), answer.json::<Value>().await.unwrap());
        assert_eq!(status, 400, "{kind}: {body}");
        assert!(body["detail"].as_str().unwrap().contains(told), "{kind}: {body}");
    }
    for (body, status) in
        [("", 400), ("{", 400), ("[]", 400), ("null", 400), ("{\"type\":7}", 400), ("\u{0}", 400)]
    {
        let answer = ann.request("/chatkit").body(body).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{body}");
        assert_eq!(answer.json::<Value>().await.unwrap()["code"], "INVALID_PARAMETER");
    }
    let huge = ann.request("/chatkit").body("x".repeat(200_000)).send().await.unwrap();
    assert_eq!(huge.status().as_u16(), 413);
    server.stop().await;
}

#[tokio::test]
async fn another_persons_thread_is_as_one_that_does_not_exist() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let (ann, bob) = (server.person("ann").await, server.person("bob").await);
        let (thread, _) = begin(&ann, "Add a task to buy milk").await;
        let (of_bob, _) = begin(&bob, "hello").await;
        let before = ann.export().await;
        for id in [thread.as_str(), "thr_999", "thr_x", "", "thr_01", "thr_99999999999999999999"] {
            let requests = [
                ("threads.get_by_id", json!({ "thread_id": id })),
                ("items.list", json!({ "thread_id": id })),
                ("items.list", json!({ "thread_id": id, "after": "msg_2" })),
                ("threads.update", json!({ "thread_id": id, "title": "stolen" })),
                ("threads.delete", json!({ "thread_id": id })),
                ("threads.add_user_message", json!({ "thread_id": id, "input": input("hi") })),
                ("threads.retry_after_item", json!({ "thread_id": id, "item_id": "msg_1" })),
                ("items.feedback", json!({ "thread_id": id, "item_ids": ["msg_2"], "kind": "positive" })),
            ];
            for (kind, params) in requests {
                let answer = ask(&bob, kind, params).await;
                let (status, body) = (answer.status().as_u16(), answer.text().await.unwrap());
                assert_eq!(status, 404, "{kind} {id}: {body}");
                let expected =
                    r#"{"detail":"There is no such conversation.","code":"CONVERSATION_NOT_FOUND"}"#;
                assert_eq!(body, expected, "{kind} {id}");
            }
        }
        // Her items are not in his thread.
        let retry = json!({ "thread_id": of_bob, "item_id": "msg_1" });
        assert_eq!(refused(&bob, "threads.retry_after_item", retry).await, (404, "MESSAGE_NOT_FOUND".into()));
        let retry = json!({ "thread_id": thread, "item_id": "msg_2_1" });
        assert_eq!(refused(&ann, "threads.retry_after_item", retry).await, (400, "INVALID_PARAMETER".into()));
        let page =
            get(&bob, "items.list", json!({ "thread_id": of_bob, "order": "asc", "after": "msg_1" })).await;
        assert!(!page.to_string().contains("milk"), "{page}");
        let page = get(&bob, "threads.list", json!({ "order": "asc", "after": thread })).await;
        assert!(!page.to_string().contains("milk"), "{page}");
        assert_eq!(ann.export().await, before);
        server.stop().await;
    }
}

#[tokio::test]
async fn strangers_and_those_who_have_reached_a_limit_are_told_so() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let quotas = Quotas { messages: Some(1), ..Quotas::default() };
    let server = TestServer::start_with_quotas(&database.url, offline(), quotas).await;
    let nobody = refused(&server.browser(), "threads.list", json!({})).await;
    assert_eq!(nobody, (401, "UNAUTHENTICATED".to_owned()));
    let ann = server.person("ann").await;
    let (thread, _) = begin(&ann, "hello").await;
    let more = json!({ "thread_id": thread, "input": input("more") });
    let answer = ask(&ann, "threads.add_user_message", more).await;
    assert_eq!(answer.status().as_u16(), 429);
    assert!(answer.headers()["retry-after"].to_str().unwrap().parse::<u64>().unwrap() > 0);
    assert_eq!(answer.json::<Value>().await.unwrap()["code"], "RATE_LIMITED");
    server.stop().await;
}
