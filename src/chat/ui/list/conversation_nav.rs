//! The list of conversations in the sidebar.

use super::conversations::Conversations;
use crate::chat::Conversation;
use crate::ui::dynamic::dynamic;
use crate::ui::form::FormError;
use crate::ui::hydrated::Hydrated;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::notice::Notices;
use crate::url;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

/// A link to each conversation, and a button that loads more.
#[component]
pub fn ConversationNav() -> impl IntoView {
    let conversations = Conversations::here();
    let empty = dynamic(move || {
        let is_empty = conversations.error().is_none() && conversations.all().is_empty();
        is_empty.then(|| view! { <p class="hint">"Your chats will be listed here."</p> }.into_any())
    });
    view! {
        <nav class="conversations" aria-label="Conversations">
            <Transition fallback=|| view! { <p class="hint">"Loading…"</p> }>
                <FormError error=Signal::derive(move || conversations.error())/>
                {empty}
                <ul>
                    <For
                        each=move || conversations.all()
                        key=|conversation| (conversation.id, conversation.pinned, conversation.title.clone())
                        let(conversation)
                    >
                        <li><ConversationLink conversation/></li>
                    </For>
                </ul>
                {move || conversations.next().map(|next| view! { <More next/> })}
            </Transition>
        </nav>
    }
    .into_any()
}

/// A link to a conversation.
#[component]
pub fn ConversationLink(
    /// The conversation.
    conversation: Conversation,
) -> impl IntoView {
    let pinned = conversation.pinned.then(|| {
        view! { <span class="pinned"><Icon glyph=Glyph::Pin/><span class="visually-hidden">"Pinned: "</span></span> }
    });
    view! { <A href=url::conversation(conversation.id)>{pinned}<bdi>{conversation.title}</bdi></A> }
}

/// A button that loads the next page of the list. Until the page is hydrated it is a link to that page.
#[component]
fn More(next: String) -> impl IntoView {
    let (hydrated, conversations, notices) = (Hydrated::here(), Conversations::here(), Notices::here());
    let loading = RwSignal::new(false);
    let load = move |_| {
        if loading.get_untracked() {
            return;
        }
        loading.set(true);
        spawn_local(async move {
            if let Err(error) = conversations.load_more().await {
                notices.show(error);
            }
            loading.try_set(false);
        });
    };
    move || {
        match hydrated.get() {
        true => view! {
            <button type="button" class="quiet wide" on:click=load aria-busy=move || loading.get().then_some("true")>
                "Show more"
            </button>
        }
        .into_any(),
        false => {
            let more = url::conversations(false, Some(&next));
            view! { <a class="button quiet wide" href=more>"Show more"</a> }.into_any()
        }
    }
    }
}
