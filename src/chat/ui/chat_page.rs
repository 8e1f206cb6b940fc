//! `/chat` and `/chat/{id}`.
//!
//! While the server renders a page, it may build a part of it twice. The work of the first build can go on after its
//! signals are disposed. So what is read after an `await` is either shared (`Arc`) or read with `try_`.

use super::address::{Address, Loaded, load};
use super::composer::Models;
use super::list::{ConversationMenu, Conversations};
use super::news::ConversationNews;
use super::thread::{PageContext, PastView, ThreadController, ThreadView};
use crate::chat::Conversation;
use crate::chat::api::manage::{
    ArchiveConversation, DeleteConversation, PinConversation, RenameConversation, RestoreConversation,
};
use crate::chat::api::{EditAndWait, GoToVersion, RateReply, RetryAndWait};
use crate::error::AppError;
use crate::id::ConversationId;
use crate::tasks::api::UndoChange;
use crate::tasks::ui::{TaskPanel, Tasks};
use crate::ui::drawer::{DrawerButton, SIDEBAR, TASKS};
use crate::ui::error_page::ErrorPage;
use crate::ui::form::{FormError, refusal_of};
use crate::ui::icon::Glyph;
use crate::ui::notice::Notices;
use crate::ui::title::{Arrivals, PageTitle};
use crate::url;
use leptos::html;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};

/// A visit to an address. The number tells two visits to the same address apart.
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

    // The first message of a new conversation gives it an id, and the page a new address. The page adopts the
    // conversation: it shows it already, so nothing is fetched or built again.
    let adopted = StoredValue::new(None::<ConversationId>);
    let visit = Memo::new(move |previous: Option<&Visit>| {
        let address = address.get();
        match previous {
            Some(visit) if adopted.get_value().is_some_and(|id| address == Address::Newest(id)) => *visit,
            previous => {
                adopted.set_value(None);
                Visit { number: previous.map_or(0, |visit| visit.number + 1), address }
            }
        }
    });
    let page = Resource::new(move || visit.get(), |visit| load(visit.address));

    Models::provide();
    let conversations = Conversations::here();
    // The open conversation, once the page has learnt more about it than the server sent at first.
    let known = ArcRwSignal::new(None::<Conversation>);
    let (navigate, arrivals) = (use_navigate(), use_context::<Arrivals>());
    let started = {
        let known = known.clone();
        Callback::new(move |conversation: Conversation| {
            let id = conversation.id;
            known.set(Some(conversations.put_started(conversation)));
            if address.get_untracked() == Address::New {
                adopted.set_value(Some(id));
                let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
                let path = url::conversation(id);
                if let Some(arrivals) = arrivals {
                    arrivals.stays(&path);
                }
                navigate(&path, options);
            }
        })
    };
    let news = ConversationNews::here();
    let told = known.clone();
    Effect::new(move || {
        let open = address.get().conversation().or_else(|| adopted.get_value());
        news.open(open);
        if let Some(conversation) = open.and_then(|open| news.latest(open)) {
            told.set(Some(conversation));
        }
    });
    let known_here = known.clone();
    // Read this under `<Transition>`.
    let open = {
        let known = known.clone();
        move || {
            let sent = |page: &Option<Result<Loaded, AppError>>| {
                page.as_ref()?.as_ref().ok()?.conversation().cloned()
            };
            known.get().or_else(|| page.try_with(sent).flatten())
        }
    };
    let title = {
        let open = open.clone();
        // An empty chat has its heading below. `view!` does not know `aria-level`.
        let heading = |title| html::span().dir("auto").role("heading").attr("aria-level", "1").child(title);
        move || open().map(|open| heading(open.title))
    };
    let tasks = Tasks::here();
    let context = PageContext { started, notices: Notices::here() };
    view! {
        <main class="chat">
            <header class="page-bar">
                <DrawerButton drawer=SIDEBAR label="Open menu" glyph=Glyph::Menu/>
                <p class="page-title"><Transition>{title}</Transition></p>
                <Transition>
                    // The key is the id alone, because a change of the conversation must not close the menu.
                    <For each=move || open() key=|open| open.id let(conversation)>
                        <ConversationMenu conversation known=known_here.clone()/>
                    </For>
                </Transition>
                <DrawerButton
                    drawer=TASKS
                    label="Open tasks"
                    glyph=Glyph::List
                    badge=Signal::derive(move || tasks.count())
                />
            </header>
            <FormError error=Signal::stored(refused())/>
            <Transition fallback=|| view! { <p class="loading" role="status">"Loading…"</p> }>
                {move || { let known = known.clone(); Suspend::new(async move {
                    match page.await {
                        Ok(Loaded::Passage(passage, at)) => {
                            forget(&known);
                            let title = passage.page.conversation.title.clone();
                            view! { <PageTitle text=title/><PastView passage at/> }.into_any()
                        }
                        Ok(Loaded::Thread { page, draft }) => {
                            forget(&known);
                            let name = page.as_ref().map(|page| page.conversation.title.clone()).unwrap_or_default();
                            let renamed = known.clone();
                            let title = move || renamed.get().map_or_else(|| name.clone(), |renamed| renamed.title);
                            let controller = ThreadController::open(page, context);
                            // The key is the number of the visit. So another conversation is built from nothing, and
                            // does not keep the scroll position and the text of the last one.
                            let number = visit.try_get_untracked().map_or(0, |visit| visit.number);
                            view! {
                                <PageTitle text=title/>
                                <For each=move || [controller.clone()] key=move |_| number let(controller)>
                                    <ThreadView controller draft=draft.clone()/>
                                </For>
                            }
                            .into_any()
                        }
                        Err(error) => view! { <div class="centered"><ErrorPage error/></div> }.into_any(),
                    }
                }) }}
            </Transition>
        </main>
        <TaskPanel/>
    }
}

/// Forgets what was known of another conversation. It writes only if there is something to forget: on the server
/// another thread may be drawing the title, and it cannot read a signal that is being written.
fn forget(known: &ArcRwSignal<Option<Conversation>>) {
    if known.with_untracked(Option::is_some) {
        known.set(None);
    }
}

/// Why the server refused a form of the conversation's menu or of a message that was sent without WebAssembly.
fn refused() -> Option<AppError> {
    refusal_of(&[
        RenameConversation::PATH,
        PinConversation::PATH,
        ArchiveConversation::PATH,
        DeleteConversation::PATH,
        RestoreConversation::PATH,
        EditAndWait::PATH,
        RetryAndWait::PATH,
        GoToVersion::PATH,
        RateReply::PATH,
        UndoChange::PATH,
    ])
}
