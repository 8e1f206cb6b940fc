//! The HTML document around a page, and the scripts that start with it.

use super::{App, ROOT};
use crate::chat::ui::CopyScript;
use crate::push::ui::KeepOn;
use crate::ui::script::Script;
use crate::{response, rpc, url};
use axum::http::request::Parts;
use leptos::prelude::*;
use leptos_meta::MetaTags;

/// The document. `data-person` names the person whom it is made for, `data-build` the build of the client (the folder of its
/// files names it too, see `http::Site`), and `data-client` the client's files, if the page has it.
pub fn document(options: LeptosOptions) -> impl IntoView {
    response::content_security_policy();
    let build = build(&options);
    let client = format!("/{}/{}", options.site_pkg_dir, options.output_name);
    let (person, is_live) = (rpc::person(), is_live());
    let is_logged_in = person.is_some();
    view! {
        <!DOCTYPE html>
        <html lang="en" data-person=person data-build=build data-client=is_live.then_some(client)>
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
                    href=[&client, ".css"].concat()
                />
                <AutoReload options=options.clone()/>
                {is_logged_in.then(|| view! { <KeepOn/> })}
                <Script text=include_str!("document/tabs.js") early=true/>
                {if is_live {
                    view! { <Script text=include_str!("document/client.js") early=true/> <CopyScript/> }.into_any()
                } else {
                    view! { <Script text=include_str!("document/plain.js")/> }.into_any()
                }}
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

/// Which build of the client the server has.
fn build(options: &LeptosOptions) -> Option<String> {
    options.site_pkg_dir.split_once('/').map(|(_, build)| build.to_owned())
}

/// Whether the page has the client. The others are plain pages: forms, links, and small scripts that they could do without.
/// The client knows the routes of the pages that have it, and loads each other page whole.
fn is_live() -> bool {
    let is_below = |path: &str, page: &str| {
        path.strip_prefix(page).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let of_request =
        |parts: &Parts| [url::CHAT, url::TASKS].iter().any(|page| is_below(parts.uri.path(), page));
    with_context(of_request).unwrap_or_default()
}
