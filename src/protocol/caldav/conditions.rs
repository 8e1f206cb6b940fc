//! Headers that make a request conditional (RFC 9110, section 13).

use super::visit::Visit;
use crate::caldav::server::Condition;
use axum::http::HeaderMap;
use axum::http::HeaderName;
use axum::http::header::{IF_MATCH, IF_NONE_MATCH};

/// What an object must be for a change to happen. `None` if no state of it can meet the headers.
pub(super) fn of(visit: &Visit) -> Option<Condition> {
    // The conditions of RFC 4918 (`If`) speak of locks too, which there are none of here. No calendar program sends them.
    if visit.headers.contains_key("if") {
        return None;
    }
    match (tags(&visit.headers, IF_MATCH), tags(&visit.headers, IF_NONE_MATCH)) {
        (None, None) => Some(Condition::Any),
        (Some(wanted), None) if wanted.iter().any(|tag| tag == "*") => Some(Condition::Present),
        (Some(wanted), None) => Some(Condition::OneOf(wanted)),
        (None, Some(unwanted)) if unwanted.iter().any(|tag| tag == "*") => Some(Condition::Absent),
        _ => None,
    }
}

/// Whether the program has this content already.
pub(super) fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    tags(headers, IF_NONE_MATCH).is_some_and(|tags| tags.iter().any(|known| known == "*" || known == tag))
}

/// The tags of a header without their quotes. A proxy that compresses makes our tags weak, and programs send them back so;
/// ours hold no comma.
fn tags(headers: &HeaderMap, name: HeaderName) -> Option<Vec<String>> {
    if !headers.contains_key(&name) {
        return None;
    }
    let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    let tags = values.flat_map(|value| value.split(',')).map(|tag| {
        let tag = tag.trim();
        tag.strip_prefix("W/").unwrap_or(tag).trim_matches('"').to_owned()
    });
    Some(tags.collect())
}
