//! The REST API: tasks, conversations and the chat for programs, as JSON over HTTP. The router and the API's description
//! (OpenAPI) are built from the same operations, so they always agree.

mod body;
mod chat;
mod conditions;
mod conversations;
mod description;
mod docs;
mod events;
mod messages;
mod models;
mod object;
mod operation;
mod refusal;
mod search;
mod target;
mod tasks;

use crate::endpoint::Endpoints;
use crate::error::Reason;
use crate::state::AppState;
use operation::Operations;
use refusal::Refusal;

/// The URLs of this protocol.
pub(crate) fn endpoints() -> Endpoints<AppState> {
    let Endpoints { router, list } = operations().endpoints;
    Endpoints { router: router.method_not_allowed_fallback(method_not_allowed), list }
}

fn operations() -> Operations {
    let parts = [
        chat::operations,
        events::operations,
        tasks::operations,
        conversations::operations,
        messages::operations,
        search::operations,
        models::operations,
        description::operations,
        docs::operations,
    ];
    parts.into_iter().fold(Operations::new(), |operations, add| add(operations))
}

async fn method_not_allowed() -> Refusal {
    Reason::MethodNotAllowed.into()
}
