//! Reading the parts of a request, and refusing them.

use super::Refusal;
use crate::error::{AppError, Reason};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Refuses a request because of one of its values.
pub(super) fn refuse(name: &str, problem: &str) -> Refusal {
    let reason = Reason::InvalidArgument { name: Some(name.to_owned()), problem: problem.to_owned() };
    Refusal(reason.into())
}

/// Reads the body of a request.
pub(super) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    read_value(serde_json::from_slice(body).map_err(|error| malformed(None, &error))?)
}

/// Reads a part of a request.
pub(super) fn read_value<T: DeserializeOwned>(value: Value) -> Result<T, Refusal> {
    // serde would take a list for an object: its first item for the first field.
    if value.is_array() {
        return Err(malformed(None, &serde::de::Error::custom("expected an object, found a list")));
    }
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        malformed(Some(path).filter(|path| path != "."), error.inner())
    })
}

fn malformed(name: Option<String>, error: &serde_json::Error) -> Refusal {
    Refusal(Reason::InvalidArgument { name, problem: error.to_string() }.into())
}

/// Refuses a request that names something that is not there.
pub(super) fn missing(reason: Reason) -> Refusal {
    Refusal(AppError::from(reason))
}
