//! Reading a message. What is no message of JSON-RPC gets JSON-RPC's own errors here, because rmcp answers it with plain
//! text.

use crate::media_type;
use crate::tool::Tool;
use axum::Json;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::header::ACCEPT;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use rmcp::model::{ClientJsonRpcMessage, ErrorData, RequestId};
use serde_json::Value;

/// Longest message in bytes.
const LIMIT: usize = 128 * 1024;
/// Both forms of an answer. rmcp wants clients to accept both, as the specification tells them to.
const BOTH: HeaderValue = HeaderValue::from_static("application/json, text/event-stream");

/// A message as it came.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) bytes: Bytes,
    /// Null if the body is not JSON, which rmcp refuses by its content type.
    value: Value,
}

impl Message {
    fn method(&self) -> Option<&str> {
        self.value["method"].as_str()
    }

    /// The tool that the message calls.
    pub(super) fn tool(&self) -> Option<Tool> {
        let name = self.value["params"]["name"].as_str().filter(|_| self.method() == Some("tools/call"))?;
        Tool::by_name(name)
    }
}

/// Reads the body of a request.
///
/// # Errors
/// If it is too long, or no message.
pub(super) async fn read(headers: &HeaderMap, body: Body) -> Result<Message, Refusal> {
    // The sender broke off, or sent too much. The one does not read the answer.
    let bytes = to_bytes(body, LIMIT).await.map_err(|_| Refusal::TooLong)?;
    if media_type::of_body(headers) != "application/json" {
        return Ok(Message { bytes, value: Value::Null });
    }
    let Ok(value) = serde_json::from_slice::<Value>(&bytes) else {
        return Err(Refusal::NoMessage(None, ErrorData::parse_error("The body is not JSON.", None)));
    };
    if value.is_array() {
        let detail = "Send one message at a time. Batches ended with revision 2025-06-18.";
        return Err(Refusal::NoMessage(None, ErrorData::invalid_request(detail, None)));
    }
    if serde_json::from_value::<ClientJsonRpcMessage>(value.clone()).is_err() {
        let id = serde_json::from_value(value["id"].clone()).ok();
        return Err(Refusal::NoMessage(
            id,
            ErrorData::invalid_request("This is not a message of JSON-RPC 2.0.", None),
        ));
    }
    Ok(Message { bytes, value })
}

/// Lets clients through that accept JSON but no event stream, or do not say what they accept. Only a subscription needs
/// a stream.
pub(super) fn accept_json(headers: &mut HeaderMap, message: &Message) {
    let accepted: Vec<_> = media_type::accepted(headers).collect();
    let accepts = |kind: &str| accepted.iter().any(|accepted| accepted == kind);
    let anything = accepted.is_empty() || accepts("*/*");
    let json = accepts("application/json") && message.method() != Some("subscriptions/listen");
    if anything || json {
        headers.insert(ACCEPT, BOTH);
    }
}

/// Why a body is not taken.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It is longer than [`LIMIT`].
    TooLong,
    /// It is no message of JSON-RPC. It may have an id all the same.
    NoMessage(Option<RequestId>, ErrorData),
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::TooLong => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
            Self::NoMessage(id, error) => {
                let id = id.map_or(Value::Null, |id| id.into_json_value());
                let body = serde_json::json!({ "jsonrpc": "2.0", "id": id, "error": error });
                (StatusCode::BAD_REQUEST, Json(body)).into_response()
            }
        }
    }
}
