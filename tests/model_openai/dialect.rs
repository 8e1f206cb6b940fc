//! Servers that refuse what others accept. We learn from the refusal, and the person gets an answer.

use crate::upstream::{Script, Upstream};
use crate::{STOP, ask_with, model, prompt, settings, text, tool};
use docket::model::{Model, ModelCall, ModelMessage, Prompt};
use futures::StreamExt;
use serde_json::{Value, json};
use std::collections::HashSet;

fn user(text: &str) -> ModelMessage {
    ModelMessage::User(text.into())
}

fn said(text: &str) -> ModelMessage {
    ModelMessage::Assistant { text: text.into(), calls: Vec::new() }
}

fn called(text: &str, ids: &[&str]) -> Vec<ModelMessage> {
    let call = |id: &&str| ModelCall { id: (*id).into(), name: "add_task".into(), arguments: "{}".into() };
    let result = |id: &&str| ModelMessage::ToolResult {
        call_id: (*id).into(),
        name: "add_task".into(),
        content: json!({}),
        is_error: false,
    };
    let asked = ModelMessage::Assistant { text: text.into(), calls: ids.iter().map(call).collect() };
    [asked].into_iter().chain(ids.iter().map(result)).collect()
}

fn refusal(message: &str) -> Script {
    Script::status(400, json!({ "error": { "message": message } }))
}

/// The messages of each request that a server gets which refuses the first one so. It is asked twice.
async fn asked(refusing: Script, history: Vec<ModelMessage>) -> Vec<Vec<Value>> {
    let upstream = Upstream::start().await;
    upstream.answer(refusing).otherwise(Script::text(&["ok"]));
    let model = model(settings(upstream.url()));
    for _ in 0..2 {
        let prompt = Prompt { tools: [tool("add_task")].into(), ..prompt(history.clone()) };
        assert!(model.stream(prompt).all(async |event| event.is_ok()).await);
    }
    let requests = upstream.requests();
    assert_eq!(requests.len(), 3, "one refusal is enough");
    requests.iter().map(|body| body["messages"].as_array().unwrap().clone()).collect()
}

#[tokio::test]
async fn messages_of_one_role_in_a_row_become_one() {
    let upstream = Upstream::start().await;
    upstream.answer(Script::text(&["ok"]));
    let history = vec![user("One"), user("Two"), said("Hm."), said("Well."), user("Three")];
    ask_with(settings(upstream.url()), prompt(history)).await;
    let messages = upstream.requests().remove(0)["messages"].take();
    assert_eq!(
        messages,
        json!([
            { "role": "system", "content": "Be brief." },
            { "role": "user", "content": "One\n\nTwo" },
            { "role": "assistant", "content": "Hm.\n\nWell." },
            { "role": "user", "content": "Three" },
        ])
    );
}

#[tokio::test]
async fn a_reply_that_ended_after_its_tools_is_followed_by_an_answer_where_one_is_demanded() {
    let history = [vec![user("Add milk")], called("", &["c1"]), vec![user("And eggs")]].concat();
    for refusing in [
        refusal("Unexpected role 'user' after role 'tool'"),
        Script::status(
            500,
            json!({ "error": { "message": "Jinja: conversation roles must alternate user/assistant" } }),
        ),
    ] {
        let requests = asked(refusing, history.clone()).await;
        let roles =
            |at: usize| requests[at].iter().map(|said| said["role"].as_str().unwrap()).collect::<Vec<_>>();
        assert_eq!(roles(0), ["system", "user", "assistant", "tool", "user"]);
        assert_eq!(roles(1), ["system", "user", "assistant", "tool", "assistant", "user"]);
        assert_eq!(roles(2), roles(1));
    }
}

#[tokio::test]
async fn ids_of_another_provider_are_replaced_where_nine_characters_are_demanded() {
    let ids = ["call_1", "chatcmpl-tool-0123456789abcdef0123456789abcdef", "abcDEF123", "call00000"];
    let history = [vec![user("Add")], called("", &ids), vec![user("More")]].concat();
    for words in [
        "Tool call id was call_1 but must be a-z, A-Z, 0-9, with a length of 9.",
        "Invalid 'messages[2].tool_calls[1].id': string too long. Expected a string with maximum length 40",
    ] {
        let requests = asked(refusal(words), history.clone()).await;
        let of = |at: usize| -> (Vec<Value>, Vec<Value>) {
            let calls =
                requests[at][2]["tool_calls"].as_array().unwrap().iter().map(|call| call["id"].clone());
            let results = requests[at][3..7].iter().map(|result| result["tool_call_id"].clone());
            (calls.collect(), results.collect())
        };
        assert_eq!(of(0).0, ids);
        let (calls, results) = of(1);
        assert_eq!((&calls, &results), (&results, &calls), "each result belongs to its call");
        assert_eq!(of(2).0, calls, "the ids are the same in each request");
        let fits = |id: &Value| {
            let id = id.as_str().unwrap();
            id.len() == 9 && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        assert!(calls.iter().all(fits), "{calls:?}");
        assert_eq!(calls.iter().map(|id| id.as_str().unwrap()).collect::<HashSet<_>>().len(), 4);
        assert_eq!(calls[2..], ids[2..]);
    }
}

#[tokio::test]
async fn a_call_without_text_has_the_content_that_is_demanded() {
    let history = [vec![user("Add")], called("", &["c1"]), vec![said("Done."), user("More")]].concat();
    for words in ["'content' is a required property", "can only concatenate str (not \"NoneType\") to str"] {
        let requests = asked(refusal(words), history.clone()).await;
        let contents: Vec<_> = requests.iter().map(|messages| messages[2]["content"].clone()).collect();
        assert_eq!(contents, [Value::Null, "".into(), "".into()]);
    }
}

#[tokio::test]
async fn a_model_without_tools_answers_without_and_says_so() {
    let history =
        [vec![user("Add")], called("Let me see.", &["c1"]), vec![said("Done."), user("More")]].concat();
    for refusing in [
        refusal("registry.ollama.ai/library/gemma3:4b does not support tools"),
        Script::status(404, json!({ "error": { "message": "No endpoints found that support tool use." } })),
        Script::status(500, json!({ "error": { "message": "tools param requires --jinja flag" } })),
    ] {
        let upstream = Upstream::start().await;
        upstream.answer(refusing).otherwise(Script::text(&["Hel", "lo"]));
        let model = model(settings(upstream.url()));
        for _ in 0..2 {
            let prompt = Prompt { tools: [tool("add_task")].into(), ..prompt(history.clone()) };
            let events: Vec<_> = model.stream(prompt).collect().await;
            let note = "*This model cannot use tools, so it can neither read nor change your tasks.*\n\n";
            assert_eq!(events, [text(note), text("Hel"), text("lo"), STOP].map(Ok));
        }
        // A title needs no tools.
        let events: Vec<_> = model.stream(prompt(vec![user("Hi")])).collect().await;
        assert_eq!(events, [text("Hel"), text("lo"), STOP].map(Ok));
        let requests = upstream.requests();
        let with: Vec<_> = requests.iter().map(|body| body.get("tools").is_some()).collect();
        assert_eq!(with, [true, false, false, false]);
        let system = requests[1]["messages"][0]["content"].as_str().unwrap();
        assert!(system.starts_with("Be brief.") && system.contains("no tools"), "{system}");
        assert_eq!(
            requests[1]["messages"].as_array().unwrap()[1..],
            [
                json!({ "role": "user", "content": "Add" }),
                json!({ "role": "assistant", "content": "Let me see.\n\nDone." }),
                json!({ "role": "user", "content": "More" }),
            ]
        );
        assert_eq!(requests[3]["messages"][0]["content"], "Be brief.");
    }
}

#[tokio::test]
async fn a_refusal_that_teaches_nothing_for_this_request_is_final() {
    let upstream = Upstream::start().await;
    upstream.otherwise(refusal(
        "This model does not support tools, and its call ids have a length of 9 tool_calls",
    ));
    let (events, error) = ask_with(settings(upstream.url()), prompt(vec![user("Hi")])).await;
    assert!(events.is_empty() && error.is_some());
    assert_eq!(upstream.requests().len(), 1);
}
