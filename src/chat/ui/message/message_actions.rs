//! What the person can do with a stored message: edit a question, ask for another reply, and step through the
//! versions. These are plain forms until the page is hydrated.

use super::content::MessageState;
use super::delegate::MessageDelegate;
use super::edit::Edit;
use super::reactive::ReactiveMessage;
use crate::chat::api::{GoToVersion, RetryAndWait};
use crate::chat::{MessageStatus, Role, Versions};
use crate::id::MessageId;
use crate::ui::dynamic::{dynamic, listener};
use crate::ui::icon::{Glyph, Icon};
use leptos::ev::SubmitEvent;
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
    // What stands here stays when anything else of the message changes, so that it keeps its text and the focus.
    let versions = Memo::new({
        let message = message.clone();
        move |_| message.with_state(|content| content.versions)
    });
    let id = Memo::new({
        let message = message.clone();
        move |_| {
            message.with_state(|content| {
                let complete = content.state == MessageState::Stored(MessageStatus::Complete);
                let may = complete && (message.role == Role::User || content.is_last);
                content.id.filter(|_| may)
            })
        }
    });
    let stepping = delegate.clone();
    let stepper = dynamic(move || {
        let delegate = stepping.clone();
        versions.get().map(|versions| view! { <Stepper delegate versions/> }.into_any())
    });
    let action = dynamic(move || {
        let (id, delegate) = (id.get()?, delegate.clone());
        Some(match message.role {
            Role::User => view! { <Edit delegate message=message.clone() question=id/> }.into_any(),
            Role::Assistant => view! { <Retry delegate reply=id label="Regenerate"/> }.into_any(),
        })
    });
    view! { {stepper} {action} }
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
            on:submit=listener(move |event: SubmitEvent| {
                event.prevent_default();
                delegate.retry(reply);
            })
        >
            <input type="hidden" name="reply" value=reply.to_string()/>
            <button class="quiet"><Icon glyph=Glyph::Retry/>{label}</button>
        </form>
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
            on:submit=listener(move |event: SubmitEvent| {
                event.prevent_default();
                if let Some(version) = to {
                    delegate.show_version(version);
                }
            })
        >
            <input type="hidden" name="message" value=to.map(|version| version.to_string())/>
            <button class="quiet" aria-label=label disabled=to.is_none()><Icon glyph/></button>
        </form>
    }
    .into_any()
}
