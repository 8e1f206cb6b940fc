//! Older messages, in front of those that the page holds.

use super::scroll::Scroll;
use super::state::ThreadState;
use crate::chat::api;
use crate::error::AppError;
use crate::id::{ConversationId, MessageId};
use crate::ui::dynamic::{dynamic, dynamic_text, listener};
use crate::ui::hydrated::Hydrated;
use crate::url;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A button that loads older messages. They are also loaded when the reader scrolls near the start. Until the page is
/// hydrated it is a link to them.
#[component]
pub fn Earlier(
    /// The thread.
    thread: ThreadState,
    /// Where the reader is in it.
    scroll: Scroll,
) -> impl IntoView {
    let hydrated = Hydrated::here();
    let loading = RwSignal::new(false);
    let link = start(&thread).map(|(conversation, first)| url::before(conversation, first));
    let load = move || {
        if loading.get_untracked() {
            return;
        }
        loading.set(true);
        let thread = thread.clone();
        spawn_local(async move {
            if let Err(error) = load_earlier(&thread, scroll).await {
                thread.context.notices.show(error);
            }
            loading.try_set(false);
        });
    };
    let near_start = load.clone();
    Effect::new(move || {
        if scroll.at_start() {
            near_start();
        }
    });
    dynamic(move || {
        Some(match hydrated.get() {
            true => {
                let load = load.clone();
                view! {
                    <button
                        type="button"
                        class="quiet show-more"
                        on:click=listener(move |_: MouseEvent| load())
                        aria-busy=dynamic_text(move || loading.get().then(|| "true".to_owned()))
                    >
                        "Show earlier messages"
                    </button>
                }
                .into_any()
            }
            false => {
                view! { <a class="button quiet show-more" href=link.clone()>"Show earlier messages"</a> }
                    .into_any()
            }
        })
    })
}

/// The conversation, and the oldest message that the page holds.
fn start(thread: &ThreadState) -> Option<(ConversationId, MessageId)> {
    thread.conversation.get_untracked().zip(thread.messages.first_id())
}

async fn load_earlier(thread: &ThreadState, scroll: Scroll) -> Result<(), AppError> {
    let Some((conversation, first)) = start(thread) else {
        return Ok(());
    };
    let page = api::messages(conversation, Some(first)).await?;
    // Whatever grew while the request was on its way is no reason to move.
    scroll.hold();
    thread.messages.prepend(page.messages);
    thread.has_more.set(page.has_more);
    Ok(())
}
