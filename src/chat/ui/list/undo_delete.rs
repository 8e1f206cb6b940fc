//! The toast after a conversation was deleted. For a while it offers to undo that.

use super::conversations::Conversations;
use crate::chat::api::manage::{RestoreConversation, restore_conversation};
use crate::id::ConversationId;
use crate::ui::form::refusal;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::notice::Notices;
use crate::ui::timer::Timeout;
use crate::url;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_navigate, use_query_map};
use std::time::Duration;

/// How long a hydrated page shows the toast. The server can undo the deletion for a minute.
const SHOWN: Duration = Duration::from_secs(15);

/// The conversation that was deleted last, while that can be undone.
#[derive(Clone, Copy)]
pub struct UndoDelete(RwSignal<Option<ConversationId>>);

impl UndoDelete {
    /// Provides it as context. At first it holds the conversation that the page's address says was deleted, if any.
    pub fn provide() {
        let deleted = use_query_map().with_untracked(|query| query.get_str(url::DELETED)?.parse().ok());
        // If the server refused to restore it, it would refuse again.
        let deleted = deleted.filter(|_| refusal::<RestoreConversation>().is_none());
        provide_context(Self(RwSignal::new(deleted)));
    }

    /// The one that was provided as context.
    pub fn here() -> Self {
        expect_context()
    }

    /// Offers to restore a conversation.
    pub fn offer(self, id: ConversationId) {
        self.0.set(Some(id));
    }
}

/// The place where the toast appears.
#[component]
pub fn UndoDeleteToast() -> impl IntoView {
    let UndoDelete(deleted) = UndoDelete::here();
    Effect::new(move || {
        if deleted.get().is_some() {
            let timer = Timeout::new(SHOWN, move || _ = deleted.try_set(None));
            on_cleanup(move || timer.clear());
        }
    });
    view! {
        <div class="notices" role="status">
            {move || deleted.try_get().flatten().map(|id| view! { <Toast id/> })}
        </div>
    }
    .into_any()
}

#[component]
fn Toast(id: ConversationId) -> impl IntoView {
    let (UndoDelete(deleted), conversations, notices) =
        (UndoDelete::here(), Conversations::here(), Notices::here());
    let navigate = use_navigate();
    let undo = move |event: SubmitEvent| {
        event.prevent_default();
        deleted.set(None);
        let navigate = navigate.clone();
        spawn_local(async move {
            match restore_conversation(id).await {
                Ok(conversation) => {
                    conversations.put(conversation);
                    navigate(&url::conversation(id), Default::default());
                }
                Err(error) => notices.show(error),
            }
        });
    };
    view! {
        <form class="notice plain-notice" method="post" action=RestoreConversation::url() on:submit=undo>
            <input type="hidden" name="conversation" value=id.to_string()/>
            <p>"Conversation deleted."</p>
            <button class="quiet">"Undo"</button>
            <button type="button" class="icon-button script-only" aria-label="Dismiss" on:click=move |_| deleted.set(None)>
                <Icon glyph=Glyph::Cross/>
            </button>
        </form>
    }
    .into_any()
}
