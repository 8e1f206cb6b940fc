//! Accounts: who somebody is. Shared types only; the rules are in `auth::server`, the pages in `auth::ui`.

use crate::id::{SessionId, UserId};
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

pub mod api;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
mod session;
#[cfg(feature = "ssr")]
mod store;
pub mod ui;

/// Fewest characters of a password, in UTF-16 code units as Better Auth counts.
pub const PASSWORD_MIN: usize = 8;
/// Most characters of a password, in UTF-16 code units as Better Auth counts.
pub const PASSWORD_MAX: usize = 128;
/// Most characters of a name.
pub const NAME_MAX: usize = 200;

/// A person with an account, as they may see themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct User {
    /// The person's id.
    pub id: UserId,
    /// What they want to be called; may be empty.
    pub name: String,
    /// Their e-mail address, in lower case.
    pub email: String,
    /// Whether they have shown that mail to this address reaches them.
    #[cfg_attr(feature = "ssr", sqlx(rename = "emailVerified"))]
    pub email_verified: bool,
    /// The address of a picture of them.
    pub image: Option<String>,
    /// When the account was made.
    #[cfg_attr(feature = "ssr", sqlx(rename = "createdAt"))]
    pub created_at: Timestamp,
    /// When any of this last changed.
    #[cfg_attr(feature = "ssr", sqlx(rename = "updatedAt"))]
    pub updated_at: Timestamp,
}

/// A log-in on one device, as its person may see it: without its token.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Device {
    /// The session's id.
    pub id: SessionId,
    /// When the person logged in there.
    pub created_at: Timestamp,
    /// When it was last used, to some ten minutes.
    pub last_used_at: Timestamp,
    /// When it ends unless it is used again.
    pub expires_at: Timestamp,
    /// The address it was made from; empty if unknown.
    pub address: String,
    /// What the browser called itself; empty if unknown.
    pub agent: String,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// A bearer token for the HTTP API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// A JSON Web Token (HS256).
    pub token: String,
}
