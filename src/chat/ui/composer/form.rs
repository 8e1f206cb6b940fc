//! The form with the text field.

use super::draft as drafts;
use super::model_picker::ModelPicker;
use super::target::{ComposerTarget, RefusedMessage};
use crate::auth::api::author_proof;
use crate::chat::api::SendAndWait;
use crate::chat::ui::client_id::client_id;
use crate::chat::ui::length::{EXCESS, ROOM, RoomLeft, TooLong, excess, is_too_long};
use crate::ui::dynamic::{dynamic, dynamic_bool, dynamic_text, listener, on_value};
use crate::ui::form::{refusal, textarea_content};
use crate::ui::hydrated::Hydrated;
use crate::ui::icon::{Glyph, Icon};
use leptos::ev::{KeyboardEvent, MouseEvent, SubmitEvent};
use leptos::html::{Form, Textarea};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// A field that grows, and one button: "Send", or "Stop" while a reply is running.
///
/// The browser holds the text of the field. So a text that was typed before hydration stays.
#[component]
pub fn Composer(
    /// The thread that is written to.
    target: ComposerTarget,
    /// The person's draft, if the server has sent it with the page.
    draft: Option<String>,
    /// Called when a message was sent.
    sent: Callback<()>,
) -> impl IntoView {
    let hydrated = Hydrated::here();
    let found = hydrated.now();
    let form = NodeRef::<Form>::new();
    let field = NodeRef::<Textarea>::new();
    let refused =
        refusal::<SendAndWait>().map(|error| RefusedMessage { error: Some(error), text: String::new() });
    if refused.is_some() {
        target.refused.set(refused);
    }
    // A copy of the text. It is put into an attribute, from which the style sheet gets the height of the field.
    let text = RwSignal::new(draft.clone().unwrap_or_default());
    let content = textarea_content(draft.as_deref().unwrap_or_default());
    let write = move |words: &str| {
        if let Some(field) = field.get_untracked() {
            field.set_value(words);
            text.set(words.to_owned());
        }
    };
    drafts::keep(field, text, draft, &target);
    Effect::new(move || {
        let Some(field) = field.get() else { return };
        if !has_keyboard() {
            _ = field.set_attribute("enterkeyhint", "enter");
            return;
        }
        // A person who writes somewhere goes on there. When the page has just come to life, so does one who has reached
        // a button or a link.
        let taken = if found { "input, textarea, select" } else { ":not(body)" };
        let active = document().active_element();
        if active.is_some_and(|active| active.matches(taken).unwrap_or_default()) {
            return;
        }
        _ = field.focus();
        // The person goes on behind the draft.
        let end = field.text_length();
        _ = field.set_selection_range(end, end);
    });
    let excess = Memo::new(move |_| text.with(|text| excess(text)));
    // A text that the server refused comes back, in front of what was written since.
    let refused = target.refused.clone();
    Effect::new(move || {
        let refused = refused.get().map(|refused| refused.text).filter(|refused| !refused.is_empty());
        match (refused, text.get_untracked()) {
            (Some(refused), written) if written.is_empty() => write(&refused),
            (Some(refused), written) => write(&[refused, written].join("\n")),
            (None, _) => {}
        }
    });
    let running = {
        let running = target.running.clone();
        Signal::derive(move || hydrated.get() && running.get())
    };
    let submit = {
        let send = target.send.clone();
        listener(move |event: SubmitEvent| {
            event.prevent_default();
            let words = field.get_untracked().map(|field| field.value()).unwrap_or_default();
            let words = words.trim();
            if words.is_empty() || is_too_long(words) {
                return;
            }
            send(words.to_owned());
            write("");
            sent.run(());
        })
    };
    let pressed = listener(move |event: KeyboardEvent| {
        if let (true, Some(form)) = (sends(&event), form.get_untracked()) {
            event.prevent_default();
            _ = form.request_submit();
        }
    });
    let stopping = target.stop.clone();
    let only_stop = dynamic_bool(move || running.get() && text.with(String::is_empty));
    let is_running = Memo::new(move |_| running.get());
    let stop = dynamic(move || {
        let stop = stopping.clone();
        let stop = listener(move |_: MouseEvent| {
            stop();
            if let Some(field) = field.get_untracked() {
                _ = field.focus();
            }
        });
        is_running.get().then(|| {
            view! {
                <button type="button" class="send stop" aria-label="Stop" on:click=stop>
                    <Icon glyph=Glyph::Stop/>
                </button>
            }
            .into_any()
        })
    });
    let conversation = target.conversation.clone();
    let place = dynamic(move || {
        let id = conversation.get()?.to_string();
        Some(view! { <input type="hidden" name="conversation" value=id/> }.into_any())
    });
    let refused = target.refused.clone();
    let refusal = dynamic(move || {
        let error = refused.with(|refused| refused.as_ref()?.error.clone())?;
        Some(view! { <p class="form-error" role="alert">{error.detail()}</p> }.into_any())
    });
    view! {
        <form class="composer" method="post" action=SendAndWait::url() node_ref=form on:submit=submit>
            {refusal}
            <TooLong excess id=EXCESS/>
            {place}
            <input type="hidden" name="client_id" value=client_id()/>
            <input type="hidden" name="author" value=author_proof()/>
            <div class="composer-box">
                <div class="autosize" data-text=dynamic_text(move || Some(text.get()))>
                    <label class="visually-hidden" for="message">"Message"</label>
                    <textarea
                        id="message"
                        name="text"
                        rows="1"
                        dir="auto"
                        required
                        aria-describedby=[EXCESS, ROOM].join(" ")
                        placeholder="Tell Docket what needs doing"
                        autocomplete="off"
                        enterkeyhint="send"
                        node_ref=field
                        on:input=on_value(move |value| text.set(value))
                        on:keydown=pressed
                        inner_html=content
                    ></textarea>
                </div>
                // While a reply runs, an empty field leaves only "Stop"; a written one adds "Send".
                <button class="send" aria-label="Send" class:hidden=only_stop>
                    <Icon glyph=Glyph::ArrowUp/>
                </button>
                {stop}
            </div>
            <RoomLeft text/>
            <ModelPicker target/>
        </form>
    }
    .into_any()
}

/// Whether the person has a real keyboard. On a phone, focus would open a keyboard over half of the screen.
fn has_keyboard() -> bool {
    matches!(window().match_media("(pointer: fine)"), Ok(Some(query)) if query.matches())
}

/// Whether a key sends the message: Enter does, unless it makes a new line or chooses a word in an input method. The
/// keyboard on a touch screen has no other way to make a new line. While an input method is open, Safari gives the key
/// code 229; other browsers set `is_composing`.
fn sends(event: &KeyboardEvent) -> bool {
    let enters = event.key() == "Enter" && !event.shift_key() && !event.is_composing();
    enters && event.key_code() != 229 && has_keyboard()
}
