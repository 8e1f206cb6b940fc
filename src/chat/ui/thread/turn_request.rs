//! What the page asks the server for.

use super::state::ThreadState;
use crate::chat::api;
use crate::error::AppError;
use crate::id::MessageId;
use leptos::prelude::*;
use leptos::server_fn::codec::ByteStream;

/// A request for a turn. Sending it again does nothing twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TurnRequest {
    /// Answer a new question.
    Send {
        /// The text of the question.
        text: String,
        /// The client id of the question.
        client_id: String,
    },
    /// Write another version of a reply.
    Retry(MessageId),
    /// Put another question in place of this one, and answer it.
    Edit {
        /// The question to replace.
        question: MessageId,
        /// The text of the new one.
        text: String,
        /// The client id of the new one.
        client_id: String,
    },
    /// Stream a reply that was begun before.
    Follow(MessageId),
}

impl TurnRequest {
    /// The message that a new version replaces, together with everything after it.
    pub fn replaces(&self) -> Option<MessageId> {
        match self {
            Self::Retry(message) | Self::Edit { question: message, .. } => Some(*message),
            Self::Send { .. } | Self::Follow(_) => None,
        }
    }

    /// Sends the request.
    pub async fn open(&self, thread: &ThreadState) -> Result<ByteStream<AppError>, AppError> {
        match self.clone() {
            Self::Send { text, client_id } => {
                let conversation = thread.conversation.get_untracked();
                // A stored conversation knows its model.
                let model = thread.model.get_untracked().filter(|_| conversation.is_none());
                api::send(conversation, text, client_id, model).await
            }
            Self::Retry(reply) => api::retry(reply).await,
            Self::Edit { question, text, client_id } => api::edit(question, text, client_id).await,
            Self::Follow(reply) => {
                let position = thread.messages.find(reply).map(|reply| reply.position());
                api::follow(reply, position).await
            }
        }
    }
}
