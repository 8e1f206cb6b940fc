//! The Model Context Protocol at `/mcp`, so that assistants of other people act on a person's tasks: the tools of
//! [`tool`](crate::tool), tasks and conversations as resources, and prompts for common requests.
//!
//! rmcp speaks the protocol, in every revision from 2024-11-05 to 2026-07-28. No revision gets a session: each request
//! stands alone, so a client loses nothing when the server restarts, and any replica answers. `GET` and `DELETE`, which
//! need a session, answer 405 at once.

mod docket;
mod guard;
mod message;
mod prompts;
mod refusal;
mod resources;
mod subscription;
mod tools;

use self::docket::Docket;
use crate::auth::server::Grant;
use crate::endpoint::{Access, Endpoints};
use crate::origins::Origins;
use crate::state::AppState;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, HOST};
use axum::http::{HeaderMap, Method, Uri};
use axum::response::{IntoResponse, Response};
use rmcp::ServerHandler;
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::{StreamableHttpServerConfig, StreamableHttpService};
use std::sync::Arc;

/// The URL.
pub(crate) fn endpoints() -> Endpoints<AppState> {
    // The refusal of the other methods tells nobody anything, and clients that probe them have no token yet.
    Endpoints::new()
        .on(Method::POST, "/mcp", Access::Member, serve)
        .on(Method::GET, "/mcp", Access::Anyone, serve)
        .on(Method::DELETE, "/mcp", Access::Anyone, serve)
}

async fn serve(State(state): State<AppState>, request: Request) -> Response {
    let origins = state.origins.clone();
    answer(&origins, request, move |grant| Docket::new(state.clone(), grant.clone())).await
}

/// Answers one request. Its extensions hold the [`Grant`] that it proves. `handler` makes what answers its message.
pub async fn answer<H: ServerHandler>(
    origins: &Origins,
    request: Request,
    handler: impl Fn(&Grant) -> H + Send + Sync + 'static,
) -> Response {
    if let Err(error) = guard::check_address(origins, &request) {
        return guard::refuse(error);
    }
    if request.method() != Method::POST {
        return guard::only_post();
    }
    let Some(grant) = request.extensions().get::<Grant>().cloned() else {
        return guard::unauthenticated(origins, request.headers());
    };
    let (mut parts, body) = request.into_parts();
    let message = match message::read(&parts.headers, body).await {
        Ok(message) => message,
        Err(refused) => return refused.into_response(),
    };
    if let Some(refused) = guard::missing_scope(origins, &parts.headers, &grant, &message) {
        return refused;
    }
    message::accept_json(&mut parts.headers, &message);
    // Whatever the handler logs of a request, it cannot be its token.
    parts.headers.remove(AUTHORIZATION);
    let request = Request::from_parts(parts, Body::from(message.bytes));
    let service = StreamableHttpService::new(
        move || Ok(handler(&grant)),
        Arc::new(NeverSessionManager::default()),
        configuration(),
    );
    service.handle(request).await.map(Body::new)
}

fn configuration() -> StreamableHttpServerConfig {
    StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        // `guard` has checked both, before it looked for a token.
        .disable_allowed_hosts()
        .disable_allowed_origins()
}

/// The host that a request names. HTTP/2 has it in the address.
fn host<'a>(headers: &'a HeaderMap, uri: &'a Uri) -> Option<&'a str> {
    let named = headers.get(HOST).and_then(|host| host.to_str().ok());
    named.or_else(|| uri.authority().map(|authority| authority.as_str()))
}
