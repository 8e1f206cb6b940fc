//! `POST /oauth/token` (RFC 6749 sections 4.1.3 and 6) and `POST /oauth/revoke` (RFC 7009). The answers are never stored:
//! all answers say `Cache-Control: no-store`.

use super::failure::Failure;
use super::parameters::Parameters;
use crate::auth::server::Client;
use crate::oauth::server::{Exchange, OAuth, OAuthError, Refresh, scope};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::{Extension, Json};
use serde_json::{Value, json};

/// Gives tokens for a code or a refresh token.
pub(super) async fn token(
    State(oauth): State<OAuth>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Failure> {
    let sent = Parameters::of_form(&headers, &body)?;
    let grant_type = sent.need("grant_type", "grant_type is missing")?;
    let client_id = || sent.need("client_id", "client_id is missing");
    let tokens = match grant_type {
        "authorization_code" => {
            let exchange = Exchange {
                code: sent.need("code", "code is missing")?,
                client_id: client_id()?,
                redirect_uri: sent.get("redirect_uri"),
                verifier: sent.get("code_verifier"),
                resources: sent.resources(),
            };
            oauth.exchange(&exchange, &client).await?
        }
        "refresh_token" => {
            let refresh = Refresh {
                token: sent.need("refresh_token", "refresh_token is missing")?,
                client_id: client_id()?,
                scope: sent.get("scope"),
                resources: sent.resources(),
            };
            oauth.refresh(&refresh, &client).await?
        }
        _ => return Err(OAuthError::UnsupportedGrantType.into()),
    };
    Ok(Json(json!({
        "access_token": tokens.access_token,
        "token_type": "Bearer",
        "expires_in": tokens.expires_in,
        "refresh_token": tokens.refresh_token,
        "scope": scope(tokens.permission),
    })))
}

/// Ends a token. `token_type_hint` is not needed: tokens tell what they are.
pub(super) async fn revoke(
    State(oauth): State<OAuth>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, Failure> {
    let sent = Parameters::of_form(&headers, &body)?;
    let token = sent.need("token", "token is missing")?;
    oauth.revoke(token, sent.get("client_id"), &client).await?;
    Ok(StatusCode::OK)
}
