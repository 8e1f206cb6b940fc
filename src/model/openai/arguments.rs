//! The arguments of a call, as the pieces of it left them.
//!
//! A whole answer has one JSON object. But some servers send `{}` before the real arguments, some send the arguments in
//! pieces and then once more as a whole, and some send with each piece everything that came before. So the text may
//! hold several objects, one after the other.

use super::surrogate::mended;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Whether the text is complete: one or more JSON objects.
pub(super) fn is_complete(text: &str) -> bool {
    !objects(text).is_empty()
}

/// Whether there is nothing in the arguments yet: no text, or empty objects.
pub(super) fn is_placeholder(text: &str) -> bool {
    text.trim().is_empty() || {
        let objects = objects(text);
        !objects.is_empty() && objects.iter().all(|(_, object)| object.is_empty())
    }
}

/// The arguments of each call that the text holds. That is one call, unless objects follow each other that say
/// different things. A text that is no object is one call's: the tool refuses it, and the model reads why.
pub(super) fn settle(text: &str) -> Vec<String> {
    if text.trim().is_empty() {
        return vec!["{}".into()];
    }
    let unwrapped = unwrap(text);
    let mut settled: Vec<(&str, Map<String, Value>)> = Vec::new();
    for (raw, object) in objects(&unwrapped) {
        match settled.last_mut() {
            Some(last) if continues(&last.1, &object) => *last = (raw, object),
            // A repetition of what is known, or an empty object after it.
            Some(last) if continues(&object, &last.1) => {}
            _ => settled.push((raw, object)),
        }
    }
    match settled.is_empty() {
        true => vec![unwrapped.into_owned()],
        false => settled.into_iter().map(|(raw, _)| raw.to_owned()).collect(),
    }
}

/// The text without what a JSON parser cannot read: half characters, and quotes around the whole.
fn unwrap(text: &str) -> Cow<'_, str> {
    let mended = mended(text).map_or(Cow::Borrowed(text), Cow::Owned);
    match serde_json::from_str::<String>(&mended) {
        Ok(inner) if is_complete(&inner) => Cow::Owned(inner),
        _ => mended,
    }
}

/// The objects that the text consists of, each with its own text. None if anything else is in it.
fn objects(text: &str) -> Vec<(&str, Map<String, Value>)> {
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<Map<String, Value>>();
    let (mut objects, mut start) = (Vec::new(), 0);
    while let Some(object) = stream.next() {
        let Ok(object) = object else { return Vec::new() };
        let end = stream.byte_offset();
        objects.push((text.get(start..end).unwrap_or_default().trim(), object));
        start = end;
    }
    objects
}

/// Whether the later object says what the earlier one does, and perhaps more.
fn continues(earlier: &Map<String, Value>, later: &Map<String, Value>) -> bool {
    earlier.iter().all(|(name, value)| match (value, later.get(name)) {
        (Value::String(value), Some(Value::String(longer))) => longer.starts_with(value.as_str()),
        (value, Some(other)) => value == other,
        (_, None) => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_calls_arguments_are_one_object() {
        for (text, settled) in [
            (" ", "{}"),
            ("{}", "{}"),
            ("{}{}", "{}"),
            ("{} {\"a\": 1}", "{\"a\": 1}"),
            ("{\"a\": 1}{}", "{\"a\": 1}"),
            ("{\"a\":\"x\"}\n{\"a\":\"xy\",\"b\":2}", "{\"a\":\"xy\",\"b\":2}"),
            ("\"{\\\"a\\\":1}\"", "{\"a\":1}"),
            ("{oops", "{oops"),
            ("{\"a\":1}{oops", "{\"a\":1}{oops"),
            ("\"text\"", "\"text\""),
            ("{\"a\":\"\\ud83d\"}", "{\"a\":\"\\ufffd\"}"),
        ] {
            assert_eq!(settle(text), [settled], "{text}");
        }
        assert_eq!(settle("{\"a\":1}{\"a\":2}"), ["{\"a\":1}", "{\"a\":2}"]);
    }

    #[test]
    fn an_empty_text_and_an_empty_object_are_placeholders() {
        assert!(is_placeholder("") && is_placeholder(" {} ") && is_placeholder("{}{}"));
        assert!(!is_placeholder("{") && !is_placeholder("{\"a\":1}") && !is_placeholder("{}{\"a\":1}"));
        assert!(is_complete("{}") && is_complete("{}{\"a\":1}") && !is_complete("") && !is_complete("{}{"));
    }
}
