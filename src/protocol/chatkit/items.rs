//! A message as items: each stretch of a reply's text, each call of a tool, the list of tasks after the first call, and
//! how a reply ended if that was not well.

use super::id::{ItemId, Kind, ThreadId};
use super::object::{CustomTask, InputText, Item, ItemContent, OutputText};
use super::quote::without_quote;
use super::{widget, words};
use crate::chat::server::{Written, WrittenCall};
use crate::chat::{Role, ToolCall};
use crate::id::MessageId;
use crate::tasks::Task;
use crate::timestamp::Timestamp;
use serde_json::Map;

/// Makes items of one message.
#[derive(Clone, Debug)]
pub(super) struct Maker {
    pub(super) thread: ThreadId,
    pub(super) message: MessageId,
    pub(super) created_at: Timestamp,
}

impl Maker {
    pub(super) fn id(&self, kind: Kind) -> ItemId {
        ItemId::new(self.message, kind)
    }

    fn item(&self, kind: Kind, content: ItemContent) -> Item {
        Item { id: self.id(kind), thread_id: self.thread, created_at: self.created_at.clone(), content }
    }

    pub(super) fn question(&self, text: &str) -> Item {
        let (quoted_text, text) = without_quote(text);
        let content = ItemContent::UserMessage {
            content: [InputText { text: text.to_owned() }],
            attachments: [],
            quoted_text,
            inference_options: Map::new(),
        };
        self.item(Kind::Text(0), content)
    }

    /// The text after this many calls. A message that has only begun has no parts yet.
    pub(super) fn text(&self, calls: u32, text: Option<String>) -> Item {
        let content = text.into_iter().map(OutputText::new).collect();
        self.item(Kind::Text(calls), ItemContent::AssistantMessage { content })
    }

    pub(super) fn call(&self, number: u32, call: &ToolCall) -> Item {
        self.line(Kind::Call(number), words::done(call))
    }

    pub(super) fn end(&self, line: words::Line) -> Item {
        self.line(Kind::End, line)
    }

    fn line(&self, kind: Kind, (icon, title): words::Line) -> Item {
        self.item(kind, ItemContent::Task { task: CustomTask::new(icon, title) })
    }

    pub(super) fn list<'a>(
        &self,
        tasks: &[Task],
        calls: impl DoubleEndedIterator<Item = (u32, &'a ToolCall)>,
    ) -> Item {
        let (widget, copy_text) = widget::task_list(tasks, self.message, calls);
        self.item(Kind::List, ItemContent::Widget { widget, copy_text })
    }
}

/// The text of an item: leading blanks are left out, and text of blanks is none.
pub(super) fn shown(text: &str) -> Option<&str> {
    Some(text.trim_start()).filter(|text| !text.is_empty())
}

/// All items of a stored message, in reading order. With `tasks`, the list of tasks is among them.
pub(super) fn of(thread: ThreadId, message: &Written, tasks: Option<&[Task]>) -> Vec<Item> {
    let maker = Maker { thread, message: message.id, created_at: message.created_at.clone() };
    if message.role == Role::User {
        return vec![maker.question(&message.content)];
    }
    let mut items = Vec::new();
    let mut from = 0;
    for (number, WrittenCall { at, call }) in (1..).zip(&message.calls) {
        items.extend(text_between(&maker, number - 1, &message.content, from, *at));
        from = from.max(*at);
        items.push(maker.call(number, call));
        if let (1, Some(tasks)) = (number, tasks) {
            items.push(maker.list(tasks, numbered(&message.calls)));
        }
    }
    let calls = u32::try_from(message.calls.len()).unwrap_or(u32::MAX);
    items.extend(text_between(&maker, calls, &message.content, from, message.content.len()));
    items.extend(words::outcome(message.status, message.error.as_ref()).map(|line| maker.end(line)));
    items
}

fn text_between(maker: &Maker, calls: u32, content: &str, from: usize, to: usize) -> Option<Item> {
    let text = shown(content.get(from..to)?)?;
    Some(maker.text(calls, Some(text.to_owned())))
}

/// The calls with their numbers.
pub(super) fn numbered(
    calls: &[WrittenCall],
) -> impl DoubleEndedIterator<Item = (u32, &ToolCall)> + ExactSizeIterator {
    let number = |at: usize| u32::try_from(at + 1).unwrap_or(u32::MAX);
    calls.iter().enumerate().map(move |(at, written)| (number(at), &written.call))
}
