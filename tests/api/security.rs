use super::*;

#[tokio::test]
async fn other_sites_cannot_act_in_a_persons_name() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    let add = async |name: &'static str, value: &str| {
        let request = ann.request("/rpc/tasks/add").header("accept", "application/json");
        let mut request = request.form(&[("title", "Planted")]).build().unwrap();
        request.headers_mut().remove("origin");
        request.headers_mut().insert(name, value.parse().unwrap());
        ann.execute(request).await.status().as_u16()
    };
    assert_eq!(add("origin", "https://evil.example").await, 403);
    assert_eq!(add("origin", "null").await, 403);
    assert_eq!(add("origin", &format!("{}.evil.example", server.url)).await, 403);
    assert_eq!(add("sec-fetch-site", "cross-site").await, 403);
    assert_eq!(add("sec-fetch-site", "same-site").await, 403);
    assert_eq!(tasks(&ann).await, json!([]));
    // A person who follows such a page's form reads a page.
    let form = ann
        .request("/rpc/tasks/add")
        .header("accept", "text/html,*/*;q=0.8")
        .header("sec-fetch-site", "cross-site");
    let mut form = form.form(&[("title", "Planted")]).build().unwrap();
    form.headers_mut().remove("origin");
    let refused = ann.execute(form).await;
    assert_eq!(refused.status().as_u16(), 403);
    let page = refused.text().await.unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("Go to your chat"), "{page}");
    assert_eq!(add("sec-fetch-site", "same-origin").await, 200);
    assert_eq!(add("origin", "https://friend.example").await, 200);
    server.stop().await;
}

#[tokio::test]
async fn somebody_elses_ids_are_unknown_ids() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let (ann, bob) = (server.person("ann").await, server.person("bob").await);
        let task: Value = ann.call("/rpc/tasks/add", &[("title", "Ann's")]).await.json().await.unwrap();
        let turn = ann.events("/rpc/chat/send", &[("text", "hello"), ("client_id", "a")]).await.rest().await;
        let turn = json!(turn);
        let conversation = turn[0]["conversation"]["id"].to_string();
        let reply = turn[0]["reply"]["id"].to_string();
        let task = task["id"].to_string();
        for (path, fields, code) in [
            ("/rpc/tasks/complete", [("id", task.as_str()), ("completed", "true")], "TASK_NOT_FOUND"),
            ("/rpc/tasks/update", [("id", &task), ("title", "Bob's")], "TASK_NOT_FOUND"),
            ("/rpc/tasks/delete", [("id", &task), ("", "")], "TASK_NOT_FOUND"),
            ("/rpc/chat/messages", [("conversation", &conversation), ("", "")], "CONVERSATION_NOT_FOUND"),
            ("/rpc/chat/stop", [("reply", &reply), ("", "")], "MESSAGE_NOT_FOUND"),
        ] {
            let refused = bob.call(path, &fields).await;
            assert_eq!(refused.status().as_u16(), 404, "{path}");
            assert_eq!(refused.json::<Value>().await.unwrap()["code"], code, "{path}");
        }
        for (path, fields) in [
            ("/rpc/chat/follow", vec![("reply", reply.as_str())]),
            ("/rpc/chat/retry", vec![("reply", &reply)]),
            ("/rpc/chat/send", vec![("conversation", &conversation), ("text", "hi"), ("client_id", "b")]),
        ] {
            let events = json!(bob.events(path, &fields).await.rest().await);
            assert_eq!(events[0]["type"], "refused", "{path}: {events}");
            assert_eq!(events.as_array().unwrap().len(), 1);
        }
        let page = bob.get(&format!("/chat/{conversation}")).await;
        assert_eq!(page.status().as_u16(), 404);
        assert!(!page.text().await.unwrap().contains("hello"));
        server.stop().await;
    }
}

#[tokio::test]
async fn bad_input_is_refused_and_breaks_nothing() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    let huge = "x".repeat(10 * 1024 * 1024);
    let refused = ann.call("/rpc/tasks/add", &[("title", &huge)]).await;
    assert_eq!(refused.status().as_u16(), 413);
    for (path, fields) in [
        ("/rpc/tasks/add", vec![("title", "nul\0")]),
        ("/rpc/tasks/add", vec![]),
        ("/rpc/auth/end_session", vec![("session", "nul\0")]),
        ("/rpc/tasks/complete", vec![("id", "seven")]),
        ("/rpc/tasks/complete", vec![("id", "99999999999999999999")]),
        ("/rpc/tasks/list", vec![("status", "some")]),
        ("/rpc/chat/messages", vec![("conversation", "1; drop table messages")]),
    ] {
        let refused = ann.call(path, &fields).await;
        assert!(refused.status().is_client_error(), "{path} {fields:?}: {}", refused.status());
    }
    for (text, client_id) in [("", "a"), ("nul\0", "a"), ("hi", ""), ("hi", "a b"), (&"x".repeat(8001), "a")]
    {
        let events =
            ann.events("/rpc/chat/send", &[("text", text), ("client_id", client_id)]).await.rest().await;
        assert_eq!(json!(events)[0]["error"]["code"], "INVALID_PARAMETER");
    }
    assert_eq!(tasks(&ann).await, json!([]));
    server.stop().await;
}

async fn tasks(browser: &Browser) -> Value {
    browser.call("/rpc/tasks/list", &[("status", "all")]).await.json().await.unwrap()
}
