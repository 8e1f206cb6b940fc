//! Writes XML.

use super::{Name, PREFIXES};
use std::fmt::{self, Write};

/// A text as XML has it, between tags or in an attribute. Characters that XML cannot hold are left out.
pub(in super::super) struct Escaped<'a>(pub(in super::super) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(at) = rest.find(is_special) {
            out.write_str(&rest[..at])?;
            let mut characters = rest[at..].chars();
            match characters.next() {
                Some('&') => out.write_str("&amp;")?,
                Some('<') => out.write_str("&lt;")?,
                Some('>') => out.write_str("&gt;")?,
                Some('"') => out.write_str("&quot;")?,
                // Readers take a bare one for a part of the line's end.
                Some('\r') => out.write_str("&#13;")?,
                _ => {}
            }
            rest = characters.as_str();
        }
        out.write_str(rest)
    }
}

fn is_special(character: char) -> bool {
    matches!(character, '&' | '<' | '>' | '"' | '\r' | '\u{fffe}' | '\u{ffff}')
        || character < ' ' && !matches!(character, '\t' | '\n')
}

/// The declarations of the namespaces of every answer.
pub(in super::super) fn namespaces() -> String {
    PREFIXES.map(|(prefix, namespace)| format!(" xmlns:{prefix}=\"{namespace}\"")).concat()
}

/// A document with this element, which declares the namespaces, and what is in it.
pub(in super::super) fn document(element: &str, inner: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<{element}{}>{inner}</{element}>\n", namespaces())
}

/// Writes an empty element with this name.
pub(in super::super) fn empty(out: &mut String, name: &Name) {
    let prefix = PREFIXES.iter().find(|(_, namespace)| *namespace == name.namespace);
    let local = &name.local;
    // Writing to a text never fails.
    _ = match prefix {
        Some((prefix, _)) => write!(out, "<{prefix}:{local}/>"),
        None if name.namespace.is_empty() => write!(out, "<{local}/>"),
        None => write!(out, "<x:{local} xmlns:x=\"{}\"/>", Escaped(&name.namespace)),
    };
}

#[cfg(test)]
mod tests {
    use super::super::{DAV, read};
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let text = "a\r\n\"b\" <c> & ä \u{1F600} ]]>";
        let written = format!("<a>{}</a>", Escaped(&[text, "\u{0}\u{b}\u{ffff}"].concat()));
        assert_eq!(
            read(written.as_bytes()).ok().flatten().map(|element| element.text().to_owned()),
            Some(text.into())
        );
    }

    #[test]
    fn a_name_keeps_its_namespace() {
        for namespace in [DAV, "", "urn:x?a&b=\"c\""] {
            let name = Name { namespace: namespace.into(), local: "own".into() };
            let mut text = String::from("<D:a xmlns:D=\"DAV:\">");
            empty(&mut text, &name);
            text += "</D:a>";
            let root = read(text.as_bytes()).ok().flatten();
            assert_eq!(root.map(|root| root.children[0].name.clone()), Some(name));
        }
    }
}
