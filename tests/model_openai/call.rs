//! Tool calls in all the ways in which servers send them.

use crate::upstream::{Script, Upstream};
use crate::{TOOL_CALLS, ask_with, call, events, finish, piece, prompt, settings, text, tool};
use docket::model::{FinishReason, ModelCall, ModelEvent, ModelMessage, Prompt};
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
        ModelMessage::Assistant { text: "".into(), calls: vec![known] },
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

/// Asks with a script, and returns the calls as names with arguments.
async fn made(script: Script) -> Vec<(String, String)> {
    let mut events = events(script.done()).await;
    assert_eq!(events.pop(), Some(TOOL_CALLS));
    let made = events.into_iter().map(|event| match event {
        ModelEvent::Call(call) => (call.name, call.arguments),
        other => unreachable!("{other:?}"),
    });
    made.collect()
}

fn add(arguments: &str) -> (String, String) {
    ("add_task".into(), arguments.into())
}

const MILK: &str = r#"{"title":"milk"}"#;

#[tokio::test]
async fn an_empty_object_is_a_placeholder() {
    let begin = |script: Script| script.call(piece(0, Some("c1"), Some("add_task"), "{}"));
    for rest in [
        vec![piece(0, None, None, MILK)],
        vec![piece(0, Some("c1"), Some("add_task"), MILK)],
        vec![piece(0, None, Some("add_task"), MILK)],
        vec![piece(0, None, None, "{\"title\""), piece(0, None, None, ":\"milk\"}")],
        vec![json!({ "index": 0, "function": { "arguments": { "title": "milk" } } })],
        vec![json!({ "function": { "name": "add_task", "arguments": MILK } })],
    ] {
        let script = rest.iter().cloned().fold(begin(Script::stream()), Script::call);
        assert_eq!(made(script.finish("tool_calls")).await, [add(MILK)], "{rest:?}");
    }
    let lone = begin(Script::stream()).call(piece(0, None, None, ""));
    assert_eq!(made(lone.finish("tool_calls")).await, [add("{}")]);
}

#[tokio::test]
async fn a_repeated_name_is_one_name() {
    let named = |id, arguments: &str| piece(0, id, Some("add_task"), arguments);
    for pieces in [
        [named(Some("c1"), ""), named(None, "{\"title\":"), named(None, "\"milk\"}"), named(None, "")],
        [
            named(Some("c1"), "{\"ti"),
            named(Some("c1"), "tle\":"),
            named(Some("c1"), "\"milk\"}"),
            named(Some("c1"), ""),
        ],
        // A server makes an id for each piece.
        [
            named(Some("c1"), "{\"ti"),
            named(Some("c2"), "tle\":"),
            named(Some("c3"), "\"milk\"}"),
            named(None, ""),
        ],
        [
            piece(0, Some("c1"), Some("add_"), ""),
            named(None, ""),
            named(None, "{\"title\":"),
            named(None, "\"milk\"}"),
        ],
    ] {
        let script = pieces.iter().cloned().fold(Script::stream(), Script::call);
        assert_eq!(made(script.finish("tool_calls")).await, [add(MILK)], "{pieces:?}");
    }
}

#[tokio::test]
async fn arguments_that_come_twice_count_once() {
    let first = piece(0, Some("c1"), Some("add_task"), "");
    for pieces in [
        vec![piece(0, None, None, MILK), piece(0, None, None, MILK)],
        vec![
            piece(0, None, None, "{\"title\":"),
            piece(0, None, None, "\"milk\"}"),
            piece(0, Some("c1"), None, MILK),
        ],
        vec![
            piece(0, None, None, MILK),
            piece(0, None, None, "{\"title\":"),
            piece(0, None, None, "\"milk\"}"),
        ],
        // Each piece repeats what came before.
        vec![piece(0, None, None, "{\"title\":\"m\"}"), piece(0, None, None, MILK)],
        // JSON text of JSON text.
        vec![piece(0, None, None, "\"{\\\"title\\\":\\\"milk\\\"}\"")],
    ] {
        let script = pieces.iter().cloned().fold(Script::stream().call(first.clone()), Script::call);
        assert_eq!(made(script.finish("tool_calls")).await, [add(MILK)], "{pieces:?}");
    }
    let two = Script::stream().call(first).call(piece(0, None, None, MILK)).call(piece(
        0,
        None,
        None,
        r#"{"title":"eggs"}"#,
    ));
    assert_eq!(made(two.finish("tool_calls")).await, [add(MILK), add(r#"{"title":"eggs"}"#)]);
}

#[tokio::test]
async fn calls_with_one_index_are_told_apart_by_their_ids() {
    let eggs = r#"{"title":"eggs"}"#;
    let whole = Script::stream().call(piece(0, Some("c1"), Some("add_task"), MILK)).call(piece(
        0,
        Some("c2"),
        Some("add_task"),
        eggs,
    ));
    assert_eq!(made(whole.finish("tool_calls")).await, [add(MILK), add(eggs)]);
    let mixed = Script::stream()
        .call(piece(0, Some("c1"), Some("add_task"), "{\"title\":"))
        .call(piece(0, Some("c2"), Some("add_task"), "{\"title\":"))
        .call(piece(0, Some("c1"), None, "\"milk\"}"))
        .call(piece(0, Some("c2"), None, "\"eggs\"}"));
    assert_eq!(made(mixed.finish("tool_calls")).await, [add(MILK), add(eggs)]);
    let bare = |name: &str, arguments: &str| json!({ "function": { "name": name, "arguments": arguments } });
    let tools = ["list_tasks", "add_task"].map(tool);
    let script =
        Script::stream().call(bare("list_tasks", "")).call(bare("add_task", MILK)).finish("stop").done();
    let upstream = Upstream::start().await;
    upstream.answer(script);
    let (events, _) = ask_with(
        settings(upstream.url()),
        Prompt { tools: tools.into(), ..prompt(vec![ModelMessage::User("Hi".into())]) },
    )
    .await;
    let [ModelEvent::Call(first), ModelEvent::Call(second), TOOL_CALLS] = &events[..] else {
        unreachable!("{events:?}")
    };
    assert_eq!((first.name.as_str(), first.arguments.as_str()), ("list_tasks", "{}"));
    assert_eq!((second.name.as_str(), second.arguments.as_str()), ("add_task", MILK));
}

#[tokio::test]
async fn numbers_of_another_type_are_harmless() {
    let script = Script::stream()
        .call(json!({ "index": "0", "id": "c1", "function": { "name": "add_task", "arguments": "{\"title\":" } }))
        .call(json!({ "index": "0", "function": { "arguments": "\"milk\"}" } }))
        .chunk(json!({ "choices": [], "usage": { "prompt_tokens": 12.0, "completion_tokens": "7" } }));
    let usage = ModelEvent::Usage { input: 12, output: 7 };
    assert_eq!(
        events(script.finish("tool_calls").done()).await,
        [call("c1", "add_task", MILK), usage, TOOL_CALLS]
    );
}

#[tokio::test]
async fn half_a_character_in_arguments_loses_no_call() {
    let script = Script::stream()
        .call(piece(0, Some("c1"), Some("add_task"), "{\"title\":\"milk \\ud83d"))
        .call(piece(0, None, None, "\\udd5b\"}"));
    assert_eq!(made(script.finish("tool_calls")).await, [add(r#"{"title":"milk \ud83d\udd5b"}"#)]);
    let script =
        Script::stream().call(piece(0, Some("c1"), Some("add_task"), "{\"title\":\"milk \\ud83d\"}"));
    assert_eq!(made(script.finish("tool_calls")).await, [add(r#"{"title":"milk \ufffd"}"#)]);
}
