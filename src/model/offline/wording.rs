//! What the assistant says, in Markdown: pure functions from tasks to sentences.

pub mod agenda;
pub mod changes;
mod conversation_title;
pub mod lists;
mod markdown;
pub mod plans;
pub mod questions;
pub mod small_talk;
mod tasks;
pub mod undo;

pub use conversation_title::conversation_title;
