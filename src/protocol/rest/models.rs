//! The models that can be chosen, for programs.

use crate::auth::server::ActiveSession;
use crate::chat::ModelInfo;
use crate::chat::server::Chat;
use crate::endpoint::{Access, Endpoints};
use crate::error::Error;
use crate::state::AppState;
use axum::extract::State;
use axum::http::Method;
use axum::{Extension, Json};

/// The URLs about models.
pub(crate) fn endpoints() -> Endpoints<AppState> {
    Endpoints::new().on(Method::GET, "/api/models", Access::Member, models)
}

/// `GET /api/models`: the models that people can choose, the preferred one first.
async fn models(
    State(chat): State<Chat>,
    session: Option<Extension<ActiveSession>>,
) -> Result<Json<Vec<ModelInfo>>, Error> {
    session.map(|_| Json(chat.models())).ok_or(Error::Unauthenticated)
}
