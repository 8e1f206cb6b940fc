//! Searching in everything that the person has.

use super::Refusal;
use super::body::Query;
use super::operation::Operations;
use super::target::Reader;
use crate::endpoint::Access;
use crate::search::Found;
use crate::search::server::Search;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::routes;

pub(super) fn operations(operations: Operations) -> Operations {
    operations.add(Access::Member, routes!(search))
}

/// What to search for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct SearchQuery {
    /// The words. The last one may be incomplete.
    #[param(example = "milk")]
    q: String,
}

/// Search
///
/// Finds the conversations, tasks and messages that have all words of `q`, the newest first.
#[utoipa::path(get, path = "/api/{user_id}/search", tag = "Search", params(SearchQuery),
    responses((status = 200, description = "What was found.", body = Found)))]
async fn search(
    State(search): State<Search>,
    Reader(grant): Reader,
    Query(query): Query<SearchQuery>,
) -> Result<Json<Found>, Refusal> {
    Ok(Json(search.find(&grant.user.id, &query.q).await?))
}
