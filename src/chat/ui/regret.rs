//! After a conversation was deleted: that it was, and for a while the way to have it back.

use super::conversations::Conversations;
use crate::chat::api::manage::{RestoreConversation, restore_conversation};
use crate::id::ConversationId;
use crate::ui::form::refusal;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::notice::Notices;
use crate::url;
use leptos::ev::SubmitEvent;
use leptos::leptos_dom::helpers::set_timeout_with_handle;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_navigate, use_query_map};
use std::time::Duration;

/// How long it can be undone on a living page; the server gives a minute.
const OFFERED: Duration = Duration::from_secs(15);

/// The conversation that was deleted last, while that can be undone.
#[derive(Clone, Copy)]
pub struct Regret(RwSignal<Option<ConversationId>>);

impl Regret {
    /// Makes the page's own: nothing, or what its address says was deleted.
    pub fn provide() {
        let deleted = use_query_map().with_untracked(|query| query.get_str(url::DELETED)?.parse().ok());
        // Refused once, it would be again.
        let deleted = deleted.filter(|_| refusal::<RestoreConversation>().is_none());
        provide_context(Self(RwSignal::new(deleted)));
    }

    /// The page's own.
    pub fn here() -> Self {
        expect_context()
    }

    /// Offers to undo that a conversation was deleted.
    pub fn offer(self, id: ConversationId) {
        self.0.set(Some(id));
    }
}

/// Where it is offered.
#[component]
pub fn RegretArea() -> impl IntoView {
    let Regret(deleted) = Regret::here();
    Effect::new(move || {
        if deleted.get().is_some()
            && let Ok(timer) = set_timeout_with_handle(move || _ = deleted.try_set(None), OFFERED)
        {
            on_cleanup(move || timer.clear());
        }
    });
    view! {
        <div class="notices" role="status">
            {move || deleted.try_get().flatten().map(|id| view! { <Offer id/> })}
        </div>
    }
    .into_any()
}

#[component]
fn Offer(id: ConversationId) -> impl IntoView {
    let (Regret(deleted), conversations, notices) = (Regret::here(), Conversations::here(), Notices::here());
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
