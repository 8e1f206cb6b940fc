//! Who may make an account, and invitations. An invitation is a link that works once. The database holds only a digest
//! of its token.

use super::digest::digest;
use super::{Auth, AuthError, email, random_id};
use crate::auth::store::verifications;
use crate::auth::{SignUp, SignUpOffer};
use crate::db::Transaction;
use crate::timestamp::Timestamp;
use crate::url;
use ::url::Url;
use secrecy::{ExposeSecret, SecretString};
use time::Duration;

/// Distinguishes these rows of `verification` from others.
const PREFIX: &str = "invitation:";
/// The value of an invitation that is for nobody in particular.
const ANYBODY: &str = "anybody";

/// An invitation. Its `Debug` output does not show the token.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// The e-mail address of the person whom it invites, if it is for one alone.
    pub email: Option<String>,
    /// The token in the link's address.
    pub token: SecretString,
    /// When it stops working.
    pub expires_at: Timestamp,
}

impl Invitation {
    /// The link's address on a server that people find at `base`.
    pub fn address(&self, base: &Url) -> Url {
        let mut address = base.clone();
        address.set_path(url::SIGN_UP);
        address.set_query(None);
        address.query_pairs_mut().append_pair(url::INVITATION, self.token.expose_secret());
        address
    }
}

impl Auth {
    /// Makes an invitation, for one person or for anybody who has the link.
    ///
    /// # Errors
    /// If this is not an e-mail address.
    pub async fn invite(&self, email: Option<&str>, life: Duration) -> Result<Invitation, AuthError> {
        let email = email.map(email::parse).transpose()?;
        let (token, now) = (random_id(&self.random), self.clock.now());
        let expires_at = now.plus(life);
        let (id, value) = (random_id(&self.random), email.as_deref().unwrap_or(ANYBODY));
        let mut transaction = self.db.write().await?;
        verifications::insert(&mut transaction, &id, &identifier(&token), value, &expires_at, &now).await?;
        transaction.commit().await?;
        tracing::info!(target: "docket::security", "an operator made an invitation");
        Ok(Invitation { email, token: token.into(), expires_at })
    }

    /// What the sign-up page offers to somebody with this invitation, or with none.
    pub async fn sign_up_offer(&self, invitation: Option<&str>) -> Result<SignUpOffer, AuthError> {
        Ok(match (self.sign_up, invitation) {
            (SignUp::Open, _) => SignUpOffer::Open,
            (SignUp::Closed, _) => SignUpOffer::Closed,
            (SignUp::Invite, None) => SignUpOffer::InvitationNeeded,
            (SignUp::Invite, Some(token)) => {
                let mut transaction = self.db.read().await?;
                match verifications::value(&mut transaction, &identifier(token), &self.clock.now()).await? {
                    Some(_) => SignUpOffer::Open,
                    None => SignUpOffer::InvitationOver,
                }
            }
        })
    }

    /// Refuses a sign-up that cannot succeed, before anything costly.
    pub(super) async fn admit_sign_up(&self, invitation: Option<&str>) -> Result<(), AuthError> {
        match self.sign_up_offer(invitation).await? {
            SignUpOffer::Open => Ok(()),
            SignUpOffer::Closed => Err(AuthError::SignUpClosed),
            SignUpOffer::InvitationNeeded => Err(AuthError::InvitationNeeded),
            SignUpOffer::InvitationOver => Err(AuthError::InvalidInvitation),
        }
    }

    /// Uses up an invitation, if one is needed. If two requests come at once, the second finds nothing.
    pub(super) async fn use_invitation(
        &self,
        transaction: &mut Transaction,
        invitation: Option<&str>,
        email: &str,
    ) -> Result<(), AuthError> {
        if self.sign_up == SignUp::Open {
            return Ok(());
        }
        let identifier = identifier(invitation.unwrap_or_default());
        match verifications::take(transaction, &identifier, &self.clock.now()).await? {
            Some(invited) if invited == ANYBODY || invited == email => Ok(()),
            _ => Err(AuthError::InvalidInvitation),
        }
    }
}

fn identifier(token: &str) -> String {
    [PREFIX, &digest(token)].concat()
}
