//! The queries of `oauth_clients`, `oauth_connections`, `oauth_codes` and `oauth_tokens`. Each function runs one
//! statement.

pub(crate) mod clients;
pub(crate) mod codes;
pub(crate) mod connections;
pub(crate) mod tokens;
