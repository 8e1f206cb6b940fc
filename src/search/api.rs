//! What the browser may call to search in the data of the person who is logged in.

#![expect(missing_docs, reason = "the function also makes a struct, whose fields are the arguments")]

use super::Found;
use crate::call::{Json, PageClient};
use crate::error::AppError;
use leptos::prelude::*;

/// Finds messages, conversations and tasks that have all words of the query. The last word may be incomplete.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "search")]
pub async fn search(#[server(default)] q: String) -> Result<Found, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(expect_context::<crate::search::server::Search>().find(&session.user.id, &q).await)
}
