//! The page as a whole: the document around it, and which URL shows what.

use crate::auth::ui::{
    ForgotPasswordPage, LandingPage, LogInPage, MembersOnly, ResetPasswordPage, Session, SettingsPage,
    SignUpPage,
};
use crate::chat::ui::{ChatPage, Conversations, ConversationsPage, Regret, RegretArea, Sidebar};
use crate::search::ui::SearchPage;
use crate::tasks::ui::{Tasks, TasksPage};
use crate::ui::error_page::NotFound;
use crate::ui::form::forget_outcome;
use crate::ui::hydrated::Hydrated;
use crate::ui::notice::{NoticeArea, Notices};
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::{MetaTags, Stylesheet, Title, provide_meta_context};
use leptos_router::components::{Outlet, ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// The HTML document that the page is sent in.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::server::rpc::content_security_policy();
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                // On phones the keyboard makes the page shorter instead of covering its lower end.
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

/// Starts the client. Its two files are asked for at once, and by a script, so that a browser which runs none does
/// not download them (Leptos' own `HydrationScripts` announces them in the head, to every browser).
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
/// All pages are rendered whole before they are sent (`SsrMode::Async`): they read without any script.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    load_anew_on_redirect();
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
                    // One route for new and old conversations, so that the first message, which gives a
                    // conversation its URL, does not build the page again under the running reply.
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

/// A page's title as the browser shows it.
fn title(of_page: String) -> String {
    if of_page.is_empty() { "Docket".to_owned() } else { [&of_page, " · Docket"].concat() }
}

/// What everybody who is logged in sees on every page: the side bar, and the page beside it.
#[component]
fn Workspace() -> impl IntoView {
    Notices::provide();
    Tasks::provide();
    Conversations::provide();
    Regret::provide();
    view! {
        <MembersOnly/>
        <div class="workspace">
            <Sidebar/>
            <Outlet/>
        </div>
        <NoticeArea/>
        <RegretArea/>
    }
}

/// Server functions redirect only where somebody has come in or gone out, or is on the way. Loading the page anew then
/// leaves nothing of one person in the memory of the next.
fn load_anew_on_redirect() {
    // Kept if already set, which happens on the server, where it is never called.
    _ = leptos::server_fn::redirect::set_redirect_hook(|location: &str| {
        _ = window().location().set_href(location);
    });
}
