//! `/tasks` and the addresses below it: views, and the pages of tasks.

use super::address::{Address, heading};
use super::board::Tasks;
use super::import_page::ImportPage;
use super::new_task::NewTask;
use super::task_list::TaskList;
use super::task_page::TaskPage;
use super::views_nav::{TaskSearch, ViewsNav};
use crate::error::{AppError, Reason};
use crate::tasks::View;
use crate::ui::drawer::{DrawerButton, SIDEBAR};
use crate::ui::dynamic::{dynamic, dynamic_text};
use crate::ui::error_page::ErrorPage;
use crate::ui::icon::Glyph;
use crate::ui::title::PageTitle;
use crate::url;
use leptos::prelude::*;
use leptos_router::components::Outlet;

/// A page of tasks.
#[component]
pub fn TasksPage() -> impl IntoView {
    let tasks = Tasks::here();
    // All views are one page, so that what was typed stays.
    let page = Memo::new(move |_| {
        tasks.address.with(|address| match address {
            Address::Task(_) | Address::Import | Address::Nowhere => address.clone(),
            _ => Address::Elsewhere,
        })
    });
    let shown = dynamic(move || {
        Some(match page.get() {
            Address::Task(id) => view! { <TaskPage id/> }.into_any(),
            Address::Import => view! { <ImportPage/> }.into_any(),
            Address::Nowhere => {
                let error = AppError::from(Reason::NoSuchPage);
                view! { <main class="page"><ErrorPage error/></main> }.into_any()
            }
            _ => view! { <ViewPage/> }.into_any(),
        })
    });
    // The router ends a navigation when the outlet shows its route, which has nothing to show.
    view! { {shown}<Outlet/> }.into_any()
}

#[component]
fn ViewPage() -> impl IntoView {
    let tasks = Tasks::here();
    let title = Memo::new(move |before: Option<&String>| {
        tasks.address.with(|address| match (address, before) {
            (Address::View(view), _) => heading(view),
            // The person is about to leave.
            (_, Some(before)) => before.clone(),
            _ => heading(&View::All),
        })
    });
    view! {
        <PageTitle text=move || title.get()/>
        <main class="page tasks-page">
            <header class="page-bar">
                <DrawerButton drawer=SIDEBAR label="Open menu" glyph=Glyph::Menu/>
                <h1 dir="auto">{dynamic_text(move || Some(title.get()))}</h1>
                <a class="button import" href=url::IMPORT>"Import"</a>
            </header>
            <TaskSearch/>
            <ViewsNav/>
            <section class="card" aria-label="Tasks"><NewTask/><TaskList/></section>
        </main>
    }
    .into_any()
}
