//! Health checks, for load balancers and scripts.

use crate::chat::server::Chat;
use crate::db::Db;
use crate::endpoint::{Access, Endpoints};
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

/// How long an answer of the database counts for all who ask. Anybody may ask `/ready`, so asking often must cost
/// nothing.
const COUNTS_FOR: Duration = Duration::from_secs(1);

/// How long the database has to answer. Those who ask wait only a few seconds themselves.
const ANSWERS_WITHIN: Duration = Duration::from_secs(2);

/// When the database was last asked, and whether it was ready.
type LastAnswer = Arc<Mutex<Option<(Instant, bool)>>>;

/// The URLs for health checks.
pub(crate) fn endpoints() -> Endpoints<AppState> {
    let last = LastAnswer::default();
    let health = async |State(db): State<Db>| health(&db);
    let ready = async move |State(db): State<Db>, State(chat): State<Chat>| ready(&last, &db, &chat).await;
    Endpoints::new().on(Method::GET, "/health", Access::Anyone, health).on(
        Method::GET,
        "/ready",
        Access::Anyone,
        ready,
    )
}

/// `GET /health`: a restart would not help this process. It asks nothing. The status is 503 if the process cannot use its
/// database though a new connection can (see `db/pulse.rs`), and a process that runs no tasks at all does not answer. It
/// does not tell strangers the version, which would tell them its known faults.
fn health(db: &Db) -> (StatusCode, Json<Value>) {
    if db.is_stuck() {
        (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "status": "stuck" })))
    } else {
        (StatusCode::OK, Json(json!({ "status": "ok" })))
    }
}

/// `GET /ready`: the database answers and has this program's schema, and the server accepts new messages. Otherwise the
/// status is 503, for instance while the server waits for the last replies before it stops.
async fn ready(last: &LastAnswer, db: &Db, chat: &Chat) -> (StatusCode, Json<Value>) {
    if !chat.is_accepting() {
        return (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "status": "stopping" })));
    }
    // All who ask at the same time wait for the same answer.
    let mut last = last.lock().await;
    let is_ready = match *last {
        Some((asked, is_ready)) if asked.elapsed() < COUNTS_FOR => is_ready,
        _ => {
            let is_ready = match timeout(ANSWERS_WITHIN, db.check_schema()).await {
                Ok(Ok(())) => true,
                Ok(Err(error)) => {
                    tracing::warn!(%error, "not ready");
                    false
                }
                Err(_) => {
                    tracing::warn!("not ready: the database has not answered in time");
                    false
                }
            };
            *last = Some((Instant::now(), is_ready));
            is_ready
        }
    };
    if is_ready {
        (StatusCode::OK, Json(json!({ "status": "ready" })))
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "status": "unavailable" })))
    }
}
