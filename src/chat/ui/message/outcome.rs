//! How a message ended, and what the person can do if it did not end well.

use super::content::MessageState;
use super::delegate::MessageDelegate;
use super::go_on::GoOn;
use super::message_actions::Retry;
use super::reactive::ReactiveMessage;
use crate::chat::MessageStatus;
use crate::error::AppError;
use crate::id::MessageId;
use crate::ui::dynamic::{dynamic, listener};
use crate::ui::icon::{Glyph, Icon};
use leptos::ev::MouseEvent;
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
    dynamic(move || {
        let (state, error, id, is_last) = message.with_state(|content| {
            (content.state.clone(), content.error.clone(), content.id, content.is_last)
        });
        Some(match state {
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
            MessageState::Stored(MessageStatus::Complete) => return None,
            MessageState::Stored(MessageStatus::Queued) => {
                view! { <p class="outcome">"Waiting for its turn…"</p> }.into_any()
            }
            MessageState::Stored(MessageStatus::Streaming) if delegate.is_none() => {
                view! { <p class="outcome">"Still writing. Go to the end of the conversation to read on."</p> }
                    .into_any()
            }
            MessageState::Stored(MessageStatus::Streaming) => {
                view! { <p class="outcome fallback">"Still writing. Load the page again to read on."</p> }
                    .into_any()
            }
            MessageState::Stored(status) => {
                let (words, bad) = ending(status, error.as_ref());
                let action = delegate.clone().filter(|_| is_last).zip(id).map(|(delegate, reply)| match status {
                    MessageStatus::Length => view! { <GoOn delegate/> }.into_any(),
                    _ => view! { <Retry delegate reply label="Retry"/> }.into_any(),
                });
                view! {
                    <p class="outcome" class:bad=bad>{bad.then(|| view! { <Icon glyph=Glyph::Alert/> })}{words}</p>
                    {action}
                }
                .into_any()
            }
        })
    })
}

/// How a message ended, in words, and whether that is a failure. Nothing is said of a message that is complete, or that
/// is still being written.
pub fn ending(status: MessageStatus, error: Option<&AppError>) -> (String, bool) {
    let words = match status {
        MessageStatus::Interrupted => "Docket was restarted while writing this.",
        MessageStatus::Failed => {
            return (error.map_or_else(|| "The reply failed.".to_owned(), AppError::detail), true);
        }
        MessageStatus::Length => "Cut off: the reply reached its length limit.",
        MessageStatus::Stopped => "Stopped.",
        MessageStatus::Complete | MessageStatus::Queued | MessageStatus::Streaming => "",
    };
    (words.to_owned(), status == MessageStatus::Interrupted)
}

/// A message that did not reach the server.
#[component]
fn Unsent(message: ReactiveMessage, delegate: Arc<dyn MessageDelegate>, client_id: String) -> impl IntoView {
    let again = listener(move |_: MouseEvent| delegate.send_again(&message, client_id.clone()));
    view! {
        <p class="outcome bad" role="alert"><Icon glyph=Glyph::Alert/>"Not sent. Check your connection."</p>
        <button type="button" class="quiet" on:click=again>
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
            <button type="button" class="quiet" on:click=listener(move |_: MouseEvent| delegate.follow(reply))>
                <Icon glyph=Glyph::Retry/>
                "Retry"
            </button>
        })}
    }
    .into_any()
}
