//! Answers of text, and how they end.

use crate::upstream::{Gate, Script, Upstream};
use crate::{STOP, events, failure, finish, hi, model, settings, text};
use docket::model::{FinishReason, Model, ModelError, ModelEvent};
use futures::StreamExt;
use serde_json::json;

#[tokio::test]
async fn text_comes_piece_by_piece() {
    let (upstream, gate) = (Upstream::start().await, Gate::new());
    upstream.answer(Script::stream().role().say("Hel").wait(&gate).say("lo").finish("stop").done());
    let model = model(settings(upstream.url()));
    assert_eq!(model.name(), "fake-1");
    let mut stream = model.stream(hi());
    assert_eq!(stream.next().await, Some(Ok(text("Hel"))));
    gate.open();
    assert_eq!(stream.collect::<Vec<_>>().await, [Ok(text("lo")), Ok(STOP)]);
}

#[tokio::test]
async fn nothing_is_sent_before_the_stream_is_polled() {
    let upstream = Upstream::start().await;
    upstream.answer(Script::text(&["ok"]));
    let model = model(settings(upstream.url()));
    drop(model.stream(hi()));
    assert!(model.stream(hi()).all(async |event| event.is_ok()).await);
    assert_eq!(upstream.requests().len(), 1);
}

#[tokio::test]
async fn usage_is_reported_once() {
    let script = Script::stream().say("a").usage(1, 1).finish("stop").usage(120, 7).done();
    let usage = ModelEvent::Usage { input: 120, output: 7 };
    assert_eq!(events(script).await, [text("a"), usage, STOP]);
}

#[tokio::test]
async fn thoughts_count_as_written() {
    let usage = |completion| {
        let usage = json!({ "prompt_tokens": 20, "completion_tokens": completion, "total_tokens": 623 });
        Script::stream().say("a").finish("stop").chunk(json!({ "choices": [], "usage": usage })).done()
    };
    for completion in [198, 603] {
        let written = ModelEvent::Usage { input: 20, output: 603 };
        assert_eq!(events(usage(completion)).await, [text("a"), written, STOP]);
    }
}

#[tokio::test]
async fn finish_reasons() {
    for (reason, expected) in [
        ("stop", FinishReason::Stop),
        ("length", FinishReason::Length),
        ("MAX_TOKENS", FinishReason::Length),
        ("content_filter", FinishReason::ContentFilter),
        ("tool_calls", FinishReason::Stop), // without calls there is nothing to wait for
        ("eos", FinishReason::Stop),
    ] {
        let script = Script::stream().say("a").finish(reason).done();
        assert_eq!(events(script).await, [text("a"), finish(expected)], "{reason}");
    }
}

#[tokio::test]
async fn a_done_mark_ends_an_answer_without_finish_reason() {
    assert_eq!(events(Script::stream().say("a").done()).await, [text("a"), STOP]);
    assert_eq!(events(Script::stream().say("a").unframed().bytes(b"data: [DONE]")).await, [text("a"), STOP]);
    let (events, error) = failure(Script::stream().role().done()).await;
    assert_eq!((events, error), (vec![], ModelError::Failed("the answer was empty".into())));
}

#[tokio::test]
async fn a_finish_reason_ends_an_answer_without_done_mark() {
    assert_eq!(events(Script::stream().say("a").finish("stop")).await, [text("a"), STOP]);
    assert_eq!(events(Script::stream().say("a").finish("stop").cut()).await, [text("a"), STOP]);
    // Some proxies send "stop" with every chunk, so it does not end the answer.
    let chunk = |text| json!({ "choices": [{ "delta": { "content": text }, "finish_reason": "stop" }] });
    let script = Script::stream().chunk(chunk("a")).chunk(chunk("b")).done();
    assert_eq!(events(script).await, [text("a"), text("b"), STOP]);
}

#[tokio::test]
async fn text_cut_inside_characters() {
    let whole = "data: {\"choices\":[{\"delta\":{\"content\":\"\u{1F600} آپ کا کام\"}}]}\r\n\r\n";
    let bytewise = whole.as_bytes().chunks(1).fold(Script::stream(), Script::bytes);
    assert_eq!(events(bytewise.finish("stop").done()).await, [text("\u{1F600} آپ کا کام"), STOP]);
}

#[tokio::test]
async fn what_is_no_chunk_is_skipped() {
    let script =
        Script::stream().say("a").data(r#"{"type":"ping"}"#).bytes(b"event: x\nid: 1\n\n").finish("stop");
    assert_eq!(events(script.done()).await, [text("a"), STOP]);
}
