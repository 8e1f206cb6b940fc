use super::*;
use crate::model::Purpose;
use serde_json::json;

fn tools() -> Tools {
    let tool = |name| {
        let properties = json!({ "title": { "type": "string" }, "task_id": { "type": "integer" } });
        ToolDefinition::new(name, "", json!({ "type": "object", "properties": properties }))
    };
    Tools(["add_task", "list_tasks"].map(tool).into())
}

const MILK: &str = r#"{"title":"milk"}"#;

#[test]
fn every_way_of_writing_a_call_is_read() {
    for text in [
        r#"<tool_call>{"name": "add_task", "arguments": {"title": "milk"}}</tool_call>"#,
        "<tool_call>\n{\"name\": \"add_task\", \"arguments\": {\"title\": \"milk\"}}\n</tool_call><|im_end|>",
        r#"<tool_call>{"name": "add_task", "arguments": "{\"title\":\"milk\"}"}"#,
        r#"<function_call>{"name": "add_task", "arguments": {"title": "milk"}}</function_call>"#,
        r#"<|tool_call|>[{"name": "add_task", "arguments": {"title": "milk"}}]<|/tool_call|>"#,
        "```json\n{\"name\": \"add_task\", \"arguments\": {\"title\": \"milk\"}}\n```",
        "```\n[{\"name\": \"add_task\", \"parameters\": {\"title\": \"milk\"}}]\n```",
        r#"{"name": "add_task", "parameters": {"title": "milk"}}"#,
        r#"{"type": "function", "function": {"name": "add_task", "arguments": {"title": "milk"}}}"#,
        r#"[TOOL_CALLS] [{"name": "add_task", "arguments": {"title": "milk"}, "id": "abcDEF123"}]</s>"#,
        r#"[TOOL_CALLS]add_task[ARGS]{"title": "milk"}"#,
        r#"[TOOL_CALLS]add_task{"title": "milk"}"#,
        r#"<function=add_task>{"title":"milk"}</function>"#,
        r#"<function=add_task>{"title":"milk"}"#,
        r#"<|python_tag|>{"name": "add_task", "parameters": {"title": "milk"}}<|eom_id|>"#,
        "<tool_call>\n<function=add_task>\n<parameter=title>\nmilk\n</parameter>\n</function>\n</tool_call>",
    ] {
        let read = tools().read(text);
        let expected = WrittenCall { name: "add_task".into(), arguments: MILK.into() };
        assert_eq!(read, Some(vec![expected]), "{text}");
        for (cut, _) in text.char_indices() {
            assert!(tools().may_begin(&text[..cut], true), "{text}, cut at {cut}");
            let inline = text.starts_with(['`', '{']);
            assert!(inline || tools().may_begin(&text[..cut], false), "{text}, cut at {cut}");
        }
    }
    let two = r#"<tool_call>{"name": "list_tasks"}</tool_call>
        <tool_call>{"name": "add_task", "arguments": {"task_id": 7}}</tool_call>"#;
    let read =
        tools().read(two).map(|calls| calls.into_iter().map(|call| call.arguments).collect::<Vec<_>>());
    assert_eq!(read, Some(vec!["{}".into(), r#"{"task_id":7}"#.into()]));
    let typed =
        "<function=add_task><parameter=title>7</parameter><parameter=task_id>7</parameter></function>";
    let read = tools().read(typed).map(|mut calls| calls.remove(0).arguments).unwrap_or_default();
    assert_eq!(serde_json::from_str::<Value>(&read).ok(), Some(json!({ "task_id": 7, "title": "7" })));
}

#[test]
fn what_is_no_call_is_text() {
    for text in [
        "",
        "```json\n```",
        "{}",
        "<tool_call></tool_call>",
        r#"{"name": "add_task"}"#,
        r#"{"name": "milk", "arguments": {}}"#,
        r#"{"name": "Ann", "age": 7}"#,
        r#"<tool_call>{"name": "remove_all", "arguments": {}}</tool_call>"#,
        r#"<tool_call>{"name": "add_task", "arguments": [1]}</tool_call>"#,
        r#"<tool_call>{"name": "add_task", "arguments": {}}</tool_call> Done."#,
        r#"<tool_call>{"name": "add_task", "argum"#,
        "<function=add_task>milk</function>",
        "add_task",
        "add_task is a tool",
    ] {
        assert_eq!(tools().read(text), None, "{text}");
    }
    for (text, alone) in [
        ("Sure", true),
        ("`", false),
        ("{", false),
        ("{\"title\"", true),
        ("[x] done", true),
        ("[1, 2]", true),
        ("```rust", true),
        ("```json\n{\"title\"", true),
        ("<table>", true),
        ("<function=other>", true),
        ("<tool_call> is a tag", true),
    ] {
        assert!(!tools().may_begin(text, alone), "{text}");
    }
}

#[test]
fn a_question_about_calls_is_no_reason_for_one() {
    let asked = |question: &str| {
        let history = vec![ModelMessage::User(question.into())];
        Tools::of(&Prompt {
            purpose: Purpose::Reply,
            system: String::new(),
            history,
            tools: tools().0,
            now: jiff::ZonedDateTime::default(),
        })
    };
    for question in [
        "Show me what a tool call looks like",
        "What is <tool_call>?",
        "print a Function Call for add_task",
        "give me an example of the JSON",
    ] {
        assert!(asked(question).is_empty(), "{question}");
    }
    for question in ["Add milk", "call mom", "Add a task: learn JSON", "Remind me to call the tool shop"] {
        assert!(!asked(question).is_empty(), "{question}");
    }
}
