//! A message as plain data, and what each event does to it. It answers with what changed, so that no more than
//! that is drawn again.

use super::stream::Call;
use crate::chat::{ChatEvent, Message, MessageStatus, Part, ToolCall, Versions};
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
    /// Where it stands among its versions, if there are several.
    pub versions: Option<Versions>,
    /// Up to which position of the reply's raw text there are finished pieces (see `ChatEvent`).
    pub position: usize,
    /// How many pieces these are.
    settled: usize,
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
            versions: None,
            position: 0,
            settled: 0,
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

    /// Whether the server is writing it, or will.
    pub fn is_to_come(&self) -> bool {
        matches!(self.state, State::Stored(status) if !status.is_final())
    }

    /// Does what an event says. `Started` and `Refused` are about more than one message and do nothing here.
    pub fn apply(&mut self, event: ChatEvent) -> Change {
        match event {
            ChatEvent::Text { delta } => {
                self.tail.push_str(&delta);
                Change { tail: true, ..Change::default() }
            }
            ChatEvent::Html { html, tail, position } => {
                self.push(Part::Html { html });
                self.tail = tail;
                (self.position, self.settled) = (position, self.pieces.len());
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
        self.settled = 0;
        self.resume(message, tail, 0)
    }

    /// Goes on where a connection broke: takes the server's word for everything after the finished pieces, if it tells
    /// from there on, or else for everything.
    pub fn go_on(&mut self, message: Message, tail: String, from: usize, position: usize) -> Change {
        if from == 0 || from != self.position {
            self.settled = 0;
        }
        self.resume(message, tail, position)
    }

    fn resume(&mut self, message: Message, tail: String, position: usize) -> Change {
        let mut before = self.pieces.split_off(self.settled.min(self.pieces.len())).into_iter();
        for part in message.parts {
            match (before.next(), part) {
                (Some(piece), part) if piece.part == part => self.pieces.push(piece),
                (_, Part::Tool { call }) => self.put_call(call),
                (_, part) => self.push(part),
            }
        }
        // A call at the very end may not have its result yet.
        let finished = self.pieces.iter().rposition(|piece| !matches!(piece.part, Part::Tool { .. }));
        (self.position, self.settled) = (position, finished.map_or(0, |last| last + 1));
        self.id = Some(message.id);
        self.versions = message.versions;
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
        let (id, role, error, versions) = (MessageId::new(2), Role::Assistant, None, None);
        Message { id, role, parts, status, error, created_at: at, versions }
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
        content.apply(ChatEvent::Html { html: "<p>One.</p>".into(), tail: "Tw".into(), position: 6 });
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
        content.apply(ChatEvent::Html { html: "<p>One.</p>".into(), tail: "Two.".into(), position: 6 });
        let key = content.pieces[0].key;
        let reply = message(vec![html("<p>One.</p>"), html("<p>Two.</p>")], MessageStatus::Complete);
        content.apply(ChatEvent::Done { reply });
        assert_eq!(content.pieces[0].key, key);
        assert_eq!(content.pieces[1].part, html("<p>Two.</p>"));
        assert!(content.tail.is_empty());
        assert_eq!(content.state, State::Stored(MessageStatus::Complete));
    }

    #[test]
    fn a_broken_connection_goes_on_after_the_finished_pieces() {
        let mut content = streaming();
        content.apply(ChatEvent::Html { html: "<p>One.</p>".into(), tail: String::new(), position: 6 });
        content.apply(ChatEvent::Tool { call: call(None) });
        content.apply(ChatEvent::Text { delta: "Tw".into() });
        let done =
            Part::Tool { call: call(Some(ToolResult { content: json!({}), is_error: false, change: None })) };
        let rest = message(vec![done.clone(), html("<p>Two.</p>")], MessageStatus::Streaming);
        content.go_on(rest, "Thr".into(), content.position, 12);
        let parts: Vec<_> = content.pieces.iter().map(|piece| piece.part.clone()).collect();
        assert_eq!(parts, [html("<p>One.</p>"), done, html("<p>Two.</p>")]);
        assert_eq!((content.tail.as_str(), content.position), ("Thr", 12));
        // Told from the beginning again, nothing of it stays.
        content.go_on(message(vec![html("<p>New.</p>")], MessageStatus::Streaming), String::new(), 0, 5);
        assert_eq!(content.pieces.len(), 1);
    }

    #[test]
    fn keys_are_never_used_twice() {
        let mut content = streaming();
        content.apply(ChatEvent::Html { html: "a".into(), tail: String::new(), position: 1 });
        content.apply(ChatEvent::Html { html: "b".into(), tail: String::new(), position: 2 });
        content
            .replace(message(vec![html("a"), html("c"), html("b")], MessageStatus::Complete), String::new());
        let mut keys: Vec<_> = content.pieces.iter().map(|piece| piece.key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), 3);
    }
}
