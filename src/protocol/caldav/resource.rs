//! What is at each address.

use crate::caldav::server::NAME_MAX;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What the root, the principal and the calendars' home answer to.
pub(super) const OF_TOP: &str = "OPTIONS, PROPFIND, REPORT, PROPPATCH";
/// What a calendar answers to.
pub(super) const OF_CALENDAR: &str = "OPTIONS, PROPFIND, REPORT, PROPPATCH, MKCALENDAR, MKCOL, DELETE";
/// What an object answers to.
pub(super) const OF_OBJECT: &str = "OPTIONS, GET, HEAD, PUT, DELETE, MOVE, PROPFIND, REPORT";

/// What is percent-encoded in an address. Programs compare addresses as texts, and most leave these characters as they are.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'@');

/// What is at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Resource {
    /// Where programs begin.
    Root,
    /// The person.
    Principal,
    /// The collection of the person's calendars.
    Home,
    /// A calendar with this name.
    Calendar(String),
    /// An object of a calendar.
    Object { calendar: String, name: String },
}

impl Resource {
    /// What the path of a request leads to.
    pub(super) fn of_path(path: &str) -> Option<Self> {
        let rest = path.strip_prefix("/dav")?;
        let segments: Vec<_> = match rest {
            "" | "/" => Vec::new(),
            rest => rest.strip_prefix('/')?.split('/').map(decode).collect::<Option<_>>()?,
        };
        let segments: Vec<_> = segments.iter().map(String::as_str).collect();
        match segments[..] {
            [] => Some(Self::Root),
            ["principal"] | ["principal", ""] => Some(Self::Principal),
            ["calendars"] | ["calendars", ""] => Some(Self::Home),
            ["calendars", calendar] | ["calendars", calendar, ""] if !calendar.is_empty() => {
                Some(Self::Calendar(calendar.to_owned()))
            }
            ["calendars", calendar, name] if !calendar.is_empty() && !name.is_empty() => {
                Some(Self::Object { calendar: calendar.to_owned(), name: name.to_owned() })
            }
            _ => None,
        }
    }

    /// Its address on this server.
    pub(super) fn href(&self) -> String {
        let encoded = |name| utf8_percent_encode(name, ENCODED).to_string();
        match self {
            Self::Root => "/dav/".to_owned(),
            Self::Principal => "/dav/principal/".to_owned(),
            Self::Home => "/dav/calendars/".to_owned(),
            Self::Calendar(calendar) => ["/dav/calendars/", &encoded(calendar), "/"].concat(),
            Self::Object { calendar, name } => {
                ["/dav/calendars/", &encoded(calendar), "/", &encoded(name)].concat()
            }
        }
    }

    /// The methods that it answers to.
    pub(super) fn methods(&self) -> &'static str {
        match self {
            Self::Root | Self::Principal | Self::Home => OF_TOP,
            Self::Calendar(_) => OF_CALENDAR,
            Self::Object { .. } => OF_OBJECT,
        }
    }

    /// The object of this calendar with this name.
    pub(super) fn object(calendar: &str, name: &str) -> Self {
        Self::Object { calendar: calendar.to_owned(), name: name.to_owned() }
    }
}

/// A segment of a path. `None` if it can be no name: a slash or a control character in it, or `..`, however they are encoded.
fn decode(segment: &str) -> Option<String> {
    let text = percent_decode_str(segment).decode_utf8().ok()?;
    let is_name = text.chars().count() <= NAME_MAX
        && text != "."
        && text != ".."
        && !text.chars().any(|character| character.is_control() || "/\\".contains(character));
    is_name.then(|| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_to_a_resource_and_back() {
        for (path, resource, href) in [
            ("/dav", Resource::Root, "/dav/"),
            ("/dav/principal", Resource::Principal, "/dav/principal/"),
            ("/dav/calendars", Resource::Home, "/dav/calendars/"),
            ("/dav/calendars/tasks", Resource::Calendar("tasks".into()), "/dav/calendars/tasks/"),
            ("/dav/calendars/a%20b/", Resource::Calendar("a b".into()), "/dav/calendars/a%20b/"),
            (
                "/dav/calendars/%C3%A4/x@y.ics",
                Resource::object("ä", "x@y.ics"),
                "/dav/calendars/%C3%A4/x@y.ics",
            ),
            (
                "/dav/calendars/t/%7Bx%7D.ics",
                Resource::object("t", "{x}.ics"),
                "/dav/calendars/t/%7Bx%7D.ics",
            ),
        ] {
            assert_eq!(Resource::of_path(path).as_ref(), Some(&resource), "{path}");
            assert_eq!(resource.href(), href);
            assert_eq!(Resource::of_path(href), Some(resource));
        }
    }

    #[test]
    fn paths_that_could_mean_something_else_lead_nowhere() {
        let long = ["/dav/calendars/", &"x".repeat(NAME_MAX + 1)].concat();
        for path in [
            "/davx",
            "/dav//",
            "/dav/x",
            "/dav/calendars//x",
            "/dav/calendars/t/x/",
            "/dav/calendars/t/x/y",
            "/dav/calendars/..",
            "/dav/calendars/%2e%2e",
            "/dav/calendars/t/.",
            "/dav/calendars/t/a%2Fb",
            "/dav/calendars/t/a%5cb",
            "/dav/calendars/t/a%00b",
            "/dav/calendars/t/a%0ab",
            "/dav/calendars/t/%ff",
            &long,
        ] {
            assert_eq!(Resource::of_path(path), None, "{path}");
        }
    }
}
