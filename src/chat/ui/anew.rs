//! Saying it anew: editing what was said, having a reply given again, and stepping through the versions. Plain forms
//! before the page lives.

use super::client_id::client_id;
use super::content::State;
use super::live::Live;
use super::thread::Thread;
use crate::chat::api::{EditAndWait, GoToVersion, RetryAndWait};
use crate::chat::{MESSAGE_MAX, MessageStatus, Role, Versions};
use crate::id::MessageId;
use crate::ui::form::textarea_content;
use crate::ui::icon::{Glyph, Icon};
use leptos::html::{Details, Textarea};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// What can be done to a stored message.
#[component]
pub fn Anew(
    /// The message.
    message: Live,
    /// The conversation it is in.
    thread: Thread,
) -> impl IntoView {
    move || {
        let (state, id, versions) =
            message.with_state(|content| (content.state.clone(), content.id, content.versions));
        let id = id.filter(|_| state == State::Stored(MessageStatus::Complete));
        let last = thread.ends_with(&message);
        let again = match (message.role, id) {
            (Role::User, Some(id)) => {
                view! { <Edit thread=thread.clone() message=id text=message.text()/> }.into_any()
            }
            (Role::Assistant, Some(id)) if last => {
                view! { <Retry thread=thread.clone() reply=id label="Regenerate"/> }.into_any()
            }
            _ => ().into_any(),
        };
        view! {
            {versions.map(|versions| view! { <Stepper thread=thread.clone() versions/> })}
            {again}
        }
    }
}

/// Asks for another reply.
#[component]
pub fn Retry(
    /// The conversation.
    thread: Thread,
    /// The reply that is to be given anew.
    reply: MessageId,
    /// What the button says.
    label: &'static str,
) -> impl IntoView {
    view! {
        <form
            class:message-action=label == "Regenerate"
            method="post"
            action=RetryAndWait::url()
            on:submit=move |event| {
                event.prevent_default();
                thread.retry(reply);
            }
        >
            <input type="hidden" name="reply" value=reply.to_string()/>
            <button class="quiet"><Icon glyph=Glyph::Retry/>{label}</button>
        </form>
    }
    .into_any()
}

/// Says something else in the place of a message.
#[component]
fn Edit(thread: Thread, message: MessageId, text: String) -> impl IntoView {
    let (details, field) = (NodeRef::<Details>::new(), NodeRef::<Textarea>::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = field.get_untracked().map(|field| field.value()).unwrap_or_default();
        let said = !words.trim().is_empty() && thread.edit(message, words.trim().to_owned());
        if let Some(details) = details.get_untracked().filter(|_| said) {
            details.set_open(false);
        }
    };
    view! {
        <details class="edit message-action" node_ref=details>
            <summary><Icon glyph=Glyph::Pencil/>"Edit"</summary>
            <form method="post" action=EditAndWait::url() on:submit=submit>
                <input type="hidden" name="message" value=message.to_string()/>
                <input type="hidden" name="client_id" value=client_id()/>
                <textarea
                    name="text"
                    rows="3"
                    dir="auto"
                    required
                    maxlength=MESSAGE_MAX.to_string()
                    aria-label="Edited message"
                    node_ref=field
                    inner_html=textarea_content(&text)
                ></textarea>
                <button class="button">"Send again"</button>
            </form>
        </details>
    }
    .into_any()
}

/// Which version is shown, with the ways to the ones before and after it.
#[component]
fn Stepper(thread: Thread, versions: Versions) -> impl IntoView {
    let Versions { number, count, previous, next } = versions;
    view! {
        <div class="stepper" role="group" aria-label="Versions">
            <Step thread=thread.clone() to=previous label="Earlier version" glyph=Glyph::ArrowLeft/>
            <span>{number.to_string()}" / "{count.to_string()}</span>
            <Step thread to=next label="Later version" glyph=Glyph::ArrowRight/>
        </div>
    }
    .into_any()
}

#[component]
fn Step(thread: Thread, to: Option<MessageId>, label: &'static str, glyph: Glyph) -> impl IntoView {
    view! {
        <form
            method="post"
            action=GoToVersion::url()
            on:submit=move |event| {
                event.prevent_default();
                if let Some(version) = to {
                    thread.show_version(version);
                }
            }
        >
            <input type="hidden" name="message" value=to.map(|version| version.to_string())/>
            <button class="quiet" aria-label=label disabled=to.is_none()><Icon glyph/></button>
        </form>
    }
    .into_any()
}
