//! A session as the server knows it.

use super::User;
use crate::id::SessionId;
use crate::timestamp::Timestamp;
use secrecy::SecretString;

/// Where a request comes from, as far as it says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Client {
    /// The address of the connection, or what a trusted proxy says it was; empty if unknown.
    pub address: String,
    /// The browser's name of itself; empty if unknown.
    pub agent: String,
}

/// A live session and whose it is.
#[derive(Clone, Debug)]
pub struct ActiveSession {
    /// The session's id.
    pub id: SessionId,
    /// The person.
    pub user: User,
    /// When it ends unless it is renewed.
    pub expires_at: Timestamp,
    /// When the person logged in.
    pub created_at: Timestamp,
    /// When it was last used, to some ten minutes.
    pub updated_at: Timestamp,
    /// Where the person logged in.
    pub client: Client,
    /// Whether it outlives the browser's being closed. Told by a cookie of the request, not by the database.
    pub remembered: bool,
    pub(crate) token: SecretString,
}
