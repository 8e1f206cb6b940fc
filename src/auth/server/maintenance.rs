//! What accounts need done beside the requests.

use super::Auth;
use crate::jobs::Job;
use std::time::Duration;

/// How often expired rows are removed.
const PRUNE_PERIOD: Duration = Duration::from_secs(60 * 60);

impl Auth {
    /// The periodic work of accounts: removing expired sessions, links and counts, and encrypting with the newest secret.
    pub fn jobs(&self) -> Vec<Job> {
        let auth = self.clone();
        vec![Job::on_one_replica("prune_accounts", PRUNE_PERIOD, move || {
            let auth = auth.clone();
            async move {
                let sessions = auth.prune().await?;
                if sessions > 0 {
                    tracing::info!(sessions, "removed expired sessions");
                }
                let encrypted = auth.encrypt_with_newest_secret().await?;
                if encrypted > 0 {
                    tracing::info!(encrypted, "encrypted second factors with the newest secret");
                }
                Ok::<_, super::AuthError>(())
            }
        })]
    }
}
