//! What the composer needs of the thread that it writes to.

use crate::error::AppError;
use crate::id::ConversationId;
use crate::ui::notice::Notices;
use leptos::prelude::*;
use std::sync::Arc;

/// A message that the server refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedMessage {
    /// Why it was refused. `None` if the session has ended, which the page's notice says.
    pub error: Option<AppError>,
    /// The text of the message.
    pub text: String,
}

/// The thread that a composer writes to.
#[derive(Clone)]
pub struct ComposerTarget {
    /// The conversation. A new one has no id until its first message is stored.
    pub conversation: ArcRwSignal<Option<ConversationId>>,
    /// The id of the chosen model. `None` and `AUTOMATIC` are the configured order.
    pub model: ArcRwSignal<Option<String>>,
    /// Whether a reply is running.
    pub running: ArcRwSignal<bool>,
    /// Whether a message was sent that the server may not have.
    pub delivering: Signal<bool>,
    /// The last message, if the server refused it.
    pub refused: ArcRwSignal<Option<RefusedMessage>>,
    /// Where to say what went wrong.
    pub notices: Notices,
    /// Sends a message.
    pub send: Arc<dyn Fn(String) + Send + Sync>,
    /// Stops the running reply.
    pub stop: Arc<dyn Fn() + Send + Sync>,
}
