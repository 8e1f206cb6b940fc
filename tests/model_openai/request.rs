//! The requests that are sent.

use crate::upstream::{Script, Upstream};
use crate::{KEY, ask_with, hi, model, prompt, settings};
use docket::model::openai::Settings;
use docket::model::{Model, ModelCall, ModelMessage, ToolDefinition};
use futures::StreamExt;
use serde_json::json;

#[tokio::test]
async fn the_request_holds_the_conversation_and_the_tools() {
    let upstream = Upstream::start().await;
    upstream.answer(Script::text(&["ok"]));
    let call = |id: &str, arguments: &str| ModelCall {
        id: id.into(),
        name: "add_task".into(),
        arguments: arguments.into(),
    };
    let result = |id: &str, content, is_error| ModelMessage::ToolResult {
        call_id: id.into(),
        name: "add_task".into(),
        content,
        is_error,
    };
    let mut prompt = prompt(vec![
        ModelMessage::User("Add milk".into()),
        ModelMessage::Assistant {
            text: "".into(),
            calls: vec![call("c1", r#"{"title":"milk"}"#), call("c2", "{oops")],
        },
        result("c1", json!({ "task_id": 1 }), false),
        result("c2", json!({ "detail": "no title", "code": "INVALID_TITLE" }), true),
        ModelMessage::Assistant { text: "Done.".into(), calls: Vec::new() },
        ModelMessage::Assistant { text: "".into(), calls: Vec::new() },
        ModelMessage::User("شکریہ \u{1F600}".into()),
    ]);
    let parameters = json!({ "type": "object", "properties": { "title": { "type": "string" } } });
    prompt.tools = [ToolDefinition::new("add_task", "Adds a task.", parameters.clone())].into();
    ask_with(settings(upstream.url()), prompt).await;

    let function = |arguments: &str| json!({ "name": "add_task", "arguments": arguments });
    let calls = json!([
        { "type": "function", "id": "c1", "function": function(r#"{"title":"milk"}"#) },
        { "type": "function", "id": "c2", "function": function(r#"{"malformed":"{oops"}"#) },
    ]);
    let tool = json!({ "name": "add_task", "description": "Adds a task.", "parameters": parameters });
    let expected = json!({
        "model": "fake-1",
        "messages": [
            { "role": "system", "content": "Be brief." },
            { "role": "user", "content": "Add milk" },
            { "role": "assistant", "content": null, "tool_calls": calls },
            { "role": "tool", "tool_call_id": "c1", "content": r#"{"task_id":1}"# },
            { "role": "tool", "tool_call_id": "c2", "content": r#"{"code":"INVALID_TITLE","detail":"no title"}"# },
            { "role": "assistant", "content": "Done." },
            { "role": "user", "content": "شکریہ \u{1F600}" },
        ],
        "stream": true,
        "stream_options": { "include_usage": true },
        "tools": [{ "type": "function", "function": tool }],
    });
    let received = upstream.received().pop().unwrap();
    assert_eq!(received.path, "/v1/chat/completions");
    assert!(received.headers.contains(&("authorization".into(), format!("Bearer {KEY}"))));
    // Tool results are compared as JSON, because the order of their keys does not matter.
    let mut body = received.body;
    let mut expected = expected;
    for at in [3, 4] {
        for body in [&mut body, &mut expected] {
            let content = &mut body["messages"][at]["content"];
            *content = serde_json::from_str(content.as_str().unwrap()).unwrap();
        }
    }
    assert_eq!(body, expected);
}

#[tokio::test]
async fn a_server_without_a_key_gets_no_authorization() {
    let upstream = Upstream::start().await;
    upstream.answer(Script::text(&["ok"]));
    let base = format!("{}/", upstream.url());
    ask_with(Settings { api_key: "".into(), ..settings(&base) }, hi()).await;
    let received = upstream.received().pop().unwrap();
    assert_eq!(received.path, "/v1/chat/completions");
    assert!(received.headers.iter().all(|(name, _)| name != "authorization"));
    assert!(received.body.get("tools").is_none());
}

#[tokio::test]
async fn a_server_that_does_not_know_stream_options_is_asked_without() {
    let upstream = Upstream::start().await;
    let refusal = json!({ "error": { "message": "Unrecognized request argument: stream_options" } });
    upstream.answer(Script::status(400, refusal)).otherwise(Script::text(&["ok"]));
    let model = model(settings(upstream.url()));
    for _ in 0..2 {
        assert!(model.stream(hi()).all(async |event| event.is_ok()).await);
    }
    let asked: Vec<_> = upstream.requests().iter().map(|body| body.get("stream_options").is_some()).collect();
    assert_eq!(asked, [true, false, false]);
}

#[tokio::test]
async fn a_server_that_takes_no_system_message_gets_its_text_with_the_first_question() {
    for refusal in [
        json!({ "object": "error", "message": "System role not supported", "type": "BadRequestError" }),
        json!({ "error": { "message":
            "Unsupported value: 'messages[0].role' does not support 'system' with this model." } }),
    ] {
        let upstream = Upstream::start().await;
        upstream.answer(Script::status(400, refusal)).otherwise(Script::text(&["ok"]));
        let model = model(settings(upstream.url()));
        let answer = ModelMessage::Assistant { text: "Hello.".into(), calls: Vec::new() };
        let history = vec![ModelMessage::User("Hi".into()), answer, ModelMessage::User("Bye".into())];
        for _ in 0..2 {
            assert!(model.stream(prompt(history.clone())).all(async |event| event.is_ok()).await);
        }
        let requests = upstream.requests();
        let asked: Vec<_> =
            requests.iter().map(|body| body["messages"][0]["role"].as_str().unwrap()).collect();
        assert_eq!(asked, ["system", "user", "user"]);
        assert_eq!(
            requests[2]["messages"],
            json!([
                { "role": "user", "content": "Be brief.\n\nHi" },
                { "role": "assistant", "content": "Hello." },
                { "role": "user", "content": "Bye" },
            ])
        );
    }
}

#[tokio::test]
async fn nothing_is_asked_that_reasoning_models_refuse() {
    let upstream = Upstream::start().await;
    upstream.answer(Script::text(&["ok"]));
    ask_with(Settings { model: "o4-mini".into(), ..settings(upstream.url()) }, hi()).await;
    let body = upstream.requests().remove(0);
    for name in ["temperature", "top_p", "presence_penalty", "max_tokens", "max_completion_tokens"] {
        assert!(body.get(name).is_none(), "{name}: {body}");
    }
}

#[tokio::test]
async fn what_gemini_signs_goes_back_to_it() {
    let upstream = Upstream::start().await;
    let signed = json!({ "google": { "thought_signature": "c2lnbmVk" } });
    let whole =
        json!({ "id": "c1", "function": { "name": "f", "arguments": "{}" }, "extra_content": signed });
    let refusal =
        json!([{ "error": { "code": 400, "message": "Function call is missing a thought_signature" } }]);
    upstream
        .answer(Script::stream().call(whole).finish("stop").done())
        .answer(Script::text(&["ok"]))
        .answer(Script::status(400, refusal))
        .answer(Script::text(&["ok"]));
    let model = model(settings(upstream.url()));
    assert!(model.stream(hi()).all(async |event| event.is_ok()).await);
    let after = |id: &str| {
        let call = ModelCall { id: id.into(), name: "f".into(), arguments: "{}".into() };
        let calls = vec![call.clone(), ModelCall { id: format!("{id}-b"), ..call }];
        prompt(vec![ModelMessage::User("Hi".into()), ModelMessage::Assistant { text: "".into(), calls }])
    };
    for id in ["c1", "of another time"] {
        assert!(model.stream(after(id)).all(async |event| event.is_ok()).await);
    }
    let requests = upstream.requests();
    let calls = |at: usize| &requests[at]["messages"][2]["tool_calls"];
    assert_eq!(calls(1)[0]["extra_content"], signed);
    assert_eq!(calls(1)[1].get("extra_content"), None);
    assert_eq!(calls(2)[0].get("extra_content"), None);
    let stand_in = &calls(3)[0]["extra_content"]["google"]["thought_signature"];
    assert_eq!(stand_in, "skip_thought_signature_validator");
}

#[tokio::test]
async fn a_finished_answers_connection_is_used_again() {
    let upstream = Upstream::start().await;
    upstream.otherwise(Script::text(&["ok"]));
    let model = model(settings(upstream.url()));
    // The connection is free once the fake has written the end and the client has read it. That is usually so by the
    // second request.
    for asked in 1..100 {
        assert!(model.stream(hi()).all(async |event| event.is_ok()).await);
        if upstream.connections() < asked {
            return;
        }
    }
    unreachable!("every request opened a connection");
}
