//! The draft on the server. The page saves it when the typing pauses, when the server has the message that it was, and
//! when the page is left or hidden.

use crate::call;
use crate::chat::api::drafts::{self as api, KeepDraft};
use crate::chat::ui::composer::target::ComposerTarget;
use crate::chat::ui::length::is_too_long;
use crate::id::ConversationId;
use crate::ui::notice::Notices;
use crate::ui::timer::Timeout;
use leptos::html::Textarea;
use leptos::leptos_dom::helpers::window_event_listener_untyped;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsValue;
use std::time::Duration;

/// How long after the last key the text is saved.
const PAUSE: Duration = Duration::from_millis(800);

/// Saves the text of `field`. If the server has not `sent` the draft with the page, restores it into an empty field.
pub fn keep(field: NodeRef<Textarea>, text: RwSignal<String>, sent: Option<String>, target: &ComposerTarget) {
    let (conversation, notices, delivering) =
        (target.conversation.clone(), target.notices, target.delivering);
    let is_sent = sent.is_some();
    let state = SaverState { text: sent.clone().unwrap_or_default(), saved: sent, ..SaverState::default() };
    let saver = DraftSaver { state: ArcStoredValue::new(state), notices };
    let writing = saver.clone();
    let here = conversation.clone();
    Effect::new(move || writing.changed(here.get_untracked(), text.get()));
    let delivered = saver.clone();
    Effect::new(move || delivered.delivering(delivering.get()));
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
        window_event_listener_untyped(event, move |_| saver.leave())
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
    /// Whether a message is on its way. Until the server has it, the draft that it was stays.
    delivering: bool,
    /// Whether a request is under way. There is one at a time, so that the last text stays.
    saving: bool,
    /// The timer that saves the text after a pause.
    timer: Option<Timeout>,
}

impl SaverState {
    /// Whether the server lacks the text and would keep it.
    fn is_unsaved(&self) -> bool {
        let was_sent = self.text.is_empty() && self.delivering;
        self.edited && self.saved.as_ref() != Some(&self.text) && !was_sent && !is_too_long(&self.text)
    }
}

/// Saves the text of one composer.
#[derive(Clone)]
struct DraftSaver {
    state: ArcStoredValue<SaverState>,
    notices: Notices,
}

impl DraftSaver {
    /// Takes a new text. It is saved after a pause.
    fn changed(&self, conversation: Option<ConversationId>, text: String) {
        self.state.try_update_value(|state| {
            state.edited |= text != state.text;
            (state.text, state.conversation) = (text, conversation);
            if let Some(timer) = state.timer.take() {
                timer.clear();
            }
        });
        let saver = self.clone();
        let timer = Some(Timeout::new(PAUSE, move || saver.save()));
        self.state.try_update_value(|state| state.timer = timer);
    }

    /// Saves at once that the text was sent, when the server has the message.
    fn delivering(&self, delivering: bool) {
        let was = self.state.try_update_value(|state| std::mem::replace(&mut state.delivering, delivering));
        if was == Some(true) && !delivering {
            self.save();
        }
    }

    /// Saves the text when the page may be closed. A request could be cut off with the page; a beacon is not. It has no
    /// answer, so the text is saved once more if the page stays.
    fn leave(&self) {
        let unsaved = self
            .state
            .try_update_value(|state| state.is_unsaved().then(|| (state.conversation, state.text.clone())));
        let Some((conversation, text)) = unsaved.flatten() else { return };
        if !send_beacon(conversation, &text).unwrap_or_default() || !document().hidden() {
            self.save();
        }
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
            let unsaved = state.is_unsaved() && !state.saving;
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
                Err(error) if error.code.ends_page() => saver.notices.show(error),
                // The next change tries again.
                Err(_) => {}
            }
        });
    }
}

/// Saves a draft by a request that outlives the page. Returns whether the browser will send it.
fn send_beacon(conversation: Option<ConversationId>, text: &str) -> Result<bool, JsValue> {
    let body = web_sys::UrlSearchParams::new()?;
    if let Some(conversation) = conversation {
        body.append("conversation", &conversation.to_string());
    }
    body.append("text", text);
    let url = [KeepDraft::url(), "?", call::PERSON, "=", &call::person().unwrap_or_default()].concat();
    window().navigator().send_beacon_with_opt_url_search_params(&url, Some(&body))
}
