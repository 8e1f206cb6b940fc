//! The protocols that programs speak: thin adapters over the rules that the page uses, one folder each.

/// Longest body of a request in bytes: the longest message, percent-encoded at up to 12 bytes a character.
pub(crate) const BODY_LIMIT: usize = 128 * 1024;

/// Longest body of a request to a calendar of tasks: a report may name as many objects as
/// fit into it.
pub(crate) const CALDAV_BODY_LIMIT: usize = 1024 * 1024;

pub mod better_auth;
pub mod caldav;
pub mod chatkit;
pub(crate) mod door;
pub mod feed;
mod http_date;
pub mod mcp;
pub mod oauth;
pub mod rest;
