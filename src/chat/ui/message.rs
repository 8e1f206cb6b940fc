//! One message: what the page knows of it and how it is drawn.
//!
//! A message knows nothing of the thread around it. A [`MessageDelegate`] carries out what its buttons ask for.

mod content;
mod delegate;
mod feedback_form;
mod message_actions;
mod message_view;
mod outcome;
mod reactive;
mod tail_view;
mod thought_view;
mod tool_card;
mod undo_tool_call;

pub use content::{ContentChange, MessageContent, MessageState};
pub use delegate::MessageDelegate;
pub use message_view::MessageView;
pub use reactive::ReactiveMessage;
