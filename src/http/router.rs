//! Every URL of the server, and the order of the middleware.

use super::surroundings::{Surroundings, surround};
use super::{Site, gates, health};
use crate::app::{App, document};
use crate::config::Config;
use crate::endpoint::{Access, Endpoint};
use crate::error::Error;
use crate::export::api as export;
use crate::protocol::{better_auth, caldav, chatkit, door, feed, mcp, oauth, rest};
use crate::push::server as push;
use crate::state::AppState;
use crate::tasks::page::import as task_import;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use leptos::server_fn::axum::server_fn_paths;
use leptos_axum::{LeptosRoutes, generate_route_list};
use std::sync::Arc;
use std::time::Duration;

/// The whole service.
pub(super) fn build(state: AppState, config: &Config, site: Site, body_time: Duration) -> Router {
    let provide_state = {
        let state = state.clone();
        move || state.provide()
    };
    let render_shell = {
        let options = state.leptos_options.clone();
        move || document(options.clone())
    };
    // Pages and server functions (/rpc/*) are for people, the protocols for programs.
    let people = Router::new()
        .leptos_routes_with_context(&state, generate_route_list(App), provide_state, render_shell)
        .merge(export::endpoints().router)
        .merge(task_import::endpoints().router)
        .merge(oauth::pages().router)
        .layer(from_fn_with_state(state.clone(), gates::people));
    let requests = door::Requests::new(config.quotas.requests);
    let doors = Router::new()
        .merge(rest::endpoints().router)
        .merge(mcp::endpoints().router)
        .merge(chatkit::endpoints().router)
        .layer(from_fn_with_state((state.clone(), requests.clone()), gates::programs))
        .layer(door::cors(config));
    let calendars =
        caldav::endpoints().router.layer(from_fn_with_state((state.clone(), requests), gates::passwords));
    let tokens = oauth::endpoints()
        .router
        .layer(from_fn_with_state(config.origins(), gates::our_pages))
        .layer(door::cors(config))
        .merge(oauth::documents().router.layer(oauth::open_to_all()));
    let better_auth =
        better_auth::endpoints().router.layer(from_fn_with_state(state.auth.clone(), gates::better_auth));
    let known = people
        .merge(doors)
        .merge(calendars)
        .merge(caldav::well_known().router)
        .merge(tokens)
        .merge(better_auth)
        .merge(health::endpoints().router)
        .merge(feed::endpoints().router)
        .merge(push::endpoints().router)
        .fallback(move |state, request| file_or_not_found(site, state, request))
        .with_state(state);
    surrounded(
        known,
        Surroundings { https: config.https(), proxies: config.trusted_proxies.clone(), body_time },
    )
}

/// Adds what surrounds every route.
fn surrounded(routes: Router, surroundings: Surroundings) -> Router {
    routes.layer(from_fn_with_state(Arc::new(surroundings), surround))
}

/// The URLs for programs.
fn endpoints() -> impl Iterator<Item = Endpoint> {
    let all = [
        better_auth::endpoints(),
        caldav::endpoints(),
        caldav::well_known(),
        chatkit::endpoints(),
        export::endpoints::<AppState>(),
        feed::endpoints(),
        health::endpoints(),
        mcp::endpoints(),
        oauth::documents(),
        oauth::endpoints(),
        oauth::pages(),
        push::endpoints::<AppState>(),
        rest::endpoints(),
        task_import::endpoints::<AppState>(),
    ];
    all.into_iter().flat_map(|endpoints| endpoints.list)
}

/// Every URL that answers: pages, server functions and protocols. For tests that must cover all of them.
pub fn routes() -> Vec<Route> {
    let pages = generate_route_list(App).into_iter().flat_map(|page| {
        let path = page.path().to_owned();
        let methods: Vec<_> = page.methods().collect();
        methods.into_iter().map(move |method| Route {
            method: http_method(method),
            path: path.clone(),
            kind: RouteKind::Page,
        })
    });
    let functions = server_fn_paths().map(|(path, method)| Route {
        method,
        path: path.to_owned(),
        kind: RouteKind::ServerFunction,
    });
    let protocols = endpoints().map(|Endpoint { method, path, access }| Route {
        method,
        path: path.into_owned(),
        kind: RouteKind::Protocol(access),
    });
    pages.chain(functions).chain(protocols).collect()
}

fn http_method(method: leptos_router::Method) -> Method {
    use leptos_router::Method as Routed;
    match method {
        Routed::Get => Method::GET,
        Routed::Post => Method::POST,
        Routed::Put => Method::PUT,
        Routed::Delete => Method::DELETE,
        Routed::Patch => Method::PATCH,
    }
}

/// A URL of the server.
#[derive(Clone, Debug)]
pub struct Route {
    /// Its method.
    pub method: Method,
    /// Its path, with the parameters in braces.
    pub path: String,
    /// The kind of answer.
    pub kind: RouteKind,
}

/// What answers at a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteKind {
    /// HTML, for people.
    Page,
    /// A server function.
    ServerFunction,
    /// An endpoint for programs.
    Protocol(Access),
}

/// A file of the client, or the page for an unknown address.
async fn file_or_not_found(site: Site, State(state): State<AppState>, request: Request) -> Response {
    if let Some(file) = site.serve(request.uri().path(), request.headers()) {
        return file;
    }
    if better_auth::holds(request.uri().path()) {
        return better_auth::nothing().await.into_response();
    }
    // Where programs look, an unknown address is no page.
    if ["/api/", "/rpc/", "/oauth/", "/.well-known/"]
        .iter()
        .any(|start| request.uri().path().starts_with(start))
    {
        return (StatusCode::NOT_FOUND, Json(Error::NotFound.public().body())).into_response();
    }
    let options = state.leptos_options.clone();
    let render = leptos_axum::render_app_async_with_context(
        move || state.provide(),
        move || document(options.clone()),
    );
    render(request).await
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

    use super::*;
    use crate::protocol::BODY_LIMIT;
    use axum::body::{Body, to_bytes};
    use axum::routing::post;
    use hyper::service::Service;
    use hyper_util::service::TowerToHyperService;
    use std::io;

    const BODY_TIME: Duration = Duration::from_secs(60);

    /// The status, the security headers and the text of an answer.
    async fn ask(path: &str, accept: &str, body: Body) -> (u16, String) {
        async fn panics() {
            panic!("a fault of this route");
        }
        let routes = Router::new().route("/{*path}", post(async |_: axum::body::Bytes| "read"));
        let routes = routes.route("/chat", post(panics)).route("/rpc/x", post(panics));
        let routes = routes.route("/api/auth/x", post(panics)).route("/api/x", post(panics));
        let routes = routes.route("/tasks", post(async || Error::Database(sqlx::Error::PoolTimedOut)));
        let service = TowerToHyperService::new(surrounded(
            routes,
            Surroundings { https: true, proxies: Arc::new([]), body_time: BODY_TIME },
        ));
        let request = Request::post(path).header("accept", accept).body(body).unwrap();
        let response = service.call(request).await.unwrap();
        for name in [
            "content-security-policy",
            "x-content-type-options",
            "x-frame-options",
            "strict-transport-security",
            "referrer-policy",
            "cache-control",
            "x-request-id",
        ] {
            assert!(response.headers().contains_key(name), "{path} lacks {name}: {response:?}");
        }
        let status = response.status().as_u16();
        let text = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, String::from_utf8(text.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_panic_is_answered_with_all_headers_and_in_the_callers_form() {
        let (status, page) = ask("/chat", "text/html", Body::empty()).await;
        assert_eq!(status, 500);
        assert!(page.starts_with("<!DOCTYPE html>") && page.contains("Something went wrong"), "{page}");
        assert!(!page.contains("a fault of this route") && !page.contains("<script"), "{page}");
        let (status, text) = ask("/rpc/x", "text/html", Body::empty()).await;
        assert!(status == 500 && text.starts_with("<!DOCTYPE html>"), "{text}");
        for path in ["/rpc/x", "/api/x"] {
            let (status, text) = ask(path, "application/json", Body::empty()).await;
            assert!(status == 500 && text.contains(r#""code":"INTERNAL""#), "{text}");
        }
        let (status, text) = ask("/api/auth/x", "application/json", Body::empty()).await;
        assert!(status == 500 && text.contains(r#""message":"#), "{text}");
    }

    #[tokio::test]
    async fn an_error_of_a_route_is_a_page_for_people_and_json_for_programs() {
        let (status, page) = ask("/tasks", "text/html,*/*;q=0.8", Body::empty()).await;
        assert!(status == 503 && page.starts_with("<!DOCTYPE html>"), "{page}");
        assert!(page.contains("Docket is out of reach") && !page.contains("DATABASE_ERROR"), "{page}");
        let (status, text) = ask("/tasks", "application/json", Body::empty()).await;
        assert!(status == 503 && text.contains(r#""code":"DATABASE_ERROR""#), "{text}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_does_not_end_is_refused_in_time() {
        let slow = || Body::from_stream(futures::stream::pending::<io::Result<axum::body::Bytes>>());
        let began = tokio::time::Instant::now();
        let (status, text) = ask("/api/y", "application/json", slow()).await;
        assert!(status == 408 && text.contains(r#""code":"REQUEST_TIMEOUT""#), "{text}");
        assert!(began.elapsed() >= BODY_TIME && began.elapsed() < BODY_TIME * 2, "{:?}", began.elapsed());
        assert_eq!(ask("/chat/y", "text/html", slow()).await.0, 408);
        assert_eq!(ask("/y", "text/html", "in time".into()).await, (200, "read".to_owned()));
    }

    #[tokio::test]
    async fn a_body_that_is_too_large_is_refused_in_the_callers_form() {
        let large = || Body::from(vec![b'x'; BODY_LIMIT + 1]);
        let (status, text) = ask("/rpc/y", "application/json", large()).await;
        assert!(status == 413 && text.contains(r#""code":"PAYLOAD_TOO_LARGE""#), "{text}");
        let (status, text) = ask("/rpc/y", "text/html", large()).await;
        assert!(status == 413 && text.starts_with("<!DOCTYPE html>"), "{text}");
    }
}
