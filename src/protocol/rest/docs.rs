//! The description as a page to read. It is made on the server from the same document that programs read, needs nothing
//! from elsewhere, and works without scripts.

mod curl;
mod html;
mod operation;
mod page;
mod schema;

use super::description::document;
use super::operation::Operations;
use crate::endpoint::Access;
use crate::random::Random;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::{Html, IntoResponse, Response};
use std::sync::LazyLock;
use utoipa_axum::routes;

/// Stands in the page where its nonce belongs.
const NONCE: &str = "{nonce}";
/// Characters of a nonce.
const NONCE_LENGTH: usize = 22;

pub(super) fn operations(operations: Operations) -> Operations {
    operations.add(Access::Anyone, routes!(read_docs))
}

/// This description as a page
#[utoipa::path(get, path = "/api/docs", tag = "Description",
    responses((status = 200, description = "A page for people.", body = String, content_type = "text/html")))]
async fn read_docs() -> Response {
    static PAGE: LazyLock<String> = LazyLock::new(|| page::render(document()));
    let nonce = Random::system().alphanumeric(NONCE_LENGTH);
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src 'self'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'"
    );
    ([(CONTENT_SECURITY_POLICY, policy)], Html(PAGE.replace(NONCE, &nonce))).into_response()
}
