//! `/tasks/import`: makes tasks of a file. The server makes what it shows, with plain forms.

use crate::tasks::api::{ImportTasks, UndoImport};
use crate::tasks::page::import_page;
use crate::ui::drawer::{DrawerButton, SIDEBAR};
use crate::ui::error_page::ErrorPage;
use crate::ui::form::{FormError, refusal};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::title::PageTitle;
use crate::url;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Asks for a file, shows what it holds, and says what became of it.
#[component]
pub fn ImportPage() -> impl IntoView {
    let query = use_query_map();
    let file = move || query.with(|query| query.get_str(url::FILE)?.parse::<i64>().ok());
    let page = Resource::new(file, import_page);
    let refused = refusal::<ImportTasks>().or_else(refusal::<UndoImport>);
    view! {
        <PageTitle text="Import"/>
        <main class="page task-page import-page">
            <header class="page-bar">
                <DrawerButton drawer=SIDEBAR label="Open menu" glyph=Glyph::Menu/>
                <h1>"Import tasks"</h1>
                <a class="button" href=url::TASKS><Icon glyph=Glyph::ArrowLeft/>"All tasks"</a>
            </header>
            <FormError error=Signal::stored(refused)/>
            <Transition fallback=|| view! { <p class="hint" role="status">"Loading…"</p> }>
                {move || Suspend::new(async move {
                    match page.await {
                        Ok(page) => view! { <div class="task-parts" inner_html=page.html></div> }.into_any(),
                        Err(error) => view! { <ErrorPage error/> }.into_any(),
                    }
                })}
            </Transition>
        </main>
    }
    .into_any()
}
