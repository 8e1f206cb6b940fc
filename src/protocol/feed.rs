//! Calendar feeds: `GET /calendar/{secret}.ics`, for programs that know no more than an address. No cookie is looked at.

use super::http_date;
use crate::endpoint::{Access, Endpoints};
use crate::error::Error;
use crate::feed::server::{Events, Feeds};
use crate::state::AppState;
use axum::extract::{Path, Query, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

/// Only the calendar itself may keep it, and asks before it shows it again.
const CACHING: &str = "private, no-cache";

/// The URL of the feeds.
pub(crate) fn endpoints() -> Endpoints<AppState> {
    Endpoints::new().on(Method::GET, "/calendar/{feed}", Access::Anyone, feed)
}

#[derive(Deserialize)]
struct Wanted {
    /// `all` for events of whole days too.
    #[serde(default)]
    events: String,
}

async fn feed(
    State(feeds): State<Feeds>,
    Path(name): Path<String>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    // A wrong secret, one that was revoked and an address of another form get the same answer.
    let secret = name.strip_suffix(".ics").ok_or(Error::NotFound)?;
    let (feed, user) = feeds.open(secret).await?.ok_or(Error::NotFound)?;
    let events = if wanted.events == "all" { Events::All } else { Events::Timed };
    let content = feeds.content(feed, &user, events).await?;
    let changed = http_date::written(content.changed_at.unix_seconds());
    let head =
        [(ETAG, content.tag.clone()), (LAST_MODIFIED, changed.clone()), (CACHE_CONTROL, CACHING.to_owned())];
    if is_known(&headers, &content.tag, content.changed_at.unix_seconds()) {
        return Ok((StatusCode::NOT_MODIFIED, head).into_response());
    }
    let kind = [(CONTENT_TYPE, "text/calendar; charset=utf-8")];
    Ok((head, kind, content.text(&user)).into_response())
}

/// Whether the program has this calendar. Its tag counts before its date (RFC 9110, 13.2.2).
fn is_known(headers: &HeaderMap, tag: &str, changed: i64) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match (text(IF_NONE_MATCH), text(IF_MODIFIED_SINCE)) {
        (Some(tags), _) => {
            tags.split(',').map(str::trim).any(|known| known == "*" || known.trim_start_matches("W/") == tag)
        }
        (None, Some(since)) => http_date::read(since).is_some_and(|since| changed <= since),
        (None, None) => false,
    }
}
