//! The proof of who a form was made for. A plain form carries it, because its author's session may have ended when the
//! form is sent. What the form holds can then be kept for its author alone.

use super::{Auth, AuthError, SESSION_LIFE, cookie};
use crate::auth::store::users;
use crate::id::UserId;
use crate::timestamp::Timestamp;

/// Tells these proofs from other things that this server signs.
const PREFIX: &str = "author:";

impl Auth {
    /// The proof for a form that is made for `user` now. It holds as long as a session does.
    pub fn author_proof(&self, user: &UserId) -> String {
        prove(user, &self.clock.now(), self.secrets.newest())
    }

    /// The person that a form was made for, if its proof is this server's and still holds, and the person still exists.
    pub async fn author(&self, proof: &str) -> Result<Option<UserId>, AuthError> {
        let now = self.clock.now();
        let Some(author) = self.secrets.find(|secret| proven(proof, &now, secret)) else {
            return Ok(None);
        };
        let user = users::by_id(&mut self.db.autocommit().await?, &author).await?;
        Ok(user.map(|user| user.id))
    }
}

fn prove(user: &UserId, now: &Timestamp, secret: &str) -> String {
    let end = now.plus(SESSION_LIFE).unix_seconds();
    cookie::signed(&format!("{PREFIX}{end}:{}", user.as_str()), secret)
}

fn proven(proof: &str, now: &Timestamp, secret: &str) -> Option<UserId> {
    let (end, user) = cookie::verify(proof, secret)?.strip_prefix(PREFIX)?.split_once(':')?;
    let holds = now.unix_seconds() < end.parse().ok()?;
    holds.then(|| UserId::new(user))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use time::Duration;

    const SECRET: &str = "a secret of at least thirty-two characters";

    #[test]
    fn a_proof_holds_for_its_person_as_long_as_a_session() {
        let (ann, now) = (UserId::new("ann"), Clock::system().now());
        let proof = prove(&ann, &now, SECRET);
        let last = now.plus(SESSION_LIFE - Duration::SECOND);
        assert_eq!(proven(&proof, &now, SECRET), Some(ann.clone()));
        assert_eq!(proven(&proof, &last, SECRET), Some(ann));
        assert_eq!(proven(&proof, &now.plus(SESSION_LIFE), SECRET), None);
        assert_eq!(proven(&proof, &now, "another secret of thirty-two characters!"), None);
    }

    #[test]
    fn nothing_else_that_is_signed_is_a_proof() {
        let now = Clock::system().now();
        for signed in ["ann", "draft:ann", "author:ann", "author::ann", "author:tomorrow:ann"] {
            assert_eq!(proven(&cookie::signed(signed, SECRET), &now, SECRET), None, "{signed}");
        }
        assert_eq!(proven("author:99999999999:ann", &now, SECRET), None);
    }
}
