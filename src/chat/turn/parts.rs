//! Turns a row of `messages` into a message that a page can show.

use super::markdown;
use super::marks::marks;
use crate::chat::store::{MessageRow, Progress};
use crate::chat::{Message, Part, Role};

/// A stored message, ready to be shown.
pub(crate) fn message(row: MessageRow) -> Message {
    let parts = match row.role {
        Role::User => vec![Part::Text { text: row.content }],
        Role::Assistant => parts(&Progress::from(&row)),
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

/// The parts of a reply, in reading order.
pub(crate) fn parts(progress: &Progress) -> Vec<Part> {
    parts_between(progress, 0, progress.content.len())
}

/// The parts between two byte offsets, including thoughts and calls at the first offset. `to` is never before the last
/// of these.
pub(crate) fn parts_between(progress: &Progress, from: usize, to: usize) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut written = from;
    for mark in marks(progress).into_iter().filter(|mark| mark.at() >= from) {
        push_text(&mut parts, &progress.content, written, mark.at());
        written = written.max(mark.at());
        parts.push(mark.part());
    }
    push_text(&mut parts, &progress.content, written, to);
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
    use crate::chat::store::{StoredCall, StoredThought};
    use crate::chat::{Thought, ToolCall};

    #[test]
    fn thoughts_and_tool_calls_stand_where_they_were_made() {
        let call = |id: &str, at, round| StoredCall {
            at,
            round,
            call: ToolCall { id: id.into(), name: "list_tasks".into(), arguments: "{}".into(), result: None },
        };
        let thought = |text: &str, at, round| StoredThought {
            at,
            round,
            thought: Thought { text: text.into(), seconds: Some(1) },
        };
        let progress = Progress {
            content: "Let me see.Two tasks.".into(),
            calls: vec![call("a", 11, 0), call("b", 11, 0), call("c", 11, 1)],
            thoughts: vec![thought("Hm", 0, 0), thought("Well", 11, 1), thought("So", 11, 2)],
        };
        let kinds: Vec<_> = parts(&progress)
            .into_iter()
            .map(|part| match part {
                Part::Html { html } => html,
                Part::Tool { call } => call.id,
                Part::Text { text } => text,
                Part::Thought { thought } => thought.text,
                Part::Unknown => String::new(),
            })
            .collect();
        assert_eq!(kinds, ["Hm", "<p>Let me see.</p>\n", "a", "b", "Well", "c", "So", "<p>Two tasks.</p>\n"]);
    }
}
