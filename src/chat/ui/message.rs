//! One message: what the page knows of it and how it is drawn.
//!
//! A message knows nothing of the thread around it. A [`MessageDelegate`] carries out what its buttons ask for.

mod content;
mod copy;
mod delegate;
mod edit;
mod feedback_form;
mod go_on;
mod message_actions;
mod message_view;
mod outcome;
mod reactive;
mod tail_view;
mod thought_view;
mod tool_card;
mod undo_tool_call;

pub use content::{ContentChange, MessageContent, MessageState};
#[cfg(feature = "ssr")]
pub use copy::CopyScript;
pub use delegate::MessageDelegate;
pub use go_on::GO_ON;
pub use message_view::MessageView;
pub use outcome::ending;
pub use reactive::ReactiveMessage;
