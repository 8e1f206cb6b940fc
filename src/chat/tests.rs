use super::*;
use crate::lines::Decoder;
use serde_json::{Value, json};

/// What a page reads of a reply that a server has sent: its role, its status and its parts.
fn read(role: &str, status: &str, parts: &Value) -> Option<(Role, MessageStatus, Vec<Part>)> {
    let at = "2026-01-02T03:04:05.000Z";
    let reply =
        json!({"id": 2, "role": role, "parts": parts, "status": status, "error": null, "created_at": at});
    let line = format!("{}\n", json!({"type": "done", "reply": reply}));
    match Decoder::default().push(line.as_bytes()).pop()? {
        ChatEvent::Done { reply } => Some((reply.role, reply.status, reply.parts)),
        _ => None,
    }
}

#[test]
fn a_part_of_a_newer_server_does_not_hide_the_others() {
    let parts =
        json!([{"type": "html", "html": "<p>Hello</p>"}, {"type": "picture", "picture": {"width": 4}}]);
    let read = read("assistant", "stopped", &parts);
    let parts = vec![Part::Html { html: "<p>Hello</p>".into() }, Part::Unknown];
    assert_eq!(read, Some((Role::Assistant, MessageStatus::Stopped, parts)));
}

#[test]
fn a_role_and_a_status_of_a_newer_server_are_read() {
    let read = read("guest", "paused", &json!([]));
    assert_eq!(read, Some((Role::Assistant, MessageStatus::Complete, Vec::new())));
}
