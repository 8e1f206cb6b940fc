//! Refresh tokens. Each works once and is replaced by another (RFC 9700 section 4.14.2). If one comes again, it was
//! stolen, or the app was: nobody can tell which of the two asks, so the connection ends.

use super::exchange::WRONG;
use super::issue::Tokens;
use super::{OAuth, OAuthError, scope};
use crate::auth::server::{Client, Limit, digest};
use crate::oauth::store::connections;
use crate::oauth::store::tokens::{self, Kind};
use time::Duration;

/// How long a token that was replaced may come again, as long as its successor was not used. An answer may get lost on
/// its way, and two windows of one app may refresh at the same time. Both get the same successor.
const GRACE: Duration = Duration::seconds(30);
/// Refreshes of one connection.
const REFRESH: Limit = Limit::new("oauth-refresh", 120, Duration::minutes(10));

/// One answer for all wrong tokens. The log knows more.
const WRONG_TOKEN: OAuthError =
    OAuthError::InvalidGrant("the refresh token is wrong, used, revoked or expired");

/// What an app sends with a refresh token.
#[derive(Clone, Debug, Default)]
pub struct Refresh<'a> {
    /// The token.
    pub token: &'a str,
    /// The app's id.
    pub client_id: &'a str,
    /// The scopes, if it wants less than it was allowed.
    pub scope: Option<&'a str>,
    /// The resource for which the tokens shall be.
    pub resources: Vec<&'a str>,
}

impl OAuth {
    /// Replaces a refresh token, and makes an access token.
    ///
    /// # Errors
    /// If the token does not work, is another app's, or the app asks for more than the person allowed.
    pub async fn refresh(&self, sent: &Refresh<'_>, client: &Client) -> Result<Tokens, OAuthError> {
        if !sent.resources.iter().all(|resource| self.is_our_resource(resource)) {
            return Err(OAuthError::InvalidTarget(self.resource.to_string()));
        }
        self.limits.check(&[(WRONG, &client.address)]).await?;
        let (digest_sent, now) = (digest(sent.token), self.clock.now());
        let found = tokens::by_digest(&mut self.db.autocommit().await?, &digest_sent).await?;
        let Some(found) = found.filter(|token| token.kind == Kind::Refresh) else {
            return self.refuse(sent, client, "unknown").await;
        };
        self.limits.count(&[(REFRESH, &found.connection_id)]).await?;
        let mut transaction = self.db.write().await?;
        // All changes of a connection's tokens wait for this lock.
        let Some(connection) = connections::lock(&mut transaction, &found.connection_id, &now).await? else {
            drop(transaction);
            return self.refuse(sent, client, "its connection has ended").await;
        };
        if !connections::lives(&mut transaction, &connection.id, &now).await? {
            drop(transaction);
            return self.refuse(sent, client, "its person is banned").await;
        }
        let token = tokens::by_digest(&mut transaction, &digest_sent).await?;
        let successors = self.next_refresh_tokens(sent.token);
        let (Some(token), Some(mut next)) = (token, successors.first().cloned()) else {
            drop(transaction);
            return self.refuse(sent, client, "unknown").await;
        };
        if connection.client_id != sent.client_id {
            drop(transaction);
            return self.refuse(sent, client, "another app's").await;
        }
        if let Some(replaced_at) = &token.replaced_at {
            let mut is_waiting = false;
            for successor in successors {
                let found = tokens::by_digest(&mut transaction, &digest(&successor)).await?;
                if found.is_some_and(|found| found.replaced_at.is_none()) {
                    (is_waiting, next) = (true, successor);
                    break;
                }
            }
            if !is_waiting || replaced_at.plus(GRACE) <= now {
                connections::delete(&mut transaction, &connection.id).await?;
                transaction.commit().await?;
                tracing::warn!(target: "docket::security", person = %connection.user_id, app = connection.client_id,
                    connection = connection.id, client = client.address,
                    "a refresh token came twice: the connection ends");
                return Err(WRONG_TOKEN);
            }
        } else if token.expires_at <= now {
            drop(transaction);
            return self.refuse(sent, client, "expired").await;
        }
        let permission = match sent.scope {
            Some(asked) => scope::permission(Some(asked))?,
            None => connection.permission,
        };
        if permission > connection.permission {
            return Err(OAuthError::InvalidScope("the person allowed less"));
        }
        if token.replaced_at.is_none() {
            tokens::mark_replaced(&mut transaction, &digest_sent, &now).await?;
            self.store_refresh_token(&mut transaction, &connection, &next, &now).await?;
        }
        let tokens = self.issue(&mut transaction, &connection, permission, next, &now).await?;
        transaction.commit().await?;
        Ok(tokens)
    }

    /// Notes a wrong token.
    async fn refuse<T>(
        &self,
        sent: &Refresh<'_>,
        client: &Client,
        why: &'static str,
    ) -> Result<T, OAuthError> {
        tracing::warn!(target: "docket::security", app = sent.client_id, why, client = client.address,
            "a refresh token was refused");
        self.limits.count(&[(WRONG, &client.address)]).await?;
        Err(WRONG_TOKEN)
    }
}
