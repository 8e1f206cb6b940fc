//! The description as a page to read.

use super::operation::Operations;
use crate::endpoint::Access;
use axum::response::Html;
use utoipa_axum::routes;

/// The page's path.
pub(super) const PATH: &str = "/api/docs";

pub(super) fn operations(operations: Operations) -> Operations {
    operations.add(Access::Anyone, routes!(read_docs))
}

/// This description as a page
#[utoipa::path(get, path = "/api/docs", tag = "Description",
    responses((status = 200, description = "A page for people.", body = String, content_type = "text/html")))]
async fn read_docs() -> Html<String> {
    Html(String::new())
}
