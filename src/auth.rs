//! Accounts: who a person is. This file holds the shared types. The rules are in `auth::server`, the pages in
//! `auth::ui`.

use crate::id::{SessionId, UserId};
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

pub mod api;
#[cfg(feature = "ssr")]
pub(crate) mod ban;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
mod session;
#[cfg(feature = "ssr")]
pub(crate) mod store;
pub mod ui;

/// Fewest characters of a password, in UTF-16 code units as Better Auth counts.
pub const PASSWORD_MIN: usize = 8;
/// Most characters of a password, in UTF-16 code units as Better Auth counts.
pub const PASSWORD_MAX: usize = 128;
/// Most bytes of the address of a picture.
pub const IMAGE_MAX: usize = 2048;
/// Most characters of a name.
pub const NAME_MAX: usize = 200;
/// Most characters of the name of a personal access token.
pub const TOKEN_NAME_MAX: usize = 100;
/// Most characters of the name of a passkey.
pub const PASSKEY_NAME_MAX: usize = 100;
/// The days for which a personal access token can be made. None lasts for good: a forgotten one ends by itself.
pub const TOKEN_DAYS: [u16; 3] = [30, 90, 365];

/// Who may make an account without an operator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignUp {
    /// Everybody.
    #[default]
    Open,
    /// People with an invitation.
    Invite,
    /// Nobody.
    Closed,
}

/// What the sign-up page offers to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SignUpOffer {
    /// An account.
    Open,
    /// Nothing, because an invitation is needed.
    InvitationNeeded,
    /// Nothing, because the invitation has been used or has expired.
    InvitationOver,
    /// Nothing, because only operators make accounts here.
    Closed,
}

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
    /// Whether they log in with two factors.
    #[cfg_attr(feature = "ssr", sqlx(rename = "twoFactorEnabled"))]
    pub two_factor_enabled: bool,
    /// When the account was made.
    #[cfg_attr(feature = "ssr", sqlx(rename = "createdAt"))]
    pub created_at: Timestamp,
    /// When any of this last changed.
    #[cfg_attr(feature = "ssr", sqlx(rename = "updatedAt"))]
    pub updated_at: Timestamp,
}

/// A person's two-factor log-in, with what that person may see of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TwoFactor {
    /// Whether a log-in takes a code.
    pub enabled: bool,
    /// Whether the person has begun to turn it on, and no code has confirmed it yet.
    pub pending: bool,
    /// How many recovery codes are left.
    pub codes_left: usize,
    /// What a plain form has just made.
    pub made: Option<TwoFactorSecrets>,
}

/// New secrets of two-factor log-in. They are told once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TwoFactorSecrets {
    /// What an authenticator app needs, if that is new too.
    pub authenticator: Option<Authenticator>,
    /// The recovery codes, one on a line.
    pub recovery_codes: String,
}

/// What an authenticator app needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authenticator {
    /// The secret in base32, in groups of four.
    pub key: String,
    /// The link that an app on this device opens.
    pub link: String,
    /// The link as a QR code: an SVG image.
    pub image: String,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
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
    /// A JSON Web Token (HS256), or a personal access token.
    pub token: String,
}

/// A personal access token, with what its person may see of it: everything but its text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct PersonalToken {
    /// Its id.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// What a program may do with it.
    pub permission: Permission,
    /// When it was made.
    pub created_at: Timestamp,
    /// When a program last used it, accurate to some ten minutes.
    pub last_used_at: Option<Timestamp>,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// The personal access tokens of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenList {
    /// Those that work, the newest first.
    pub tokens: Vec<PersonalToken>,
    /// The text of the one that a plain form has just made. It is told once.
    pub made: Option<String>,
}

/// A passkey, with what its person may see of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Passkey {
    /// Its id.
    pub id: String,
    /// What the person calls it, or the name of what keeps it.
    pub name: String,
    /// When it was added. An old database may not tell.
    pub created_at: Option<Timestamp>,
    /// Whether it may be on several devices of the person.
    pub synced: bool,
}

/// The passkeys of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyList {
    /// All of them, the newest first.
    pub passkeys: Vec<Passkey>,
    /// Whether passkeys can be used at this server's address.
    pub offered: bool,
    /// Whether the person logged in so lately that they may add and remove some.
    pub fresh: bool,
}
