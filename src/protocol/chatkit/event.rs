//! The events of a stream, and threads, which two of them carry.

use super::id::{ItemId, ThreadId};
use super::object::{Item, OutputText, Page};
use crate::chat::server;
use crate::error::AppError;
use crate::timestamp::Timestamp;
use axum::body::Bytes;
use serde::Serialize;
use serde_json::Value;

/// An event of a stream.
#[derive(Debug, Serialize)]
#[serde(tag = "type")]
pub(super) enum Event {
    #[serde(rename = "thread.created")]
    ThreadCreated { thread: Thread },
    #[serde(rename = "thread.updated")]
    ThreadUpdated { thread: Thread },
    #[serde(rename = "thread.item.added")]
    ItemAdded { item: Item },
    #[serde(rename = "thread.item.updated")]
    ItemUpdated { item_id: ItemId, update: Update },
    #[serde(rename = "thread.item.done")]
    ItemDone { item: Item },
    #[serde(rename = "thread.item.removed")]
    ItemRemoved { item_id: ItemId },
    #[serde(rename = "thread.item.replaced")]
    ItemReplaced { item: Item },
    #[serde(rename = "stream_options")]
    StreamOptions { stream_options: StreamOptions },
    #[serde(rename = "progress_update")]
    Progress { icon: &'static str, text: &'static str },
    #[serde(rename = "notice")]
    Notice { level: &'static str, message: String },
    #[serde(rename = "error")]
    Error { code: &'static str, message: String, allow_retry: bool },
}

impl Event {
    /// What opens every stream: the client may show its button that stops the reply.
    pub(super) fn options() -> Self {
        Self::StreamOptions { stream_options: StreamOptions { allow_cancel: true } }
    }

    /// Tells the person what went wrong. The code `custom` makes the component show the message.
    pub(super) fn failure(error: &AppError, allow_retry: bool) -> Self {
        Self::Error { code: "custom", message: error.detail(), allow_retry }
    }
}

/// What a client may do while the stream runs.
#[derive(Debug, Serialize)]
pub(super) struct StreamOptions {
    allow_cancel: bool,
}

/// A change of an item.
#[derive(Debug, Serialize)]
#[serde(tag = "type")]
pub(super) enum Update {
    #[serde(rename = "assistant_message.content_part.added")]
    PartAdded { content_index: u8, content: OutputText },
    #[serde(rename = "assistant_message.content_part.text_delta")]
    TextDelta { content_index: u8, delta: String },
    #[serde(rename = "assistant_message.content_part.done")]
    PartDone { content_index: u8, content: OutputText },
    #[serde(rename = "widget.root.updated")]
    RootUpdated { widget: Value },
}

/// A thread.
#[derive(Debug, Serialize)]
pub(super) struct Thread {
    pub(super) id: ThreadId,
    title: String,
    created_at: Timestamp,
    status: Status,
    metadata: Metadata,
    items: Page<Item>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Status {
    Active,
}

/// Always empty: what the server keeps about a thread stays there.
#[derive(Debug, Serialize)]
struct Metadata {}

impl Thread {
    /// A thread with some of its items.
    pub(super) fn new(thread: &server::Thread, items: Page<Item>) -> Self {
        Self {
            id: ThreadId(thread.conversation.id),
            title: thread.conversation.title.clone(),
            created_at: thread.created_at.clone(),
            status: Status::Active,
            metadata: Metadata {},
            items,
        }
    }

    /// A thread without its items.
    pub(super) fn empty(thread: &server::Thread) -> Self {
        Self::new(thread, Page::empty())
    }
}

/// What keeps a silent connection open.
pub(super) fn ping() -> Bytes {
    Bytes::from_static(b": ping\n\n")
}

/// An event as it goes over the wire.
pub(super) fn encode(event: &Event) -> Bytes {
    let mut bytes = b"data: ".to_vec();
    // JSON escapes line breaks, so an event is one line. These types cannot fail to become JSON.
    _ = serde_json::to_writer(&mut bytes, event);
    bytes.extend_from_slice(b"\n\n");
    bytes.into()
}
