//! The chat completions client against a fake provider: what it sends, and how it reads every kind of answer.

#![cfg(feature = "ssr")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop there")]

#[path = "model_openai/answer.rs"]
mod answer;
#[path = "model_openai/breakage.rs"]
mod breakage;
#[path = "model_openai/call.rs"]
mod call;
#[path = "model_openai/dialect.rs"]
mod dialect;
#[path = "model_openai/envelope.rs"]
mod envelope;
#[path = "model_openai/refusal.rs"]
mod refusal;
#[path = "model_openai/request.rs"]
mod request;
#[path = "model_openai/thinking.rs"]
mod thinking;
#[path = "support/upstream.rs"]
#[expect(dead_code, unused_imports, reason = "the fault tests use the rest")]
mod upstream;
#[path = "model_openai/written_call.rs"]
mod written_call;

use docket::clock::Clock;
use docket::model::openai::{OpenAi, Retries, Settings, Timeouts};
use docket::model::{
    FinishReason, Model, ModelCall, ModelError, ModelEvent, ModelMessage, Prompt, Purpose, ToolDefinition,
};
use docket::random::Random;
use futures::StreamExt;
use serde_json::{Value, json};
use std::time::Duration;
use upstream::{Script, Upstream};

const KEY: &str = "sk-very-secret";
const SHORT: Duration = Duration::from_millis(200);

fn settings(url: &str) -> Settings {
    Settings {
        provider: "openai".into(),
        base_url: url.into(),
        api_key: KEY.into(),
        model: "fake-1".into(),
        context: None,
        timeouts: Timeouts::default(),
    }
}

fn model(settings: Settings) -> OpenAi {
    OpenAi::with_retries(
        settings,
        Retries { limit: 2, first_delay: Duration::from_millis(1) },
        Clock::system(),
        Random::seeded(1),
    )
    .unwrap()
}

fn prompt(history: Vec<ModelMessage>) -> Prompt {
    Prompt {
        purpose: Purpose::Reply,
        system: "Be brief.".into(),
        history,
        tools: [].into(),
        now: jiff::ZonedDateTime::default(),
    }
}

/// A tool with a title and a number.
fn tool(name: &'static str) -> ToolDefinition {
    let properties = json!({ "title": { "type": "string" }, "task_id": { "type": "integer" } });
    ToolDefinition::new(name, "A tool.", json!({ "type": "object", "properties": properties }))
}

fn hi() -> Prompt {
    prompt(vec![ModelMessage::User("Hi".into())])
}

async fn ask_with(settings: Settings, prompt: Prompt) -> (Vec<ModelEvent>, Option<ModelError>) {
    let mut stream = model(settings).stream(prompt);
    let mut events = Vec::new();
    while let Some(event) = stream.next().await {
        match event {
            Ok(event) => events.push(event),
            Err(error) => {
                assert!(stream.next().await.is_none(), "an error is the end");
                assert!(!error.to_string().contains(KEY));
                return (events, Some(error));
            }
        }
    }
    (events, None)
}

/// Asks a provider that answers with these scripts. Returns the events, the error and the number of requests.
async fn ask(scripts: impl IntoIterator<Item = Script>) -> (Vec<ModelEvent>, Option<ModelError>, usize) {
    let upstream = Upstream::start().await;
    for script in scripts {
        upstream.answer(script);
    }
    let (events, error) = ask_with(settings(upstream.url()), hi()).await;
    (events, error, upstream.requests().len())
}

async fn events(script: Script) -> Vec<ModelEvent> {
    let (events, error, _) = ask([script]).await;
    assert_eq!(error, None);
    events
}

async fn failure(script: Script) -> (Vec<ModelEvent>, ModelError) {
    let (events, error, requests) = ask([script]).await;
    assert_eq!(requests, 1);
    (events, error.unwrap())
}

fn text(text: &str) -> ModelEvent {
    ModelEvent::Text(text.into())
}

fn thought(text: &str) -> ModelEvent {
    ModelEvent::Thought(text.into())
}

fn call(id: &str, name: &str, arguments: &str) -> ModelEvent {
    ModelEvent::Call(ModelCall { id: id.into(), name: name.into(), arguments: arguments.into() })
}

const fn finish(reason: FinishReason) -> ModelEvent {
    ModelEvent::Finish(reason)
}

const STOP: ModelEvent = finish(FinishReason::Stop);
const TOOL_CALLS: ModelEvent = finish(FinishReason::ToolCalls);

/// A piece of a tool call as OpenAI sends it.
fn piece(index: u64, id: Option<&str>, name: Option<&str>, arguments: &str) -> Value {
    let mut piece = json!({ "index": index, "function": { "arguments": arguments } });
    if let Some(id) = id {
        piece["id"] = id.into();
    }
    if let Some(name) = name {
        piece["function"]["name"] = name.into();
    }
    piece
}
