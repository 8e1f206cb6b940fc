//! The page as a whole: the HTML document, and the page for each URL.

use self::settings_page::SettingsPage;
use self::workspace::Workspace;
use crate::auth::ui::{
    EnrolmentPage, ForgotPasswordPage, LandingPage, LogInPage, ResetPasswordPage, SecondStepPage, Session,
    SignUpPage,
};
use crate::chat::ui::{ChatPage, ConversationsPage};
use crate::search::ui::SearchPage;
use crate::tasks::ui::TasksPage;
use crate::ui::error_page::NotFound;
use crate::ui::form::forget_outcome;
use crate::ui::hydrated::Hydrated;
use crate::ui::title::{TitleFormat, TitleMark};
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

#[cfg(feature = "hydrate")]
mod fault;
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
                <ClientScript options/>
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

/// Starts the client. If somebody else logs in in another tab, the page is loaded again: nothing of one person stays on
/// the screen for the next. A script fetches its two files at the same time, so a browser without scripts does not
/// download them. (Leptos' own `HydrationScripts` makes every browser download them.)
///
/// While Docket is updated, one of two servers may not have this build. So each file is asked for three times. Then the
/// page says that it did not start, and asks for a reload, but only once in each tab.
#[component]
fn ClientScript(options: LeptosOptions) -> impl IntoView {
    let (folder, name) = (options.site_pkg_dir, options.output_name);
    let script = format!(
        "const person = document.documentElement.dataset.person;\n\
         const tabs = person && 'BroadcastChannel' in window ? new BroadcastChannel('docket.person') : null;\n\
         tabs?.addEventListener('message', ({{ data }}) => data === person || location.reload());\n\
         tabs?.postMessage(person);\n\
         const parsed = new Promise((done) => document.readyState === 'loading'\n\
         ? document.addEventListener('DOMContentLoaded', done) : done());\n\
         const three = (load) => load('').catch(() => load('?2')).catch(() => load('?3'));\n\
         const get = async (url) => {{ const file = await fetch(url); if (!file.ok) throw file.status; return file; }};\n\
         const start = async () => {{\n\
         const wasm = three((again) => get('/{folder}/{name}.wasm' + again));\n\
         wasm.catch(() => {{}});\n\
         const client = await three((again) => import('/{folder}/{name}.js' + again));\n\
         await Promise.all([client.default({{ module_or_path: wasm }}), parsed]);\n\
         return client.hydrate;\n\
         }};\n\
         const ask = async (fault) => {{\n\
         console.warn('Docket could not start on this page.', fault);\n\
         await parsed;\n\
         const notices = document.body.appendChild(document.createElement('div'));\n\
         notices.className = 'notices';\n\
         notices.role = 'alert';\n\
         notices.innerHTML = '<div class=\"notice\"><p>' + (sessionStorage.getItem('docket.asked')\n\
         ? 'Docket is being updated. Until that is done, this page shows what is new only when it is loaded again.'\n\
         : 'Docket was updated, or cannot be reached. <a href=\"\">Reload the page</a>') + '</p></div>';\n\
         sessionStorage.setItem('docket.asked', '1');\n\
         }};\n\
         const hydrate = await start().catch(ask);\n\
         hydrate?.();"
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
            <Routes fallback=NotFound>
                <Route path=path!("") view=LandingPage ssr=SsrMode::Async/>
                <Route path=path!("signup") view=SignUpPage ssr=SsrMode::Async/>
                <Route path=path!("login") view=LogInPage ssr=SsrMode::Async/>
                <Route path=path!("login/two-factor") view=SecondStepPage ssr=SsrMode::Async/>
                <Route path=path!("forgot-password") view=ForgotPasswordPage ssr=SsrMode::Async/>
                <Route path=path!("reset-password") view=ResetPasswordPage ssr=SsrMode::Async/>
                <Route path=path!("second-factor") view=EnrolmentPage ssr=SsrMode::Async/>
                <ParentRoute path=path!("") view=Workspace ssr=SsrMode::Async>
                    // New and stored conversations share a route. The first message gives a conversation its URL; with
                    // two routes, that would build the page again while the reply is running.
                    <Route path=path!("chat/:id?") view=ChatPage ssr=SsrMode::Async/>
                    // Views and the pages of tasks share a route, so that what was typed stays.
                    <ParentRoute path=path!("tasks") view=TasksPage ssr=SsrMode::Async>
                        <Route path=path!("") view=Nothing ssr=SsrMode::Async/>
                        <Route path=path!(":view") view=Nothing ssr=SsrMode::Async/>
                        <Route path=path!(":view/:name") view=Nothing ssr=SsrMode::Async/>
                    </ParentRoute>
                    <Route path=path!("conversations") view=ConversationsPage ssr=SsrMode::Async/>
                    <Route path=path!("search") view=SearchPage ssr=SsrMode::Async/>
                    <Route path=path!("settings") view=SettingsPage ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
    }
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
