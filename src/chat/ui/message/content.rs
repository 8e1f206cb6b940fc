//! What the page knows of a message, as plain data, and what each event does to it. Each change tells which part of
//! the message is different, so that only that part is drawn again.

use crate::chat::{ChatEvent, Feedback, Message, MessageStatus, Part, Thought, ToolCall, Versions};
use crate::error::AppError;
use crate::id::MessageId;
use crate::timestamp::Timestamp;

#[cfg(test)]
mod tests;

/// How far a message has come, as the page sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessageState {
    /// The page is sending it.
    Sending,
    /// The server could not be reached. Only the page has the text.
    Unsent {
        /// The client id that it was sent with. Sending it again with this id cannot store it twice.
        client_id: String,
    },
    /// The server has it.
    Stored(MessageStatus),
    /// The connection is gone. The server may still be writing the message.
    Lost,
    /// The session that read the message has ended. The server may still be writing it.
    LoggedOut,
}

/// A part of a message with a key. Its element on the page stays as long as its key does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyedPart {
    /// The key. A message never uses a key twice.
    pub key: u32,
    /// The part.
    pub part: Part,
}

/// The part of a message that changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ContentChange {
    /// The unfinished text at the end.
    pub tail: bool,
    /// The parts before it.
    pub parts: bool,
    /// Anything else.
    pub state: bool,
}

impl ContentChange {
    /// Whether the unfinished text is another one. Alone it has only become longer; with new parts it begins after them.
    pub fn replaces_tail(self) -> bool {
        self.tail && self.parts
    }
}

/// What the page knows of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageContent {
    /// The message's id, once the server has stored it.
    pub id: Option<MessageId>,
    /// The parts, in reading order.
    pub parts: Vec<KeyedPart>,
    /// Raw text after the parts. It still grows.
    pub tail: String,
    /// How far the message has come.
    pub state: MessageState,
    /// Why it failed, if it did.
    pub error: Option<AppError>,
    /// When it was begun, by the server's clock.
    pub created_at: Option<Timestamp>,
    /// Where it stands among its versions, if there are several.
    pub versions: Option<Versions>,
    /// What the person thinks of it, if they have said.
    pub feedback: Option<Feedback>,
    /// Whether it is the last message of its thread. Only then can it be answered again.
    pub is_last: bool,
    /// A text that was to take its place and was not sent.
    pub edited: Option<String>,
    /// Up to which position of the reply's raw text the parts are finished (see `ChatEvent`).
    pub position: usize,
    /// How many parts are finished.
    finished: usize,
    next_key: u32,
}

impl MessageContent {
    /// A message without any text yet.
    pub fn empty() -> Self {
        Self {
            id: None,
            parts: Vec::new(),
            tail: String::new(),
            state: MessageState::Sending,
            error: None,
            created_at: None,
            versions: None,
            feedback: None,
            is_last: false,
            edited: None,
            position: 0,
            finished: 0,
            next_key: 0,
        }
    }

    /// A message that the person has just sent.
    pub fn sending(text: String) -> Self {
        let mut content = Self::empty();
        content.push(Part::Text { text });
        content
    }

    /// A message that the server has stored.
    pub fn stored(message: Message) -> Self {
        let mut content = Self::empty();
        content.replace(message, String::new());
        content
    }

    /// Whether the server is writing the message.
    pub fn is_streaming(&self) -> bool {
        self.state == MessageState::Stored(MessageStatus::Streaming)
    }

    /// Whether the server is writing the message or will write it.
    pub fn is_pending(&self) -> bool {
        matches!(self.state, MessageState::Stored(status) if !status.is_final())
    }

    /// Applies an event. `Started` and `Refused` are about more than one message; they change nothing here.
    pub fn apply(&mut self, event: ChatEvent) -> ContentChange {
        match event {
            ChatEvent::Text { delta } => {
                self.tail.push_str(&delta);
                ContentChange { tail: true, ..ContentChange::default() }
            }
            ChatEvent::Html { html, tail, position } => {
                self.push(Part::Html { html });
                self.tail = tail;
                (self.position, self.finished) = (position, self.parts.len());
                ContentChange { tail: true, parts: true, ..ContentChange::default() }
            }
            ChatEvent::Tool { call } => {
                self.put_call(call);
                ContentChange { parts: true, ..ContentChange::default() }
            }
            ChatEvent::Thought { thought } => {
                self.put_thought(thought);
                ContentChange { parts: true, ..ContentChange::default() }
            }
            ChatEvent::Done { reply } => self.replace(reply, String::new()),
            ChatEvent::Started { .. } | ChatEvent::Refused { .. } | ChatEvent::Ping => {
                ContentChange::default()
            }
            #[cfg(not(feature = "ssr"))]
            ChatEvent::Unknown => ContentChange::default(),
        }
    }

    /// Replaces everything with what the server says. Parts that did not change keep their keys.
    pub fn replace(&mut self, message: Message, tail: String) -> ContentChange {
        self.finished = 0;
        self.merge(message, tail, 0)
    }

    /// Goes on after a broken connection. If the server's answer begins at this message's position, it replaces what
    /// comes after the finished parts; otherwise it replaces everything.
    pub fn resume(&mut self, message: Message, tail: String, from: usize, position: usize) -> ContentChange {
        if from == 0 || from != self.position {
            self.finished = 0;
        }
        self.merge(message, tail, position)
    }

    /// Puts the server's parts after the finished ones.
    fn merge(&mut self, message: Message, tail: String, position: usize) -> ContentChange {
        let mut before = self.parts.split_off(self.finished.min(self.parts.len())).into_iter();
        for part in message.parts {
            match (before.next(), part) {
                (Some(old), part) if old.part == part => self.parts.push(old),
                (_, Part::Tool { call }) => self.put_call(call),
                (_, part) => self.push(part),
            }
        }
        // A call at the very end may not have its result yet, and a thought there may not have ended.
        let unfinished = |part: &Part| matches!(part, Part::Tool { .. } | Part::Thought { .. });
        let last_finished = self.parts.iter().rposition(|keyed| !unfinished(&keyed.part));
        (self.position, self.finished) = (position, last_finished.map_or(0, |last| last + 1));
        self.id = Some(message.id);
        self.versions = message.versions;
        self.feedback = message.feedback;
        self.tail = tail;
        self.state = MessageState::Stored(message.status);
        self.error = message.error;
        self.created_at = Some(message.created_at);
        ContentChange { tail: true, parts: true, state: true }
    }

    /// Adds a tool call. If the call is there already, this one replaces it.
    fn put_call(&mut self, call: ToolCall) {
        let same =
            |keyed: &&mut KeyedPart| matches!(&keyed.part, Part::Tool { call: old } if old.id == call.id);
        match self.parts.iter_mut().find(same) {
            Some(keyed) => {
                *keyed = KeyedPart { key: self.next_key, part: Part::Tool { call } };
                self.next_key += 1;
            }
            None => self.push(Part::Tool { call }),
        }
    }

    /// Adds a thought. It replaces the one before it if that has not ended.
    fn put_thought(&mut self, thought: Thought) {
        let open = |keyed: &mut KeyedPart| matches!(&keyed.part, Part::Thought { thought } if thought.seconds.is_none());
        self.parts.pop_if(open);
        self.push(Part::Thought { thought });
    }

    fn push(&mut self, part: Part) {
        self.parts.push(KeyedPart { key: self.next_key, part });
        self.next_key += 1;
    }
}
