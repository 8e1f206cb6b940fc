//! Half characters. JSON may write a character beyond U+FFFF as two escapes, `\ud83d\ude00`
//! (<https://www.rfc-editor.org/rfc/rfc8259#section-7>). Servers that cut a text between the two send each half in its
//! own chunk. Others cut the bytes of a character. A JSON parser refuses both, and the reply would be lost.

use std::borrow::Cow;

/// Mends the JSON texts of one answer. It holds the first half of a character until the next text brings the second.
#[derive(Debug, Default)]
pub(super) struct Mender {
    /// The four digits of a first half that ended a string of the last text.
    held: Option<[u8; 4]>,
}

/// An escape that stands for any half that is left alone: U+FFFD.
const REPLACEMENT: &[u8] = b"\\ufffd";

impl Mender {
    /// The text with whole characters only.
    pub(super) fn mend<'a>(&mut self, json: &'a [u8]) -> Cow<'a, [u8]> {
        let json = match String::from_utf8_lossy(json) {
            Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
            Cow::Owned(text) => Cow::Owned(text.into_bytes()),
        };
        match self.join(&json, true) {
            Some(mended) => Cow::Owned(mended),
            None => json,
        }
    }

    /// `None` if there is nothing to mend. If no further text comes (`more`), nothing is held.
    fn join(&mut self, json: &[u8], more: bool) -> Option<Vec<u8>> {
        let mut mended: Option<Vec<u8>> = None;
        let (mut copied, mut at) = (0, 0);
        let mut held = self.held.take();
        while let Some(rest) = json.get(at..).filter(|rest| !rest.is_empty()) {
            let Some(found) = rest.iter().position(|byte| *byte == b'\\') else { break };
            at += found;
            let Some(half) = half(json, at) else {
                at += 2;
                continue;
            };
            if let (Half::First(_), Some(Half::Second(_))) = (&half, self::half(json, at + 6)) {
                at += 12;
                continue;
            }
            let out = mended.get_or_insert_default();
            out.extend_from_slice(json.get(copied..at).unwrap_or_default());
            match half {
                Half::First(digits) if more && json.get(at + 6) == Some(&b'"') => self.held = Some(digits),
                Half::Second(digits) if let Some(first) = held.take() => {
                    out.extend([b"\\u", &first[..], b"\\u", &digits[..]].concat());
                }
                _ => out.extend_from_slice(REPLACEMENT),
            }
            at += 6;
            copied = at;
        }
        let mut mended = mended?;
        mended.extend_from_slice(json.get(copied..).unwrap_or_default());
        Some(mended)
    }
}

/// A JSON text that stands alone, with whole characters only. `None` if it has no others.
pub(super) fn mended(json: &str) -> Option<String> {
    let mended = Mender::default().join(json.as_bytes(), false)?;
    String::from_utf8(mended).ok()
}

/// Half of a character, with its four digits.
enum Half {
    First([u8; 4]),
    Second([u8; 4]),
}

/// The half character that is escaped here.
fn half(json: &[u8], at: usize) -> Option<Half> {
    let digits: [u8; 4] = json.get(at..at + 6)?.strip_prefix(b"\\u")?.try_into().ok()?;
    match u16::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()? {
        0xD800..=0xDBFF => Some(Half::First(digits)),
        0xDC00..=0xDFFF => Some(Half::Second(digits)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_bytes_are_survived_and_whole_texts_stay_as_they_are() {
        for text in
            ["", "\\", "\\u", "\\ud8", "\\\\ud83d", "\\\\\\\\ud83d", "{\"a\":\"\\ud83d\\ude00\"}", "\\u00e4"]
        {
            assert_eq!(Mender::default().mend(text.as_bytes()), Cow::Borrowed(text.as_bytes()), "{text}");
        }
        assert_eq!(
            &*Mender::default().mend(b"\"\\ude00\\ud83d\\ud83d\\ude00\""),
            b"\"\\ufffd\\ufffd\\ud83d\\ude00\""
        );
        assert_eq!(&*Mender::default().mend(b"\"\xF0\x9F\""), "\"\u{FFFD}\"".as_bytes());
    }
}
