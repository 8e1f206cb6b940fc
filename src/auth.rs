//! Accounts: who somebody is. Shared types only; the rules are in `auth::server`, the pages in `auth::ui`.

use crate::id::UserId;
use serde::{Deserialize, Serialize};

pub mod api;
#[cfg(feature = "ssr")]
pub mod server;
pub mod ui;

/// Fewest characters of a password, in UTF-16 code units as Better Auth counts.
pub const PASSWORD_MIN: usize = 8;
/// Most characters of a password, in UTF-16 code units as Better Auth counts.
pub const PASSWORD_MAX: usize = 128;

/// A person with an account, as they may see themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The person's id.
    pub id: UserId,
    /// What they want to be called; may be empty.
    pub name: String,
    /// Their e-mail address, in lower case.
    pub email: String,
}

/// A bearer token for the HTTP API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// A JSON Web Token (HS256).
    pub token: String,
}
