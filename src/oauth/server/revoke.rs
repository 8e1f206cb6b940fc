//! Revocation by an app (RFC 7009).

use super::{OAuth, OAuthError};
use crate::auth::server::{Client, digest};
use crate::oauth::store::connections;
use crate::oauth::store::tokens::{self, Kind};

impl OAuth {
    /// Ends a token for its app. A refresh token ends with its whole connection (section 2.1), an access token alone.
    /// A token that is unknown is as good as revoked (section 2.2).
    ///
    /// # Errors
    /// [`OAuthError::InvalidClient`] if the token is another app's.
    pub async fn revoke(
        &self,
        token: &str,
        client_id: Option<&str>,
        client: &Client,
    ) -> Result<(), OAuthError> {
        let (digest, now) = (digest(token), self.clock.now());
        let Some(found) = tokens::by_digest(&mut self.db.autocommit().await?, &digest).await? else {
            return Ok(());
        };
        let mut transaction = self.db.write().await?;
        let Some(connection) = connections::lock(&mut transaction, &found.connection_id, &now).await? else {
            return Ok(());
        };
        // Who has the token may end it. But an app that names itself must be the right one.
        if client_id.is_some_and(|id| id != connection.client_id) {
            return Err(OAuthError::InvalidClient);
        }
        match found.kind {
            Kind::Refresh => drop(connections::delete(&mut transaction, &connection.id).await?),
            Kind::Access => tokens::delete(&mut transaction, &digest).await?,
        }
        transaction.commit().await?;
        tracing::info!(target: "docket::security", person = %connection.user_id, app = connection.client_id,
            connection = connection.id, kind = ?found.kind, client = client.address, "an app revoked a token");
        Ok(())
    }
}
