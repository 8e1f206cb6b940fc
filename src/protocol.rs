//! The protocols that programs speak: thin adapters over the rules that the page uses, one folder each.

/// Longest body of a request in bytes: the longest message, percent-encoded at up to 12 bytes a character.
pub(crate) const BODY_LIMIT: usize = 128 * 1024;

pub mod better_auth;
pub mod chatkit;
pub(crate) mod door;
pub mod feed;
pub mod mcp;
pub mod oauth;
pub mod rest;
