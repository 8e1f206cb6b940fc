//! Everything that a model can do wrong. Each fault ends in a state that says so, and keeps the text so far.

use crate::database::{Engine, TestDatabase};
use crate::reader::{Page, send, stored};
use crate::report;
use crate::server::{TestServer, openai};
use crate::upstream::{Script, Talk, Upstream};
use crate::words::last_of_all;
use docket::config::Provider;
use docket::model::openai::Timeouts;
use serde_json::json;
use std::time::Duration;

/// How long the model may be silent in this test.
const SHORT: Duration = Duration::from_millis(1500);

#[tokio::test]
async fn a_broken_model_leaves_what_it_said_and_a_true_state() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let upstream = Upstream::start().await;
    let mut providers = openai(upstream.url());
    if let Some(Provider::OpenAi(settings)) = providers.first_mut() {
        settings.timeouts = Timeouts { first_token: SHORT, between_tokens: SHORT, ..Timeouts::default() };
    }
    let first = TestServer::start(&database.url, openai(upstream.url())).await;
    let ann = first.person("ann").await;
    first.stop().await;
    let some = Talk::new(30, Duration::from_millis(5));
    let begun = || Script::stream().role().count(&some);
    let slow = Talk::new(4, Duration::from_millis(700));
    let cases = [
        ("cut before a word", Script::stream().role().cut(), "failed", 0),
        ("cut in the middle", begun().cut(), "failed", 30),
        ("cut without a sign", begun().cut().unframed(), "failed", 30),
        ("hung before its head", Script::silence(), "failed", 0),
        ("hung before a word", Script::stream().role().hang(), "failed", 0),
        ("hung between words", begun().hang(), "failed", 30),
        ("slow", Script::talk(&slow), "complete", 4),
        (
            "garbage",
            begun().bytes(b"\xff\xfe\x00}{ garbage\n\n").data("{\"choices\":7}").hang(),
            "failed",
            30,
        ),
        ("no end mark", begun(), "failed", 30),
        ("busy", Script::status(429, json!({})).header("retry-after", "60"), "failed", 0),
        ("broken", Script::status(500, json!({ "error": { "message": "oops" } })), "failed", 0),
        ("out of length", begun().finish("length").done(), "length", 30),
    ];
    let count = cases.len();
    for (name, script, status, words) in cases {
        upstream.otherwise(script);
        // A server that has no failures of this provider on record.
        let server = TestServer::start(&database.url, providers.clone()).await;
        let ann = ann.moved(&server.url);
        let (mut page, client_id) = (Page::default(), name.replace(' ', "-"));
        page.read(send(&ann, None, name, &client_id).await.unwrap()).await;
        assert_eq!((page.status.as_str(), last_of_all(&page.words())), (status, words), "{name}: {page:?}");
        assert_eq!(page.error.as_deref(), (status == "failed").then_some("MODEL_UNAVAILABLE"), "{name}");
        let messages = stored(&ann, &page.conversation).await;
        let (role, stored, said) = &messages[1];
        assert_eq!((messages.len(), role.as_str(), stored.as_str()), (2, "assistant", status), "{name}");
        assert_eq!(last_of_all(said), words, "{name}");
        // The server ends the connection to a model that is silent or sends nonsense.
        upstream.idle().await;
        server.stop().await;
    }
    report(&format!("broken models: {count} kinds, {count} true final states, all that was said kept"));
}
