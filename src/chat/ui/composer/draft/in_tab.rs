//! The draft in the tab's session storage.

use crate::id::{ConversationId, UserId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The key in the storage.
const KEY: &str = "docket.draft";

/// A draft with what decides who gets it back, and where.
#[derive(Debug, Serialize, Deserialize)]
pub struct TabDraft {
    /// Who wrote it.
    pub author: UserId,
    /// The conversation it was written in; `None` for a new one.
    pub conversation: Option<ConversationId>,
    /// The text.
    pub text: String,
}

/// Keeps a draft in place of an earlier one.
pub fn keep(draft: &TabDraft) {
    if let (Some(storage), Ok(json)) = (storage(), serde_json::to_string(draft)) {
        _ = storage.set_item(KEY, &json);
    }
}

/// Takes the draft that `author` left in a conversation. A draft of another person is deleted.
pub fn take(author: &UserId, conversation: Option<ConversationId>) -> Option<String> {
    let storage = storage()?;
    let draft: TabDraft = serde_json::from_str(&storage.get_item(KEY).ok().flatten()?).ok()?;
    let (theirs, here) = (draft.author == *author, draft.conversation == conversation);
    if here || !theirs {
        _ = storage.remove_item(KEY);
    }
    (theirs && here).then_some(draft.text)
}

/// The tab's storage. A browser may refuse it.
fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}
