//! The page as a whole: the HTML document, and the page for each URL.

use self::workspace::Workspace;
use crate::auth::ui::Session;
use crate::chat::ui::{ChatPage, CopyScript};
use crate::tasks::ui::TasksPage;
use crate::ui::error_page::NotFound;
use crate::ui::form::forget_outcome;
use crate::ui::hydrated::Hydrated;
use crate::ui::title::{TitleFormat, TitleMark};
#[cfg(feature = "ssr")]
use crate::push::ui::KeepOn;
#[cfg(feature = "ssr")]
use crate::ui::script::Script;
use crate::url;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{MatchNestedRoutes, SsrMode, path};

#[cfg(feature = "hydrate")]
mod fault;
#[cfg(feature = "ssr")]
mod plain;
#[cfg(feature = "ssr")]
mod settings_page;
mod sidebar;
mod workspace;

#[cfg(feature = "hydrate")]
pub use fault::reload_after_fault;

/// The HTML document around the page.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::response::content_security_policy();
    let build = build(&options);
    view! {
        <!DOCTYPE html>
        <html lang="en" data-person=person() data-build=build>
            <head>
                <meta charset="utf-8"/>
                // On phones the keyboard makes the page shorter. It does not cover its lower end.
                <meta
                    name="viewport"
                    content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
                />
                <meta name="color-scheme" content="light dark"/>
                <meta name="theme-color" media="(prefers-color-scheme: light)" content="#f6f3ec"/>
                <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#161814"/>
                <meta name="description" content="Manage your tasks by talking. On your own server."/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                // Phones install the page as an app by these. On an iPhone notifications need that.
                <link rel="manifest" href="/manifest.webmanifest"/>
                <link rel="apple-touch-icon" href="/apple-touch-icon.png"/>
                <link
                    id="leptos"
                    rel="stylesheet"
                    href=format!("/{}/{}.css", options.site_pkg_dir, options.output_name)
                />
                <AutoReload options=options.clone()/>
                {keep_on()}
                <CopyScript/>
                {if is_live() { view! { <ClientScript options/> }.into_any() } else { plain_script() }}
                <MetaTags/>
            </head>
            <body>
                // Extensions of the browser put elements into the body. The client looks only into this one.
                <div id=ROOT>
                    <App/>
                </div>
            </body>
        </html>
    }
}

/// The id of the element that holds the page.
pub const ROOT: &str = "page";

/// The id of the person whom the page is made for.
fn person() -> Option<String> {
    #[cfg(feature = "ssr")]
    return crate::rpc::person();
    #[cfg(not(feature = "ssr"))]
    None
}

/// Which build of the client the page starts. The folder of its files names it (see `http::Site`).
fn build(options: &LeptosOptions) -> Option<String> {
    options.site_pkg_dir.split_once('/').map(|(_, build)| build.to_owned())
}

/// Whether the page has the client. The others are plain pages: forms, links, and small scripts that they do without.
/// The client knows the routes of pages that have it, and loads each other page whole.
fn is_live() -> bool {
    #[cfg(feature = "ssr")]
    return leptos::context::with_context(|parts: &axum::http::request::Parts| {
        let path = parts.uri.path();
        [url::CHAT, url::TASKS]
            .iter()
            .any(|page| path.strip_prefix(page).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
    })
    .unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    true
}

/// Keeps notifications on.
fn keep_on() -> AnyView {
    #[cfg(feature = "ssr")]
    return person().map(|_| view! { <KeepOn/> }).into_any();
    #[cfg(not(feature = "ssr"))]
    ().into_any()
}

/// The script of a page without the client.
fn plain_script() -> AnyView {
    #[cfg(feature = "ssr")]
    return view! { <Script text=include_str!("app/plain.js")/> }.into_any();
    #[cfg(not(feature = "ssr"))]
    ().into_any()
}

/// Starts the client. If somebody else logs in in another tab, the page is loaded again: nothing of one person stays on
/// the screen for the next. A script fetches its two files at the same time, so a browser without scripts does not
/// download them. (Leptos' own `HydrationScripts` makes every browser download them.)
#[component]
fn ClientScript(options: LeptosOptions) -> impl IntoView {
    let (folder, name) = (options.site_pkg_dir, options.output_name);
    let script = format!(
        "const person = document.documentElement.dataset.person;\n\
         const tabs = person && 'BroadcastChannel' in window ? new BroadcastChannel('docket.person') : null;\n\
         tabs?.addEventListener('message', ({{ data }}) => data === person || location.reload());\n\
         tabs?.postMessage(person);\n\
         const wasm = fetch('/{folder}/{name}.wasm');\n\
         const parsed = new Promise((done) => document.readyState === 'loading'\n\
         ? document.addEventListener('DOMContentLoaded', done) : done());\n\
         const client = await import('/{folder}/{name}.js');\n\
         await Promise.all([client.default({{ module_or_path: wasm }}), parsed]);\n\
         client.hydrate();"
    );
    view! { <script type="module" async nonce=use_nonce() inner_html=script></script> }
}

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
