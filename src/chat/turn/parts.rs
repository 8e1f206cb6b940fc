//! Turns a row of `messages` into a message that a page can show.

use super::markdown;
use crate::chat::store::{MessageRow, StoredCall};
use crate::chat::{Message, Part, Role};

/// A stored message, ready to be shown.
pub(crate) fn message(row: MessageRow) -> Message {
    let parts = match row.role {
        Role::User => vec![Part::Text { text: row.content }],
        Role::Assistant => parts(&row.content, &row.tool_calls),
    };
    Message {
        id: row.id,
        role: row.role,
        parts,
        status: row.status,
        error: row.error.map(|error| error.0),
        created_at: row.created_at,
        versions: None,
        feedback: row.feedback,
    }
}

/// An assistant's content and tool calls in reading order.
pub(crate) fn parts(content: &str, calls: &[StoredCall]) -> Vec<Part> {
    parts_between(content, calls, 0, content.len())
}

/// The parts between two byte offsets, including calls at the first offset. `to` is never before the last call.
pub(crate) fn parts_between(content: &str, calls: &[StoredCall], from: usize, to: usize) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut written = from;
    for stored in calls.iter().filter(|stored| stored.at >= from) {
        push_text(&mut parts, content, written, stored.at);
        written = written.max(stored.at);
        parts.push(Part::Tool { call: stored.call.clone() });
    }
    push_text(&mut parts, content, written, to);
    parts
}

fn push_text(parts: &mut Vec<Part>, content: &str, from: usize, to: usize) {
    if let Some(text) = content.get(from..to).filter(|text| !text.trim().is_empty()) {
        parts.push(Part::Html { html: markdown::to_html(text) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chat::ToolCall;

    #[test]
    fn tool_calls_stand_where_they_were_made() {
        let call = |id: &str, at| StoredCall {
            at,
            round: 0,
            call: ToolCall { id: id.into(), name: "list_tasks".into(), arguments: "{}".into(), result: None },
        };
        let kinds: Vec<_> = parts("Let me see.Two tasks.", &[call("a", 11), call("b", 11)])
            .into_iter()
            .map(|part| match part {
                Part::Html { html } => html,
                Part::Tool { call } => call.id,
                Part::Text { text } => text,
            })
            .collect();
        assert_eq!(kinds, ["<p>Let me see.</p>\n", "a", "b", "<p>Two tasks.</p>\n"]);
    }
}
