//! The page as a whole: the HTML document (`document`), and the page for each URL. The pages that have the client are here,
//! the others in `plain`.

use self::workspace::Workspace;
use crate::auth::ui::Session;
use crate::chat::ui::ChatPage;
use crate::tasks::ui::TasksPage;
use crate::ui::error_page::NotFound;
use crate::ui::form::forget_outcome;
use crate::ui::hydrated::Hydrated;
use crate::ui::title::{TitleFormat, TitleMark};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{MatchNestedRoutes, SsrMode, path};

#[cfg(feature = "ssr")]
mod document;
#[cfg(feature = "hydrate")]
mod fault;
#[cfg(feature = "ssr")]
mod plain;
#[cfg(feature = "ssr")]
mod settings_page;
mod sidebar;
mod workspace;

#[cfg(feature = "ssr")]
pub use document::document;
#[cfg(feature = "hydrate")]
pub use fault::reload_after_fault;

/// The id of the element that holds the page.
pub const ROOT: &str = "page";

/// Everything in the body.
///
/// The server renders each page completely before it sends it (`SsrMode::Async`), so pages can be read without scripts.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    reload_on_redirect();
    Hydrated::provide();
    Effect::new(forget_outcome);
    Session::provide();
    TitleMark::provide();
    view! {
        <TitleFormat/>
        <Router>
            {routes()}
        </Router>
    }
}

/// The server has all routes.
#[cfg(feature = "ssr")]
fn routes() -> AnyView {
    view! { <Routes fallback=NotFound><plain::Pages/><LivePages/></Routes> }.into_any()
}

/// The client has the routes of the pages that it starts on.
#[cfg(not(feature = "ssr"))]
fn routes() -> AnyView {
    view! { <Routes fallback=Elsewhere><LivePages/></Routes> }.into_any()
}

/// A page of which the client knows nothing: the server knows. At first it is the one that the server sent.
#[cfg(not(feature = "ssr"))]
#[component]
fn Elsewhere() -> impl IntoView {
    if Hydrated::here().now() {
        _ = window().location().reload();
    }
    view! { <NotFound/> }
}

/// The pages with the client.
#[component(transparent)]
fn LivePages() -> impl MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Workspace ssr=SsrMode::Async>
            // New and stored conversations share a route. The first message gives a conversation its URL; with two
            // routes, that would build the page again while the reply is running.
            <Route path=path!("chat/:id?") view=ChatPage ssr=SsrMode::Async/>
            // Views and the pages of tasks share a route, so that what was typed stays.
            <ParentRoute path=path!("tasks") view=TasksPage ssr=SsrMode::Async>
                <Route path=path!("") view=Nothing ssr=SsrMode::Async/>
                <Route path=path!(":view") view=Nothing ssr=SsrMode::Async/>
                <Route path=path!(":view/:name") view=Nothing ssr=SsrMode::Async/>
            </ParentRoute>
        </ParentRoute>
    }
    .into_inner()
}

/// What a route adds whose parent shows everything.
#[component]
fn Nothing() -> impl IntoView {}

/// Loads the whole page when a server function redirects. That happens only when somebody logs in or out, or is about
/// to. After a reload, nothing of one person is left in memory for the next.
fn reload_on_redirect() {
    // Fails if the hook is set already. That happens on the server, where it is never called.
    _ = leptos::server_fn::redirect::set_redirect_hook(|location: &str| {
        _ = window().location().set_href(location);
    });
}
