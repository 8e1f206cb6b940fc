//! The items of a thread, as the protocol has them. Values that are `null` are left out, as the reference server does.

use super::id::{ItemId, ThreadId};
use crate::timestamp::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

/// Some objects of a list.
#[derive(Debug, Serialize)]
pub(super) struct Page<T> {
    pub(super) data: Vec<T>,
    pub(super) has_more: bool,
    /// The id to go on after. Only if there is more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) after: Option<String>,
}

impl<T> Page<T> {
    pub(super) fn empty() -> Self {
        Self { data: Vec::new(), has_more: false, after: None }
    }

    /// The first `limit` of `data`, which may hold one more.
    pub(super) fn cut(mut data: Vec<T>, limit: usize, id: impl Fn(&T) -> String) -> Self {
        let has_more = data.len() > limit;
        data.truncate(limit);
        let after = data.last().filter(|_| has_more).map(id);
        Self { data, has_more, after }
    }
}

/// An item of a thread.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Item {
    pub(super) id: ItemId,
    pub(super) thread_id: ThreadId,
    pub(super) created_at: Timestamp,
    #[serde(flatten)]
    pub(super) content: ItemContent,
}

/// What an item shows.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ItemContent {
    /// What the person said.
    UserMessage {
        content: [InputText; 1],
        /// Always empty.
        attachments: [String; 0],
        #[serde(skip_serializing_if = "Option::is_none")]
        quoted_text: Option<String>,
        inference_options: Map<String, Value>,
    },
    /// What the assistant said.
    AssistantMessage { content: Vec<OutputText> },
    /// What a tool did, or how a reply ended.
    Task { task: CustomTask },
    /// The list of tasks.
    Widget { widget: Value, copy_text: String },
}

/// Text of the person.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename = "input_text")]
pub(super) struct InputText {
    pub(super) text: String,
}

/// Markdown of the assistant.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename = "output_text")]
pub(super) struct OutputText {
    annotations: [String; 0],
    pub(super) text: String,
}

impl OutputText {
    pub(super) fn new(text: String) -> Self {
        Self { annotations: [], text }
    }
}

/// A line with an icon.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename = "custom")]
pub(super) struct CustomTask {
    status_indicator: &'static str,
    pub(super) title: String,
    pub(super) icon: &'static str,
}

impl CustomTask {
    pub(super) fn new(icon: &'static str, title: String) -> Self {
        Self { status_indicator: "complete", title, icon }
    }
}
