//! One open thread: the messages of a conversation, the turns that the page asks for and reads, and the view of it.
//!
//! Each file uses only those before it in this list: `messages` and `state` are what the page knows, `unsent` what the
//! tab keeps of it, `turn_reader` reads the events of one turn into it, `controller` decides when a turn is asked for,
//! and the views draw it all.

mod announcer;
mod catch_up;
mod controller;
mod earlier;
mod message_actions;
mod messages;
mod past_view;
mod scroll;
mod state;
mod thread_view;
mod turn_reader;
mod turn_request;
mod unsent;
mod welcome;

pub use controller::ThreadController;
pub use past_view::PastView;
pub use state::PageContext;
pub use thread_view::ThreadView;
