//! What a message asks of the thread that it is in.

use super::reactive::ReactiveMessage;
use crate::id::MessageId;

/// Carries out what the buttons of a message ask for.
pub trait MessageDelegate: Send + Sync {
    /// Whether the message is the thread's last one, reactively. Only then can it be answered again.
    fn is_last(&self, message: &ReactiveMessage) -> bool;

    /// Sends a message again that did not reach the server, with the client id that it had the first time.
    fn send_again(&self, message: &ReactiveMessage, client_id: String);

    /// Asks for another version of a reply.
    fn retry(&self, reply: MessageId);

    /// Reads a reply again whose connection was lost.
    fn follow(&self, reply: MessageId);

    /// Sends a text as a new version of a question. Returns whether it is being sent; it is not while a reply runs.
    fn edit(&self, question: MessageId, text: String) -> bool;

    /// Shows another version of a message.
    fn show_version(&self, version: MessageId);
}
