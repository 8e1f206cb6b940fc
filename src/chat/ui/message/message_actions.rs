//! What the person can do with a stored message: edit a question, ask for another reply, and step through the
//! versions. These are plain forms until the page is hydrated.

use super::content::MessageState;
use super::delegate::MessageDelegate;
use super::reactive::ReactiveMessage;
use crate::chat::api::{EditAndWait, GoToVersion, RetryAndWait};
use crate::chat::ui::client_id::client_id;
use crate::chat::{MESSAGE_MAX, MessageStatus, Role, Versions};
use crate::id::MessageId;
use crate::ui::form::textarea_content;
use crate::ui::icon::{Glyph, Icon};
use leptos::html::{Details, Textarea};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use std::sync::Arc;

/// The actions on a message. A message that is not complete has none.
#[component]
pub fn MessageActions(
    /// The message.
    message: ReactiveMessage,
    /// Who carries out the actions.
    delegate: Arc<dyn MessageDelegate>,
) -> impl IntoView {
    move || {
        let (state, id, versions) =
            message.with_state(|content| (content.state.clone(), content.id, content.versions));
        let id = id.filter(|_| state == MessageState::Stored(MessageStatus::Complete));
        let last = delegate.is_last(&message);
        let action = match (message.role, id) {
            (Role::User, Some(id)) => {
                view! { <Edit delegate=delegate.clone() question=id text=message.text()/> }.into_any()
            }
            (Role::Assistant, Some(id)) if last => {
                view! { <Retry delegate=delegate.clone() reply=id label="Regenerate"/> }.into_any()
            }
            _ => ().into_any(),
        };
        view! {
            {versions.map(|versions| view! { <Stepper delegate=delegate.clone() versions/> })}
            {action}
        }
    }
}

/// Asks for another version of a reply.
#[component]
pub fn Retry(
    /// Who asks the server for it.
    delegate: Arc<dyn MessageDelegate>,
    /// The reply.
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
                delegate.retry(reply);
            }
        >
            <input type="hidden" name="reply" value=reply.to_string()/>
            <button class="quiet"><Icon glyph=Glyph::Retry/>{label}</button>
        </form>
    }
    .into_any()
}

/// Sends a question again with another text.
#[component]
fn Edit(delegate: Arc<dyn MessageDelegate>, question: MessageId, text: String) -> impl IntoView {
    let (details, field) = (NodeRef::<Details>::new(), NodeRef::<Textarea>::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = field.get_untracked().map(|field| field.value()).unwrap_or_default();
        let sent = !text.trim().is_empty() && delegate.edit(question, text.trim().to_owned());
        if let Some(details) = details.get_untracked().filter(|_| sent) {
            details.set_open(false);
        }
    };
    view! {
        <details class="edit message-action" node_ref=details>
            <summary><Icon glyph=Glyph::Pencil/>"Edit"</summary>
            <form method="post" action=EditAndWait::url() on:submit=submit>
                <input type="hidden" name="message" value=question.to_string()/>
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

/// The number of the version that is shown, between buttons to the versions before and after it.
#[component]
fn Stepper(delegate: Arc<dyn MessageDelegate>, versions: Versions) -> impl IntoView {
    let Versions { number, count, previous, next } = versions;
    view! {
        <div class="stepper" role="group" aria-label="Versions">
            <Step delegate=delegate.clone() to=previous label="Earlier version" glyph=Glyph::ArrowLeft/>
            <span>{number.to_string()}" / "{count.to_string()}</span>
            <Step delegate to=next label="Later version" glyph=Glyph::ArrowRight/>
        </div>
    }
    .into_any()
}

#[component]
fn Step(
    delegate: Arc<dyn MessageDelegate>,
    to: Option<MessageId>,
    label: &'static str,
    glyph: Glyph,
) -> impl IntoView {
    view! {
        <form
            method="post"
            action=GoToVersion::url()
            on:submit=move |event| {
                event.prevent_default();
                if let Some(version) = to {
                    delegate.show_version(version);
                }
            }
        >
            <input type="hidden" name="message" value=to.map(|version| version.to_string())/>
            <button class="quiet" aria-label=label disabled=to.is_none()><Icon glyph/></button>
        </form>
    }
    .into_any()
}
