//! `/search?q=`: the results among messages, titles and tasks.

use super::results::Results;
use super::search_box::SearchBox;
use crate::search::{Found, api};
use crate::ui::drawer::{DrawerButton, SIDEBAR};
use crate::ui::error_page::ErrorPage;
use crate::ui::icon::Glyph;
use crate::ui::title::PageTitle;
use crate::url;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// A search box and the results.
#[component]
pub fn SearchPage() -> impl IntoView {
    let query = use_query_map();
    let words = Memo::new(move |_| query.with(|query| query.get(url::QUERY).unwrap_or_default()));
    let found = Resource::new(
        move || words.get(),
        async |words| if words.trim().is_empty() { Ok(Found::default()) } else { api::search(words).await },
    );
    view! {
        <PageTitle text="Search"/>
        <main class="page search">
            <header class="page-bar">
                <DrawerButton drawer=SIDEBAR label="Open menu" glyph=Glyph::Menu/>
                <h1>"Search"</h1>
            </header>
            // Another query builds another box, which holds the query of the address.
            {move || view! { <SearchBox label="Search for" value=words.get()/> }}
            <Transition fallback=|| view! { <p class="hint" role="status">"Searching…"</p> }>
                {move || Suspend::new(async move {
                    let asked = words.try_get_untracked().is_some_and(|words| !words.trim().is_empty());
                    match found.await {
                        Ok(found) => view! { <Results found asked/> }.into_any(),
                        Err(error) => view! { <ErrorPage error/> }.into_any(),
                    }
                })}
            </Transition>
        </main>
    }
}
