//! The media types in a message's headers, in lower case and without their parameters (RFC 9110, section 8.3.1).

use axum::http::HeaderMap;
use axum::http::header::{ACCEPT, CONTENT_TYPE};

/// The type of the body; empty if the headers do not say.
pub(crate) fn of_body(headers: &HeaderMap) -> String {
    let given = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    given.map(essence).unwrap_or_default()
}

/// The types that the client accepts, wildcards included.
pub(crate) fn accepted(headers: &HeaderMap) -> impl Iterator<Item = String> {
    let values = headers.get_all(ACCEPT).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(essence)
}

/// Whether the type is JSON, or a format on top of it (RFC 6839, section 3.1).
pub(crate) fn is_json(media_type: &str) -> bool {
    media_type == "application/json"
        || media_type.strip_prefix("application/").is_some_and(|format| format.ends_with("+json"))
}

fn essence(given: &str) -> String {
    given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn parameters_and_case_do_not_matter() {
        let headers = HeaderMap::from_iter([
            (CONTENT_TYPE, HeaderValue::from_static("Application/JSON; charset=utf-8")),
            (ACCEPT, HeaderValue::from_static("text/html;q=0.9, TEXT/event-stream")),
        ]);
        assert_eq!(of_body(&headers), "application/json");
        assert_eq!(accepted(&headers).collect::<Vec<_>>(), ["text/html", "text/event-stream"]);
        assert_eq!(of_body(&HeaderMap::new()), "");
    }

    #[test]
    fn formats_on_top_of_json_are_json() {
        for json in ["application/json", "application/merge-patch+json"] {
            assert!(is_json(json), "{json}");
        }
        for other in
            ["", "text/json", "application/jsonp", "image/x+json", "application/x-www-form-urlencoded"]
        {
            assert!(!is_json(other), "{other}");
        }
    }
}
