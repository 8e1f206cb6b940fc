//! The messages that were sent but that the server may not have. The tab keeps them until the server has them, so that
//! they survive a reload. The page then shows each as not sent. Sending it again cannot store it twice, because it
//! keeps its client id.

use crate::id::{ConversationId, MessageId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The key in the tab's session storage.
const KEY: &str = "docket.unsent";
/// The tab keeps at most so many.
const MOST: usize = 20;

/// A message that the server may not have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnsentMessage {
    /// The id of the person who wrote it.
    pub author: String,
    /// The conversation that it is for; `None` for a new one.
    pub conversation: Option<ConversationId>,
    /// The newest message before it that the server had.
    pub after: Option<MessageId>,
    /// The message in whose place it is to stand; `None` for one at the end.
    #[serde(default)]
    pub replaces: Option<MessageId>,
    /// Its client id.
    pub client_id: String,
    /// Its text.
    pub text: String,
}

/// Keeps a message until it is [`forget`]ten.
pub fn keep(message: UnsentMessage) {
    let mut all = read();
    let is_older = |other: &UnsentMessage| {
        other.client_id == message.client_id
            || message.replaces.is_some() && other.replaces == message.replaces
    };
    all.retain(|other| other.author == message.author && !is_older(other));
    all.push(message);
    all.drain(..all.len().saturating_sub(MOST));
    write(&all);
}

/// Forgets a message.
pub fn forget(client_id: &str) {
    let mut all = read();
    all.retain(|message| message.client_id != client_id);
    write(&all);
}

/// Forgets what was to stand in the place of a message.
pub fn forget_edit(replaced: MessageId) {
    let mut all = read();
    all.retain(|message| message.replaces != Some(replaced));
    write(&all);
}

/// The messages of a person in a conversation, oldest first.
pub fn of(author: &str, conversation: Option<ConversationId>) -> Vec<UnsentMessage> {
    let mut all = read();
    all.retain(|message| message.author == author && message.conversation == conversation);
    all
}

fn read() -> Vec<UnsentMessage> {
    let json = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
    json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}

fn write(all: &[UnsentMessage]) {
    let Some(storage) = storage() else { return };
    match serde_json::to_string(all) {
        Ok(json) if !all.is_empty() => _ = storage.set_item(KEY, &json),
        _ => _ = storage.remove_item(KEY),
    }
}

/// The tab's storage. A browser may refuse it.
fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}
