//! Exports of a person's data as files: everything, or one conversation.

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
mod server;
#[cfg(feature = "ssr")]
pub mod ui;

#[cfg(feature = "ssr")]
pub use server::{ExportedAccount, ExportedSession, Exporter, Pieces, markdown};
