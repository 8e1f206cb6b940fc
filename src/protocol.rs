//! The protocols that programs speak: thin adapters over the rules that the page uses, one folder each.

pub mod better_auth;
pub(crate) mod door;
pub mod mcp;
pub mod oauth;
pub mod rest;
