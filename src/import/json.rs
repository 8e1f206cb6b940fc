//! JSON files, by whom they are.

use super::draft::Reader;
use super::{ImportError, Source, docket, google, microsoft};
use serde_json::Value;

pub(super) fn read(text: &str, reader: &mut Reader<'_>) -> Result<Source, ImportError> {
    let value: Value = serde_json::from_str(text).map_err(|_| ImportError::UnknownJson)?;
    if google::read(&value, reader) {
        Ok(Source::GoogleTasks)
    } else if docket::read(&value, reader) {
        Ok(Source::Docket)
    } else if microsoft::read(&value, reader) {
        Ok(Source::MicrosoftToDo)
    } else {
        Err(ImportError::UnknownJson)
    }
}

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
