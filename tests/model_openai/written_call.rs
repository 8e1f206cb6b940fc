//! Calls that models write as text.

use crate::upstream::{Script, Upstream};
use crate::{STOP, TOOL_CALLS, ask_with, piece, prompt, settings, text, thought, tool};
use docket::model::{ModelEvent, ModelMessage, Prompt};

const CALL: &str =
    "<tool_call>\n{\"name\": \"add_task\", \"arguments\": {\"title\": \"milk\"}}\n</tool_call>";

/// The events of an answer to a question. Each call becomes its name and arguments.
async fn told(question: &str, tools: &[&'static str], script: Script) -> Vec<ModelEvent> {
    let upstream = Upstream::start().await;
    upstream.answer(script);
    let tools = tools.iter().map(|name| tool(name)).collect();
    let prompt = Prompt { tools, ..prompt(vec![ModelMessage::User(question.into())]) };
    let (events, error) = ask_with(settings(upstream.url()), prompt).await;
    assert_eq!(error, None);
    events
}

fn is_milk(event: &ModelEvent) -> bool {
    matches!(event, ModelEvent::Call(call)
        if call.name == "add_task" && call.arguments == r#"{"title":"milk"}"# && !call.id.is_empty())
}

fn say(text: &str) -> Script {
    let pieces = text.split_inclusive([' ', '<', '_', '"']);
    pieces.fold(Script::stream().role(), Script::say).finish("stop").done()
}

#[tokio::test]
async fn a_written_call_is_a_call_and_no_text() {
    for written in [
        CALL,
        "```json\n{\"name\": \"add_task\", \"arguments\": {\"title\": \"milk\"}}\n```",
        "{\"name\": \"add_task\", \"parameters\": {\"title\": \"milk\"}}",
        "[TOOL_CALLS] [{\"name\": \"add_task\", \"arguments\": {\"title\": \"milk\"}}]",
        "<function=add_task>{\"title\": \"milk\"}</function>",
        "<|python_tag|>{\"name\": \"add_task\", \"parameters\": {\"title\": \"milk\"}}",
    ] {
        let events = told("Add milk", &["add_task"], say(written)).await;
        let [call, TOOL_CALLS] = &events[..] else { unreachable!("{written}: {events:?}") };
        assert!(is_milk(call) || written.contains("<function"), "{written}: {call:?}");
    }
    let events = told("Add milk", &["add_task"], say(&format!("<think>Hm</think>Yes.\n{CALL}"))).await;
    let words: String = events
        .iter()
        .filter_map(|event| match event {
            ModelEvent::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(words, "Yes.\n");
    assert!(events.contains(&thought("Hm")) && events.iter().any(is_milk));
}

#[tokio::test]
async fn an_example_of_a_call_is_text() {
    let example = format!("It looks like this:\n\n```\n{CALL}\n```\n");
    for (question, tools, said) in [
        ("Show me what a tool call looks like", &["add_task"][..], CALL),
        ("Add milk", &[], CALL),
        ("Add milk", &["list_tasks"], CALL),
        ("How do you do that?", &["add_task"], example.as_str()),
        ("How do you do that?", &["add_task"], &format!("{CALL}\nThat adds milk.")),
    ] {
        let mut events = told(question, tools, say(said)).await;
        assert_eq!(events.pop(), Some(STOP), "{said}");
        let words: String = events
            .iter()
            .map(|event| match event {
                ModelEvent::Text(text) => text.as_str(),
                other => unreachable!("{other:?}"),
            })
            .collect();
        assert_eq!(words, said);
    }
}

#[tokio::test]
async fn a_call_that_the_server_has_read_too_is_one_call() {
    let both =
        Script::stream().say(CALL).call(piece(0, Some("c1"), Some("add_task"), "{\"title\":\"milk\"}"));
    let events = told("Add milk", &["add_task"], both.finish("tool_calls").done()).await;
    let [call, TOOL_CALLS] = &events[..] else { unreachable!("{events:?}") };
    assert!(is_milk(call), "{call:?}");
}

#[tokio::test]
async fn a_cut_call_is_shown() {
    let script = Script::stream().say(&CALL[..40]).finish("length").done();
    let events = told("Add milk", &["add_task"], script).await;
    assert_eq!(events[0], text(&CALL[..40]));
}
