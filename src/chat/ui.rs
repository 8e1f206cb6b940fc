//! The chat on the page. `chat_page` puts it together; `thread` is one conversation as the page holds it,
//! made of `live` messages (their `content` is plain data) that `stream` keeps up to date; the rest draws them.

mod address;
mod anew;
mod chat_page;
mod client_id;
mod composer;
mod content;
mod conversations;
mod conversations_page;
mod draft;
mod list;
mod live;
mod menu;
mod message;
mod model_picker;
mod past_view;
mod regret;
mod saved_draft;
mod scroll;
mod sidebar;
mod stream;
mod thread;
mod thread_view;
mod tool_card;
mod undo;
mod welcome;

pub use chat_page::ChatPage;
pub use conversations::Conversations;
pub use conversations_page::ConversationsPage;
pub use regret::{Regret, RegretArea};
pub use sidebar::Sidebar;
