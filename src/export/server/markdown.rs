//! A conversation as a Markdown document, for people to read and keep.

use crate::chat::server::{Transcript, TranscriptMessage};
use crate::chat::{Conversation, MessageStatus, Role};

/// The title, then each message with its author and time, on the branch that is shown.
pub fn markdown(transcript: &Transcript) -> String {
    let messages = transcript.messages.iter().filter(|said| said.shown).map(message);
    std::iter::once(title(&transcript.conversation)).chain(messages).collect()
}

pub(super) fn title(conversation: &Conversation) -> String {
    format!("# {}\n", one_line(&conversation.title))
}

pub(super) fn message(said: &TranscriptMessage) -> String {
    let who = match said.role {
        Role::User => "You",
        Role::Assistant => "Assistant",
    };
    let mut parts = vec![format!("\n## {who}, {}", said.created_at.to_minute())];
    parts.extend(said.tool_calls.iter().map(|call| {
        let outcome = match &call.result {
            Some(result) if result.is_error => ", which was refused",
            Some(_) => "",
            None => ", which did not end",
        };
        format!("- Used `{}` with {}{outcome}", one_line(&call.name), code(&call.arguments))
    }));
    let text = said.content.trim();
    if !text.is_empty() {
        parts.push(text.to_owned());
    }
    let end = match said.status {
        MessageStatus::Complete => None,
        MessageStatus::Queued => Some("not begun yet"),
        MessageStatus::Streaming => Some("still being written"),
        MessageStatus::Stopped => Some("stopped"),
        MessageStatus::Interrupted => Some("interrupted"),
        MessageStatus::Failed => Some("failed"),
        MessageStatus::Length => Some("cut off at its length limit"),
    };
    parts.extend(end.map(|end| format!("*({end})*")));
    parts.join("\n\n") + "\n"
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text as code, even if it contains backticks.
fn code(text: &str) -> String {
    let text = one_line(text);
    let fence = "`".repeat(text.split(|character| character != '`').map(str::len).max().unwrap_or(0) + 1);
    let space = if text.contains('`') { " " } else { "" };
    [&fence, space, &text, space, &fence].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_keeps_its_backticks() {
        assert_eq!(code("{\"title\":\n \"a\"}"), "`{\"title\": \"a\"}`");
        assert_eq!(code("a ``b`` c"), "``` a ``b`` c ```");
    }
}
