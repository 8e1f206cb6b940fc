//! What surrounds an answer: how it is framed and labelled, and errors inside it.

use crate::upstream::Script;
use crate::{STOP, TOOL_CALLS, call, events, failure, text};
use docket::model::{ModelError, ModelEvent};
use serde_json::{Value, json};

/// A body with this type.
fn document(kind: &str, body: &str) -> Script {
    Script::stream().relabelled(kind).bytes(body.as_bytes())
}

fn whole(message: Value, reason: &str) -> String {
    json!({
        "id": "x", "object": "chat.completion",
        "choices": [{ "index": 0, "message": message, "finish_reason": reason }],
        "usage": { "prompt_tokens": 3, "completion_tokens": 2 },
    })
    .to_string()
}

#[tokio::test]
async fn a_stream_under_another_name_is_read() {
    for kind in
        ["application/json", "application/json; charset=utf-8", "text/plain", "application/octet-stream", ""]
    {
        let script = Script::text(&["Hel", "lo"]).relabelled(kind);
        assert_eq!(events(script).await, [text("Hel"), text("lo"), STOP], "{kind}");
    }
}

#[tokio::test]
async fn a_whole_answer_is_read() {
    let usage = ModelEvent::Usage { input: 3, output: 2 };
    let said = whole(json!({ "role": "assistant", "content": "Hello." }), "stop");
    for kind in ["application/json", "text/event-stream", "text/plain"] {
        for body in [said.clone(), format!("\u{FEFF}\n {said}\n"), said.replace(',', ",\n\n")] {
            assert_eq!(
                events(document(kind, &body)).await,
                [text("Hello."), usage.clone(), STOP],
                "{kind} {body}"
            );
        }
    }
    assert_eq!(events(Script::stream().data(&said).done()).await, [text("Hello."), usage.clone(), STOP]);
    let bytewise =
        said.as_bytes().chunks(1).fold(Script::stream().relabelled("application/json"), Script::bytes);
    assert_eq!(events(bytewise).await, [text("Hello."), usage.clone(), STOP]);
    let function = json!({ "name": "f", "arguments": "{\"a\":1}" });
    let called =
        json!({ "content": null, "tool_calls": [{ "id": "c1", "type": "function", "function": function }] });
    let called = document("application/json", &whole(called, "tool_calls"));
    assert_eq!(events(called).await, [call("c1", "f", "{\"a\":1}"), usage, TOOL_CALLS]);
}

#[tokio::test]
async fn the_whole_text_at_the_end_of_a_stream_is_no_second_answer() {
    let end = json!({ "choices": [{ "message": { "content": "Hello." }, "finish_reason": "stop" }] });
    let script = Script::stream().say("Hello.").chunk(end).done();
    assert_eq!(events(script).await, [text("Hello."), STOP]);
}

#[tokio::test]
async fn half_a_document_is_no_answer() {
    let said = whole(json!({ "content": "Hello." }), "stop");
    let cut = document("application/json", &said[..said.len() - 4]);
    for script in [cut.clone(), cut.clone().cut(), cut.unframed()] {
        let (events, _) = failure(script).await;
        assert_eq!(events, []);
    }
    for page in [
        "<html>",
        "{}",
        "[]",
        "7",
        "{\"choices\":[]}",
        "{\"choices\":[{\"message\":{\"content\":\"\"}}]}",
        "",
    ] {
        for kind in ["application/json", "text/html", "text/event-stream"] {
            let (events, error) = failure(document(kind, page)).await;
            assert_eq!(events, [], "{page}");
            assert!(matches!(error, ModelError::Failed(_) | ModelError::Connection(_)), "{page}: {error}");
        }
    }
}

#[tokio::test]
async fn an_error_of_any_form_is_a_failure() {
    for error in [
        json!({ "error": {} }),
        json!({ "error": true }),
        json!({ "error": { "code": 500 } }),
        json!({ "error": { "type": "overloaded_error" } }),
        json!({ "error": "text" }),
        json!({ "error": { "message": null, "metadata": {} } }),
        json!({ "error": { "message": { "detail": "deep" } } }),
        json!({ "detail": "text" }),
        json!({ "detail": [{ "loc": ["body"], "msg": "text" }] }),
        json!({ "message": "text" }),
        json!({ "errors": [{ "message": "text" }] }),
        json!({ "object": "error" }),
        json!({ "type": "error" }),
        json!([{ "error": { "code": 503, "status": "UNAVAILABLE" } }]),
        json!({ "choices": [], "error": {} }),
        json!({ "choices": [{ "delta": {} }], "error": { "code": 502 } }),
        json!({ "choices": [{ "delta": { "content": "" }, "error": { "code": 502 } }] }),
    ] {
        let (events, reported) = failure(Script::stream().say("a").data(&error.to_string()).done()).await;
        assert_eq!(events, [text("a")], "{error}");
        assert!(matches!(reported, ModelError::Failed(_)), "{error}: {reported}");
        let (events, reported) = failure(document("application/json", &error.to_string())).await;
        assert_eq!(events, [], "{error}");
        assert!(matches!(reported, ModelError::Failed(_)), "{error}: {reported}");
    }
    let fine = json!({ "choices": [{ "delta": { "content": "a" } }], "error": null });
    assert_eq!(events(Script::stream().chunk(fine).finish("stop").done()).await, [text("a"), STOP]);
}

#[tokio::test]
async fn half_characters_lose_no_reply() {
    let delta = |text: &str| format!("{{\"choices\":[{{\"delta\":{{\"content\":\"{text}\"}}}}]}}");
    let told = |pieces: &[&str]| {
        let script = pieces.iter().fold(Script::stream(), |script, piece| script.data(&delta(piece)));
        async {
            let events = events(script.finish("stop").done()).await;
            let words = events.into_iter().filter_map(|event| match event {
                ModelEvent::Text(text) => Some(text),
                _ => None,
            });
            words.collect::<String>()
        }
    };
    assert_eq!(told(&["a\\ud83d", "\\ude00b"]).await, "a\u{1F600}b");
    assert_eq!(told(&["a\\ud83d\\ude00b"]).await, "a\u{1F600}b");
    assert_eq!(told(&["a\\ud83d", "b"]).await, "ab");
    assert_eq!(told(&["a\\ud83db", "c\\ude00d"]).await, "a\u{FFFD}bc\u{FFFD}d");
    assert_eq!(told(&["a\\\\ud83d", "b"]).await, "a\\ud83db");
    // Half a character as bytes, as some servers cut their text.
    let [head, tail] = [&b"data: {\"choices\":[{\"delta\":{\"content\":\"a\xF0\x9F"[..], b"b\"}}]}\n\n"];
    let script = Script::stream().bytes(head).bytes(tail);
    assert_eq!(events(script.finish("stop").done()).await, [text("a\u{FFFD}b"), STOP]);
}

#[tokio::test]
async fn content_comes_as_typed_parts() {
    let part = |text: &str| json!({ "type": "text", "text": text });
    for content in [
        json!([part("Done.")]),
        json!([part("Do"), part("ne.")]),
        json!([{ "type": "output_text", "text": "Done." }]),
        json!([{ "type": "text", "text": { "value": "Done." } }]),
        json!(["Done."]),
        json!(part("Done.")),
        json!([{ "type": "reference", "reference_ids": [1] }, part("Done.")]),
    ] {
        let script = Script::stream().delta(json!({ "content": content })).finish("stop").done();
        let mut events = events(script).await;
        assert_eq!(events.pop(), Some(STOP));
        let words: String = events
            .iter()
            .map(|event| match event {
                ModelEvent::Text(text) => text.as_str(),
                other => unreachable!("{other:?}"),
            })
            .collect();
        assert_eq!(words, "Done.", "{content}");
    }
}

#[tokio::test]
async fn every_frame_of_the_format_is_read() {
    let chunk = |text: &str| format!("{{\"choices\":[{{\"delta\":{{\"content\":\"{text}\"}}}}]}}");
    let end = "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}";
    for body in [
        format!("\u{FEFF}data:{}\r\n\r\n: hm\r\n\r\ndata:{end}\r\n\r\n", chunk("a")),
        format!(
            "\n\nevent: message\nid: 1\nretry: 5\ndata: {}\n\ndata: {end}\n\ndata: [DONE]\n\n",
            chunk("a")
        ),
        format!(": keep-alive\n\ndata: {}\n\ndata: {end}", chunk("a")),
        format!("data: {}\r\rdata:[DONE]\r\r", chunk("a")),
    ] {
        assert_eq!(events(document("text/event-stream", &body)).await, [text("a"), STOP], "{body}");
    }
}
