//! Errors in the form that the caller reads: those of routes, and those that no route makes, because a request is
//! refused before it reaches its route, or the route panics.

use crate::error::{AppError, Reason};
use crate::protocol::better_auth;
use crate::ui::error_page::error_document;
use axum::Json;
use axum::extract::Request;
use axum::http::header::{ACCEPT, CONTENT_SECURITY_POLICY};
use axum::response::{Html, IntoResponse, Response};
use futures::FutureExt;
use serde_json::json;
use std::panic::AssertUnwindSafe;

/// What the page may do: show our styles and icon.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

/// The form in which the sender of a request reads errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A page, for people.
    Page,
    /// `{code, detail}`.
    Json,
    /// `{code, message}`, as Better Auth has it.
    BetterAuth,
    /// `{error, error_description}` (RFC 6749 section 5.2).
    OAuth,
}

impl Form {
    pub(super) fn of(request: &Request) -> Self {
        let path = request.uri().path();
        let accepted = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok());
        if better_auth::holds(path) {
            Self::BetterAuth
        } else if ["/oauth/token", "/oauth/register", "/oauth/revoke"].contains(&path) {
            Self::OAuth
        } else if accepted.is_some_and(|accepted| accepted.contains("text/html")) {
            Self::Page
        } else {
            Self::Json
        }
    }

    pub(super) fn response(self, error: &AppError) -> Response {
        let status = error.status();
        match self {
            Self::Page => {
                (status, [(CONTENT_SECURITY_POLICY, POLICY)], Html(error_document(error))).into_response()
            }
            Self::Json => (status, Json(error.body())).into_response(),
            Self::BetterAuth => {
                (status, Json(json!({ "code": error.code, "message": error.detail() }))).into_response()
            }
            Self::OAuth => {
                let code = if status.is_server_error() { "server_error" } else { "invalid_request" };
                (status, Json(json!({ "error": code, "error_description": error.detail() }))).into_response()
            }
        }
    }
}

/// Tells an error of a route in the caller's form. Its cookies and other headers stay.
pub(super) fn in_form(form: Form, mut response: Response) -> Response {
    if form != Form::Json
        && let Some(error) = response.extensions_mut().remove::<AppError>()
    {
        let (parts, body) = form.response(&error).into_parts();
        response.headers_mut().extend(parts.headers);
        *response.body_mut() = body;
    }
    response
}

/// Answers in place of a route that panics. The program's panic hook has logged why.
pub(super) async fn or_fault(form: Form, answer: impl Future<Output = Response>) -> Response {
    // The services that a panic may interrupt keep their state whole at each point.
    match AssertUnwindSafe(answer).catch_unwind().await {
        Ok(response) => response,
        Err(_) => form.response(&Reason::Fault.into()),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    #[tokio::test]
    async fn every_error_has_a_page() {
        for reason in
            [Reason::LogInRequired, Reason::ForeignPage, Reason::DatabaseDown, Reason::PageOfAnotherPerson]
        {
            let error = AppError::from(reason);
            let response = in_form(Form::Page, error.clone().into_response());
            assert_eq!(response.status(), error.status());
            let page = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
            let page = String::from_utf8(page.to_vec()).unwrap();
            assert!(page.starts_with("<!DOCTYPE html>") && page.contains("class=\"button\""), "{page}");
        }
    }
}
