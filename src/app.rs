//! The page as a whole: the HTML document, and the page for each URL.

use self::settings_page::SettingsPage;
use self::workspace::Workspace;
use crate::auth::ui::{ForgotPasswordPage, LandingPage, LogInPage, ResetPasswordPage, Session, SignUpPage};
use crate::chat::ui::{ChatPage, ConversationsPage};
use crate::search::ui::SearchPage;
use crate::tasks::ui::TasksPage;
use crate::ui::error_page::NotFound;
use crate::ui::form::forget_outcome;
use crate::ui::hydrated::Hydrated;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::{MetaTags, Stylesheet, Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

mod settings_page;
mod sidebar;
mod workspace;

/// The HTML document around the page.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::response::content_security_policy();
    view! {
        <!DOCTYPE html>
        <html lang="en">
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
                <AutoReload options=options.clone()/>
                <ClientScript options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// Starts the client. A script fetches its two files at the same time, so a browser without scripts does not download
/// them. (Leptos' own `HydrationScripts` makes every browser download them.)
#[component]
fn ClientScript(options: LeptosOptions) -> impl IntoView {
    let (folder, name) = (options.site_pkg_dir, options.output_name);
    let script = format!(
        "const wasm = fetch('/{folder}/{name}.wasm');\n\
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
    view! {
        <Stylesheet id="leptos" href="/pkg/docket.css"/>
        <Title formatter=title text=""/>
        <Router>
            <Routes fallback=NotFound>
                <Route path=path!("") view=LandingPage ssr=SsrMode::Async/>
                <Route path=path!("signup") view=SignUpPage ssr=SsrMode::Async/>
                <Route path=path!("login") view=LogInPage ssr=SsrMode::Async/>
                <Route path=path!("forgot-password") view=ForgotPasswordPage ssr=SsrMode::Async/>
                <Route path=path!("reset-password") view=ResetPasswordPage ssr=SsrMode::Async/>
                <ParentRoute path=path!("") view=Workspace ssr=SsrMode::Async>
                    // New and stored conversations share a route. The first message gives a conversation its URL; with
                    // two routes, that would build the page again while the reply is running.
                    <Route path=path!("chat/:id?") view=ChatPage ssr=SsrMode::Async/>
                    <Route path=path!("tasks") view=TasksPage ssr=SsrMode::Async/>
                    <Route path=path!("conversations") view=ConversationsPage ssr=SsrMode::Async/>
                    <Route path=path!("search") view=SearchPage ssr=SsrMode::Async/>
                    <Route path=path!("settings") view=SettingsPage ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// The title of a page as the browser shows it.
fn title(of_page: String) -> String {
    if of_page.is_empty() { "Docket".to_owned() } else { [&of_page, " · Docket"].concat() }
}

/// Loads the whole page when a server function redirects. That happens only when somebody logs in or out, or is about
/// to. After a reload, nothing of one person is left in memory for the next.
fn reload_on_redirect() {
    // Fails if the hook is set already. That happens on the server, where it is never called.
    _ = leptos::server_fn::redirect::set_redirect_hook(|location: &str| {
        _ = window().location().set_href(location);
    });
}
