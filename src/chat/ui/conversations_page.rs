//! `/conversations`: all conversations, a page at a time. With `?archived` it shows the archive.

use super::list::ConversationLink;
use crate::chat::ConversationList;
use crate::chat::api::manage as api;
use crate::ui::drawer::{DrawerButton, SIDEBAR};
use crate::ui::error_page::ErrorPage;
use crate::ui::icon::Glyph;
use crate::ui::time::Time;
use crate::ui::title::PageTitle;
use crate::url;
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::{use_location, use_query_map};

/// The conversations in the archive or outside it.
#[component]
pub fn ConversationsPage() -> impl IntoView {
    let query = use_query_map();
    let path = use_location().pathname;
    let asked = Memo::new(move |before: Option<&(bool, Option<String>)>| match before {
        // The person is about to leave.
        Some(before) if path.get() != url::CONVERSATIONS => before.clone(),
        _ => query.with(|query| (query.get_str(url::ARCHIVED).is_some(), query.get(url::AFTER))),
    });
    let list = Resource::new(move || asked.get(), |(archived, after)| api::conversations(archived, after));
    let title = move || if asked.get().0 { "Archive" } else { "Conversations" };
    view! {
        <PageTitle text=title/>
        <main class="page">
            <header class="page-bar">
                <DrawerButton drawer=SIDEBAR label="Open menu" glyph=Glyph::Menu/>
                <h1>{title}</h1>
            </header>
            <Transition fallback=|| view! { <p class="hint" role="status">"Loading…"</p> }>
                {move || Suspend::new(async move {
                    let archived = asked.try_get_untracked().is_some_and(|(archived, _)| archived);
                    match list.await {
                        Ok(list) => view! { <Listed list archived/> }.into_any(),
                        Err(error) => view! { <ErrorPage error/> }.into_any(),
                    }
                })}
            </Transition>
        </main>
    }
}

#[component]
fn Listed(list: ConversationList, archived: bool) -> impl IntoView {
    let empty = match archived {
        true => "The archive is empty. A conversation's menu has “Archive”.",
        false => "No conversations yet.",
    };
    view! {
        {list.conversations.is_empty().then(|| view! { <p class="empty">{empty}</p> })}
        <ul class="result-list">
            {list.conversations.into_iter().map(|conversation| view! {
                <li>
                    <p class="hint"><Time at=conversation.updated_at.clone() day_only=true/></p>
                    <ConversationLink conversation/>
                </li>
            }).collect_view()}
        </ul>
        {list.next.map(|next| view! { <A href=url::conversations(archived, Some(&next)) {..} class="button">"Show more"</A> })}
    }
    .into_any()
}
