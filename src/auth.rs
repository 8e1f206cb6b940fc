//! Accounts: who a person is. This file holds the shared types. The rules are in `auth::server`, the pages in
//! `auth::ui`.

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

/// A person with an account, with what that person may see of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct User {
    /// The person's id.
    pub id: UserId,
    /// How they want to be called. May be empty.
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

/// A log-in on one device, with what its person may see of it: everything but the token.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Device {
    /// The session's id.
    pub id: SessionId,
    /// When the person logged in there.
    pub created_at: Timestamp,
    /// When it was last used, accurate to some ten minutes.
    pub last_used_at: Timestamp,
    /// When it ends unless it is used again.
    pub expires_at: Timestamp,
    /// The address from which the person logged in. Empty if unknown.
    pub address: String,
    /// The browser's name for itself. Empty if unknown.
    pub agent: String,
    /// Whether this is the session that asks.
    pub current: bool,
}

/// What a program may do in a person's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "lowercase"))]
#[serde(rename_all = "lowercase")]
pub enum Permission {
    /// See tasks and conversations.
    Read,
    /// That, and change them, and talk to the assistant.
    Write,
}

/// A bearer token for the HTTP API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// A JSON Web Token (HS256).
    pub token: String,
}
