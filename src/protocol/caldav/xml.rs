//! XML with namespaces, as WebDAV has it.

mod read;
mod write;

pub(super) use read::{Malformed, read};
pub(super) use write::{Escaped, document, empty, namespaces};

/// The namespace of WebDAV (RFC 4918).
pub(super) const DAV: &str = "DAV:";
/// The namespace of CalDAV (RFC 4791).
pub(super) const CALDAV: &str = "urn:ietf:params:xml:ns:caldav";
/// The namespace of Apple's Calendar Server.
pub(super) const CALENDAR_SERVER: &str = "http://calendarserver.org/ns/";
/// The namespace of Apple's calendar programs.
pub(super) const APPLE: &str = "http://apple.com/ns/ical/";

/// The namespaces that every answer declares, with their prefixes.
pub(super) const PREFIXES: [(&str, &str); 4] =
    [("D", DAV), ("C", CALDAV), ("CS", CALENDAR_SERVER), ("A", APPLE)];

/// The name of an element.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Name {
    /// Its namespace. Empty if it has none.
    pub(super) namespace: String,
    pub(super) local: String,
}

impl Name {
    /// A name that a request has in an attribute. `None` if it can be none.
    pub(super) fn new(namespace: String, local: &str) -> Option<Self> {
        (read::is_name(local) && namespace.len() <= read::NAME_MAX)
            .then(|| Self { namespace, local: local.to_owned() })
    }

    /// Whether it is this name.
    pub(super) fn is(&self, namespace: &str, local: &str) -> bool {
        self.namespace == namespace && self.local == local
    }
}

/// An element of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: Name,
    /// The attributes without a namespace.
    attributes: Vec<(String, String)>,
    pub(super) children: Vec<Self>,
    /// The text directly in it.
    text: String,
}

impl Element {
    /// How many elements it is, with all that are in it.
    pub(super) fn count(&self) -> usize {
        1 + self.children.iter().map(Self::count).sum::<usize>()
    }

    /// The first child with this name.
    pub(super) fn child(&self, namespace: &str, local: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name.is(namespace, local))
    }

    /// The children with this name.
    pub(super) fn all<'a>(&'a self, namespace: &'a str, local: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name.is(namespace, local))
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The text, without the spaces around it.
    pub(super) fn text(&self) -> &str {
        self.text.trim()
    }
}
