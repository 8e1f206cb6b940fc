//! Tool calls in all the ways in which servers send them.

use crate::upstream::{Script, Upstream};
use crate::{TOOL_CALLS, ask_with, call, events, finish, piece, prompt, settings, text};
use docket::model::{FinishReason, ModelCall, ModelEvent, ModelMessage};
use serde_json::json;

#[tokio::test]
async fn a_call_in_many_pieces() {
    let mut script = Script::stream().say("Adding.").call(piece(0, Some("c1"), Some("add_task"), ""));
    for part in ["{\"ti", "tle\"", ":\"mi", "lk\"}"] {
        script = script.call(piece(0, None, None, part));
    }
    let expected = [text("Adding."), call("c1", "add_task", r#"{"title":"milk"}"#), TOOL_CALLS];
    assert_eq!(events(script.finish("tool_calls").done()).await, expected);
}

#[tokio::test]
async fn interleaved_calls() {
    let script = Script::stream()
        .call(piece(0, Some("c1"), Some("add_task"), ""))
        .call(piece(1, Some("c2"), Some("list_tasks"), ""))
        .call(piece(1, None, None, "{\"status\":"))
        .call(piece(0, None, None, "{\"title\":"))
        .delta(json!({ "tool_calls": [piece(0, None, None, "\"a\"}"), piece(1, None, None, "\"all\"}")] }));
    let first = call("c1", "add_task", r#"{"title":"a"}"#);
    let second = call("c2", "list_tasks", r#"{"status":"all"}"#);
    assert_eq!(events(script.finish("tool_calls").done()).await, [first, second, TOOL_CALLS]);
    let whole = [("c1", "f", json!({ "a": 1 })), ("c2", "g", json!({}))];
    let expected = [call("c1", "f", r#"{"a":1}"#), call("c2", "g", "{}"), TOOL_CALLS];
    assert_eq!(events(Script::calls(&whole)).await, expected);
}

#[tokio::test]
async fn whole_calls_without_index_and_id() {
    let whole = |name: &str| json!({ "id": "", "function": { "name": name, "arguments": "{\"a\":1}" } });
    let zero = |name: &str| json!({ "index": 0, "function": { "name": name, "arguments": { "a": 1 } } });
    for script in [
        Script::stream().call(whole("f")).call(whole("f")),
        Script::stream().delta(json!({ "tool_calls": [whole("f"), whole("f")] })),
        Script::stream().call(zero("f")).call(zero("f")),
    ] {
        let events = events(script.finish("stop").done()).await;
        let [ModelEvent::Call(first), ModelEvent::Call(second), end] = &events[..] else {
            unreachable!("two calls and the end, not {events:?}");
        };
        assert_eq!(*end, TOOL_CALLS);
        assert!(!first.id.is_empty() && first.id != second.id);
        for call in [first, second] {
            assert_eq!((call.name.as_str(), call.arguments.as_str()), ("f", r#"{"a":1}"#));
        }
    }
}

#[tokio::test]
async fn an_id_that_is_taken_is_replaced() {
    let upstream = Upstream::start().await;
    upstream.answer(Script::calls(&[("call_0", "f", json!({}))]));
    let known = ModelCall { id: "call_0".into(), name: "f".into(), arguments: "{}".into() };
    let history = vec![
        ModelMessage::Assistant { text: String::new(), calls: vec![known] },
        ModelMessage::User("Again".into()),
    ];
    let (events, _) = ask_with(settings(upstream.url()), prompt(history)).await;
    assert!(matches!(&events[0], ModelEvent::Call(call) if call.id != "call_0"), "{events:?}");
}

#[tokio::test]
async fn calls_cut_by_the_length_limit_are_left_out() {
    let script = Script::stream()
        .call(piece(0, Some("c1"), Some("f"), "{\"a\":1}"))
        .call(piece(1, Some("c2"), Some("f"), "{\"a\":"))
        .finish("length")
        .done();
    assert_eq!(events(script).await, [call("c1", "f", r#"{"a":1}"#), finish(FinishReason::Length)]);
}
