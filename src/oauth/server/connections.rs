//! What the person and the doors see of connections.

use super::redirect::{Destination, destination};
use super::{ACCESS_TOKEN_PREFIX, OAuth, OAuthError};
use crate::auth::server::{Client, Grant, Via, digest};
use crate::id::UserId;
use crate::oauth::ConnectedApp;
use crate::oauth::store::{codes, connections, tokens};
use time::Duration;

/// How often the last use of a connection is stored.
const NOTE_USE_AFTER: Duration = Duration::minutes(10);

impl OAuth {
    /// The apps that act for a person, the last used first.
    pub async fn connected_apps(&self, user: &UserId) -> Result<Vec<ConnectedApp>, OAuthError> {
        let found = connections::of_user(&mut self.db.autocommit().await?, user, &self.clock.now()).await?;
        let app = |connections::Named { name, connection }| ConnectedApp {
            id: connection.id,
            name,
            host: destination(&connection.redirect_uri).and_then(|destination| match destination {
                Destination::Site(host) => Some(host),
                Destination::ThisComputer => None,
            }),
            permission: connection.permission,
            created_at: connection.created_at,
            last_used_at: connection.last_used_at,
        };
        Ok(found.into_iter().map(app).collect())
    }

    /// Ends a connection of a person. Its tokens are worthless from here on.
    ///
    /// # Errors
    /// [`OAuthError::NotFound`] if they have none with this id.
    pub async fn disconnect(&self, user: &UserId, id: &str, client: &Client) -> Result<(), OAuthError> {
        // PostgreSQL refuses texts with NUL, which would look like a fault of the database.
        if id.contains('\0') {
            return Err(OAuthError::NotFound);
        }
        let mut transaction = self.db.write().await?;
        // A code that is on its way would connect the app again.
        codes::delete_all(&mut transaction, user).await?;
        if !connections::delete_of(&mut transaction, user, id).await? {
            return Err(OAuthError::NotFound);
        }
        transaction.commit().await?;
        tracing::info!(target: "docket::security", person = %user, connection = id, client = client.address,
            "a person disconnected an app");
        Ok(())
    }

    /// Lets the app of a person's connection only read from now on.
    ///
    /// # Errors
    /// [`OAuthError::NotFound`] if they have no connection with this id.
    pub async fn narrow(&self, user: &UserId, id: &str, client: &Client) -> Result<(), OAuthError> {
        if id.contains('\0') {
            return Err(OAuthError::NotFound);
        }
        let mut transaction = self.db.write().await?;
        if !connections::narrow(&mut transaction, user, id).await? {
            return Err(OAuthError::NotFound);
        }
        tokens::narrow(&mut transaction, id).await?;
        transaction.commit().await?;
        tracing::info!(target: "docket::security", person = %user, connection = id, client = client.address,
            "a person let an app only read from now on");
        Ok(())
    }

    /// The right that an access token gives at a resource. `None` if it is none of ours, for another resource, revoked
    /// or expired.
    pub async fn grant_of_access_token(
        &self,
        token: &str,
        resource: &str,
    ) -> Result<Option<Grant>, OAuthError> {
        if !token.starts_with(ACCESS_TOKEN_PREFIX) {
            return Ok(None);
        }
        let now = self.clock.now();
        let found = tokens::access(&mut self.db.autocommit().await?, &digest(token), &now).await?;
        let Some(access) = found.filter(|access| access.resource == resource) else { return Ok(None) };
        if access.last_used_at.plus(NOTE_USE_AFTER) <= now {
            let mut transaction = self.db.write().await?;
            connections::lock(&mut transaction, &access.connection_id, &now).await?;
            transaction.commit().await?;
        }
        let via = Via::App(access.connection_id);
        Ok(Some(Grant { user: access.user, permission: access.permission, via }))
    }
}
