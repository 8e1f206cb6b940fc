//! `/tasks/{id}`: the page of one task. The server makes what it shows, with plain forms.

use super::task_list::refused;
use crate::id::TaskId;
use crate::tasks::page::made_page;
use crate::tasks::view::Made;
use crate::ui::drawer::{DrawerButton, SIDEBAR};
use crate::ui::error_page::ErrorPage;
use crate::ui::form::FormError;
use crate::ui::icon::{Glyph, Icon};
use crate::url;
use leptos::prelude::*;
use leptos_meta::Title;

/// Everything about a task.
#[component]
pub fn TaskPage(id: TaskId) -> impl IntoView {
    view! {
        <main class="page task-page">
            <header class="page-bar">
                <DrawerButton drawer=SIDEBAR label="Open menu" glyph=Glyph::Menu/>
                <h1>"Task"</h1>
                <a class="button" href=url::TASKS><Icon glyph=Glyph::ArrowLeft/>"All tasks"</a>
            </header>
            <FormError error=Signal::stored(refused())/>
            <MadePage part=Made::Task(id)/>
        </main>
    }
    .into_any()
}

/// What the server makes of a task, or of the settings.
#[component]
pub fn MadePage(
    /// What to show.
    part: Made,
) -> impl IntoView {
    let is_page = matches!(part, Made::Task(_));
    let page = Resource::new(|| (), move |()| made_page(part.clone()));
    view! {
        <Transition fallback=|| view! { <p class="hint" role="status">"Loading…"</p> }>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => {
                        let title = is_page.then(|| view! { <Title text=page.title/> });
                        view! { {title}<div class="task-parts" inner_html=page.html></div> }.into_any()
                    }
                    Err(error) => view! { <ErrorPage error/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}
