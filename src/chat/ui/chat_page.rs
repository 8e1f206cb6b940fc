//! `/chat` and `/chat/{id}`.
//!
//! While a page is rendered on the server its parts may be built twice, and the first ones' work may still be under
//! way when their signals are gone. What is read after waiting is therefore shared (`Arc`) or tried.

use super::conversations::Conversations;
use super::model_picker::Models;
use super::thread::{Around, Thread};
use super::thread_view::ThreadView;
use crate::app::url;
use crate::chat::{Conversation, Page, api};
use crate::error::{AppError, ErrorCode};
use crate::id::ConversationId;
use crate::tasks::ui::{TaskPanel, Tasks};
use crate::ui::drawer::DrawerButton;
use crate::ui::error_page::ErrorPage;
use crate::ui::icon::Glyph;
use crate::ui::notice::Notices;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map};

/// What the address asks for: a new conversation, an old one, or nonsense.
type Address = Result<Option<ConversationId>, ()>;

/// A conversation being shown. The number tells two visits to the same address apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Visit {
    number: u32,
    address: Address,
}

/// The chat, with the tasks beside it.
#[component]
pub fn ChatPage() -> impl IntoView {
    let params = use_params_map();
    let address = Memo::new(move |_| -> Address {
        params.with(|params| params.get_str("id").map(|id| id.parse().map_err(drop)).transpose())
    });

    // The first message of a new conversation gives it an id, and the page an address: the one that it already
    // shows, so that nothing is to be fetched or built again.
    let adopted = StoredValue::new(None::<ConversationId>);
    let visit = Memo::new(move |previous: Option<&Visit>| {
        let address = address.get();
        match previous {
            Some(visit) if address == Ok(adopted.get_value()) && address != Ok(None) => *visit,
            previous => {
                adopted.set_value(None);
                Visit { number: previous.map_or(0, |visit| visit.number + 1), address }
            }
        }
    });
    let page = Resource::new(move || visit.get(), |visit| load(visit.address));

    Models::provide();
    let conversations = Conversations::here();
    // The title of a conversation that began on this page.
    let named = ArcRwSignal::new(None::<String>);
    let navigate = use_navigate();
    let name = named.clone();
    let started = Callback::new(move |conversation: Conversation| {
        let id = conversation.id;
        name.set(Some(conversation.title.clone()));
        conversations.used(conversation);
        if address.get_untracked() == Ok(None) {
            adopted.set_value(Some(id));
            let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            navigate(&url::conversation(id), options);
        }
    });
    let title = {
        let named = named.clone();
        move || {
            let loaded = |page: &Option<Result<Option<Page>, AppError>>| {
                Some(page.as_ref()?.as_ref().ok()?.as_ref()?.conversation.title.clone())
            };
            named.get().or_else(|| page.try_with(loaded).flatten()).unwrap_or_default()
        }
    };
    let tasks = Tasks::here();
    let around = Around { started, tasks, notices: Notices::here() };
    view! {
        <main class="chat">
            <header class="page-bar narrow">
                <DrawerButton drawer="sidebar" label="Open menu" glyph=Glyph::Menu/>
                <p class="page-title"><Transition>{title}</Transition></p>
                <DrawerButton
                    drawer="tasks"
                    label="Open tasks"
                    glyph=Glyph::List
                    badge=Signal::derive(move || tasks.count(false))
                />
            </header>
            <Transition fallback=|| view! { <p class="loading" role="status">"Loading…"</p> }>
                {move || { let named = named.clone(); Suspend::new(async move {
                    match page.await {
                        Ok(page) => {
                            // Not when there is nothing to forget: on the server the title above is drawn on
                            // another thread at this moment, and a signal cannot be read while it is written.
                            if named.with_untracked(Option::is_some) {
                                named.set(None);
                            }
                            let name = page.as_ref().map(|page| page.conversation.title.clone()).unwrap_or_default();
                            let title = move || named.get().unwrap_or_else(|| name.clone());
                            let thread = Thread::open(page, around);
                            // By its number, another conversation is built anew: nothing of the last one's
                            // scrolling and typing stays.
                            let number = visit.try_get_untracked().map_or(0, |visit| visit.number);
                            view! {
                                <Title text=title/>
                                <For each=move || [thread.clone()] key=move |_| number let(thread)>
                                    <ThreadView thread/>
                                </For>
                            }
                            .into_any()
                        }
                        Err(error) => view! { <div class="lone"><ErrorPage error/></div> }.into_any(),
                    }
                }) }}
            </Transition>
        </main>
        <TaskPanel/>
    }
}

async fn load(address: Address) -> Result<Option<Page>, AppError> {
    match address {
        Ok(None) => Ok(None),
        Ok(Some(conversation)) => api::messages(conversation, None).await.map(Some),
        Err(()) => {
            Err(AppError::new(ErrorCode::ConversationNotFound, "There is no conversation at this address."))
        }
    }
}
