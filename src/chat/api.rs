//! What the browser may call about chat. Every function acts on the conversations of whoever is logged in.

#![expect(missing_docs, reason = "each function also makes a struct, whose fields are the arguments")]

pub mod drafts;
pub mod manage;

use super::Page;
use crate::error::AppError;
use crate::id::{ConversationId, MessageId};
use leptos::prelude::*;
use leptos::server_fn::codec::{ByteStream, Streaming};

/// The newest messages of a conversation, or those before `before`.
#[server(prefix = "/rpc", endpoint = "chat/messages")]
pub async fn messages(conversation: ConversationId, before: Option<MessageId>) -> Result<Page, AppError> {
    use crate::server::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(rpc::chat().messages(&session.user.id, conversation, before).await)
}

/// Sends a message, to a new conversation if none is named, and streams the reply as `ChatEvent`s (see
/// `chat::event`). Sending again with the same `client_id` sends nothing twice: it follows the same reply.
#[server(name = SendMessage, prefix = "/rpc", endpoint = "chat/send", output = Streaming)]
pub async fn send(
    conversation: Option<ConversationId>,
    text: String,
    client_id: String,
) -> Result<ByteStream<AppError>, AppError> {
    use crate::server::rpc;
    let session = rpc::require_session().await?;
    let turn = rpc::chat().send(&session.user.id, conversation, &text, &client_id).await;
    Ok(rpc::event_stream(turn))
}

/// Answers a question again whose reply failed, was stopped or was interrupted, and streams the reply.
#[server(prefix = "/rpc", endpoint = "chat/retry", output = Streaming)]
pub async fn retry(reply: MessageId) -> Result<ByteStream<AppError>, AppError> {
    use crate::server::rpc;
    let session = rpc::require_session().await?;
    let turn = rpc::chat().retry(&session.user.id, reply).await;
    Ok(rpc::event_stream(turn))
}

/// Streams a reply that is being written, from its beginning; gives its final state if it has ended.
#[server(prefix = "/rpc", endpoint = "chat/follow", output = Streaming)]
pub async fn follow(reply: MessageId) -> Result<ByteStream<AppError>, AppError> {
    use crate::server::rpc;
    let session = rpc::require_session().await?;
    let turn = rpc::chat().follow(&session.user.id, reply).await;
    Ok(rpc::event_stream(turn))
}

/// Ends a running reply, keeping what it has said. Does nothing if it has ended.
#[server(prefix = "/rpc", endpoint = "chat/stop")]
pub async fn stop(reply: MessageId) -> Result<(), AppError> {
    use crate::server::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(rpc::chat().stop(&session.user.id, reply).await)
}

/// For a page without WebAssembly: sends a message, waits for the reply and goes to the conversation. If the session
/// has ended, `author` (see [`author_proof`]) says whose message it is: it waits for them beyond the log-in page.
#[server(prefix = "/rpc", endpoint = "chat/send_and_wait")]
pub async fn send_and_wait(
    conversation: Option<ConversationId>,
    text: String,
    client_id: String,
    #[server(default)] author: String,
) -> Result<(), AppError> {
    use crate::app::url;
    use crate::error::Error;
    use crate::server::rpc;
    let Some(session) = rpc::session().await? else {
        let page = conversation.map_or(url::CHAT.to_owned(), url::conversation);
        rpc::keep_draft_over_log_in(&author, &page, &text).await?;
        return rpc::answer(Err(Error::Unauthenticated));
    };
    let sent = rpc::chat().send(&session.user.id, conversation, &text, &client_id).await;
    if sent.is_err() {
        rpc::keep_draft(&session.user.id, &text).await?;
    }
    let turn = rpc::answer(sent)?;
    rpc::answer(rpc::chat().keep_draft(&session.user.id, conversation, "").await)?;
    leptos_axum::redirect(&url::conversation(turn.wait().await));
    Ok(())
}

/// For a page without WebAssembly: answers a question again, waits for the reply and goes to the conversation.
#[server(prefix = "/rpc", endpoint = "chat/retry_and_wait")]
pub async fn retry_and_wait(reply: MessageId) -> Result<(), AppError> {
    use crate::app::url;
    use crate::server::rpc;
    let session = rpc::require_session().await?;
    let turn = rpc::answer(rpc::chat().retry(&session.user.id, reply).await)?;
    leptos_axum::redirect(&url::conversation(turn.wait().await));
    Ok(())
}

/// What the form of `send_and_wait` carries to prove who it was made for. `None` in the browser, which does without.
pub fn author_proof() -> Option<String> {
    #[cfg(feature = "ssr")]
    return crate::server::rpc::author_proof();
    #[cfg(not(feature = "ssr"))]
    None
}

/// A message that `send_and_wait` could not send. `None` in the browser, where the form itself still holds it.
pub fn unsent() -> Option<String> {
    #[cfg(feature = "ssr")]
    return crate::server::rpc::draft();
    #[cfg(not(feature = "ssr"))]
    None
}
