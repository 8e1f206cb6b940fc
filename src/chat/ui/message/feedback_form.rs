//! What the person thinks of a reply.

use super::content::{ContentChange, MessageState};
use super::reactive::ReactiveMessage;
use crate::chat::api::{RateReply, rate};
use crate::chat::{Feedback, MessageStatus};
use crate::id::MessageId;
use crate::ui::dynamic::{dynamic, dynamic_text, listener};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::notice::Notices;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;

/// Two buttons under a complete reply. The pressed one takes the feedback back. They are a plain form until the page is
/// hydrated.
#[component]
pub fn FeedbackForm(
    /// The reply.
    message: ReactiveMessage,
) -> impl IntoView {
    // The buttons stay when anything else of the message changes, so that they keep the focus.
    let reply = Memo::new({
        let message = message.clone();
        move |_| {
            let complete = MessageState::Stored(MessageStatus::Complete);
            message.with_state(|content| content.id.filter(|_| content.state == complete))
        }
    });
    dynamic(move || {
        let message = message.clone();
        reply.get().map(|reply| {
            view! {
                <form class="feedback message-action" method="post" action=RateReply::url()>
                    <input type="hidden" name="reply" value=reply.to_string()/>
                    <Choice message=message.clone() reply feedback=Feedback::Positive/>
                    <Choice message reply feedback=Feedback::Negative/>
                </form>
            }
            .into_any()
        })
    })
}

#[component]
fn Choice(message: ReactiveMessage, reply: MessageId, feedback: Feedback) -> impl IntoView {
    let notices = Notices::here();
    let (value, label, glyph) = match feedback {
        Feedback::Positive => ("positive", "Good reply", Glyph::ThumbUp),
        Feedback::Negative => ("negative", "Bad reply", Glyph::ThumbDown),
    };
    let pressed = Memo::new({
        let message = message.clone();
        move |_| message.with_state(|content| content.feedback == Some(feedback))
    });
    let choose = listener(move |event: MouseEvent| {
        event.prevent_default();
        let chosen = (!pressed.get_untracked()).then_some(feedback);
        let before = set(&message, chosen);
        let message = message.clone();
        spawn_local(async move {
            if let Err(refused) = rate(reply, chosen).await {
                set(&message, before);
                notices.show(refused);
            }
        });
    });
    // A button without a name sends nothing, which takes the feedback back.
    let name = dynamic_text(move || (!pressed.get()).then(|| "feedback".to_owned()));
    let is_pressed = dynamic_text(move || Some(pressed.get().to_string()));
    view! {
        <button
            class="icon-button"
            name=name
            value=value
            aria-label=label
            aria-pressed=is_pressed
            on:click=choose
        >
            <Icon glyph/>
        </button>
    }
    .into_any()
}

/// Shows what the person thinks. Returns what was shown before.
fn set(message: &ReactiveMessage, feedback: Option<Feedback>) -> Option<Feedback> {
    let mut before = None;
    message.update(|content| {
        before = std::mem::replace(&mut content.feedback, feedback);
        ContentChange { state: true, ..ContentChange::default() }
    });
    before
}
