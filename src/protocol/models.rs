//! The models that can be chosen, for programs.

use super::{Access, Endpoints};
use crate::auth::server::ActiveSession;
use crate::chat::ModelInfo;
use crate::chat::server::Chat;
use crate::error::Error;
use axum::extract::State;
use axum::http::Method;
use axum::{Extension, Json};

/// The URLs of this protocol.
pub(crate) fn endpoints() -> Endpoints {
    Endpoints::default().on(Method::GET, "/api/models", Access::Member, models)
}

/// `GET /api/models`: what can be chosen, the preferred one first.
async fn models(
    State(chat): State<Chat>,
    session: Option<Extension<ActiveSession>>,
) -> Result<Json<Vec<ModelInfo>>, Error> {
    session.map(|_| Json(chat.models())).ok_or(Error::Unauthenticated)
}
