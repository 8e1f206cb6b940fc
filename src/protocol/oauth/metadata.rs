//! The documents that tell apps where everything is.

use crate::oauth::server::{OAuth, SCOPES};
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

/// The resource, and who gives tokens for it (RFC 9728). `resource` is exactly the address that people give to an app.
pub(super) async fn resource(State(oauth): State<OAuth>) -> Json<Value> {
    Json(json!({
        "resource": oauth.resource(),
        "authorization_servers": [oauth.issuer()],
        "scopes_supported": SCOPES,
        "bearer_methods_supported": ["header"],
        "resource_name": "Docket",
    }))
}

/// The authorization server (RFC 8414). Clients are public, so they prove nothing but their codes.
pub(super) async fn server(State(oauth): State<OAuth>) -> Json<Value> {
    let at = |path: &str| [oauth.issuer(), path].concat();
    Json(json!({
        "issuer": oauth.issuer(),
        "authorization_endpoint": at("/oauth/authorize"),
        "token_endpoint": at("/oauth/token"),
        "registration_endpoint": at("/oauth/register"),
        "revocation_endpoint": at("/oauth/revoke"),
        "scopes_supported": SCOPES,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "token_endpoint_auth_methods_supported": ["none"],
        "revocation_endpoint_auth_methods_supported": ["none"],
        "code_challenge_methods_supported": ["S256"],
        // RFC 9207.
        "authorization_response_iss_parameter_supported": true,
        // draft-ietf-oauth-client-id-metadata-document.
        "client_id_metadata_document_supported": true,
        // RFC 9728 section 4.
        "protected_resources": [oauth.resource()],
    }))
}
