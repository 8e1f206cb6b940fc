//! A reply as it is written: its Markdown and its tool calls, for programs that show it in their own way. The page gets
//! HTML instead (`ChatEvent`).

use super::renderer::Progress;
use super::subscription::Subscription;
use crate::chat::store::StoredCall;
use crate::chat::{ChatEvent, Conversation, Message, MessageStatus, ToolCall};
use crate::error::AppError;
use futures::stream::{self, Stream, StreamExt};
use std::collections::VecDeque;

/// What happens while a reply is written.
#[expect(clippy::large_enum_variant, reason = "the large one opens a stream; none is kept")]
#[derive(Clone, Debug)]
pub enum WrittenEvent {
    /// The turn as it is stored. It comes again when a queued reply begins.
    Started {
        /// The conversation, which may be new.
        conversation: Conversation,
        /// The person's message.
        question: Message,
        /// The reply. Its parts are left out.
        reply: Message,
    },
    /// More Markdown.
    Text(String),
    /// A tool call began or, with the same id, ended.
    Call(ToolCall),
    /// The reply ended. Nothing comes after this.
    Ended {
        /// How.
        status: MessageStatus,
        /// Why it failed, if it did.
        error: Option<AppError>,
    },
    /// Nothing has happened for a while. The connection is alive.
    Ping,
}

impl Subscription {
    /// The reply from its beginning to its end. The first event is `Started`. The last is `Ended`, unless this process
    /// shuts down. What came while nobody read is told as one event, so a slow reader costs no memory.
    pub fn written(self) -> impl Stream<Item = WrittenEvent> + Send + use<> {
        stream::unfold(Reader::new(self), |mut reader| async {
            reader.next().await.map(|event| (event, reader))
        })
        .fuse()
    }
}

struct Reader {
    turn: Subscription,
    ready: VecDeque<WrittenEvent>,
    told: Told,
}

/// How much of a reply was told.
#[derive(Default)]
struct Told {
    bytes: usize,
    /// For each call, whether its result was told.
    calls: Vec<bool>,
}

impl Reader {
    fn new(turn: Subscription) -> Self {
        Self { turn, ready: VecDeque::new(), told: Told::default() }
    }

    async fn next(&mut self) -> Option<WrittenEvent> {
        while self.ready.is_empty() {
            let event = self.turn.next().await?;
            if let ChatEvent::Started { conversation, question, reply, .. } = &event {
                let reply = Message { parts: Vec::new(), ..reply.clone() };
                let (conversation, question) = (conversation.clone(), question.clone());
                self.ready.push_back(WrittenEvent::Started { conversation, question, reply });
            }
            // The event only says that there is something new. What is new is read from the reply itself.
            let (told, ready) = (&mut self.told, &mut self.ready);
            self.turn.with_progress(|progress| told.advance(progress, ready));
            match event {
                ChatEvent::Done { reply } => {
                    self.ready.push_back(WrittenEvent::Ended { status: reply.status, error: reply.error });
                }
                ChatEvent::Ping => self.ready.push_back(WrittenEvent::Ping),
                _ => {}
            }
        }
        self.ready.pop_front()
    }
}

impl Told {
    fn advance(&mut self, now: &Progress, news: &mut VecDeque<WrittenEvent>) {
        for (number, StoredCall { at, call, .. }) in now.calls.iter().enumerate() {
            let ended = call.result.is_some();
            match self.calls.get_mut(number) {
                Some(told) if *told || !ended => continue,
                Some(told) => *told = true,
                None => {
                    self.text(&now.content, *at, news);
                    self.calls.push(ended);
                }
            }
            news.push_back(WrittenEvent::Call(call.clone()));
        }
        self.text(&now.content, now.content.len(), news);
    }

    fn text(&mut self, content: &str, end: usize, news: &mut VecDeque<WrittenEvent>) {
        if let Some(text) = content.get(self.bytes..end).filter(|text| !text.is_empty()) {
            news.push_back(WrittenEvent::Text(text.to_owned()));
            self.bytes = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chat::ToolResult;
    use serde_json::json;

    fn call(id: &str, at: usize, ended: bool) -> StoredCall {
        let result = ended.then(|| ToolResult { content: json!({}), is_error: false, change: None });
        let (id, name, arguments) = (id.to_owned(), "list_tasks".to_owned(), "{}".to_owned());
        StoredCall { at, round: 0, call: ToolCall { id, name, arguments, result } }
    }

    /// What is told of these states, one after the other.
    fn told(states: &[(&str, &[StoredCall])]) -> Vec<String> {
        let (mut told, mut news) = (Told::default(), VecDeque::new());
        for (content, calls) in states {
            told.advance(&Progress { content: (*content).to_owned(), calls: calls.to_vec() }, &mut news);
        }
        let words = |event| match event {
            WrittenEvent::Text(text) => text,
            WrittenEvent::Call(call) => {
                format!("[{}{}]", call.id, if call.result.is_some() { " ended" } else { "" })
            }
            other => format!("{other:?}"),
        };
        news.into_iter().map(words).collect()
    }

    #[test]
    fn text_and_calls_are_told_once_and_in_their_order() {
        let (one, two) = (call("a", 3, true), call("b", 3, true));
        let states: [(&str, &[StoredCall]); 4] = [
            ("On", &[]),
            ("One", &[call("a", 3, false)]),
            ("One", &[one.clone(), call("b", 3, false)]),
            ("One two 🥛", &[one.clone(), two.clone()]),
        ];
        assert_eq!(told(&states), ["On", "e", "[a]", "[a ended]", "[b]", "[b ended]", " two 🥛"]);
        assert_eq!(told(&states[3..]), ["One", "[a ended]", "[b ended]", " two 🥛"]);
    }
}
