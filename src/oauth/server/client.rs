//! The apps that this server knows: those that registered themselves, and those that a document describes.

use super::document::DocumentError;
use super::{App, OAuth, OAuthError};
use crate::auth::server::Limit;
use crate::db::Transaction;
use crate::error::{Error, Reason};
use crate::id::UserId;
use crate::oauth::store::clients;
use crate::timestamp::Timestamp;
use time::Duration;

/// Documents that are fetched for one person.
const FETCH: Limit = Limit::new("oauth-document", 30, Duration::minutes(10));
/// How long a document counts without being fetched again.
const FRESH: Duration = Duration::hours(1);
/// How long a document counts if its address does not answer. Some sites turn away requests from data centres.
const STALE: Duration = Duration::days(7);
/// Most apps that nobody has allowed yet.
const MOST_UNUSED: i64 = 2000;
/// How long such an app is safe from making room for others. It is the time for a person to log in and decide.
const TIME_TO_DECIDE: Duration = Duration::minutes(15);
/// How many make room at once.
const ROOM: i64 = 100;

impl OAuth {
    /// The app with this id, which sent a person here. Fetches its document if that is due.
    pub(super) async fn app_for(&self, user: &UserId, id: &str) -> Result<App, Error> {
        let known = clients::by_id(&mut self.db.autocommit().await?, id).await?;
        let Some(address) = self.documents.address(id) else {
            return known.ok_or(OAuthError::InvalidClient.into());
        };
        let now = self.clock.now();
        let younger_than = |age: Duration| {
            known.clone().filter(|app| app.fetched_at.as_ref().is_some_and(|at| at.plus(age) > now))
        };
        if let Some(app) = younger_than(FRESH) {
            return Ok(app);
        }
        self.limits.count(&[(FETCH, user.as_str())]).await.map_err(OAuthError::from)?;
        match self.documents.fetch(&address, &now).await {
            Ok(app) => {
                let mut transaction = self.db.write().await?;
                if known.is_none() {
                    self.make_room(&mut transaction, &now).await?;
                }
                clients::put(&mut transaction, &app, &now).await?;
                transaction.commit().await?;
                Ok(app)
            }
            Err(error) => {
                tracing::warn!(target: "docket::security", person = %user, app = id, %error,
                    "the document that describes an app cannot be had");
                let stale = younger_than(STALE).filter(|_| matches!(error, DocumentError::Unreachable(_)));
                stale.ok_or_else(|| Error::Refused(Reason::AppUnreadable.into()))
            }
        }
    }

    /// Removes some apps that nobody has allowed, if there are too many. So a flood of registrations cannot fill the
    /// disk, and does not keep others out for long.
    pub(super) async fn make_room(
        &self,
        transaction: &mut Transaction,
        now: &Timestamp,
    ) -> Result<(), OAuthError> {
        if clients::count_unused(transaction).await? < MOST_UNUSED {
            return Ok(());
        }
        let removed = clients::delete_unused(transaction, &now.plus(-TIME_TO_DECIDE), ROOM).await?;
        if removed > 0 { Ok(()) } else { Err(OAuthError::Full) }
    }
}
