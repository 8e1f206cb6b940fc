//! Making tokens.

use super::{ACCESS_LIFE, LONGEST_LIFE, OAuth, OAuthError, REFRESH_LIFE};
use crate::auth::Permission;
use crate::auth::server::digest;
use crate::db::Transaction;
use crate::oauth::store::connections::Connection;
use crate::oauth::store::tokens::{self, Kind, Stored};
use crate::timestamp::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// How each access token begins. Programs that look for leaked secrets know it by this.
pub const ACCESS_TOKEN_PREFIX: &str = "docket_at_";
/// How each refresh token begins.
const REFRESH_TOKEN_PREFIX: &str = "docket_rt_";
/// The random characters after the prefix: 256 bits.
const RANDOM_LENGTH: usize = 43;

/// The tokens that an app gets.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// With this the app acts.
    pub access_token: String,
    /// With this it gets the next tokens.
    pub refresh_token: String,
    /// What it may do with the access token.
    pub permission: Permission,
    /// Seconds until the access token ends.
    pub expires_in: i64,
}

impl OAuth {
    /// The first refresh token of a connection.
    pub(super) fn first_refresh_token(&self) -> String {
        [REFRESH_TOKEN_PREFIX, &self.random.alphanumeric(RANDOM_LENGTH)].concat()
    }

    /// The refresh token that replaces another. It follows from the other and this server's secret, so that a request
    /// that comes twice gets the same one, although the database holds only digests. The newest secret's comes first;
    /// an older one's may have been given out just before the secret changed.
    pub(super) fn next_refresh_tokens(&self, token: &str) -> Vec<String> {
        // Tells these texts from others that the same secret signs.
        let message = ["oauth-refresh:", token].concat();
        let next = |secret: &str| {
            let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
            mac.update(message.as_bytes());
            Some([REFRESH_TOKEN_PREFIX, &URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())].concat())
        };
        self.secrets.all().filter_map(next).collect()
    }

    /// Stores a refresh token.
    pub(super) async fn store_refresh_token(
        &self,
        transaction: &mut Transaction,
        connection: &Connection,
        token: &str,
        now: &Timestamp,
    ) -> Result<(), OAuthError> {
        let (permission, expires_at) = (connection.permission, end(connection, now.plus(REFRESH_LIFE)));
        let stored = stored(connection, Kind::Refresh, permission, expires_at);
        Ok(tokens::insert(transaction, &digest(token), &stored).await?)
    }

    /// Makes an access token to go with a refresh token.
    pub(super) async fn issue(
        &self,
        transaction: &mut Transaction,
        connection: &Connection,
        permission: Permission,
        refresh_token: String,
        now: &Timestamp,
    ) -> Result<Tokens, OAuthError> {
        let access_token = [ACCESS_TOKEN_PREFIX, &self.random.alphanumeric(RANDOM_LENGTH)].concat();
        let stored = stored(connection, Kind::Access, permission, end(connection, now.plus(ACCESS_LIFE)));
        tokens::insert(transaction, &digest(&access_token), &stored).await?;
        let expires_in = stored.expires_at.unix_seconds() - now.unix_seconds();
        Ok(Tokens { access_token, refresh_token, permission, expires_in })
    }
}

/// When a token ends. No token outlives its connection.
fn end(connection: &Connection, wanted: Timestamp) -> Timestamp {
    wanted.min(connection.created_at.plus(LONGEST_LIFE))
}

fn stored(connection: &Connection, kind: Kind, permission: Permission, expires_at: Timestamp) -> Stored {
    Stored { connection_id: connection.id.clone(), kind, permission, expires_at, replaced_at: None }
}
