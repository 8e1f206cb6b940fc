//! Exchanging an authorization code for tokens.

use super::issue::Tokens;
use super::{OAuth, OAuthError, pkce};
use crate::auth::server::{Client, Limit, digest};
use crate::oauth::store::codes::{self, Code};
use crate::oauth::store::connections::{self, Connection};
use time::Duration;

/// Wrong codes and refresh tokens from one address. Nobody can guess one; this keeps a program that runs wild from
/// filling the log.
pub(super) const WRONG: Limit = Limit::new("oauth-wrong", 300, Duration::minutes(10));
/// Most connections of one person. Programs that are installed again and again leave old ones behind.
const CONNECTIONS_MAX: i64 = 100;

/// One answer for all wrong codes. The log knows more.
const WRONG_CODE: OAuthError = OAuthError::InvalidGrant("the code is wrong, used or expired");

/// What an app sends with a code.
#[derive(Clone, Debug, Default)]
pub struct Exchange<'a> {
    /// The code.
    pub code: &'a str,
    /// The app's id.
    pub client_id: &'a str,
    /// Where the code came to. OAuth 2.1 apps may leave it out, because the verifier proves more.
    pub redirect_uri: Option<&'a str>,
    /// What proves that the app asked for the code.
    pub verifier: Option<&'a str>,
    /// The resource for which the tokens shall be.
    pub resources: Vec<&'a str>,
}

impl OAuth {
    /// Exchanges a code for the first tokens of a connection. If a code comes again, somebody else may have it: the
    /// connection that it made ends (RFC 6749 section 4.1.2).
    ///
    /// # Errors
    /// If anything is not as it was when the person allowed it.
    pub async fn exchange(&self, sent: &Exchange<'_>, client: &Client) -> Result<Tokens, OAuthError> {
        if !sent.resources.iter().all(|resource| self.is_our_resource(resource)) {
            return Err(OAuthError::InvalidTarget(self.resource.to_string()));
        }
        self.limits.check(&[(WRONG, &client.address)]).await?;
        let (digest, now) = (digest(sent.code), self.clock.now());
        let mut transaction = self.db.write().await?;
        let code = codes::lock(&mut transaction, &digest).await?;
        let code = match code {
            Some(Code { connection_id: Some(connection), user_id, client_id, .. }) => {
                connections::delete(&mut transaction, &connection).await?;
                transaction.commit().await?;
                tracing::warn!(target: "docket::security", person = %user_id, app = client_id, connection,
                    client = client.address, "a code came twice: the connection ends");
                return Err(WRONG_CODE);
            }
            Some(code) => {
                wrong(&code, sent).or((code.expires_at <= now).then_some("expired")).map_or(Ok(code), Err)
            }
            None => Err("unknown"),
        };
        let code = match code {
            Ok(code) => code,
            Err(why) => {
                drop(transaction);
                tracing::warn!(target: "docket::security", app = sent.client_id, why, client = client.address,
                    "a code was refused");
                self.limits.count(&[(WRONG, &client.address)]).await?;
                return Err(WRONG_CODE);
            }
        };
        let connection = Connection {
            id: self.random.alphanumeric(32),
            user_id: code.user_id,
            client_id: code.client_id,
            redirect_uri: code.redirect_uri,
            permission: code.permission,
            resource: code.resource,
            created_at: now.clone(),
            last_used_at: now.clone(),
        };
        connections::insert(&mut transaction, &connection).await?;
        if !connections::lives(&mut transaction, &connection.id, &now).await? {
            tracing::warn!(target: "docket::security", person = %connection.user_id, app = sent.client_id,
                client = client.address, "the code of a banned person was refused");
            return Err(WRONG_CODE);
        }
        connections::delete_oldest(&mut transaction, &connection.user_id, CONNECTIONS_MAX).await?;
        codes::mark_used(&mut transaction, &digest, &connection.id).await?;
        let refresh_token = self.first_refresh_token();
        self.store_refresh_token(&mut transaction, &connection, &refresh_token, &now).await?;
        let permission = connection.permission;
        let tokens = self.issue(&mut transaction, &connection, permission, refresh_token, &now).await?;
        transaction.commit().await?;
        tracing::info!(target: "docket::security", person = %connection.user_id, app = connection.client_id,
            connection = connection.id, client = client.address, "an app connected");
        Ok(tokens)
    }
}

/// What is wrong with a code that comes for the first time. It stays good for the app to which it belongs.
fn wrong(code: &Code, sent: &Exchange<'_>) -> Option<&'static str> {
    if code.client_id != sent.client_id {
        Some("another app's")
    } else if sent.redirect_uri.is_some_and(|address| address != code.redirect_uri) {
        Some("another redirect address")
    } else if !sent.verifier.is_some_and(|verifier| pkce::proves(verifier, &code.challenge)) {
        Some("no proof")
    } else {
        None
    }
}
