//! Every URL of the server, and in which order what is done to a request.

use super::{assets, middleware};
use crate::app::{App, shell};
use crate::auth::server::middleware::identify;
use crate::config::Config;
use crate::protocol::{better_auth, health};
use crate::state::AppState;
use axum::Router;
use axum::extract::Request;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use leptos::prelude::provide_context;
use leptos_axum::{LeptosRoutes, generate_route_list};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;

/// Longest body of a request in bytes: the longest message, percent-encoded at up to 12 bytes a character.
const BODY_LIMIT: usize = 128 * 1024;

/// The whole service.
pub(super) fn build(state: AppState, config: &Config) -> Router {
    let provide_state = {
        let state = state.clone();
        move || provide_context(state.clone())
    };
    let render_shell = {
        let options = state.leptos_options.clone();
        move || shell(options.clone())
    };
    // Pages and server functions (/rpc/*), for people; then the protocols, for programs.
    let known = Router::new()
        .leptos_routes_with_context(&state, generate_route_list(App), provide_state, render_shell)
        .merge(better_auth::router())
        .layer(from_fn_with_state(state.auth.clone(), identify))
        .merge(health::router())
        .fallback(assets_or_not_found)
        .with_state(state);
    // Read upwards: the last layer sees a request first.
    known
        .layer(RequestBodyLimitLayer::new(BODY_LIMIT))
        .layer(middleware::cross_origin(config))
        .layer(CompressionLayer::new())
        .layer(from_fn(middleware::security_headers))
        .layer(CatchPanicLayer::new())
        .layer(from_fn(middleware::log))
}

/// A file of the client, or the page that says that there is nothing.
async fn assets_or_not_found(
    axum::extract::State(state): axum::extract::State<AppState>,
    request: Request,
) -> Response {
    if let Some(file) = assets::serve(request.uri().path(), request.headers()) {
        return file;
    }
    if request.uri().path().starts_with("/api/") || request.uri().path().starts_with("/rpc/") {
        return crate::error::Error::NotFound.into_response();
    }
    let options = state.leptos_options.clone();
    let render = leptos_axum::render_app_async_with_context(
        move || provide_context(state.clone()),
        move || shell(options.clone()),
    );
    render(request).await
}
