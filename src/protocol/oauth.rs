//! OAuth 2.1 as apps see it: the documents that tell them where everything is, the consent page, registration, tokens and
//! revocation.

mod authorize;
mod failure;
mod metadata;
mod parameters;
mod register;
mod token;

use crate::endpoint::{Access, Endpoints};
use crate::state::AppState;
use axum::http::Method;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use tower_http::cors::{Any, CorsLayer};

/// What a person sees. It needs the session cookie and the check of foreign pages, as all pages do.
pub(crate) fn pages() -> Endpoints<AppState> {
    Endpoints::new().on(Method::GET, "/oauth/authorize", Access::Anyone, authorize::ask).on(
        Method::POST,
        "/oauth/authorize",
        Access::Member,
        authorize::decide,
    )
}

/// What apps ask for tokens. It needs no session.
pub(crate) fn endpoints() -> Endpoints<AppState> {
    Endpoints::new()
        .on(Method::POST, "/oauth/register", Access::Anyone, register::register)
        .on(Method::POST, "/oauth/token", Access::Anyone, token::token)
        .on(Method::POST, "/oauth/revoke", Access::Anyone, token::revoke)
}

/// The documents. Some programs look for them at the root, others with the resource's path at the end (RFC 8414 section
/// 3.1, RFC 9728 section 3.1).
pub(crate) fn documents() -> Endpoints<AppState> {
    let get = || Method::GET;
    Endpoints::new()
        .on(get(), "/.well-known/oauth-protected-resource", Access::Anyone, metadata::resource)
        .on(get(), "/.well-known/oauth-protected-resource/mcp", Access::Anyone, metadata::resource)
        .on(get(), "/.well-known/oauth-authorization-server", Access::Anyone, metadata::server)
        .on(get(), "/.well-known/oauth-authorization-server/mcp", Access::Anyone, metadata::server)
}

/// Pages of every origin may read the documents. They say nothing that not everybody may know, and are the same with
/// and without a cookie; a program in a browser reads them before anybody could have named it in `TRUSTED_ORIGINS`.
pub(crate) fn open_to_all() -> CorsLayer {
    CorsLayer::new().allow_origin(Any).allow_methods([Method::GET]).allow_headers([
        CACHE_CONTROL,
        CONTENT_TYPE,
        axum::http::HeaderName::from_static("mcp-protocol-version"),
    ])
}
