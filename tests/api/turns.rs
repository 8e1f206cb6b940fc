use super::upstream::{Gate, Script, Upstream};
use super::*;
use docket::chat::ChatEvent;

/// How a reply ended: its status, and the text of its parts as a reader sees it.
fn end(events: &[ChatEvent]) -> (String, String) {
    let Some(ChatEvent::Done { reply }) = events.last() else { panic!("no end: {events:?}") };
    let reply = json!(reply);
    let shown = reply["parts"].as_array().unwrap().iter().map(|part| match part["type"].as_str().unwrap() {
        "html" => part["html"].as_str().unwrap().to_owned(),
        "tool" => format!("[{}]", part["call"]["name"].as_str().unwrap()),
        _ => part["text"].as_str().unwrap().to_owned(),
    });
    (reply["status"].as_str().unwrap().to_owned(), shown.collect())
}

#[tokio::test]
async fn the_main_job_with_the_built_in_assistant() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        let fields = [("text", "Add a task to buy milk"), ("client_id", "one")];
        let events = ann.events("/rpc/chat/send", &fields).await.rest().await;
        let (status, shown) = end(&events);
        assert_eq!(status, "complete");
        assert!(shown.starts_with("[add_task]") && shown.contains("<strong>Buy milk</strong>"), "{shown}");
        let tasks: Value = ann.call("/rpc/tasks/list", &[("status", "all")]).await.json().await.unwrap();
        assert_eq!(tasks[0]["title"], "Buy milk");

        // Without JavaScript: the page comes back with the reply.
        let fields = [("text", "what's pending?"), ("client_id", "two")];
        let sent = ann.form("/rpc/chat/send_and_wait", &fields).await;
        let page = ann.get(location(&sent)).await.text().await.unwrap();
        assert!(page.contains("pending?") && page.contains("Buy milk"), "{page}");

        // A restart loses nothing.
        server.stop().await;
        let server = TestServer::start(&database.url, offline()).await;
        let back = server.browser();
        back.form("/rpc/auth/log_in", &[("email", "ann@example.com"), ("password", PASSWORD)]).await;
        let page = back.get(location(&sent)).await.text().await.unwrap();
        assert!(page.contains("pending?") && page.contains("Buy milk"));
        server.stop().await;
    }
}

#[tokio::test]
async fn a_model_streams_text_and_tool_calls_into_the_page() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let upstream = Upstream::start().await;
    let server = TestServer::start(&database.url, openai(upstream.url())).await;
    let ann = server.person("ann").await;
    upstream.answer(Script::calls(&[
        ("call_1", "add_task", json!({"title": "Buy milk"})),
        ("call_2", "add_task", json!({"title": ""})),
    ]));
    let gate = Gate::new();
    upstream
        .answer(Script::stream().role().say("Added *milk* 🥛").wait(&gate).say(".").finish("stop").done());

    let mut events = ann.events("/rpc/chat/send", &[("text", "milk and nothing"), ("client_id", "a")]).await;
    // The text reaches the page while the model is still writing.
    events.until_said("Added *milk* 🥛").await;
    gate.open();
    let (status, shown) = end(&events.rest().await);
    assert_eq!(
        (status.as_str(), shown.as_str()),
        ("complete", "[add_task][add_task]<p>Added <em>milk</em> 🥛.</p>\n")
    );

    let told = &upstream.requests()[1]["messages"];
    let results: Vec<_> =
        told.as_array().unwrap().iter().filter(|message| message["role"] == "tool").collect();
    insta::assert_json_snapshot!(results, @r#"
    [
      {
        "content": "{\"status\":\"created\",\"task_id\":1,\"title\":\"Buy milk\"}",
        "role": "tool",
        "tool_call_id": "call_1"
      },
      {
        "content": "{\"code\":\"INVALID_TITLE\",\"detail\":\"A title has 1 to 200 characters.\",\"field\":\"title\"}",
        "role": "tool",
        "tool_call_id": "call_2"
      }
    ]
    "#);
    let tools = upstream.requests()[0]["tools"].clone();
    let tools: Vec<_> =
        tools.as_array().unwrap().iter().map(|tool| tool["function"]["name"].clone()).collect();
    insta::assert_json_snapshot!(tools, @r#"
    [
      "add_task",
      "list_tasks",
      "complete_task",
      "delete_task",
      "update_task",
      "undo_last_change"
    ]
    "#);
    server.stop().await;
}

#[tokio::test]
async fn stop_drops_the_connection_to_the_model() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let upstream = Upstream::start().await;
    let server = TestServer::start(&database.url, openai(upstream.url())).await;
    let ann = server.person("ann").await;
    upstream.answer(Script::stream().role().say("Once upon").hang());
    let mut events = ann.events("/rpc/chat/send", &[("text", "a story"), ("client_id", "a")]).await;
    let reply = events.until_said("Once upon").await;
    let stopped = ann.call("/rpc/chat/stop", &[("reply", &reply.to_string())]).await;
    assert_eq!(stopped.status().as_u16(), 200);
    upstream.disconnected().await;
    let (status, shown) = end(&events.rest().await);
    assert_eq!((status.as_str(), shown.as_str()), ("stopped", "<p>Once upon</p>\n"));
    server.stop().await;
}

#[tokio::test]
async fn a_page_that_goes_away_stops_nothing() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let upstream = Upstream::start().await;
    let server = TestServer::start(&database.url, openai(upstream.url())).await;
    let ann = server.person("ann").await;
    let gate = Gate::new();
    upstream.answer(Script::stream().role().say("Half").wait(&gate).say(" and whole").finish("stop").done());
    let mut events = ann.events("/rpc/chat/send", &[("text", "hi"), ("client_id", "a")]).await;
    let reply = events.until_said("Half").await;
    drop(events);

    let mut later = ann.events("/rpc/chat/follow", &[("reply", &reply.to_string())]).await;
    let Some(ChatEvent::Started { tail, .. }) = later.next().await else { panic!("no start") };
    assert_eq!(tail, "Half");
    gate.open();
    let (status, shown) = end(&later.rest().await);
    assert_eq!((status.as_str(), shown.as_str()), ("complete", "<p>Half and whole</p>\n"));
    server.stop().await;
}

#[tokio::test]
async fn every_failure_of_the_model_is_a_friendly_reply_that_can_be_retried() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let upstream = Upstream::start().await;
    let server = TestServer::start(&database.url, openai(upstream.url())).await;
    let ann = server.person("ann").await;
    let failures = [
        (Script::status(401, json!({"error": {"message": "bad key sk-test"}})), "API key"),
        (Script::status(400, json!({"error": {"message": "no"}})), "could not work with"),
        (Script::status(429, json!({})).header("retry-after", "60"), "busy"),
        (Script::stream().role().say("Ha").cut(), "connection"),
        (Script::stream().role().data("{nonsense").done(), "problem"),
    ];
    for (number, (script, told)) in failures.into_iter().enumerate() {
        upstream.answer(script);
        let client_id = format!("c{number}");
        let events =
            ann.events("/rpc/chat/send", &[("text", "hi"), ("client_id", &client_id)]).await.rest().await;
        let Some(ChatEvent::Done { reply }) = events.last() else { panic!("no end") };
        let error = json!(reply)["error"].clone();
        assert_eq!(error["code"], "MODEL_UNAVAILABLE");
        let detail = error["detail"].as_str().unwrap();
        assert!(detail.contains(told) && !detail.contains("sk-test"), "{detail}");

        upstream.answer(Script::text(&["Fine."]));
        let events = ann.events("/rpc/chat/retry", &[("reply", &reply.id.to_string())]).await.rest().await;
        assert_eq!(end(&events), ("complete".into(), "<p>Fine.</p>\n".into()));
    }
    server.stop().await;
}
