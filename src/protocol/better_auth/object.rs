//! The objects of this protocol, as its client reads them.

use crate::auth::User;
use crate::auth::server::{Account, ActiveSession, SessionCookie, StoredPasskey};
use crate::id::{SessionId, UserId};
use crate::timestamp::Timestamp;
use axum::http::{HeaderName, HeaderValue};
use axum::response::AppendHeaders;
use serde::Serialize;

/// A person.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UserObject<'a> {
    id: &'a UserId,
    name: &'a str,
    email: &'a str,
    email_verified: bool,
    image: Option<&'a str>,
    created_at: &'a Timestamp,
    updated_at: &'a Timestamp,
    two_factor_enabled: bool,
}

impl<'a> From<&'a User> for UserObject<'a> {
    fn from(user: &'a User) -> Self {
        Self {
            id: &user.id,
            name: &user.name,
            email: &user.email,
            email_verified: user.email_verified,
            image: user.image.as_deref(),
            created_at: &user.created_at,
            updated_at: &user.updated_at,
            two_factor_enabled: user.two_factor_enabled,
        }
    }
}

/// A session with the token that proves it. Only its own person may see it, and not by a bearer token.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SessionObject<'a> {
    id: &'a SessionId,
    token: &'a str,
    user_id: &'a UserId,
    expires_at: &'a Timestamp,
    created_at: &'a Timestamp,
    updated_at: &'a Timestamp,
    ip_address: &'a str,
    user_agent: &'a str,
}

impl<'a> From<&'a ActiveSession> for SessionObject<'a> {
    fn from(session: &'a ActiveSession) -> Self {
        Self {
            id: &session.id,
            token: if session.by_token { "" } else { session.token() },
            user_id: &session.user.id,
            expires_at: &session.expires_at,
            created_at: &session.created_at,
            updated_at: &session.updated_at,
            ip_address: &session.client.address,
            user_agent: &session.client.agent,
        }
    }
}

/// A way to log in.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AccountObject<'a> {
    id: &'a str,
    provider_id: &'a str,
    account_id: &'a str,
    user_id: &'a UserId,
    created_at: &'a Timestamp,
    updated_at: &'a Timestamp,
    /// The permissions at other services: always none.
    scopes: [&'a str; 0],
}

impl<'a> AccountObject<'a> {
    pub(super) fn new(account: &'a Account, user_id: &'a UserId) -> Self {
        Self {
            id: &account.id,
            provider_id: &account.provider,
            account_id: &account.account,
            user_id,
            created_at: &account.created_at,
            updated_at: &account.updated_at,
            scopes: [],
        }
    }
}

/// A session and its person.
#[derive(Serialize)]
pub(super) struct SessionAndUser<'a> {
    session: SessionObject<'a>,
    user: UserObject<'a>,
}

impl<'a> From<&'a ActiveSession> for SessionAndUser<'a> {
    fn from(session: &'a ActiveSession) -> Self {
        Self { session: session.into(), user: (&session.user).into() }
    }
}

/// A passkey.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PasskeyObject<'a> {
    id: &'a str,
    name: Option<&'a str>,
    public_key: &'a str,
    user_id: &'a UserId,
    #[serde(rename = "credentialID")]
    credential_id: &'a str,
    counter: i64,
    device_type: &'a str,
    backed_up: bool,
    transports: Option<&'a str>,
    created_at: Option<&'a Timestamp>,
    aaguid: Option<&'a str>,
}

impl<'a> From<&'a StoredPasskey> for PasskeyObject<'a> {
    fn from(passkey: &'a StoredPasskey) -> Self {
        Self {
            id: &passkey.id,
            name: passkey.name.as_deref(),
            public_key: &passkey.public_key,
            user_id: &passkey.user,
            credential_id: &passkey.credential,
            counter: passkey.counter,
            device_type: &passkey.device_type,
            backed_up: passkey.backed_up,
            transports: passkey.transports.as_deref(),
            created_at: passkey.created_at.as_ref(),
            aaguid: passkey.aaguid.as_deref(),
        }
    }
}

/// Reports that something was done.
#[derive(Serialize)]
pub(super) struct Status {
    status: bool,
}

impl Status {
    pub(super) const DONE: Self = Self { status: true };
}

/// The headers that set these cookies.
pub(super) fn headers(cookies: &[SessionCookie]) -> AppendHeaders<Vec<(HeaderName, HeaderValue)>> {
    AppendHeaders(cookies.iter().filter_map(SessionCookie::header).collect())
}
