//! `/sw.js`: the script that browsers run when something is pushed, without a page (Service Workers).

use crate::endpoint::{Access, Endpoints};
use crate::url;
use axum::http::Method;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::IntoResponse;

const SCRIPT: &str = include_str!("worker.js");
/// It loads no other script. It calls this server, and notifications have Docket's icon.
const POLICY: &str = "default-src 'none'; connect-src 'self'; img-src 'self'; frame-ancestors 'none'";

/// The script's URL.
pub(crate) fn endpoints<S: Clone + Send + Sync + 'static>() -> Endpoints<S> {
    Endpoints::new().on(Method::GET, url::SERVICE_WORKER, Access::Anyone, script)
}

async fn script() -> impl IntoResponse {
    let headers = [
        (CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (CACHE_CONTROL, "no-cache"),
        (CONTENT_SECURITY_POLICY, POLICY),
    ];
    (headers, SCRIPT)
}
