//! A session as the server knows it.

use super::User;
use crate::id::SessionId;
use crate::timestamp::Timestamp;
use secrecy::SecretString;

/// The client that sends a request, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Client {
    /// The address of the connection, or the one that a trusted proxy names. Empty if unknown.
    pub address: String,
    /// The browser's name for itself. Empty if unknown.
    pub agent: String,
    /// What the cookie of a browser holds in which somebody has logged in before. It is not checked yet.
    pub device: Option<String>,
}

/// A live session with its person.
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
    /// When it was last used, accurate to some ten minutes.
    pub updated_at: Timestamp,
    /// The client with which the person logged in.
    pub client: Client,
    /// Whether it outlives the browser.
    pub remembered: bool,
    /// Whether a bearer token proved it, not the cookie. Such a request comes from a program.
    pub by_token: bool,
    pub(crate) token: SecretString,
}
