//! The scripts of notifications: `/sw.js`, which browsers run when something is pushed, without a page (Service Workers),
//! and `/notifications.js`, which pages run.

use crate::endpoint::{Access, Endpoints};
use crate::url;
use axum::http::Method;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::IntoResponse;

const WORKER: &str = include_str!("worker.js");
/// It loads no other script. It calls this server, and notifications have Docket's icon.
const POLICY: &str = "default-src 'none'; connect-src 'self'; img-src 'self'; frame-ancestors 'none'";
const PAGE_SCRIPT: &str = include_str!("page.js");

/// The scripts' URLs.
pub(crate) fn endpoints<S: Clone + Send + Sync + 'static>() -> Endpoints<S> {
    Endpoints::new()
        .on(Method::GET, url::SERVICE_WORKER, Access::Anyone, async || {
            ([(CONTENT_SECURITY_POLICY, POLICY)], script(WORKER))
        })
        .on(Method::GET, url::NOTIFICATIONS_SCRIPT, Access::Anyone, async || script(PAGE_SCRIPT))
}

fn script(text: &'static str) -> impl IntoResponse {
    let headers = [(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, "no-cache")];
    (headers, text)
}
