//! Health checks, for load balancers and scripts.

use crate::chat::server::Chat;
use crate::db::Db;
use crate::endpoint::{Access, Endpoints};
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

/// The URLs for health checks.
pub(crate) fn endpoints() -> Endpoints<AppState> {
    Endpoints::new().on(Method::GET, "/health", Access::Anyone, health).on(
        Method::GET,
        "/ready",
        Access::Anyone,
        ready,
    )
}

/// `GET /health`: the process is alive.
async fn health() -> Json<Value> {
    Json(json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") }))
}

/// `GET /ready`: the database answers and has this program's schema, and the server accepts new messages. Otherwise the
/// status is 503, for instance while the server waits for the last replies before it stops.
async fn ready(State(db): State<Db>, State(chat): State<Chat>) -> (StatusCode, Json<Value>) {
    if !chat.is_accepting() {
        return (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "status": "stopping" })));
    }
    match db.check_schema().await {
        Ok(()) => (StatusCode::OK, Json(json!({ "status": "ready" }))),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "status": "unavailable" })))
        }
    }
}
