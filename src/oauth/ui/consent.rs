//! The page where a person allows an app to act for them, and the page that says why they cannot. They are plain HTML
//! without any script: apps open them in all kinds of windows, and nothing may stand between a person and "Cancel".

use crate::auth::{Permission, User};
use crate::error::AppError;
use crate::oauth::server::{Destination, Request};
use crate::ui::icon::Wordmark;
use crate::url;
use leptos::prelude::*;

/// What the page asks.
#[derive(Debug)]
pub struct Consent<'a> {
    /// What the app wants.
    pub request: &'a Request,
    /// The host that vouches for the app's name, if one does.
    pub vouched_by: Option<String>,
    /// Who is asked.
    pub user: &'a User,
    /// The parameters of the app's request, which the form sends again.
    pub parameters: Vec<(String, String)>,
    /// The address of this page, for coming back to it as somebody else.
    pub here: String,
}

/// The form's field that names the person who was asked.
pub const PERSON: &str = "person";
/// The form's field with the decision.
pub const DECISION: &str = "decision";
/// The value of [`DECISION`] that allows.
pub const ALLOW: &str = "allow";
/// The form's field with the permission.
pub const PERMISSION: &str = "allowed";

/// The page that asks.
pub fn ask(consent: Consent<'_>) -> String {
    let Consent { request, vouched_by, user, parameters, here } = consent;
    let name = request.app.name.clone();
    let origin = match &vouched_by {
        Some(host) => {
            view! { <p class="hint"><strong>{host.clone()}</strong> " says that this is its app."</p> }
                .into_any()
        }
        None => {
            view! { <p class="hint">"The app gave itself this name. Nobody has checked it."</p> }.into_any()
        }
    };
    let destination = match &request.destination {
        Destination::Site(host) => {
            view! { <p>"You will be sent to " <strong class="host">{host.clone()}</strong> "."</p> }.into_any()
        }
        Destination::ThisComputer => view! {
            <p class="form-error">
                "You will be sent to a program on this computer. Go on only if you have just started this in a program \
                 that runs here."
            </p>
        }
        .into_any(),
    };
    let fields =
        parameters.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> });
    let choice = match request.permission {
        Permission::Read => view! {
            <p>"It may then:"</p>
            <ul class="consent-list">
                <li>"see your tasks and conversations"</li>
            </ul>
        }
        .into_any(),
        Permission::Write => view! {
            <fieldset class="consent-choice">
                <legend>"It may then:"</legend>
                <label>
                    <input type="radio" name=PERMISSION value="write" checked=true/>
                    <span>"see and change your tasks and conversations, and write to the assistant"</span>
                </label>
                <label>
                    <input type="radio" name=PERMISSION value="read"/>
                    <span>"only see your tasks and conversations"</span>
                </label>
            </fieldset>
        }
        .into_any(),
    };
    let title = format!("Connect {name}?");
    let body = view! {
        <main class="auth-page">
            <a class="home" href=url::HOME><Wordmark/></a>
            <section class="card consent" aria-labelledby="consent-title">
                <h1 id="consent-title">{title.clone()}</h1>
                {origin}
                {destination}
                <form method="post" action=url::AUTHORIZE>
                    {fields.collect_view()}
                    <input type="hidden" name=PERSON value=user.id.to_string()/>
                    {choice}
                    <p class="hint">
                        "It never sees your password, and cannot open your settings. You can disconnect it there at any time. \
                         It is disconnected after 60 days without use, and after a year in any case."
                    </p>
                    <div class="consent-buttons">
                        <button class="primary" name=DECISION value=ALLOW>"Allow"</button>
                        <button class="button" name=DECISION value="deny">"Cancel"</button>
                    </div>
                </form>
                <div class="consent-person">
                    <p class="hint">"Logged in as " <strong>{user.email.clone()}</strong></p>
                    <form method="post" action="/rpc/auth/log_out">
                        <input type="hidden" name=url::NEXT value=here/>
                        <button class="quiet">"Not you?"</button>
                    </form>
                </div>
            </section>
        </main>
    };
    document(&title, body.into_any())
}

/// The page for a request that cannot be what an app wanted. `back` leads somewhere from here.
pub fn refuse(error: &AppError, back: &str, words: &str) -> String {
    let (title, detail) = ("The app could not be connected", error.detail());
    let body = view! {
        <main class="auth-page">
            <a class="home" href=url::HOME><Wordmark/></a>
            <section class="card consent" aria-labelledby="consent-title">
                <h1 id="consent-title">{title}</h1>
                <p class="form-error" role="alert">{detail}</p>
                <p>"Nobody was told anything, and nothing was allowed."</p>
                <a class="button" href=back.to_owned()>{words.to_owned()}</a>
            </section>
        </main>
    };
    document(title, body.into_any())
}

fn document(title: &str, body: AnyView) -> String {
    let title = [title, " · Docket"].concat();
    let html = view! {
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="robots" content="noindex"/>
                <title>{title}</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href="/pkg/docket.css"/>
            </head>
            <body>{body}</body>
        </html>
    };
    // An owner, as every view of Leptos needs one.
    let html = Owner::new().with(|| html.to_html());
    ["<!DOCTYPE html>", &html].concat()
}
