//! Fields of JSON objects that may be missing or of another kind.

use serde_json::Value;

/// A field's text. Empty if it has none.
pub(super) fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// A field's list. Empty if it has none.
pub(super) fn list<'a>(value: &'a Value, field: &str) -> &'a [Value] {
    value.get(field).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// A field's text or number, as a key.
pub(super) fn key(value: &Value, field: &str) -> Option<String> {
    match value.get(field)? {
        Value::String(key) if !key.is_empty() => Some(key.clone()),
        Value::Number(key) => Some(key.to_string()),
        _ => None,
    }
}
