//! `/chat` and `/chat/{id}`.
//!
//! While a page is rendered on the server its parts may be built twice, and the first ones' work may still be under
//! way when their signals are gone. What is read after waiting is therefore shared (`Arc`) or tried.

use super::address::{Address, Shown, load};
use super::conversations::Conversations;
use super::menu::ConversationMenu;
use super::model_picker::Models;
use super::past_view::PastView;
use super::thread::{Around, Thread};
use super::thread_view::ThreadView;
use crate::chat::Conversation;
use crate::chat::api::manage::{
    ArchiveConversation, DeleteConversation, PinConversation, RenameConversation, RestoreConversation,
};
use crate::error::AppError;
use crate::id::ConversationId;
use crate::tasks::ui::{TaskPanel, Tasks};
use crate::ui::drawer::DrawerButton;
use crate::ui::error_page::ErrorPage;
use crate::ui::form::{FormError, refusal};
use crate::ui::icon::Glyph;
use crate::ui::notice::Notices;
use crate::url;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};
use std::time::Duration;

/// When the list is asked for the title of a new conversation, after its first reply has come: the model makes it then.
const TITLED_AFTER: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(6)];

/// A conversation being shown. The number tells two visits to the same address apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Visit {
    number: u32,
    address: Address,
}

/// The chat, with the tasks beside it.
#[component]
pub fn ChatPage() -> impl IntoView {
    let (path, query) = (use_params_map(), use_query_map());
    let address = Memo::new(move |_| path.with(|path| query.with(|query| Address::read(path, query))));

    // The first message of a new conversation gives it an id, and the page an address: the one that it already
    // shows, so that nothing is to be fetched or built again.
    let adopted = StoredValue::new(None::<ConversationId>);
    let visit = Memo::new(move |previous: Option<&Visit>| {
        let address = address.get();
        match previous {
            Some(visit) if adopted.get_value().is_some_and(|id| address == Address::Old(id)) => *visit,
            previous => {
                adopted.set_value(None);
                Visit { number: previous.map_or(0, |visit| visit.number + 1), address }
            }
        }
    });
    let page = Resource::new(move || visit.get(), |visit| load(visit.address));

    Models::provide();
    let conversations = Conversations::here();
    // The open conversation, where the page knows more of it than it was sent with.
    let known = ArcRwSignal::new(None::<Conversation>);
    let navigate = use_navigate();
    let started = {
        let known = known.clone();
        Callback::new(move |conversation: Conversation| {
            let id = conversation.id;
            known.set(Some(conversation.clone()));
            conversations.put(conversation);
            if address.get_untracked() == Address::New {
                adopted.set_value(Some(id));
                let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
                navigate(&url::conversation(id), options);
            }
        })
    };
    let known_here = known.clone();
    // To be read under `<Transition>`.
    let open = {
        let known = known.clone();
        move || {
            let sent = |page: &Option<Result<Shown, AppError>>| {
                page.as_ref()?.as_ref().ok()?.conversation().cloned()
            };
            known.get().or_else(|| page.try_with(sent).flatten())
        }
    };
    let title = {
        let open = open.clone();
        // An empty chat has its heading below. `view!` does not know `aria-level`.
        let heading = |title| html::span().role("heading").attr("aria-level", "1").child(title);
        move || open().map(|open| heading(open.title))
    };
    let tasks = Tasks::here();
    let around = Around { started, tasks, notices: Notices::here() };
    view! {
        <main class="chat">
            <header class="page-bar">
                <DrawerButton drawer="sidebar" label="Open menu" glyph=Glyph::Menu/>
                <p class="page-title"><Transition>{title}</Transition></p>
                <Transition>
                    // By its id: what changes about the conversation must not close the menu.
                    <For each=move || open() key=|open| open.id let(conversation)>
                        <ConversationMenu conversation known=known_here.clone()/>
                    </For>
                </Transition>
                <DrawerButton
                    drawer="tasks"
                    label="Open tasks"
                    glyph=Glyph::List
                    badge=Signal::derive(move || tasks.count(false))
                />
            </header>
            <FormError error=Signal::stored(refused())/>
            <Transition fallback=|| view! { <p class="loading" role="status">"Loading…"</p> }>
                {move || { let known = known.clone(); Suspend::new(async move {
                    match page.await {
                        Ok(Shown::Past(passage, at)) => {
                            forget(&known);
                            let title = passage.page.conversation.title.clone();
                            view! { <Title text=title/><PastView passage at around/> }.into_any()
                        }
                        Ok(shown) => {
                            forget(&known);
                            let page = if let Shown::Old(page) = shown { Some(page) } else { None };
                            let name = page.as_ref().map(|page| page.conversation.title.clone()).unwrap_or_default();
                            let (is_new, renamed) = (page.is_none(), known.clone());
                            let title = move || renamed.get().map_or_else(|| name.clone(), |renamed| renamed.title);
                            let thread = Thread::open(page, around);
                            if is_new {
                                learn_title(&thread, known, conversations);
                            }
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

/// Forgets what was known of another conversation. Not where there is nothing to forget: on the server the title is drawn
/// on another thread at this moment, and a signal cannot be read while it is written.
fn forget(known: &ArcRwSignal<Option<Conversation>>) {
    if known.with_untracked(Option::is_some) {
        known.set(None);
    }
}

/// Why a form of the conversation's menu, sent without WebAssembly, was refused.
fn refused() -> Option<AppError> {
    refusal::<RenameConversation>()
        .or_else(refusal::<PinConversation>)
        .or_else(refusal::<ArchiveConversation>)
        .or_else(refusal::<DeleteConversation>)
        .or_else(refusal::<RestoreConversation>)
}

/// Has the page learn the title that the model gives a new conversation once its first reply is there.
fn learn_title(thread: &Thread, known: ArcRwSignal<Option<Conversation>>, conversations: Conversations) {
    let (running, conversation) = (thread.running.clone(), thread.conversation.clone());
    Effect::new(move |before: Option<(bool, bool)>| {
        let (was_running, learnt) = before.unwrap_or_default();
        let is_running = running.get();
        let id = conversation.get_untracked().filter(|_| was_running && !is_running && !learnt);
        if let Some(id) = id {
            for after in TITLED_AFTER {
                let known = known.clone();
                let learn = move || {
                    spawn_local(async move {
                        let is_open =
                            known.with_untracked(|known| known.as_ref().is_some_and(|known| known.id == id));
                        if let (true, Some(titled)) = (is_open, conversations.learn_title(id).await) {
                            known.set(Some(titled));
                        }
                    });
                };
                set_timeout(learn, after);
            }
        }
        (is_running, learnt || id.is_some())
    });
}
