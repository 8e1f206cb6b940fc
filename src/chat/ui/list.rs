//! The person's conversations: the list in the sidebar, and what can be done with a conversation as a whole.

mod conversation_nav;
mod conversations;
mod menu;
mod undo_delete;

#[cfg(feature = "ssr")]
pub use conversation_nav::ConversationLink;
pub use conversation_nav::ConversationNav;
pub use conversations::Conversations;
pub use menu::ConversationMenu;
pub use undo_delete::{UndoDelete, UndoDeleteToast};
