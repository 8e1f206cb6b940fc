//! Thoughts in all the ways in which servers send them. They never are part of the answer.

use crate::upstream::Script;
use crate::{STOP, TOOL_CALLS, call, events, piece, text, thought};
use docket::model::ModelEvent;
use serde_json::{Value, json};

/// The thoughts and the text of an answer, each put together.
async fn told(script: Script) -> (String, String) {
    let (mut thoughts, mut words) = (String::new(), String::new());
    for event in events(script.finish("stop").done()).await {
        match event {
            ModelEvent::Thought(thought) => thoughts.push_str(&thought),
            ModelEvent::Text(text) => words.push_str(&text),
            ModelEvent::Rethought => thoughts.push_str(&std::mem::take(&mut words)),
            other => assert_eq!(other, STOP),
        }
    }
    (thoughts, words)
}

fn done() -> (String, String) {
    ("Hm.".into(), "Done.".into())
}

#[tokio::test]
async fn thoughts_in_fields_of_their_own() {
    for field in ["reasoning_content", "reasoning"] {
        let script =
            Script::stream().delta(json!({ field: "H" })).delta(json!({ field: "m.", "content": "" }));
        assert_eq!(told(script.say("Done.")).await, done());
    }
    let both = Script::stream().delta(json!({ "reasoning_content": "Hm.", "reasoning": "Hm." })).say("Done.");
    assert_eq!(told(both).await, done());
    let nulls = json!({ "reasoning_content": null, "reasoning": null, "content": "Done." });
    assert_eq!(events(Script::stream().delta(nulls).finish("stop").done()).await, [text("Done."), STOP]);
}

#[tokio::test]
async fn thoughts_in_parts_of_the_content() {
    let parts = |parts: Value| Script::stream().delta(json!({ "content": parts }));
    let words = json!([{ "type": "text", "text": "Hm." }]);
    for thinking in [
        json!({ "type": "thinking", "thinking": words }),
        json!({ "type": "thinking", "thinking": "Hm.", "signature": "x" }),
        json!({ "type": "reasoning", "text": "Hm." }),
        json!({ "type": "reasoning", "summary": words }),
    ] {
        let script = parts(json!([thinking, { "type": "text", "text": "Done." }]));
        assert_eq!(told(script).await, done(), "{thinking}");
    }
}

#[tokio::test]
async fn thoughts_in_the_text_cut_anywhere() {
    let whole = "<think>Hm.</think>\n\nDone.";
    assert_eq!(told(Script::stream().say("<thi").say("nk>Hm.</think>Done.")).await, done());
    for cut in 1..whole.len() {
        assert_eq!(
            told(Script::stream().say(&whole[..cut]).say(&whole[cut..])).await,
            done(),
            "cut at {cut}"
        );
    }
    let answer = json!({ "choices": [{ "message": { "content": whole }, "finish_reason": "stop" }] });
    assert_eq!(told(Script::stream().chunk(answer)).await, done());
    let call_after = Script::stream().say("<think>Hm.</think>").call(piece(0, Some("c1"), Some("f"), "{}"));
    let expected = [thought("Hm."), call("c1", "f", "{}"), TOOL_CALLS];
    assert_eq!(events(call_after.finish("tool_calls").done()).await, expected);
}

#[tokio::test]
async fn a_thought_that_is_only_closed() {
    let whole = "Hm.\n</think>\n\nDone.";
    for cut in 1..whole.len() {
        let (thoughts, words) = told(Script::stream().say(&whole[..cut]).say(&whole[cut..])).await;
        assert_eq!((thoughts.trim(), words.as_str()), ("Hm.", "Done."), "cut at {cut}");
    }
}

#[tokio::test]
async fn a_tag_in_the_answer_stays() {
    let said = "The tag <think> opens a thought, and </think> closes it.";
    let script = said.split_inclusive(' ').fold(Script::stream(), Script::say);
    assert_eq!(told(script).await, (String::new(), said.to_owned()));
    let script = Script::stream().say("<think>Hm.</think>Write `<think>`.");
    assert_eq!(told(script).await, ("Hm.".to_owned(), "Write `<think>`.".to_owned()));
}

#[tokio::test]
async fn an_answer_of_thoughts_alone_has_no_text() {
    for script in [
        Script::stream().say("<think>Hm."),
        Script::stream().say("<think>Hm.</think>\n"),
        Script::stream().delta(json!({ "reasoning_content": "Hm." })),
    ] {
        assert_eq!(events(script.clone().finish("stop").done()).await, [thought("Hm."), STOP]);
        assert_eq!(events(script.done()).await, [thought("Hm."), STOP]);
    }
}
