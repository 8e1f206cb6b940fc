//! Cuts a byte stream into the data of server-sent events. It works on bytes, so a character or a line end may be
//! split between two network reads. The JSON parser checks that the bytes are UTF-8.
//!
//! The format: <https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream>. Event
//! names, ids and retry times mean nothing in chat completions, so they are skipped.

use std::collections::VecDeque;

/// The most bytes of an unfinished event that are buffered. Real events are far smaller.
pub(super) const EVENT_MAX: usize = 4 * 1024 * 1024;

/// An event or a line is larger than [`EVENT_MAX`].
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooLong;

/// The state between two network reads.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    /// The unfinished line.
    line: Vec<u8>,
    /// The data lines of the unfinished event.
    data: Option<Vec<u8>>,
    /// Whether the last byte was a carriage return. A line feed that follows belongs to the same line end.
    after_cr: bool,
    /// Whether a line has been read. A byte order mark is only allowed before the first line.
    started: bool,
    /// Complete events, oldest first.
    events: VecDeque<Vec<u8>>,
}

impl Decoder {
    /// Takes bytes from the network.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Result<(), TooLong> {
        let mut rest = bytes;
        if self.after_cr && !rest.is_empty() {
            self.after_cr = false;
            rest = rest.strip_prefix(b"\n").unwrap_or(rest);
        }
        while let Some(end) = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
            let (line, tail) = rest.split_at(end);
            self.end_line(line);
            rest = match tail {
                [b'\r', b'\n', after @ ..] => after,
                [b'\r'] => {
                    self.after_cr = true;
                    &[]
                }
                [_, after @ ..] => after,
                [] => tail,
            };
        }
        self.line.extend_from_slice(rest);
        let held = self.line.len() + self.data.as_ref().map_or(0, Vec::len);
        if held > EVENT_MAX { Err(TooLong) } else { Ok(()) }
    }

    /// The data of the next complete event.
    pub(super) fn next(&mut self) -> Option<Vec<u8>> {
        self.events.pop_front()
    }

    /// The unfinished event at the end of the stream. The standard drops it, but some servers leave out the last empty
    /// line.
    pub(super) fn rest(&mut self) -> Option<Vec<u8>> {
        if !self.line.is_empty() {
            self.end_line(b"");
        }
        self.data.take()
    }

    /// Ends the unfinished line with `tail`.
    fn end_line(&mut self, tail: &[u8]) {
        if self.line.is_empty() {
            return self.read_line(tail);
        }
        let mut line = std::mem::take(&mut self.line);
        line.extend_from_slice(tail);
        self.read_line(&line);
        line.clear();
        self.line = line;
    }

    fn read_line(&mut self, mut text: &[u8]) {
        if !std::mem::replace(&mut self.started, true) {
            text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
        }
        if text.is_empty() {
            self.events.extend(self.data.take());
        } else if let Some(value) = text.strip_prefix(b"data") {
            let value = match value {
                [b':', b' ', value @ ..] | [b':', value @ ..] => value,
                [] => value,
                _ => return, // another field whose name begins with "data"
            };
            match &mut self.data {
                Some(data) => {
                    data.push(b'\n');
                    data.extend_from_slice(value);
                }
                None => self.data = Some(value.to_vec()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<String> {
        let mut decoder = Decoder::default();
        for piece in pieces {
            assert_eq!(decoder.push(piece), Ok(()));
        }
        std::iter::from_fn(|| decoder.next())
            .map(|data| String::from_utf8_lossy(&data).into_owned())
            .collect()
    }

    /// Everything the format allows, and what comes out of it.
    const TEXT: &str = "\u{FEFF}data: one\n\n: a comment\r\nevent: ignored\r\ndata:two\r\ndata: lines\r\n\r\n\
                        data\rid: 7\rdatum: no\r\rdata: \u{1F600} سلام\n\ndata: unfinished\n";
    const EVENTS: [&str; 4] = ["one", "two\nlines", "", "\u{1F600} سلام"];

    #[test]
    fn every_cut_gives_the_same_events() {
        let bytes = TEXT.as_bytes();
        assert_eq!(decode([bytes]), EVENTS);
        assert_eq!(decode(bytes.chunks(1)), EVENTS);
        for cut in 0..bytes.len() {
            assert_eq!(decode([&bytes[..cut], &bytes[cut..]]), EVENTS, "cut at {cut}");
        }
    }

    #[test]
    fn the_unfinished_event_is_kept_apart() {
        let mut decoder = Decoder::default();
        assert_eq!(decoder.push(b"data: [DONE]"), Ok(()));
        assert_eq!(decoder.next(), None);
        assert_eq!(decoder.rest().as_deref(), Some(&b"[DONE]"[..]));
        assert_eq!(decoder.rest(), None);
    }

    #[test]
    fn an_endless_line_is_refused() {
        let mut decoder = Decoder::default();
        assert_eq!(decoder.push(&vec![b'x'; EVENT_MAX]), Ok(()));
        assert_eq!(decoder.push(b"x"), Err(TooLong));
    }
}
