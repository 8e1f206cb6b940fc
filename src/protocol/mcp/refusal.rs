//! A rule's refusal as an error of JSON-RPC. Tools do not use it: their refusals are results, which models can read.

use crate::error::{AppError, Error};
use rmcp::ErrorData;
use serde_json::json;

/// The error with its sentence, and with `{detail, code, field?}` as its data.
pub(super) fn refused(error: impl Into<Error>) -> ErrorData {
    from_public(&error.into().public())
}

/// The same of an error that is public already.
pub(super) fn from_public(error: &AppError) -> ErrorData {
    let (detail, data) = (error.detail(), Some(json!(error.body())));
    match error.code.status() {
        // rmcp tells clients of 2026-07-28 -32602 instead.
        404 => ErrorData::resource_not_found(detail, data),
        400..=499 => ErrorData::invalid_params(detail, data),
        _ => ErrorData::internal_error(detail, data),
    }
}
