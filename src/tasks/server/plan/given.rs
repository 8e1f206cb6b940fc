//! Fields that may be null and may be left out, which is not the same.

use crate::id::TaskId;
use serde::{Deserialize, Deserializer};

/// Reads a field that may be null and may be left out, which is not the same.
pub(super) fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// Reads a whole number that may be null and may be left out. `2.0` is a whole number too, by JSON Schema and for programs that
/// know no other numbers.
fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    let Some(number) = Option::<serde_json::Number>::deserialize(deserializer)? else { return Ok(None) };
    let exact = |number: &f64| number.fract() == 0.0 && number.abs() < 9e15;
    let whole = number.as_i64().or_else(|| number.as_f64().filter(exact).map(|number| number as i64));
    whole.map(Some).ok_or_else(|| serde::de::Error::custom("expected a whole number"))
}

/// A number that does not fit is one that is not allowed either.
pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<u8>>, D::Error> {
    Ok(Some(whole(deserializer)?.map(|number| u8::try_from(number).unwrap_or(0))))
}

pub(super) fn task<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<TaskId>>, D::Error> {
    Ok(Some(whole(deserializer)?.map(TaskId::new)))
}
