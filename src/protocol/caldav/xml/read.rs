//! Reads the XML of requests. A document type is refused, so there are no entities but the five that XML itself has.

use super::{Element, Name};
use quick_xml::XmlVersion;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

/// Most elements. A report names up to this many objects.
const ELEMENTS_MAX: usize = 20_000;
/// Most elements inside each other.
const DEPTH_MAX: usize = 32;
/// Most bytes of a name, and of its namespace: answers repeat names that are not known.
pub(super) const NAME_MAX: usize = 200;

/// The text is no XML that this server reads.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(in super::super) struct Malformed(String);

impl Malformed {
    fn new(problem: impl Into<String>) -> Self {
        Self(problem.into())
    }
}

impl From<quick_xml::Error> for Malformed {
    fn from(error: quick_xml::Error) -> Self {
        Self(error.to_string())
    }
}

/// The element that a text holds. `None` if the text is empty.
///
/// # Errors
/// If it is no well-formed XML in UTF-8, has a document type, or is too large.
pub(in super::super) fn read(bytes: &[u8]) -> Result<Option<Element>, Malformed> {
    let text = std::str::from_utf8(bytes).map_err(|_| Malformed::new("the body is not in UTF-8"))?;
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Ok(None);
    }
    let mut reader = NsReader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let (mut open, mut root, mut count) = (Vec::<Element>::new(), None, 0);
    loop {
        let (namespace, event) = reader.read_resolved_event()?;
        match event {
            Event::Start(start) => {
                count += 1;
                if count > ELEMENTS_MAX {
                    return Err(Malformed::new(format!("the body has more than {ELEMENTS_MAX} elements")));
                }
                if open.len() >= DEPTH_MAX || root.is_some() {
                    return Err(Malformed::new(
                        "the elements of the body are nested too deeply, or it has two roots",
                    ));
                }
                open.push(element(namespace, &start)?);
            }
            Event::End(_) => {
                let Some(done) = open.pop() else { return Err(Malformed::new("an element ends twice")) };
                match open.last_mut() {
                    Some(parent) => parent.children.push(done),
                    None => root = Some(done),
                }
            }
            Event::Text(text) => add(&mut open, &text.xml10_content())?,
            Event::CData(text) => add(&mut open, &text.xml10_content())?,
            Event::GeneralRef(name) => {
                let character = match name.resolve_char_ref()? {
                    Some(character) => character.to_string(),
                    None => resolve_predefined_entity(&name)
                        .ok_or_else(|| Malformed::new("the body has an entity"))?
                        .to_owned(),
                };
                add(&mut open, &character)?;
            }
            Event::DocType(_) => return Err(Malformed::new("the body has a document type")),
            Event::Eof if open.is_empty() => break,
            Event::Eof => return Err(Malformed::new("the body ends inside an element")),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) | Event::Empty(_) => {}
        }
    }
    root.map(Some).ok_or_else(|| Malformed::new("the body has no element"))
}

/// Adds text to the innermost element that is open.
fn add(open: &mut [Element], text: &str) -> Result<(), Malformed> {
    match open.last_mut() {
        Some(element) => element.text.push_str(text),
        None if text.trim().is_empty() => {}
        None => return Err(Malformed::new("the body has text outside of its element")),
    }
    Ok(())
}

fn element(namespace: ResolveResult<'_>, start: &BytesStart<'_>) -> Result<Element, Malformed> {
    let namespace = match namespace {
        ResolveResult::Bound(namespace) => {
            unescape(namespace.as_ref()).map_err(quick_xml::Error::from)?.into_owned()
        }
        ResolveResult::Unbound => String::new(),
        ResolveResult::Unknown(_) => return Err(Malformed::new("a prefix stands for no namespace")),
    };
    let local = start.local_name().as_ref().to_owned();
    if !is_name(&local) || namespace.len() > NAME_MAX || !is_free(&namespace) {
        return Err(Malformed::new("the body has a name that is too long or is none"));
    }
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| Malformed::new(error.to_string()))?;
        let (local, prefix) = attribute.key.decompose();
        if !is_name(local.as_ref()) {
            return Err(Malformed::new("the body has an attribute whose name is none"));
        }
        if prefix.is_none() && attribute.key.as_namespace_binding().is_none() {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0)?;
            attributes.push((local.as_ref().to_owned(), value.into_owned()));
        }
    }
    Ok(Element { name: Name { namespace, local }, attributes, children: Vec::new(), text: String::new() })
}

/// Whether a text can be the local name of an element (XML 1.0, section 2.3, without colons). The library does not look.
pub(super) fn is_name(text: &str) -> bool {
    let begins = |character: char| {
        matches!(character, 'A'..='Z' | '_' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
            | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}'
            | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
            | '\u{10000}'..='\u{effff}')
    };
    let goes_on = |character: char| {
        begins(character)
            || matches!(character, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
    };
    text.len() <= NAME_MAX && text.starts_with(begins) && text.chars().all(goes_on)
}

/// Whether a namespace can have other prefixes than its own (Namespaces in XML 1.0, section 3).
pub(super) fn is_free(namespace: &str) -> bool {
    namespace != "http://www.w3.org/XML/1998/namespace" && namespace != "http://www.w3.org/2000/xmlns/"
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests fail by panicking")]
mod tests {
    use super::super::{CALDAV, DAV};
    use super::*;

    #[test]
    fn elements_have_the_names_that_their_prefixes_stand_for() {
        let text = "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<x:propfind xmlns:x='DAV:'><!-- c -->
            <x:prop><getetag xmlns='DAV:'/><max xmlns='urn:ietf:params:xml:ns:caldav' n='a &lt;&#x41;'/><own/></x:prop>
            <x:href>a &amp; <![CDATA[<b>]]> &#228;</x:href></x:propfind>\n";
        let root = read(text.as_bytes()).unwrap().unwrap();
        assert!(root.name.is(DAV, "propfind"));
        let prop = root.child(DAV, "prop").unwrap();
        assert!(prop.child(DAV, "getetag").is_some());
        assert_eq!(prop.child(CALDAV, "max").unwrap().attribute("n"), Some("a <A"));
        assert!(prop.child("", "own").is_some());
        assert_eq!(root.child(DAV, "href").unwrap().text(), "a & <b> ä");
        assert_eq!((read(b""), read(b" \r\n")), (Ok(None), Ok(None)));
    }

    #[test]
    fn what_is_no_xml_or_would_grow_is_refused() {
        let deep = [&"<a>".repeat(40)[..], &"</a>".repeat(40)].concat();
        let wide = ["<a>", &"<b/>".repeat(ELEMENTS_MAX), "</a>"].concat();
        let long = ["<", &"a".repeat(NAME_MAX + 1), "/>"].concat();
        let space = ["<a xmlns='", &"n".repeat(NAME_MAX + 1), "'/>"].concat();
        for text in [
            "hello",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "<a/>text",
            "</a>",
            "<x:a/>",
            "<xml:a/>",
            "<\u{aa} xmlns='u'/>",
            "<a\u{b2}/>",
            "<a\u{2460}/>",
            "<a\"b/>",
            "<a &b;='c'/>",
            "<a b='&c;'/>",
            "<a b='1' b='2'/>",
            "<a>&b;</a>",
            "<a>&#0;</a>",
            "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
            "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>",
            "<?xml version=\"1.0\"?>",
            &deep,
            &wide,
            &long,
            &space,
        ] {
            assert!(read(text.as_bytes()).is_err(), "{}", &text[..text.len().min(80)]);
        }
        assert!(read(b"<a>\xff</a>").is_err());
    }
}
