//! What is shown instead of a page: nothing there, or something went wrong.

use super::notice::LogInAgain;
use crate::error::{AppError, ErrorCode};
use crate::url;
use leptos::prelude::*;

/// Says what went wrong and offers a way on. On the server it also sets the response's status.
#[component]
pub fn ErrorPage(
    /// What went wrong.
    error: AppError,
) -> impl IntoView {
    // Strangers are being redirected to the log-in page; that is the answer then.
    if error.code != ErrorCode::Unauthenticated {
        answer_with(error.code.status());
    }
    let title = match error.code {
        ErrorCode::NotFound => "This page is not there",
        ErrorCode::ConversationNotFound => "This conversation is not there",
        ErrorCode::Unauthenticated => "You were logged out",
        ErrorCode::Unreachable | ErrorCode::DatabaseError => "Docket is out of reach",
        _ => "Something went wrong",
    };
    let way_on = match error.code {
        ErrorCode::Unauthenticated => view! { <LogInAgain class="button"/> }.into_any(),
        // Loaded anew: whatever was wrong should not stay in memory.
        _ => view! { <a class="button" href=url::CHAT rel="external">"Go to your chat"</a> }.into_any(),
    };
    view! {
        <section class="error-page" aria-labelledby="error-title">
            <p class="error-code" aria-hidden="true">{error.code.status()}</p>
            <h1 id="error-title">{title}</h1>
            <p>{error.detail}</p>
            {way_on}
        </section>
    }
}

/// The page for a URL that is none.
#[component]
pub fn NotFound() -> impl IntoView {
    let error = AppError::new(ErrorCode::NotFound, "The address may be mistyped, or what was here is gone.");
    view! { <main class="centered"><ErrorPage error/></main> }
}

/// Sets the status of the response that carries this page; nothing in the browser.
fn answer_with(status: u16) {
    #[cfg(feature = "ssr")]
    if let (Some(response), Ok(status)) =
        (use_context::<leptos_axum::ResponseOptions>(), axum::http::StatusCode::from_u16(status))
    {
        response.set_status(status);
    }
    #[cfg(not(feature = "ssr"))]
    let _ = status;
}
