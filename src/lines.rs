//! Events as bytes and back: newline-delimited JSON, one event a line.
//!
//! The network may cut anywhere, even inside a character. So lines are split as bytes and decoded whole.

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::marker::PhantomData;

/// One event as a line, with its newline. JSON escapes newlines, so an event is always one line.
pub fn encode<E: Serialize>(event: &E) -> Vec<u8> {
    let mut line = serde_json::to_vec(event).unwrap_or_default();
    line.push(b'\n');
    line
}

/// Joins chunks of bytes and returns the events that are complete.
#[derive(Debug)]
pub struct Decoder<E> {
    pending: Vec<u8>,
    events: PhantomData<E>,
}

impl<E> Default for Decoder<E> {
    fn default() -> Self {
        Self { pending: Vec::new(), events: PhantomData }
    }
}

impl<E: DeserializeOwned> Decoder<E> {
    /// Takes the next chunk, of any length, and returns the events that it completes, in order. Skips a line that is
    /// not an event it knows, which may come from a newer server.
    pub fn push(&mut self, chunk: &[u8]) -> Vec<E> {
        self.pending.extend_from_slice(chunk);
        let Some(end) = self.pending.iter().rposition(|byte| *byte == b'\n') else {
            return Vec::new();
        };
        let rest = self.pending.split_off(end + 1);
        let lines = std::mem::replace(&mut self.pending, rest);
        let event = |line: &[u8]| serde_json::from_str(std::str::from_utf8(line).ok()?).ok();
        lines.split(|byte| *byte == b'\n').filter_map(event).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
    #[serde(tag = "type", rename_all = "snake_case")]
    enum Event {
        Text { delta: String },
        Ping,
    }

    fn text(delta: &str) -> Event {
        Event::Text { delta: delta.to_owned() }
    }

    #[test]
    fn skips_what_it_does_not_know() {
        let events =
            Decoder::<Event>::default().push(b"{\"type\":\"of the future\"}\n\n{\"type\":\"ping\"}\n");
        assert_eq!(events, [Event::Ping]);
    }

    proptest! {
        #[test]
        fn survives_any_cut(deltas in proptest::collection::vec("\\PC*|[\n\r\u{2028}دودھ🥛]*", 0..8), size in 1usize..9) {
            let sent: Vec<_> = deltas.iter().map(|delta| text(delta)).collect();
            let bytes: Vec<u8> = sent.iter().flat_map(encode).collect();
            let mut decoder = Decoder::<Event>::default();
            let received: Vec<_> = bytes.chunks(size).flat_map(|chunk| decoder.push(chunk)).collect();
            prop_assert_eq!(received, sent);
        }
    }
}
