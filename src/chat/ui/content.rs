//! A message as plain data, and what each event does to it. It answers with what changed, so that no more than
//! that is drawn again.

use super::stream::Call;
use crate::chat::{ChatEvent, Message, MessageStatus, Part, ToolCall};
use crate::error::AppError;
use crate::id::MessageId;
use crate::timestamp::Timestamp;

/// How far a message has come, as the page sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// On its way to the server.
    Sending,
    /// The server could not be reached; the text is only here. Holds what would send it.
    Unsent(Call),
    /// The server has it.
    Stored(MessageStatus),
    /// The server is writing it, perhaps: the connection is gone.
    Lost,
    /// The server is writing it, perhaps: the session that read it has ended.
    LoggedOut,
}

/// A piece of a message. The key stays while the piece does, so that what is drawn of it stays too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Unlike that of any other piece this message ever had.
    pub key: u32,
    /// What it is.
    pub part: Part,
}

/// What of a message changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The unfinished text at the end.
    pub tail: bool,
    /// The pieces before it.
    pub pieces: bool,
    /// Anything else.
    pub state: bool,
}

/// All that is known of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// Its id, once the server has it.
    pub id: Option<MessageId>,
    /// The finished pieces in reading order.
    pub pieces: Vec<Piece>,
    /// Raw text after them, still growing.
    pub tail: String,
    /// How far it has come.
    pub state: State,
    /// Why it failed, if it did.
    pub error: Option<AppError>,
    /// When it was begun, by the server's clock.
    pub at: Option<Timestamp>,
    next_key: u32,
}

impl Content {
    /// A message that the person has just sent.
    pub fn sending(text: String) -> Self {
        let pieces = vec![Piece { key: 0, part: Part::Text { text } }];
        Self {
            id: None,
            pieces,
            tail: String::new(),
            state: State::Sending,
            error: None,
            at: None,
            next_key: 1,
        }
    }

    /// A message that the server has sent.
    pub fn stored(message: Message) -> Self {
        let mut content = Self::sending(String::new());
        content.pieces.clear();
        content.replace(message, String::new());
        content
    }

    /// Whether the server is writing it.
    pub fn is_streaming(&self) -> bool {
        self.state == State::Stored(MessageStatus::Streaming)
    }

    /// Does what an event says. `Started` and `Refused` are about more than one message and do nothing here.
    pub fn apply(&mut self, event: ChatEvent) -> Change {
        match event {
            ChatEvent::Text { delta } => {
                self.tail.push_str(&delta);
                Change { tail: true, ..Change::default() }
            }
            ChatEvent::Html { html, tail } => {
                self.push(Part::Html { html });
                self.tail = tail;
                Change { tail: true, pieces: true, ..Change::default() }
            }
            ChatEvent::Tool { call } => {
                self.put_call(call);
                Change { pieces: true, ..Change::default() }
            }
            ChatEvent::Done { reply } => self.replace(reply, String::new()),
            ChatEvent::Started { .. } | ChatEvent::Refused { .. } | ChatEvent::Ping => Change::default(),
        }
    }

    /// Takes the server's word for everything. Pieces that are as they were keep their keys.
    pub fn replace(&mut self, message: Message, tail: String) -> Change {
        let before = std::mem::take(&mut self.pieces);
        let mut before = before.into_iter();
        for part in message.parts {
            match before.next() {
                Some(piece) if piece.part == part => self.pieces.push(piece),
                _ => self.push(part),
            }
        }
        self.id = Some(message.id);
        self.tail = tail;
        self.state = State::Stored(message.status);
        self.error = message.error;
        self.at = Some(message.created_at);
        Change { tail: true, pieces: true, state: true }
    }

    fn put_call(&mut self, call: ToolCall) {
        let same = |piece: &&mut Piece| matches!(&piece.part, Part::Tool { call: old } if old.id == call.id);
        match self.pieces.iter_mut().find(same) {
            Some(piece) => {
                *piece = Piece { key: self.next_key, part: Part::Tool { call } };
                self.next_key += 1;
            }
            None => self.push(Part::Tool { call }),
        }
    }

    fn push(&mut self, part: Part) {
        self.pieces.push(Piece { key: self.next_key, part });
        self.next_key += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chat::{Role, ToolResult};
    use serde_json::json;

    fn message(parts: Vec<Part>, status: MessageStatus) -> Message {
        let at = serde_json::from_value(json!("2026-11-20T21:53:46.085Z")).unwrap_or_else(|_| unreachable!());
        Message { id: MessageId::new(2), role: Role::Assistant, parts, status, error: None, created_at: at }
    }

    fn html(text: &str) -> Part {
        Part::Html { html: text.to_owned() }
    }

    fn call(result: Option<ToolResult>) -> ToolCall {
        ToolCall { id: "c1".into(), name: "add_task".into(), arguments: "{}".into(), result }
    }

    fn streaming() -> Content {
        Content::stored(message(Vec::new(), MessageStatus::Streaming))
    }

    #[test]
    fn text_touches_the_tail_alone() {
        let mut content = streaming();
        let change = content.apply(ChatEvent::Text { delta: "Hel".into() });
        content.apply(ChatEvent::Text { delta: "lo".into() });
        assert_eq!(change, Change { tail: true, ..Change::default() });
        assert_eq!(content.tail, "Hello");
    }

    #[test]
    fn html_takes_the_place_of_the_tail() {
        let mut content = streaming();
        content.apply(ChatEvent::Text { delta: "One.\n\nTw".into() });
        content.apply(ChatEvent::Html { html: "<p>One.</p>".into(), tail: "Tw".into() });
        assert_eq!(content.pieces.len(), 1);
        assert_eq!(content.tail, "Tw");
    }

    #[test]
    fn a_call_appears_once_and_is_drawn_again_with_its_result() {
        let mut content = streaming();
        content.apply(ChatEvent::Tool { call: call(None) });
        let key = content.pieces[0].key;
        let result = ToolResult { content: json!({"task_id": 1}), is_error: false, change: None };
        content.apply(ChatEvent::Tool { call: call(Some(result.clone())) });
        assert_eq!(content.pieces.len(), 1);
        assert_eq!(content.pieces[0].part, Part::Tool { call: call(Some(result)) });
        assert_ne!(content.pieces[0].key, key);
    }

    #[test]
    fn the_end_redraws_only_what_differs() {
        let mut content = streaming();
        content.apply(ChatEvent::Html { html: "<p>One.</p>".into(), tail: "Two.".into() });
        let key = content.pieces[0].key;
        let reply = message(vec![html("<p>One.</p>"), html("<p>Two.</p>")], MessageStatus::Complete);
        content.apply(ChatEvent::Done { reply });
        assert_eq!(content.pieces[0].key, key);
        assert_eq!(content.pieces[1].part, html("<p>Two.</p>"));
        assert!(content.tail.is_empty());
        assert_eq!(content.state, State::Stored(MessageStatus::Complete));
    }

    #[test]
    fn keys_are_never_used_twice() {
        let mut content = streaming();
        content.apply(ChatEvent::Html { html: "a".into(), tail: String::new() });
        content.apply(ChatEvent::Html { html: "b".into(), tail: String::new() });
        content
            .replace(message(vec![html("a"), html("c"), html("b")], MessageStatus::Complete), String::new());
        let mut keys: Vec<_> = content.pieces.iter().map(|piece| piece.key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), 3);
    }
}
