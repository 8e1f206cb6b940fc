use super::*;
use crate::chat::{Role, ToolResult};
use serde_json::json;

fn message(parts: Vec<Part>, status: MessageStatus) -> Message {
    let at = serde_json::from_value(json!("2026-11-20T21:53:46.085Z")).unwrap_or_else(|_| unreachable!());
    let (id, role) = (MessageId::new(2), Role::Assistant);
    Message { id, role, parts, status, error: None, created_at: at, versions: None, feedback: None }
}

fn html(text: &str) -> Part {
    Part::Html { html: text.to_owned() }
}

fn call(result: Option<ToolResult>) -> ToolCall {
    ToolCall { id: "c1".into(), name: "add_task".into(), arguments: "{}".into(), result }
}

fn streaming() -> MessageContent {
    MessageContent::stored(message(Vec::new(), MessageStatus::Streaming))
}

#[test]
fn text_touches_the_tail_alone() {
    let mut content = streaming();
    let change = content.apply(ChatEvent::Text { delta: "Hel".into() });
    content.apply(ChatEvent::Text { delta: "lo".into() });
    assert_eq!(change, ContentChange { tail: true, ..ContentChange::default() });
    assert_eq!(content.tail, "Hello");
}

#[test]
fn html_takes_the_place_of_the_tail() {
    let mut content = streaming();
    content.apply(ChatEvent::Text { delta: "One.\n\nTw".into() });
    content.apply(ChatEvent::Html { html: "<p>One.</p>".into(), tail: "Tw".into(), position: 6 });
    assert_eq!(content.parts.len(), 1);
    assert_eq!(content.tail, "Tw");
}

#[test]
fn a_call_appears_once_and_is_drawn_again_with_its_result() {
    let mut content = streaming();
    content.apply(ChatEvent::Tool { call: call(None) });
    let key = content.parts[0].key;
    let result = ToolResult { content: json!({"task_id": 1}), is_error: false, change: None };
    content.apply(ChatEvent::Tool { call: call(Some(result.clone())) });
    assert_eq!(content.parts.len(), 1);
    assert_eq!(content.parts[0].part, Part::Tool { call: call(Some(result)) });
    assert_ne!(content.parts[0].key, key);
}

#[test]
fn the_end_redraws_only_what_differs() {
    let mut content = streaming();
    content.apply(ChatEvent::Html { html: "<p>One.</p>".into(), tail: "Two.".into(), position: 6 });
    let key = content.parts[0].key;
    let reply = message(vec![html("<p>One.</p>"), html("<p>Two.</p>")], MessageStatus::Complete);
    content.apply(ChatEvent::Done { reply });
    assert_eq!(content.parts[0].key, key);
    assert_eq!(content.parts[1].part, html("<p>Two.</p>"));
    assert!(content.tail.is_empty());
    assert_eq!(content.state, MessageState::Stored(MessageStatus::Complete));
}

#[test]
fn a_broken_connection_goes_on_after_the_finished_parts() {
    let mut content = streaming();
    content.apply(ChatEvent::Html { html: "<p>One.</p>".into(), tail: String::new(), position: 6 });
    content.apply(ChatEvent::Tool { call: call(None) });
    content.apply(ChatEvent::Text { delta: "Tw".into() });
    let done =
        Part::Tool { call: call(Some(ToolResult { content: json!({}), is_error: false, change: None })) };
    let rest = message(vec![done.clone(), html("<p>Two.</p>")], MessageStatus::Streaming);
    content.resume(rest, "Thr".into(), content.position, 12);
    let parts: Vec<_> = content.parts.iter().map(|keyed| keyed.part.clone()).collect();
    assert_eq!(parts, [html("<p>One.</p>"), done, html("<p>Two.</p>")]);
    assert_eq!((content.tail.as_str(), content.position), ("Thr", 12));
    // Told from the beginning again, nothing of it stays.
    content.resume(message(vec![html("<p>New.</p>")], MessageStatus::Streaming), String::new(), 0, 5);
    assert_eq!(content.parts.len(), 1);
}

#[test]
fn keys_are_never_used_twice() {
    let mut content = streaming();
    content.apply(ChatEvent::Html { html: "a".into(), tail: String::new(), position: 1 });
    content.apply(ChatEvent::Html { html: "b".into(), tail: String::new(), position: 2 });
    content.replace(message(vec![html("a"), html("c"), html("b")], MessageStatus::Complete), String::new());
    let mut keys: Vec<_> = content.parts.iter().map(|keyed| keyed.key).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), 3);
}

#[test]
fn a_thought_appears_once_and_is_drawn_again_when_it_has_ended() {
    let thought = |text: &str, seconds| Thought { text: text.to_owned(), seconds };
    let mut content = streaming();
    content.apply(ChatEvent::Thought { thought: thought("", None) });
    let key = content.parts[0].key;
    let change = content.apply(ChatEvent::Thought { thought: thought("Hm", Some(2)) });
    assert_eq!(change, ContentChange { parts: true, ..ContentChange::default() });
    content.apply(ChatEvent::Thought { thought: thought("", None) });
    let parts: Vec<_> = content.parts.iter().map(|keyed| keyed.part.clone()).collect();
    let told = |text: &str, seconds| Part::Thought { thought: thought(text, seconds) };
    assert_eq!(parts, [told("Hm", Some(2)), told("", None)]);
    assert_ne!(content.parts[0].key, key);
    // The server sends what is not finished again.
    content.resume(
        message(vec![told("Hm", Some(2)), told("Well", Some(1))], MessageStatus::Streaming),
        String::new(),
        0,
        0,
    );
    assert_eq!(content.parts.len(), 2);
}

#[test]
fn only_text_makes_the_tail_longer() {
    let mut content = streaming();
    let longer = content.apply(ChatEvent::Text { delta: "One.\n\nTw".into() });
    let presented =
        content.apply(ChatEvent::Html { html: "<p>One.</p>".into(), tail: "Tw".into(), position: 6 });
    let done =
        content.apply(ChatEvent::Done { reply: message(vec![html("<p>One.</p>")], MessageStatus::Complete) });
    let replaced = [longer, presented, done].map(ContentChange::replaces_tail);
    assert_eq!(replaced, [false, true, true]);
}
