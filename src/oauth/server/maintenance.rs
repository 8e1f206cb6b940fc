//! What connected apps need done beside the requests.

use super::{OAuth, OAuthError};
use crate::jobs::Job;
use crate::oauth::store::{clients, codes, connections, tokens};
use std::time::Duration;

/// How often old rows are removed.
const PERIOD: Duration = Duration::from_secs(60 * 60);
/// How long an app is kept that registered itself and that nobody allowed. One that was allowed is kept for ever.
const UNUSED_LIFE: time::Duration = time::Duration::days(7);
/// How long a code is kept after its end, to notice that it comes again.
const CODE_MEMORY: time::Duration = time::Duration::days(1);
/// Most apps that are removed at once.
const AT_ONCE: i64 = 1000;

impl OAuth {
    /// The periodic work: removing what has expired, and apps that nobody allowed.
    pub fn jobs(&self) -> Vec<Job> {
        let oauth = self.clone();
        vec![Job::on_one_replica("prune_connected_apps", PERIOD, move || {
            let oauth = oauth.clone();
            async move { oauth.prune().await }
        })]
    }

    async fn prune(&self) -> Result<(), OAuthError> {
        let now = self.clock.now();
        let mut transaction = self.db.write().await?;
        codes::delete_expired(&mut transaction, &now.plus(-CODE_MEMORY)).await?;
        tokens::delete_expired(&mut transaction, &now).await?;
        connections::delete_dead(&mut transaction).await?;
        clients::delete_unused(&mut transaction, &now.plus(-UNUSED_LIFE), AT_ONCE).await?;
        Ok(transaction.commit().await?)
    }
}
