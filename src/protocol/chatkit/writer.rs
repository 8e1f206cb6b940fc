//! Turns what happens while a reply is written into events, in the order of the reference server: an item is added, its
//! text grows, and it is done under the same id. The ids and texts are those that `items` gives the stored reply.

use super::event::{Event, Update};
use super::id::Kind;
use super::items::{Maker, shown};
use super::object::OutputText;
use super::words;
use crate::chat::{MessageStatus, ToolCall};
use crate::error::{AppError, Reason};

/// Writes the events of one reply.
#[derive(Debug)]
pub(super) struct Writer {
    pub(super) maker: Maker,
    /// The calls so far.
    pub(super) calls: Vec<ToolCall>,
    /// The text of the open item, which comes after the last call.
    open: Option<String>,
}

impl Writer {
    pub(super) fn new(maker: Maker) -> Self {
        Self { maker, calls: Vec::new(), open: None }
    }

    fn number(&self) -> u32 {
        u32::try_from(self.calls.len()).unwrap_or(u32::MAX)
    }

    fn update(&self, update: Update) -> Event {
        Event::ItemUpdated { item_id: self.maker.id(Kind::Text(self.number())), update }
    }

    /// More Markdown.
    pub(super) fn text(&mut self, delta: String) -> Vec<Event> {
        let mut events = Vec::new();
        let delta = match &mut self.open {
            Some(text) => {
                text.push_str(&delta);
                delta
            }
            None => {
                // No item begins with blanks.
                let Some(delta) = shown(&delta).map(str::to_owned) else { return events };
                self.open = Some(delta.clone());
                events.push(Event::ItemAdded { item: self.maker.text(self.number(), None) });
                let content = OutputText::new(String::new());
                events.push(self.update(Update::PartAdded { content_index: 0, content }));
                delta
            }
        };
        events.push(self.update(Update::TextDelta { content_index: 0, delta }));
        events
    }

    /// A call began or ended. The second value says whether it ended.
    pub(super) fn call(&mut self, call: ToolCall) -> (Vec<Event>, bool) {
        let mut events = Vec::new();
        let ended = call.result.is_some();
        match self.calls.iter_mut().find(|known| known.id == call.id) {
            Some(known) => *known = call.clone(),
            None => {
                events.extend(self.close());
                self.calls.push(call.clone());
                if !ended {
                    let (icon, text) = words::running(&call.name);
                    events.push(Event::Progress { icon, text });
                }
            }
        }
        let number = self.calls.iter().position(|known| known.id == call.id).unwrap_or(0) + 1;
        if ended {
            let item = self.maker.call(u32::try_from(number).unwrap_or(u32::MAX), &call);
            events.push(Event::ItemDone { item });
        }
        (events, ended)
    }

    /// The reply ended. An unfinished call and a bad end get items of their own. A failure is told as an error as well,
    /// so that the component offers to try again.
    pub(super) fn end(&mut self, status: MessageStatus, error: Option<&AppError>) -> Vec<Event> {
        let mut events = self.close();
        for (number, call) in (1..).zip(&self.calls) {
            if call.result.is_none() {
                events.push(Event::ItemDone { item: self.maker.call(number, call) });
            }
        }
        let Some(line) = words::outcome(status, error) else { return events };
        let message = line.1.clone();
        events.push(Event::ItemDone { item: self.maker.end(line) });
        match status {
            MessageStatus::Failed | MessageStatus::Interrupted => {
                events.push(Event::Error { code: "custom", message, allow_retry: true });
            }
            MessageStatus::Length => events.push(Event::Notice { level: "warning", message }),
            _ => {}
        }
        events
    }

    /// The server shuts down before the reply has ended. The client finds the rest when it lists the items.
    pub(super) fn lose(&mut self) -> Vec<Event> {
        let mut events = self.close();
        events.push(Event::failure(&Reason::Restarting.into(), false));
        events
    }

    fn close(&mut self) -> Vec<Event> {
        let Some(text) = self.open.take() else { return Vec::new() };
        let content = OutputText::new(text.clone());
        let done = self.update(Update::PartDone { content_index: 0, content });
        vec![done, Event::ItemDone { item: self.maker.text(self.number(), Some(text)) }]
    }
}
