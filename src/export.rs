//! What Docket holds about a person, as files for themselves: everything, or one conversation.

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
mod server;
pub mod ui;

#[cfg(feature = "ssr")]
pub use server::{Export, ExportedAccount, ExportedSession, Exporter, markdown};
