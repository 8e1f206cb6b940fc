//! The page that is shown when there is no page at an address, or when it could not be loaded.

use super::notice::LogInAgain;
use super::title::Arrivals;
use crate::error::{AppError, ErrorCode, Reason};
use crate::url;
use leptos::prelude::*;

/// Says what went wrong and links to a page that works. On the server it also sets the status of the response.
#[component]
pub fn ErrorPage(
    /// What went wrong.
    error: AppError,
    /// Whether it stands alone, without the client's router around it.
    #[prop(optional)]
    alone: bool,
) -> impl IntoView {
    // A person who is not logged in is redirected to the log-in page. The redirect has a status of its own.
    if error.code != ErrorCode::Unauthenticated {
        set_status(error.code.status());
    }
    let title = match error.code {
        ErrorCode::NotFound => "This page is not there",
        ErrorCode::ConversationNotFound => "This conversation is not there",
        ErrorCode::Unauthenticated => "You were logged out",
        ErrorCode::AnotherPerson => "Somebody else has logged in",
        ErrorCode::Unreachable | ErrorCode::DatabaseError => "Docket is out of reach",
        _ => "Something went wrong",
    };
    if let Some(arrivals) = use_context::<Arrivals>() {
        Effect::new(move || arrivals.at(title.to_owned()));
    }
    let link = match error.code {
        ErrorCode::Unauthenticated if alone => {
            view! { <a class="button" href=url::LOG_IN>"Log in"</a> }.into_any()
        }
        ErrorCode::Unauthenticated => view! { <LogInAgain class="button"/> }.into_any(),
        // `external` reloads the page, so that a broken state does not stay in memory.
        _ => view! { <a class="button" href=url::CHAT rel="external">"Go to your chat"</a> }.into_any(),
    };
    view! {
        <section class="error-page" aria-labelledby="error-title">
            <p class="error-code" aria-hidden="true">{error.code.status()}</p>
            <h1 id="error-title">{title}</h1>
            <p>{error.detail()}</p>
            {link}
        </section>
    }
}

/// The page for an unknown URL.
#[component]
pub fn NotFound() -> impl IntoView {
    let error = AppError::from(Reason::NoSuchPage);
    view! { <main class="centered"><ErrorPage error/></main> }
}

/// Sets the status of the response with this page. Does nothing in the browser.
fn set_status(status: u16) {
    #[cfg(feature = "ssr")]
    crate::response::set_status(status);
    #[cfg(not(feature = "ssr"))]
    let _ = status;
}

/// The page as a whole document, for the server when no page can be rendered. It has no script.
#[cfg(feature = "ssr")]
pub fn error_document(error: &AppError) -> String {
    let error = error.clone();
    // Leptos' views need an owner.
    let html = Owner::new().with(|| {
        view! {
            <html lang="en">
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                    <meta name="color-scheme" content="light dark"/>
                    <title>"Docket"</title>
                    <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                    <link rel="stylesheet" href="/pkg/docket.css"/>
                </head>
                <body><main class="centered"><ErrorPage error alone=true/></main></body>
            </html>
        }
        .to_html()
    });
    ["<!DOCTYPE html>", &html].concat()
}
