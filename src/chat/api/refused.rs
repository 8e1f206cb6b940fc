//! What becomes of a message that a plain form could not send: it waits as its author's draft, and the page that comes
//! back shows it. A hydrated page keeps the text itself.

use crate::chat::server::Chat;
use crate::error::AppError;
use crate::id::{ConversationId, UserId};
use crate::response::wants_html;
use crate::{rpc, url};
use leptos::prelude::expect_context;

/// Keeps a message for the person who is logged in.
pub(super) async fn keep(
    author: &UserId,
    conversation: Option<ConversationId>,
    text: &str,
) -> Result<(), AppError> {
    if wants_html() {
        rpc::answer(expect_context::<Chat>().keep_refused(author, conversation, text).await)?;
    }
    Ok(())
}

/// Keeps a message of a page that was made for somebody else than the person who is logged in. The form's proof names
/// its author.
pub(super) async fn keep_for_author(
    proof: &str,
    conversation: Option<ConversationId>,
    text: &str,
) -> Result<(), AppError> {
    match rpc::author(proof).await? {
        Some(author) => keep(&author, conversation, text).await,
        None => Ok(()),
    }
}

/// Keeps a message whose author's session has ended. The form's proof names the author. Leads to the log-in page, and
/// from there to where the message waits.
pub(super) async fn keep_over_log_in(
    proof: &str,
    conversation: Option<ConversationId>,
    text: &str,
) -> Result<(), AppError> {
    if !wants_html() {
        return Ok(());
    }
    let Some(author) = rpc::author(proof).await? else { return Ok(()) };
    let kept = rpc::answer(expect_context::<Chat>().keep_refused(&author, conversation, text).await)?;
    let page = kept.map_or(url::CHAT.to_owned(), url::conversation);
    crate::response::redirect(&url::log_in(&page));
    Ok(())
}
