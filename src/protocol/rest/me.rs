//! Whose token it is.

use super::operation::Operations;
use super::target::Reader;
use crate::auth::Permission;
use crate::endpoint::Access;
use crate::id::UserId;
use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

pub(super) fn operations(operations: Operations) -> Operations {
    operations.add(Access::Member, routes!(who_am_i))
}

/// The person that a token stands for.
#[derive(Debug, Serialize, ToSchema)]
struct Me {
    /// The person's id, which the paths name.
    #[schema(value_type = String)]
    user_id: UserId,
    /// How they want to be called. May be empty.
    name: String,
    /// What the token allows: `read`, or `write`, which includes reading.
    #[schema(value_type = String)]
    permission: Permission,
}

/// Whose token this is
#[utoipa::path(get, path = "/api/me", tag = "Description",
    responses((status = 200, description = "The person, and what the token allows.", body = Me)))]
async fn who_am_i(Reader(grant): Reader) -> Json<Me> {
    Json(Me { user_id: grant.user.id, name: grant.user.name, permission: grant.permission })
}
