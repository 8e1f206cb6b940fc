//! How a thread catches up with what happened elsewhere. A hidden page holds no connection open, and catches up when it
//! is visible again. A visible one hears of messages that other pages, devices and programs send.

use super::controller::ThreadController;
use crate::chat::ui::news::ConversationNews;
use crate::chat::{Page, api};
use leptos::leptos_dom::helpers::window_event_listener_untyped;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Pauses the thread while the page is hidden.
pub fn watch_visibility(controller: ThreadController) {
    Effect::new(move || {
        let controller = controller.clone();
        let listener = window_event_listener_untyped("visibilitychange", move |_| {
            if document().hidden() {
                controller.pause();
            } else {
                resume(&controller);
            }
        });
        on_cleanup(move || listener.remove());
    });
}

/// Catches up when another page, device or program has written in the conversation, or shows another version of a
/// message. While a reply is read here, that waits.
pub fn watch_news(controller: ThreadController) {
    let news = ConversationNews::here();
    Effect::new(move || {
        let state = &controller.state;
        let newest = state.conversation.get().and_then(|conversation| news.newest(conversation));
        if !state.running.get() && newest.is_some_and(|newest| state.messages.last_id() != Some(newest)) {
            resume(&controller);
        }
    });
}

/// Reads on, and fetches what happened in the meantime, here or on another device.
fn resume(controller: &ThreadController) {
    let state = &controller.state;
    let (Some(conversation), false) = (state.conversation.get_untracked(), state.running.get_untracked())
    else {
        return;
    };
    let controller = controller.clone();
    // A known reply can be read before the new messages are there.
    controller.follow_running();
    spawn_local(async move {
        if let Ok(page) = api::messages(conversation, None).await {
            catch_up(&controller, page);
        }
    });
}

fn catch_up(controller: &ThreadController, page: Page) {
    let state = &controller.state;
    if state.running.get_untracked() || state.conversation.get_untracked() != Some(page.conversation.id) {
        return;
    }
    // Another version may be active by now. Messages that are not stored yet stay.
    state.messages.retain_newest(&page.messages);
    for message in page.messages {
        state.messages.put(message);
    }
    controller.follow_running();
}
