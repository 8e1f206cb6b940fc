//! The models that can be chosen, for programs.

use super::operation::Operations;
use super::target::Reader;
use crate::chat::ModelInfo;
use crate::chat::server::Chat;
use crate::endpoint::Access;
use axum::Json;
use axum::extract::State;
use utoipa_axum::routes;

pub(super) fn operations(operations: Operations) -> Operations {
    operations.add(Access::Member, routes!(list_models))
}

/// List models
///
/// The models that people can choose, the preferred one first.
#[utoipa::path(get, path = "/api/models", tag = "Chat",
    responses((status = 200, description = "The models.", body = Vec<ModelInfo>)))]
async fn list_models(State(chat): State<Chat>, _: Reader) -> Json<Vec<ModelInfo>> {
    Json(chat.models())
}
