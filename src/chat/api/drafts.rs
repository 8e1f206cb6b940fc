//! What the browser may call about messages that are not sent yet. `None` is the next new conversation.

#![expect(missing_docs, reason = "each function also makes a struct, whose fields are the arguments")]

use crate::error::AppError;
use crate::id::ConversationId;
use leptos::prelude::*;

/// What waits to be sent in a conversation.
#[server(name = ReadDraft, prefix = "/rpc", endpoint = "chat/draft")]
pub async fn draft(conversation: Option<ConversationId>) -> Result<Option<String>, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(expect_context::<crate::chat::server::Chat>().draft(&session.user.id, conversation).await)
}

/// Keeps what waits to be sent in a conversation; an empty text forgets it.
#[server(prefix = "/rpc", endpoint = "chat/keep_draft")]
pub async fn keep_draft(
    conversation: Option<ConversationId>,
    #[server(default)] text: String,
) -> Result<(), AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(
        expect_context::<crate::chat::server::Chat>().keep_draft(&session.user.id, conversation, &text).await,
    )
}

/// The draft that the server sends with a page. `None` in the browser, and if the draft cannot be read: the page then
/// asks for it once it is open.
pub async fn draft_with_page(conversation: Option<ConversationId>) -> Option<String> {
    if !cfg!(feature = "ssr") {
        return None;
    }
    draft(conversation).await.ok().map(Option::unwrap_or_default)
}
