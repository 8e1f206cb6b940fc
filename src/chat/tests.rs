use super::*;
use crate::lines::Decoder;
use serde_json::{Value, json};

/// A reply on the wire.
fn reply(role: &str, status: &str, parts: Value) -> Value {
    let at = "2026-01-02T03:04:05.000Z";
    json!({"id": 2, "role": role, "parts": parts, "status": status, "error": null, "created_at": at})
}

/// What a page reads of an event that a server sent.
fn read(event: &Value) -> Option<ChatEvent> {
    Decoder::default().push(format!("{event}\n").as_bytes()).pop()
}

#[test]
fn a_part_of_a_newer_server_does_not_hide_the_others() {
    let parts =
        json!([{"type": "html", "html": "<p>Hello</p>"}, {"type": "picture", "picture": {"width": 4}}]);
    let Some(ChatEvent::Done { reply }) =
        read(&json!({"type": "done", "reply": reply("assistant", "complete", parts)}))
    else {
        panic!("the event was not read")
    };
    assert_eq!(reply.parts, [Part::Html { html: "<p>Hello</p>".into() }, Part::Unknown]);
}

#[test]
fn a_role_and_a_status_of_a_newer_server_are_read() {
    let Some(ChatEvent::Done { reply }) =
        read(&json!({"type": "done", "reply": reply("guest", "paused", json!([]))}))
    else {
        panic!("the event was not read")
    };
    assert_eq!((reply.role, reply.status), (Role::Assistant, MessageStatus::Complete));
}
