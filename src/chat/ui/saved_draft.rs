//! Keeps what is being written on the server: a moment after the typing stops, and when the page is left or hidden. What
//! was kept comes back where nothing is being written yet.

use crate::chat::api::drafts as api;
use crate::error::ErrorCode;
use crate::id::ConversationId;
use crate::ui::notice::Notices;
use leptos::html::Textarea;
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle, window_event_listener_untyped};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// How long after the last key a text is kept.
const PAUSE: Duration = Duration::from_millis(800);

/// Keeps the text of a field, and brings back what was kept.
pub fn keep(
    field: NodeRef<Textarea>,
    text: RwSignal<String>,
    place: ArcRwSignal<Option<ConversationId>>,
    notices: Notices,
) {
    let keeper = Keeper { state: ArcStoredValue::new(State::default()), notices };
    let typed = keeper.clone();
    let here = place.clone();
    Effect::new(move || typed.typed(here.get_untracked(), text.get()));
    let opened = keeper.clone();
    Effect::new(move || {
        let (opened, here) = (opened.clone(), place.get_untracked());
        spawn_local(async move {
            // If it cannot be had, it waits; nothing that is written before the answer takes its place.
            let Ok(kept) = api::draft(here).await else { return };
            let Some(words) = opened.found(kept.unwrap_or_default()) else { return };
            if let Some(Some(field)) = field.try_get_untracked()
                && field.value().is_empty()
            {
                field.set_value(&words);
                text.try_set(words);
            }
        });
    });
    // Neither says what becomes of the page; the last moment to be sure of is when it goes out of sight.
    let leaving = ["visibilitychange", "pagehide"].map(|event| {
        let keeper = keeper.clone();
        window_event_listener_untyped(event, move |_| keeper.flush())
    });
    on_cleanup(move || {
        leaving.into_iter().for_each(|listener| listener.remove());
        keeper.flush();
    });
}

#[derive(Default)]
struct State {
    /// What is being written, and where.
    text: String,
    place: Option<ConversationId>,
    /// What the server has of it; `None` before it has told.
    kept: Option<String>,
    /// Whether anything was written here.
    touched: bool,
    /// Whether the server is being told: one thing after the other, so that the last one stays.
    telling: bool,
    timer: Option<TimeoutHandle>,
}

#[derive(Clone)]
struct Keeper {
    state: ArcStoredValue<State>,
    notices: Notices,
}

impl Keeper {
    fn typed(&self, place: Option<ConversationId>, text: String) {
        let was_sent = self.state.try_update_value(|state| {
            let was_sent = text.is_empty() && !state.text.is_empty();
            state.touched |= !text.is_empty();
            (state.text, state.place) = (text, place);
            if let Some(timer) = state.timer.take() {
                timer.clear();
            }
            was_sent
        });
        if was_sent == Some(true) {
            return self.flush();
        }
        let keeper = self.clone();
        let timer = set_timeout_with_handle(move || keeper.flush(), PAUSE).ok();
        self.state.try_update_value(|state| state.timer = timer);
    }

    /// Takes what the server had when the conversation was opened. Gives what of it belongs into the field.
    fn found(&self, kept: String) -> Option<String> {
        let wanted = self.state.try_update_value(|state| {
            let wanted = !state.touched && !kept.is_empty();
            // What was told meanwhile is newer.
            if state.kept.is_none() {
                state.kept = Some(kept.clone());
            }
            wanted
        });
        (wanted == Some(true)).then_some(kept)
    }

    /// Tells the server, if it does not know.
    fn flush(&self) {
        let telling = self.state.try_update_value(|state| {
            if let Some(timer) = state.timer.take() {
                timer.clear();
            }
            let news = state.touched && state.kept.as_ref() != Some(&state.text) && !state.telling;
            state.telling |= news;
            news.then(|| (state.place, state.text.clone()))
        });
        let Some((place, text)) = telling.flatten() else { return };
        let keeper = self.clone();
        spawn_local(async move {
            let outcome = api::keep_draft(place, text.clone()).await;
            let told = outcome.is_ok();
            keeper.state.try_update_value(|state| {
                state.telling = false;
                if told {
                    state.kept = Some(text);
                }
            });
            match outcome {
                Ok(()) => keeper.flush(),
                // From now on it is kept in the tab (see `draft`).
                Err(error) if error.code == ErrorCode::Unauthenticated => keeper.notices.show(error),
                // The next change tries again.
                Err(_) => {}
            }
        });
    }
}
