//! A message that was being written when the session ended waits here, in this tab, for its author's next log-in.

use crate::id::{ConversationId, UserId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

const KEY: &str = "docket.draft";

/// A message that is not sent yet.
#[derive(Debug, Serialize, Deserialize)]
pub struct Draft {
    /// Whose it is.
    pub author: UserId,
    /// Where it is to be said; `None` for a new conversation.
    pub conversation: Option<ConversationId>,
    /// What it says so far.
    pub text: String,
}

impl Draft {
    /// Keeps it.
    pub fn keep(&self) {
        if let (Some(storage), Ok(json)) = (storage(), serde_json::to_string(self)) {
            _ = storage.set_item(KEY, &json);
        }
    }
}

/// Gives the text that its author left in a conversation, once. Somebody else's is thrown away.
pub fn take(author: &UserId, conversation: Option<ConversationId>) -> Option<String> {
    let storage = storage()?;
    let draft: Draft = serde_json::from_str(&storage.get_item(KEY).ok().flatten()?).ok()?;
    let (theirs, here) = (draft.author == *author, draft.conversation == conversation);
    if here || !theirs {
        _ = storage.remove_item(KEY);
    }
    (theirs && here).then_some(draft.text)
}

/// The tab's storage; a browser may refuse it.
fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}
