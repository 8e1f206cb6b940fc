//! What a message asks of the thread that it is in.

use super::reactive::ReactiveMessage;
use crate::id::{ConversationId, MessageId};

/// Carries out what the buttons of a message ask for.
pub trait MessageDelegate: Send + Sync {
    /// The conversation that the message is in. A new one has no id yet.
    fn conversation(&self) -> Option<ConversationId>;

    /// Sends a message again that did not reach the server, with the client id that it had the first time.
    fn send_again(&self, message: &ReactiveMessage, client_id: String);

    /// Asks for another version of a reply.
    fn retry(&self, reply: MessageId);

    /// Reads a reply again whose connection was lost.
    fn follow(&self, reply: MessageId);

    /// Asks the assistant to go on with a reply that was cut off.
    fn go_on(&self);

    /// Sends a text as a new version of a question, unless a reply runs. The text is kept until the server has it.
    fn edit(&self, question: MessageId, text: String);

    /// Forgets the text that was to take the place of a question.
    fn forget_edit(&self, question: MessageId);

    /// Shows another version of a message.
    fn show_version(&self, version: MessageId);
}
