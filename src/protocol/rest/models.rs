//! The models that can be chosen, for programs.

use crate::chat::ModelInfo;
use crate::chat::server::Chat;
use crate::endpoint::{Access, Endpoints};
use crate::protocol::door::Authorized;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use axum::http::Method;

/// The URLs about models.
pub(crate) fn endpoints() -> Endpoints<AppState> {
    Endpoints::new().on(Method::GET, "/api/models", Access::Member, models)
}

/// `GET /api/models`: the models that people can choose, the preferred one first.
async fn models(State(chat): State<Chat>, _: Authorized) -> Json<Vec<ModelInfo>> {
    Json(chat.models())
}
