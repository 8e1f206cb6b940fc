//! Answers that need no account: the health of the API, the error page, and the answer to unknown paths.

use axum::Json;
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Html;
use serde::Serialize;
use url::form_urlencoded;

/// Reports that the API works.
#[derive(Serialize)]
pub(super) struct Works {
    ok: bool,
}

/// `GET /ok`.
pub(super) async fn ok() -> Json<Works> {
    Json(Works { ok: true })
}

/// `GET /error`: the page to which other services redirect a person after an error. It shows only the code from the
/// address, and only if that has the form of a code.
pub(super) async fn error(RawQuery(query): RawQuery) -> Html<String> {
    let query = query.unwrap_or_default();
    let code = form_urlencoded::parse(query.as_bytes())
        .find_map(|(name, value)| (name == "error").then_some(value))
        .filter(|code| {
            !code.is_empty() && code.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
        })
        .unwrap_or("UNKNOWN".into());
    Html(format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Error</title></head>\n<body>\n\
         <h1>Something went wrong</h1>\n<p>CODE: {code}</p>\n<p><a href=\"/\">Go back</a></p>\n</body>\n</html>\n"
    ))
}

/// The answer to unknown paths: no body.
pub(crate) async fn nothing() -> StatusCode {
    StatusCode::NOT_FOUND
}
