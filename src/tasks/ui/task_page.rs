//! `/tasks/{id}`: the page of one task. The server makes what it shows, with plain forms.

use super::board::Tasks;
use super::task_list::refused;
use crate::error::{AppError, ErrorCode};
use crate::id::TaskId;
use crate::tasks::page::made_page;
use crate::tasks::view::{Made, TaskHtml};
use crate::ui::drawer::{DrawerButton, SIDEBAR};
use crate::ui::dynamic::{dynamic, listener};
use crate::ui::error_page::ErrorPage;
use crate::ui::form::FormError;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::made::MadeHtml;
use crate::ui::title::PageTitle;
use crate::url;
use leptos::ev::{Event, MouseEvent};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A page of a task as it was fetched.
type Fetched = Resource<Newer>;

/// The task as it is now, or that it is gone.
type Newer = Result<TaskHtml, AppError>;

/// Everything about a task.
#[component]
pub fn TaskPage(id: TaskId) -> impl IntoView {
    let page = Resource::new(|| (), move |()| made_page(Made::Task(id)));
    let newer = RwSignal::new(None);
    // Whether the person has changed something in the forms.
    let touched = StoredValue::new(false);
    follow(id, page, newer, touched);
    let show = move |_: MouseEvent| {
        if let Some(newer) = newer.try_update(Option::take).flatten() {
            touched.set_value(false);
            page.set(Some(newer));
        }
    };
    let hint = dynamic(move || {
        let what = newer.with(|newer| newer.as_ref().map(Result::is_ok))?;
        let what =
            if what { "This task was changed elsewhere. " } else { "This task was deleted elsewhere. " };
        Some(
            view! {
                <p class="form-note changed">
                    {what}
                    <button type="button" class="quiet" on:click=listener(show)>"Show it as it is now"</button>
                </p>
            }
            .into_any(),
        )
    });
    view! {
        <main class="page task-page">
            <header class="page-bar">
                <DrawerButton drawer=SIDEBAR label="Open menu" glyph=Glyph::Menu/>
                <h1>"Task"</h1>
                <a class="button" href=url::TASKS><Icon glyph=Glyph::ArrowLeft/>"All tasks"</a>
            </header>
            <FormError error=Signal::stored(refused())/>
            <div role="status">{hint}</div>
            <div class="made" on:input=listener(move |_: Event| touched.set_value(true))>
                <Parts page/>
            </div>
        </main>
    }
    .into_any()
}

/// Shows what other pages, devices and programs change of the task. If the person is about to change something too, they are told,
/// so that nothing that they typed goes away by itself.
fn follow(id: TaskId, page: Fetched, newer: RwSignal<Option<Newer>>, touched: StoredValue<bool>) {
    let tasks = Tasks::here();
    Effect::new(move |before: Option<u32>| {
        let news = tasks.news.get();
        if before.is_some() {
            spawn_local(async move {
                let made = made_page(Made::Task(id)).await;
                // Later news has brought another look.
                if tasks.news.try_get_untracked() != Some(news) {
                    return;
                }
                // The person has left the page.
                let Some(touched) = touched.try_get_value() else { return };
                match made {
                    Ok(made) if is_shown(page, &made) => newer.set(None),
                    Err(error) if error.code != ErrorCode::TaskNotFound => {
                        // The next news brings another try.
                        if error.code.ends_page() {
                            tasks.notices.show(error);
                        }
                    }
                    made if touched || has_focus() => newer.set(Some(made)),
                    made => page.set(Some(made)),
                }
            });
        }
        news
    });
}

fn is_shown(page: Fetched, made: &TaskHtml) -> bool {
    let revision = |shown: &Option<Result<TaskHtml, AppError>>| matches!(shown, Some(Ok(shown)) if shown.revision == made.revision);
    page.try_with_untracked(revision).unwrap_or_default()
}

/// Whether the person is in one of the forms.
fn has_focus() -> bool {
    let here = document().active_element();
    here.is_some_and(|here| matches!(here.closest(".task-parts"), Ok(Some(_))))
}

/// What the server made of the task.
#[component]
fn Parts(page: Fetched) -> impl IntoView {
    view! {
        <Transition fallback=|| view! { <p class="hint" role="status">"Loading…"</p> }>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => view! {
                        <PageTitle text=page.title/>
                        <div class="task-parts" inner_html=page.html></div>
                    }
                    .into_any(),
                    Err(error) => view! { <ErrorPage error/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

/// What the server makes of the settings.
#[component]
pub fn MadePage(
    /// What to show.
    part: Made,
) -> impl IntoView {
    let html = Resource::new(
        || (),
        move |()| {
            let page = made_page(part.clone());
            async move { page.await.map(|page| page.html) }
        },
    );
    view! { <MadeHtml html class="task-parts"/> }
}
