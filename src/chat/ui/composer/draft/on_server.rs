//! The draft on the server. The page saves it when the typing pauses, when the text is sent, and when the page is left
//! or hidden.

use crate::chat::api::drafts as api;
use crate::error::ErrorCode;
use crate::id::ConversationId;
use crate::ui::notice::Notices;
use leptos::html::Textarea;
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle, window_event_listener_untyped};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// How long after the last key the text is saved.
const PAUSE: Duration = Duration::from_millis(800);

/// Saves the text of `field`. If the server has not `sent` the draft with the page, restores it into an empty field.
pub fn keep(
    field: NodeRef<Textarea>,
    text: RwSignal<String>,
    sent: Option<String>,
    conversation: ArcRwSignal<Option<ConversationId>>,
    notices: Notices,
) {
    let is_sent = sent.is_some();
    let state = SaverState { text: sent.clone().unwrap_or_default(), saved: sent, ..SaverState::default() };
    let saver = DraftSaver { state: ArcStoredValue::new(state), notices };
    let writing = saver.clone();
    let here = conversation.clone();
    Effect::new(move || writing.changed(here.get_untracked(), text.get()));
    let opened = saver.clone();
    Effect::new(move || {
        if is_sent {
            return;
        }
        let (opened, here) = (opened.clone(), conversation.get_untracked());
        spawn_local(async move {
            // If the draft cannot be fetched, it stays on the server. Nothing overwrites it before the person writes.
            let Ok(draft) = api::draft(here).await else { return };
            let Some(draft) = opened.fetched(draft.unwrap_or_default()) else { return };
            if let Some(Some(field)) = field.try_get_untracked()
                && field.value().is_empty()
            {
                field.set_value(&draft);
                text.try_set(draft);
            }
        });
    });
    // Neither event says whether the page will be closed. Hiding it is the last moment that is sure to be seen.
    let leaving = ["visibilitychange", "pagehide"].map(|event| {
        let saver = saver.clone();
        window_event_listener_untyped(event, move |_| saver.save())
    });
    on_cleanup(move || {
        leaving.into_iter().for_each(|listener| listener.remove());
        saver.save();
    });
}

#[derive(Default)]
struct SaverState {
    /// The text in the field.
    text: String,
    /// The conversation that the text is for.
    conversation: Option<ConversationId>,
    /// The text that the server has. `None` until the page knows it.
    saved: Option<String>,
    /// Whether the person wrote anything here.
    edited: bool,
    /// Whether a request is under way. There is one at a time, so that the last text stays.
    saving: bool,
    /// The timer that saves the text after a pause.
    timer: Option<TimeoutHandle>,
}

/// Saves the text of one composer.
#[derive(Clone)]
struct DraftSaver {
    state: ArcStoredValue<SaverState>,
    notices: Notices,
}

impl DraftSaver {
    /// Takes a new text. An emptied field was sent, which is saved at once; any other text is saved after a pause.
    fn changed(&self, conversation: Option<ConversationId>, text: String) {
        let was_sent = self.state.try_update_value(|state| {
            let was_sent = text.is_empty() && !state.text.is_empty();
            state.edited |= text != state.text;
            (state.text, state.conversation) = (text, conversation);
            if let Some(timer) = state.timer.take() {
                timer.clear();
            }
            was_sent
        });
        if was_sent == Some(true) {
            return self.save();
        }
        let saver = self.clone();
        let timer = set_timeout_with_handle(move || saver.save(), PAUSE).ok();
        self.state.try_update_value(|state| state.timer = timer);
    }

    /// Takes the draft that the server had when the conversation was opened. Returns it if it belongs in the field.
    fn fetched(&self, draft: String) -> Option<String> {
        let wanted = self.state.try_update_value(|state| {
            let wanted = !state.edited && !draft.is_empty();
            // A text that was saved in the meantime is newer.
            if state.saved.is_none() {
                state.saved = Some(draft.clone());
            }
            wanted
        });
        (wanted == Some(true)).then_some(draft)
    }

    /// Saves the text, unless the server has it already.
    fn save(&self) {
        let unsaved = self.state.try_update_value(|state| {
            if let Some(timer) = state.timer.take() {
                timer.clear();
            }
            let unsaved = state.edited && state.saved.as_ref() != Some(&state.text) && !state.saving;
            state.saving |= unsaved;
            unsaved.then(|| (state.conversation, state.text.clone()))
        });
        let Some((conversation, text)) = unsaved.flatten() else { return };
        let saver = self.clone();
        spawn_local(async move {
            let outcome = api::keep_draft(conversation, text.clone()).await;
            let is_saved = outcome.is_ok();
            saver.state.try_update_value(|state| {
                state.saving = false;
                if is_saved {
                    state.saved = Some(text);
                }
            });
            match outcome {
                Ok(()) => saver.save(),
                // The notice makes the tab keep the draft from now on.
                Err(error) if error.code == ErrorCode::Unauthenticated => saver.notices.show(error),
                // The next change tries again.
                Err(_) => {}
            }
        });
    }
}
