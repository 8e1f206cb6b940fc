//! Finds out what a response's body is. Some servers label a stream as JSON, some label a document as a stream, and
//! some answer with a whole message although they were asked for a stream. So the first bytes decide, not the label.

use super::sse::{Decoder, EVENT_MAX, TooLong};
use serde::de::IgnoredAny;

/// A response's body, as far as it has come.
#[derive(Debug)]
pub(super) enum Body {
    /// Nothing but white space so far.
    Unknown(Vec<u8>),
    /// Server-sent events.
    Events(Decoder),
    /// Anything else, such as a JSON document or a page.
    Document(Vec<u8>),
}

impl Default for Body {
    fn default() -> Self {
        Self::Unknown(Vec::new())
    }
}

impl Body {
    /// Takes bytes from the network.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Result<(), TooLong> {
        match self {
            Self::Events(decoder) => return decoder.push(bytes),
            Self::Unknown(read) | Self::Document(read) => read.extend_from_slice(bytes),
        }
        if let Self::Unknown(read) = self {
            let start = without_mark(read);
            match start.first() {
                // The mark may have been cut.
                None | Some(0xEF) if start.len() < 3 => {}
                Some(b'{' | b'[' | b'<') => *self = Self::Document(std::mem::take(read)),
                _ => {
                    let mut decoder = Decoder::default();
                    let kept = decoder.push(read);
                    *self = Self::Events(decoder);
                    return kept;
                }
            }
        }
        match self {
            Self::Unknown(read) | Self::Document(read) if read.len() > EVENT_MAX => Err(TooLong),
            _ => Ok(()),
        }
    }

    /// The data of the next complete event.
    pub(super) fn next(&mut self) -> Option<Vec<u8>> {
        match self {
            Self::Events(decoder) => decoder.next(),
            Self::Unknown(_) | Self::Document(_) => None,
        }
    }
}

/// The JSON values of a document, in order. `None` if there is none, or if the document is cut or no JSON.
pub(super) fn values(document: &[u8]) -> Option<Vec<Vec<u8>>> {
    let text = String::from_utf8_lossy(without_mark(document));
    let mut stream = serde_json::Deserializer::from_str(&text).into_iter::<IgnoredAny>();
    let (mut values, mut start) = (Vec::new(), 0);
    while let Some(value) = stream.next() {
        value.ok()?;
        values.push(text.get(start..stream.byte_offset())?.into());
        start = stream.byte_offset();
    }
    (!values.is_empty()).then_some(values)
}

/// The bytes after the byte order mark and white space.
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_decide() {
        let kind = |pieces: &[&[u8]]| {
            let mut body = Body::default();
            pieces.iter().for_each(|piece| assert_eq!(body.push(piece), Ok(())));
            match body {
                Body::Unknown(_) => "unknown",
                Body::Events(_) => "events",
                Body::Document(_) => "document",
            }
        };
        assert_eq!(kind(&[b"\xEF", b"\xBB", b"\xBF"]), "unknown");
        assert_eq!(kind(&[b"\xEF\xBB", b"\xBF\n{"]), "document");
        assert_eq!(kind(&[b"\xEF\xBB\xBFdata"]), "events");
        for document in [&b" {}"[..], b"[", b"<html>"] {
            assert_eq!(kind(&[document]), "document");
        }
        for events in [&b": hm"[..], b"data:{", b"event: x", b"id: 1", b"nonsense"] {
            assert_eq!(kind(&[events]), "events");
        }
    }

    #[test]
    fn a_document_has_whole_values() {
        let read = |text: &str| values(text.as_bytes()).map(|values| values.len());
        assert_eq!(read("\u{FEFF}{}\n{}"), Some(2));
        for bad in ["", "{", "<p>", "{}{"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
