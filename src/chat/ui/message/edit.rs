//! The editor of a question.

use super::delegate::MessageDelegate;
use super::reactive::ReactiveMessage;
use crate::auth::api::author_proof;
use crate::chat::api::EditAndWait;
use crate::chat::ui::client_id::client_id;
use crate::chat::ui::length::{TooLong, excess};
use crate::id::MessageId;
use crate::ui::dynamic::{listener, on_value};
use crate::ui::form::textarea_content;
use crate::ui::icon::{Glyph, Icon};
use leptos::ev::SubmitEvent;
use leptos::html::{Details, Textarea};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use std::sync::Arc;
use web_sys::ToggleEvent;

/// Sends a question again with another text. The editor stays open until the server has the text: the new version then
/// stands in the place of this one.
#[component]
pub fn Edit(
    /// Who sends it.
    delegate: Arc<dyn MessageDelegate>,
    /// The question.
    message: ReactiveMessage,
    /// Its id.
    question: MessageId,
) -> impl IntoView {
    let (details, field) = (NodeRef::<Details>::new(), NodeRef::<Textarea>::new());
    let over = RwSignal::new(0);
    let text = message.text();
    // A text that was not sent before the page was loaded again.
    Effect::new(move || {
        let (Some(details), Some(field)) = (details.get(), field.get()) else { return };
        if let Some(text) = message.take_edited() {
            field.set_value(&text);
            details.set_open(true);
        }
    });
    let sender = delegate.clone();
    let submit = listener(move |event: SubmitEvent| {
        event.prevent_default();
        let text = field.get_untracked().map(|field| field.value()).unwrap_or_default();
        let text = text.trim();
        if !text.is_empty() && excess(text) == 0 {
            sender.edit(question, text.to_owned());
        }
    });
    let toggled = listener(move |_: ToggleEvent| {
        if details.get_untracked().is_some_and(|details| !details.open()) {
            delegate.forget_edit(question);
        }
    });
    view! {
        <details class="edit message-action" node_ref=details on:toggle=toggled>
            <summary><Icon glyph=Glyph::Pencil/>"Edit"</summary>
            <form method="post" action=EditAndWait::url() on:submit=submit>
                <input type="hidden" name="message" value=question.to_string()/>
                <input type="hidden" name="client_id" value=client_id()/>
                <input type="hidden" name="author" value=author_proof()/>
                <textarea
                    name="text"
                    rows="3"
                    dir="auto"
                    required
                    aria-label="Edited message"
                    node_ref=field
                    on:input=on_value(move |text| over.set(excess(&text)))
                    inner_html=textarea_content(&text)
                ></textarea>
                <TooLong excess=over/>
                <button class="button">"Send again"</button>
            </form>
        </details>
    }
    .into_any()
}
