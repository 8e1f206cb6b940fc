//! What the browser may call about drafts. `None` stands for the next new conversation.

#![expect(missing_docs, reason = "each function also makes a struct, whose fields are the arguments")]

use crate::call::{Json, PageClient};
use crate::error::AppError;
use crate::id::ConversationId;
use leptos::prelude::*;

/// The draft of a conversation.
#[server(name = ReadDraft, prefix = "/rpc", client = PageClient, output = Json, endpoint = "chat/draft")]
pub async fn draft(conversation: Option<ConversationId>) -> Result<Option<String>, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(expect_context::<crate::chat::server::Chat>().draft(&session.user.id, conversation).await)
}

/// Keeps the draft of a conversation. An empty text removes it.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "chat/keep_draft")]
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
