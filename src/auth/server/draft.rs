//! A text that somebody wrote and that could not be sent. It waits on the server, for its author alone: neither
//! its length nor who uses the same browser next matters. Only for pages without WebAssembly; a living page keeps
//! the text itself.

use super::{Auth, AuthError, cookie, random_id};
use crate::auth::store::verifications;
use crate::id::UserId;
use secrecy::ExposeSecret;
use time::Duration;

/// How long a text waits.
const LIFE: Duration = Duration::hours(1);
/// Tells these rows of `verification`, and these proofs, from others.
const PREFIX: &str = "draft:";

impl Auth {
    /// What a form carries to prove later, when its author's session may have ended, that it was made for them.
    pub fn author_proof(&self, user: &UserId) -> String {
        cookie::signed(&identifier(user), self.secret.expose_secret())
    }

    /// Who a form was made for, if its proof is this server's.
    pub fn author(&self, proof: &str) -> Option<UserId> {
        cookie::verify(proof, self.secret.expose_secret())?.strip_prefix(PREFIX).map(UserId::new)
    }

    /// Keeps a text for its author for an hour, in the place of an earlier one.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn keep_draft(&self, author: &UserId, text: &str) -> Result<(), AuthError> {
        // PostgreSQL cannot hold this character; no keyboard makes it.
        let text = text.replace('\0', "");
        let (id, identifier, now) = (random_id(&self.random), identifier(author), self.clock.now());
        let mut transaction = self.db.write().await?;
        verifications::delete(&mut transaction, &identifier).await?;
        verifications::insert(&mut transaction, &id, &identifier, &text, &now.plus(LIFE), &now).await?;
        Ok(transaction.commit().await?)
    }

    /// The text that waits for somebody.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn draft(&self, author: &UserId) -> Result<Option<String>, AuthError> {
        let mut transaction = self.db.read().await?;
        Ok(verifications::value(&mut transaction, &identifier(author), &self.clock.now()).await?)
    }
}

/// What the text of a person stands beside in `verification`.
pub(crate) fn identifier(author: &UserId) -> String {
    [PREFIX, author.as_str()].concat()
}
