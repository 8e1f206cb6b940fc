//! `POST /oauth/register` (RFC 7591).

use super::failure::Failure;
use crate::auth::server::Client;
use crate::oauth::server::{OAuth, OAuthError, Registration};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use serde_json::{Value, json};

/// Registers an app. Every client here is public: one that asks for a secret gets none, and the answer says so, as
/// section 3.2.1 allows.
pub(super) async fn register(
    State(oauth): State<OAuth>,
    Extension(client): Extension<Client>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Failure> {
    // serde would take a list for an object: its first item for the first field.
    let read = serde_json::from_slice(&body).ok().filter(Value::is_object).map(serde_json::from_value);
    let new: Registration = read
        .and_then(Result::ok)
        .ok_or(OAuthError::InvalidClientMetadata("the body must be JSON as in RFC 7591"))?;
    let app = oauth.register(new, &client).await?;
    let answer = json!({
        "client_id": app.id,
        "client_name": app.name,
        "redirect_uris": app.redirect_uris,
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "token_endpoint_auth_method": "none",
    });
    Ok((StatusCode::CREATED, Json(answer)))
}
