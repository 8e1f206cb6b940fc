//! What the browser may call about chat. Every function acts on the conversations of the person who is logged in.

#![expect(missing_docs, reason = "each function also makes a struct, whose fields are the arguments")]

pub mod drafts;
pub mod manage;
#[cfg(feature = "ssr")]
mod refused;
#[cfg(feature = "ssr")]
mod stream;

use super::{Exchange, Feedback, ModelInfo, Page};
use crate::call::{Json, PageClient};
use crate::error::AppError;
use crate::id::{ConversationId, MessageId};
use leptos::prelude::*;
use leptos::server_fn::codec::{ByteStream, Streaming};

/// The newest messages of a conversation, or those before `before`.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "chat/messages")]
pub async fn messages(conversation: ConversationId, before: Option<MessageId>) -> Result<Page, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(
        expect_context::<crate::chat::server::Chat>().messages(&session.user.id, conversation, before).await,
    )
}

/// Sends a message, to a new conversation if none is named, and streams the reply as `ChatEvent`s (see `lines`).
/// Called again with the same `client_id`, it sends nothing and follows the same reply. If a `model` is named, it
/// answers in the conversation from now on (see [`choose_model`]).
#[server(name = SendMessage, prefix = "/rpc", client = PageClient, endpoint = "chat/send", output = Streaming)]
pub async fn send(
    conversation: Option<ConversationId>,
    text: String,
    client_id: String,
    #[server(default)] model: Option<String>,
) -> Result<ByteStream<AppError>, AppError> {
    use crate::chat::server::NewMessage;
    stream::reply(|chat, user| async move {
        let (text, client_id, model) = (text.as_str(), client_id.as_str(), model.as_deref());
        chat.send_message(&user, NewMessage { conversation, text, client_id, model }).await
    })
    .await
}

/// The models that can be chosen, the preferred one first.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "chat/models")]
pub async fn models() -> Result<Vec<ModelInfo>, AppError> {
    use crate::rpc;
    rpc::require_session().await?;
    Ok(expect_context::<crate::chat::server::Chat>().models())
}

/// Lets the model with this id answer in a conversation from now on, or with `automatic` the models in the configured
/// order.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "chat/choose_model")]
pub async fn choose_model(conversation: ConversationId, model: String) -> Result<(), AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(
        expect_context::<crate::chat::server::Chat>()
            .choose_model(&session.user.id, conversation, &model)
            .await,
    )
}

/// Sends a message like `send`, without streaming the reply. For a message whose reply is queued: the page follows it
/// when the reply before it has ended.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "chat/queue")]
pub async fn queue(
    conversation: Option<ConversationId>,
    text: String,
    client_id: String,
) -> Result<Exchange, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    let turn = rpc::answer(
        expect_context::<crate::chat::server::Chat>()
            .send(&session.user.id, conversation, &text, &client_id)
            .await,
    )?;
    rpc::answer(expect_context::<crate::chat::server::Chat>().exchange(&session.user.id, turn.reply()).await)
}

/// Writes the newest reply again, whether it failed or not, and streams it. The earlier reply stays as a version.
#[server(prefix = "/rpc", client = PageClient, endpoint = "chat/retry", output = Streaming)]
pub async fn retry(reply: MessageId) -> Result<ByteStream<AppError>, AppError> {
    stream::reply(|chat, user| async move { chat.retry(&user, reply).await }).await
}

/// Sends a message in place of an earlier one of the person, and streams the reply. The earlier message and what
/// followed it stay as a version. Idempotent by `client_id`, as `send` is.
#[server(name = EditMessage, prefix = "/rpc", client = PageClient, endpoint = "chat/edit", output = Streaming)]
pub async fn edit(
    message: MessageId,
    text: String,
    client_id: String,
) -> Result<ByteStream<AppError>, AppError> {
    stream::reply(|chat, user| async move { chat.edit(&user, message, &text, &client_id).await }).await
}

/// Steps to another version of a message. Returns the newest messages of the branch that is then shown.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "chat/version")]
pub async fn version(message: MessageId) -> Result<Page, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(expect_context::<crate::chat::server::Chat>().show_version(&session.user.id, message).await)
}

/// Streams a reply that is being written, or its final state if it has ended. `position` says up to where the client
/// has finished parts (see `ChatEvent`). Those are not sent again.
#[server(prefix = "/rpc", client = PageClient, endpoint = "chat/follow", output = Streaming)]
pub async fn follow(reply: MessageId, position: Option<usize>) -> Result<ByteStream<AppError>, AppError> {
    stream::reply(|chat, user| async move { chat.follow(&user, reply, position.unwrap_or(0)).await }).await
}

/// Stops a running reply and keeps its text. Does nothing if the reply has ended.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "chat/stop")]
pub async fn stop(reply: MessageId) -> Result<(), AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(expect_context::<crate::chat::server::Chat>().stop(&session.user.id, reply).await)
}

/// Stores what the person thinks of a reply. Without `feedback` they take it back.
#[server(name = RateReply, prefix = "/rpc", client = PageClient, output = Json, endpoint = "chat/rate")]
pub async fn rate(reply: MessageId, feedback: Option<Feedback>) -> Result<(), AppError> {
    use crate::rpc;
    use crate::url;
    let session = rpc::require_session().await?;
    let chat = expect_context::<crate::chat::server::Chat>();
    let conversation = rpc::answer(chat.rate(&session.user.id, reply, feedback).await)?;
    rpc::go_on(&url::message(conversation, reply));
    Ok(())
}

/// For a page without WebAssembly: sends a message, waits for the reply and goes to the conversation. If the session
/// has ended, `author` (see `auth::api::author_proof`) says whose message it is. Docket keeps a refused message as a
/// draft.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "chat/send_and_wait")]
pub async fn send_and_wait(
    conversation: Option<ConversationId>,
    text: String,
    client_id: String,
    #[server(default)] author: String,
    #[server(default)] model: Option<String>,
) -> Result<(), AppError> {
    use self::refused::{Destination, FormText};
    use crate::chat::server::{Chat, NewMessage};
    use crate::rpc;
    use crate::url;
    let written = FormText { author: &author, to: Destination::In(conversation), text: &text };
    let session = written.session().await?;
    let message = NewMessage { conversation, text: &text, client_id: &client_id, model: model.as_deref() };
    let sent = expect_context::<Chat>().send_message(&session.user.id, message).await;
    if sent.is_err() {
        written.keep(&session.user.id).await?;
    }
    let turn = rpc::answer(sent)?;
    rpc::answer(expect_context::<Chat>().keep_draft(&session.user.id, conversation, "").await)?;
    crate::response::redirect(&url::conversation(turn.wait().await));
    Ok(())
}

/// For a page without WebAssembly: writes a reply again, waits for it and goes to the conversation.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "chat/retry_and_wait")]
pub async fn retry_and_wait(reply: MessageId) -> Result<(), AppError> {
    use crate::rpc;
    use crate::url;
    let session = rpc::require_session().await?;
    let turn =
        rpc::answer(expect_context::<crate::chat::server::Chat>().retry(&session.user.id, reply).await)?;
    crate::response::redirect(&url::conversation(turn.wait().await));
    Ok(())
}

/// For a page without WebAssembly: edits a message, waits for the reply and goes to the conversation. Docket keeps a
/// refused text as `send_and_wait` does.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "chat/edit_and_wait")]
pub async fn edit_and_wait(
    message: MessageId,
    text: String,
    client_id: String,
    #[server(default)] author: String,
) -> Result<(), AppError> {
    use self::refused::{Destination, FormText};
    use crate::rpc;
    use crate::url;
    let written = FormText { author: &author, to: Destination::Of(message), text: &text };
    let session = written.session().await?;
    let chat = expect_context::<crate::chat::server::Chat>();
    let sent = chat.edit(&session.user.id, message, &text, &client_id).await;
    if sent.is_err() {
        written.keep(&session.user.id).await?;
    }
    let turn = rpc::answer(sent)?;
    crate::response::redirect(&url::conversation(turn.wait().await));
    Ok(())
}

/// For a page without WebAssembly: steps to another version of a message and goes to the conversation.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "chat/go_to_version")]
pub async fn go_to_version(message: MessageId) -> Result<(), AppError> {
    use crate::rpc;
    use crate::url;
    let session = rpc::require_session().await?;
    let page = rpc::answer(
        expect_context::<crate::chat::server::Chat>().show_version(&session.user.id, message).await,
    )?;
    crate::response::redirect(&url::conversation(page.conversation.id));
    Ok(())
}
