//! The chat on the page, in four rooms: `list` has the conversations, `message` one message, `composer` the form to
//! write in, and `thread` puts messages and composer together into an open conversation. The pages use the rooms;
//! of the rooms only `thread` uses others.

mod address;
mod chat_page;
mod client_id;
mod composer;
#[cfg(feature = "ssr")]
mod conversations_page;
mod length;
mod list;
mod message;
mod news;
mod thread;

pub use chat_page::ChatPage;
#[cfg(feature = "ssr")]
pub use conversations_page::ConversationsPage;
pub use list::{ConversationNav, Conversations, UndoDelete, UndoDeleteToast};
#[cfg(feature = "ssr")]
pub use message::CopyScript;
pub use news::ConversationNews;
