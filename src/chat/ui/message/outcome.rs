//! How a message ended, and what the person can do if it did not end well.

use super::content::MessageState;
use super::delegate::MessageDelegate;
use super::message_actions::Retry;
use super::reactive::ReactiveMessage;
use crate::chat::MessageStatus;
use crate::id::MessageId;
use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;
use std::sync::Arc;

/// The state of a message in words. A complete message shows nothing.
#[component]
pub fn Outcome(
    /// The message.
    message: ReactiveMessage,
    /// Who carries out what its buttons ask for, if there are any.
    delegate: Option<Arc<dyn MessageDelegate>>,
) -> impl IntoView {
    move || {
        let (state, error, id) =
            message.with_state(|content| (content.state.clone(), content.error.clone(), content.id));
        match state {
            MessageState::Sending => view! { <p class="outcome">"Sending…"</p> }.into_any(),
            MessageState::Unsent { client_id } => {
                let delegate = delegate.clone();
                delegate
                    .map(|delegate| view! { <Unsent message=message.clone() delegate client_id/> })
                    .into_any()
            }
            MessageState::Lost => {
                delegate.clone().map(|delegate| view! { <Lost delegate reply=id/> }).into_any()
            }
            MessageState::LoggedOut => {
                view! { <p class="outcome">"Docket keeps writing this. Log in again to read on."</p> }
                    .into_any()
            }
            MessageState::Stored(MessageStatus::Complete) => ().into_any(),
            MessageState::Stored(MessageStatus::Queued) => {
                view! { <p class="outcome">"Waiting for its turn…"</p> }.into_any()
            }
            MessageState::Stored(MessageStatus::Streaming) => {
                view! { <p class="outcome fallback">"Still writing. Load the page again to read on."</p> }
                    .into_any()
            }
            MessageState::Stored(status) => {
                let detail = error.map(|error| error.detail());
                let (words, bad) = match status {
                    MessageStatus::Interrupted => {
                        ("Docket was restarted while writing this.".to_owned(), true)
                    }
                    MessageStatus::Failed => (detail.unwrap_or_else(|| "The reply failed.".to_owned()), true),
                    MessageStatus::Length => {
                        ("Cut off: the reply reached its length limit.".to_owned(), false)
                    }
                    _ => ("Stopped.".to_owned(), false),
                };
                let delegate = delegate.clone().filter(|delegate| delegate.is_last(&message));
                let retry = id.filter(|_| status != MessageStatus::Length).zip(delegate);
                view! {
                    <p class="outcome" class:bad=bad>{bad.then(|| view! { <Icon glyph=Glyph::Alert/> })}{words}</p>
                    {retry.map(|(reply, delegate)| view! { <Retry delegate reply label="Retry"/> })}
                }
                .into_any()
            }
        }
    }
}

/// A message that did not reach the server.
#[component]
fn Unsent(message: ReactiveMessage, delegate: Arc<dyn MessageDelegate>, client_id: String) -> impl IntoView {
    view! {
        <p class="outcome bad" role="alert"><Icon glyph=Glyph::Alert/>"Not sent. Check your connection."</p>
        <button type="button" class="quiet" on:click=move |_| delegate.send_again(&message, client_id.clone())>
            <Icon glyph=Glyph::Retry/>
            "Retry"
        </button>
    }
    .into_any()
}

/// A reply whose connection was lost.
#[component]
fn Lost(delegate: Arc<dyn MessageDelegate>, reply: Option<MessageId>) -> impl IntoView {
    view! {
        <p class="outcome bad" role="alert"><Icon glyph=Glyph::Alert/>"Connection lost."</p>
        {reply.map(|reply| view! {
            <button type="button" class="quiet" on:click=move |_| delegate.follow(reply)>
                <Icon glyph=Glyph::Retry/>
                "Retry"
            </button>
        })}
    }
    .into_any()
}
