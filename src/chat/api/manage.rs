//! What the browser may call about conversations as a whole. After a plain form, each function redirects to the
//! conversation. A deletion redirects to the new chat, which then offers to undo it.

#![expect(missing_docs, reason = "each function also makes a struct, whose fields are the arguments")]

use crate::call::{Json, PageClient};
use crate::chat::{Conversation, ConversationList, Passage};
use crate::error::AppError;
use crate::id::{ConversationId, MessageId};
use leptos::prelude::*;

/// A page of the person's conversations, in the archive or outside. `after` is the `next` of the page before.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "chat/conversations")]
pub async fn conversations(
    #[server(default)] archived: bool,
    after: Option<String>,
) -> Result<ConversationList, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(
        expect_context::<crate::chat::server::Chat>()
            .conversations(&session.user.id, archived, after.as_deref())
            .await,
    )
}

/// The messages around `at`, or with `earlier` those right before it.
#[server(name = ReadPassage, prefix = "/rpc", client = PageClient, output = Json, endpoint = "chat/passage")]
pub async fn passage(
    conversation: ConversationId,
    at: MessageId,
    #[server(default)] earlier: bool,
) -> Result<Passage, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    let (chat, user) = (expect_context::<crate::chat::server::Chat>(), session.user.id);
    rpc::answer(match earlier {
        true => chat.passage_before(&user, conversation, at).await,
        false => chat.passage_around(&user, conversation, at).await,
    })
}

/// Gives a conversation a title.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "chat/rename")]
pub async fn rename_conversation(
    conversation: ConversationId,
    title: String,
) -> Result<Conversation, AppError> {
    use crate::rpc;
    use crate::url;
    let session = rpc::require_session().await?;
    let renamed = rpc::answer(
        expect_context::<crate::chat::server::Chat>().rename(&session.user.id, conversation, &title).await,
    )?;
    rpc::go_on(&url::conversation(conversation));
    Ok(renamed)
}

/// Pins a conversation or, without `pinned`, unpins it.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "chat/pin")]
pub async fn pin_conversation(
    conversation: ConversationId,
    #[server(default)] pinned: bool,
) -> Result<Conversation, AppError> {
    use crate::rpc;
    use crate::url;
    let session = rpc::require_session().await?;
    let changed = rpc::answer(
        expect_context::<crate::chat::server::Chat>().pin(&session.user.id, conversation, pinned).await,
    )?;
    rpc::go_on(&url::conversation(conversation));
    Ok(changed)
}

/// Puts a conversation into the archive or, without `archived`, takes it out.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "chat/archive")]
pub async fn archive_conversation(
    conversation: ConversationId,
    #[server(default)] archived: bool,
) -> Result<Conversation, AppError> {
    use crate::rpc;
    use crate::url;
    let session = rpc::require_session().await?;
    let changed = rpc::answer(
        expect_context::<crate::chat::server::Chat>().archive(&session.user.id, conversation, archived).await,
    )?;
    rpc::go_on(&url::conversation(conversation));
    Ok(changed)
}

/// Deletes a conversation. It can be restored for a minute.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "chat/delete")]
pub async fn delete_conversation(conversation: ConversationId) -> Result<(), AppError> {
    use crate::rpc;
    use crate::url;
    let session = rpc::require_session().await?;
    rpc::answer(expect_context::<crate::chat::server::Chat>().delete(&session.user.id, conversation).await)?;
    rpc::go_on(&url::deleted(conversation));
    Ok(())
}

/// Restores a conversation that was just deleted.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "chat/restore")]
pub async fn restore_conversation(conversation: ConversationId) -> Result<Conversation, AppError> {
    use crate::rpc;
    use crate::url;
    let session = rpc::require_session().await?;
    let restored = rpc::answer(
        expect_context::<crate::chat::server::Chat>().restore(&session.user.id, conversation).await,
    )?;
    rpc::go_on(&url::conversation(conversation));
    Ok(restored)
}
