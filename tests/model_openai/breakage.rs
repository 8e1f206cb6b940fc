//! Answers that break off. Half an answer must never look complete.

use crate::upstream::{Script, Upstream};
use crate::{KEY, SHORT, ask_with, failure, hi, model, piece, settings, text};
use docket::model::openai::{Settings, Timeouts};
use docket::model::{Model, ModelError};
use futures::StreamExt;
use serde_json::{Value, json};

#[tokio::test]
async fn a_cut_connection_is_no_end() {
    let cut = Script::stream().say("Half an").call(piece(0, Some("c1"), Some("f"), "{}")).cut();
    for script in
        [cut.clone(), cut.unframed(), Script::stream().say("Half an").call(piece(0, Some("c"), None, "{}"))]
    {
        let (events, error) = failure(script).await;
        assert_eq!(events, [text("Half an")]);
        assert!(matches!(error, ModelError::Connection(_)), "{error}");
    }
}

#[tokio::test]
async fn silence_before_the_first_token() {
    // The provider sends nothing, only a head, or a role and keep-alive comments.
    let head = Script::stream().bytes(b": one moment\n\n").role().bytes(b": one moment\n\n").hang();
    for script in [Script::silence(), Script::stream().hang(), head] {
        let upstream = Upstream::start().await;
        upstream.answer(script);
        let timeouts = Timeouts { first_token: SHORT, ..Timeouts::default() };
        let (events, error) = ask_with(Settings { timeouts, ..settings(upstream.url()) }, hi()).await;
        assert_eq!((events, error), (vec![], Some(ModelError::TimedOut(SHORT))));
        assert_eq!(upstream.requests().len(), 1);
        upstream.disconnected().await;
    }
}

#[tokio::test]
async fn silence_in_the_middle() {
    let upstream = Upstream::start().await;
    upstream.answer(Script::stream().say("Well").hang());
    let timeouts = Timeouts { between_tokens: SHORT, ..Timeouts::default() };
    let (events, error) = ask_with(Settings { timeouts, ..settings(upstream.url()) }, hi()).await;
    assert_eq!((events, error), (vec![text("Well")], Some(ModelError::TimedOut(SHORT))));
    upstream.disconnected().await;
}

#[tokio::test]
async fn a_malformed_chunk() {
    for data in ["{\"choices\":[{\"delta\":", "hello", "{\"choices\":7}", "null"] {
        let (events, error) = failure(Script::stream().say("a").data(data).finish("stop").done()).await;
        assert_eq!(events, [text("a")]);
        assert!(matches!(error, ModelError::Failed(_)), "{error}");
    }
}

#[tokio::test]
async fn an_error_in_the_stream() {
    let report = |code: Value| {
        json!({ "error": { "message": format!("Overloaded {KEY}"), "code": code } }).to_string()
    };
    let (events, error) = failure(Script::stream().say("a").data(&report("server_error".into()))).await;
    assert_eq!((events, error), (vec![text("a")], ModelError::Failed("Overloaded [key]".into())));
    let (_, error) = failure(Script::stream().data(&report(429.into())).done()).await;
    assert_eq!(error, ModelError::RateLimited { retry_after: None });
    let (_, error) = failure(Script::stream().say("a").finish("error").done()).await;
    assert!(matches!(error, ModelError::Failed(_)), "{error}");
}

#[tokio::test]
async fn dropping_the_stream_drops_the_connection() {
    // One stream is dropped while the model talks, the other before it has begun.
    for (script, spoken) in [(Script::stream().say("a").hang(), 1), (Script::silence(), 0)] {
        let upstream = Upstream::start().await;
        upstream.answer(script);
        let mut stream = model(settings(upstream.url())).stream(hi());
        for _ in 0..spoken {
            assert_eq!(stream.next().await, Some(Ok(text("a"))));
        }
        tokio::select! {
            event = stream.next() => unreachable!("{event:?}"),
            () = upstream.asked(1) => {}
        }
        drop(stream);
        upstream.disconnected().await;
    }
}
