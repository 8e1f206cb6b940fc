//! Where the person writes.

use super::client_id::client_id;
use super::draft::{self, Draft};
use super::model_picker::ModelPicker;
use super::saved_draft;
use super::thread::{Refusal, Thread};
use crate::auth::ui::Session;
use crate::chat::api::{SendAndWait, author_proof, unsent};
use crate::ui::form::{refusal, textarea_content};
use crate::ui::hydrated::Hydrated;
use crate::ui::icon::{Glyph, Icon};
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::html::{Form, Textarea};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// A field that grows, and one button: "Send", or "Stop" while a reply is running.
///
/// The field's text is the browser's own, so that what was typed before the page came to life stays.
#[component]
pub fn Composer(
    /// The conversation that is written to.
    thread: Thread,
    /// To be called when something was sent.
    sent: Callback<()>,
) -> impl IntoView {
    let hydrated = Hydrated::here();
    let form = NodeRef::<Form>::new();
    let field = NodeRef::<Textarea>::new();
    let refused = refusal::<SendAndWait>().map(|error| Refusal { error: Some(error), text: String::new() });
    if refused.is_some() {
        thread.refusal.set(refused);
    }
    // A copy of the text in an attribute, by which the style sheet gives the field its height.
    let text = RwSignal::new(String::new());
    let write = move |words: &str| {
        if let Some(field) = field.get_untracked() {
            field.set_value(words);
            text.set(words.to_owned());
        }
    };
    let (session, notices) = (Session::here(), thread.around.notices);
    let author = move || session.user().map(|user| user.id);
    let place = thread.conversation.clone();
    Effect::new(move || {
        let Some(field) = field.get() else { return };
        if field.value().is_empty()
            && let Some(words) = author().and_then(|author| draft::take(&author, place.get_untracked()))
        {
            field.set_value(&words);
        }
        text.set(field.value());
        if has_keyboard() {
            _ = field.focus();
        }
    });
    // What the server would not take comes back, before what is being written by now.
    let refusal = thread.refusal.clone();
    Effect::new(move || {
        let refused = refusal.get().map(|refusal| refusal.text).filter(|refused| !refused.is_empty());
        match (refused, text.get_untracked()) {
            (Some(refused), written) if written.is_empty() => write(&refused),
            (Some(refused), written) => write(&[refused, written].join("\n")),
            (None, _) => {}
        }
    });
    // From when the session has ended, what is written is kept for the next one.
    let place = thread.conversation.clone();
    Effect::new(move || {
        let (text, conversation) = (text.get(), place.get_untracked());
        if let (true, false, Some(author)) = (notices.logged_out(), text.is_empty(), author()) {
            Draft { author, conversation, text }.keep();
        }
    });
    saved_draft::keep(field, text, thread.conversation.clone(), notices);
    let running = {
        let running = thread.running.clone();
        Signal::derive(move || hydrated.get() && running.get())
    };
    let submit = {
        let thread = thread.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            let words = field.get_untracked().map(|field| field.value()).unwrap_or_default();
            let words = words.trim();
            if words.is_empty() {
                return;
            }
            thread.send(words.to_owned());
            write("");
            sent.run(());
        }
    };
    let stop = {
        let thread = thread.clone();
        move |_| {
            thread.stop();
            if let Some(field) = field.get_untracked() {
                _ = field.focus();
            }
        }
    };
    let conversation = thread.conversation.clone();
    let error = thread.refusal.clone();
    let picked = thread.clone();
    view! {
        <form class="composer" method="post" action=SendAndWait::url() node_ref=form on:submit=submit>
            {move || error.with(|refusal| refusal.as_ref()?.error.clone()).map(|error| view! {
                <p class="form-error" role="alert">{error.detail}</p>
            })}
            {move || conversation.get().map(|id| view! {
                <input type="hidden" name="conversation" value=id.to_string()/>
            })}
            <input type="hidden" name="client_id" value=client_id()/>
            <input type="hidden" name="author" value=author_proof()/>
            <div class="composer-box">
                <div class="autosize" data-text=move || text.get()>
                    <label class="visually-hidden" for="message">"Message"</label>
                    <textarea
                        id="message"
                        name="text"
                        rows="1"
                        dir="auto"
                        required
                        placeholder="Tell Docket what needs doing"
                        autocomplete="off"
                        enterkeyhint="send"
                        node_ref=field
                        on:input=move |event| text.set(event_target_value(&event))
                        on:keydown=move |event| {
                            if sends(&event) {
                                event.prevent_default();
                                if let Some(form) = form.get_untracked() {
                                    _ = form.request_submit();
                                }
                            }
                        }
                        inner_html=textarea_content(&unsent().unwrap_or_default())
                    ></textarea>
                </div>
                // While a reply runs there is something to stop, or, once something is written, something to send.
                <button class="send" aria-label="Send" class:hidden=move || running.get() && text.with(String::is_empty)>
                    <Icon glyph=Glyph::ArrowUp/>
                </button>
                <Show when=move || running.get()>
                    <button type="button" class="send stop" aria-label="Stop" on:click=stop.clone()>
                        <Icon glyph=Glyph::Stop/>
                    </button>
                </Show>
            </div>
            <ModelPicker thread=picked/>
        </form>
    }
    .into_any()
}

/// Whether focus can be given without a keyboard popping up over half of the screen.
fn has_keyboard() -> bool {
    matches!(window().match_media("(pointer: fine)"), Ok(Some(query)) if query.matches())
}

/// Enter sends, except to make a new line or to choose a word from an input method's list. (Safari says 229
/// where others say that composing goes on.)
fn sends(event: &KeyboardEvent) -> bool {
    event.key() == "Enter" && !event.shift_key() && !event.is_composing() && event.key_code() != 229
}
