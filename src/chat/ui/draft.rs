//! A text that could not be sent because the session had ended waits here, in this tab, for the next log-in.

use leptos::prelude::*;

const KEY: &str = "docket.draft";

/// Keeps a text.
pub fn keep(text: &str) {
    if let Some(storage) = storage() {
        _ = storage.set_item(KEY, text);
    }
}

/// Gives the text that was kept, once.
pub fn take() -> Option<String> {
    let storage = storage()?;
    let text = storage.get_item(KEY).ok().flatten()?;
    _ = storage.remove_item(KEY);
    Some(text)
}

/// The tab's storage; a browser may refuse it.
fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}
