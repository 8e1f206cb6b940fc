//! What the browser may call to search in what belongs to whoever is logged in.

#![expect(missing_docs, reason = "the function also makes a struct, whose fields are the arguments")]

use super::Found;
use crate::error::AppError;
use leptos::prelude::*;

/// Finds messages, conversations and tasks that have all these words; the last may be the beginning of one.
#[server(prefix = "/rpc", endpoint = "search")]
pub async fn search(#[server(default)] q: String) -> Result<Found, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(expect_context::<crate::search::server::Search>().find(&session.user.id, &q).await)
}
