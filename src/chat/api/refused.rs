//! What becomes of a text that a plain form could not send: it waits as its author's draft, and the page that comes
//! back shows it. A hydrated page keeps the text itself.

use crate::auth::server::ActiveSession;
use crate::chat::server::{Chat, ChatError};
use crate::error::AppError;
use crate::id::{ConversationId, MessageId, UserId};
use crate::response::wants_html;
use crate::{rpc, url};
use leptos::prelude::expect_context;

/// Where a text was to go.
#[derive(Clone, Copy, Debug)]
pub(super) enum Destination {
    /// To the end of a conversation, or into a new one.
    In(Option<ConversationId>),
    /// Into the place of a message.
    Of(MessageId),
}

/// A text in a plain form.
#[derive(Clone, Copy, Debug)]
pub(super) struct FormText<'a> {
    /// The form's proof of its author (see `auth::api::author_proof`).
    pub author: &'a str,
    /// Where it was to go.
    pub to: Destination,
    /// The text.
    pub text: &'a str,
}

impl FormText<'_> {
    /// The session of the author. If it has ended, or somebody else has logged in since the page was made, the text is
    /// kept for its author.
    pub(super) async fn session(self) -> Result<ActiveSession, AppError> {
        let Some(session) = rpc::session().await? else {
            self.keep_over_log_in().await?;
            return rpc::require_session().await;
        };
        if let Err(error) = rpc::require_author(&session, self.author).await {
            if let Some(author) = rpc::author(self.author).await? {
                self.keep(&author).await?;
            }
            return Err(error);
        }
        Ok(session)
    }

    /// Keeps the text for a person.
    pub(super) async fn keep(self, author: &UserId) -> Result<(), AppError> {
        if wants_html() {
            rpc::answer(self.store(author).await)?;
        }
        Ok(())
    }

    /// Keeps the text of an author whose session has ended. Leads to the log-in page, and from there to where the text
    /// waits.
    async fn keep_over_log_in(self) -> Result<(), AppError> {
        if !wants_html() {
            return Ok(());
        }
        let Some(author) = rpc::author(self.author).await? else { return Ok(()) };
        let kept = rpc::answer(self.store(&author).await)?;
        let page = kept.map_or(url::CHAT.to_owned(), url::conversation);
        crate::response::redirect(&url::log_in(&page));
        Ok(())
    }

    async fn store(self, author: &UserId) -> Result<Option<ConversationId>, ChatError> {
        let chat = expect_context::<Chat>();
        match self.to {
            Destination::In(conversation) => chat.keep_refused(author, conversation, self.text).await,
            Destination::Of(message) => chat.keep_refused_edit(author, message, self.text).await,
        }
    }
}
