//! Logging in with a passkey. Nobody names an account: the passkey does.

use super::challenge::{Ceremony, Challenge};
use super::registration::descriptor;
use super::{PasskeyPage, credential};
use crate::auth::server::limit::Limit;
use crate::auth::server::{ActiveSession, Auth, AuthError, Client, LogInCookies, LoggedIn, SessionCookie};
use crate::auth::store::passkeys as store;
use crate::auth::store::users;
use serde_json::Value;
use webauthn_rs::prelude::{DiscoverableAuthentication, PublicKeyCredential, WebauthnError};

impl Auth {
    /// What a browser needs to use a passkey, and the cookie that must come back with the answer. If somebody is logged
    /// in, only their own passkeys are asked for.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn start_passkey_log_in(
        &self,
        session: Option<&ActiveSession>,
        page: &PasskeyPage,
    ) -> Result<(Value, SessionCookie), AuthError> {
        let webauthn = page.asker().ok_or(AuthError::PasskeysOff)?;
        let (options, state) =
            webauthn.start_discoverable_authentication().map_err(|_| AuthError::PasskeysOff)?;
        let mut options = serde_json::to_value(options.public_key).map_err(|_| AuthError::PasskeysOff)?;
        if let Some(session) = session {
            let own = self.stored_passkeys(&session.user.id).await?;
            options["allowCredentials"] = own.iter().map(descriptor).collect();
        }
        Ok((options, self.seal(Ceremony::LogIn, "", &state)?))
    }

    /// Logs in the person whom the answer of a passkey proves. `answer` is a `PublicKeyCredential` as JSON.
    ///
    /// # Errors
    /// If the challenge is gone, nobody has this passkey, the answer proves nothing, or the person is banned.
    pub async fn log_in_with_passkey(
        &self,
        page: &PasskeyPage,
        answer: &Value,
        client: Client,
        cookies: &LogInCookies,
    ) -> Result<LoggedIn, AuthError> {
        let challenge = self.open(Ceremony::LogIn, "", page.challenge.as_deref())?;
        let address = client.address.clone();
        let limit = [(Limit::PASSKEY_ADDRESS, address.as_str())];
        self.limits.check(&limit).await?;
        let outcome = self.prove_passkey(page, &challenge, answer, client, cookies).await;
        if let Err(AuthError::PasskeyUnknown | AuthError::PasskeyRefused) = outcome {
            self.limits.count(&limit).await?;
        }
        outcome
    }

    async fn prove_passkey(
        &self,
        page: &PasskeyPage,
        challenge: &Challenge<DiscoverableAuthentication>,
        answer: &Value,
        client: Client,
        cookies: &LogInCookies,
    ) -> Result<LoggedIn, AuthError> {
        let address = client.address.clone();
        let parsed = credential_of(answer);
        let found = match &parsed {
            Some(parsed) => {
                let id = credential::id(&parsed.raw_id);
                store::by_credential(&mut self.db.autocommit().await?, &id).await?
            }
            None => None,
        };
        let (Some(parsed), Some(passkey)) = (parsed, found) else {
            tracing::warn!(target: "docket::security", client = address, "an unknown passkey was refused");
            return Err(AuthError::PasskeyUnknown);
        };
        let refused = |why: &str| {
            tracing::warn!(target: "docket::security", person = %passkey.user, passkey = passkey.id, client = address,
                why, "a passkey was refused");
            AuthError::PasskeyRefused
        };
        let credential = credential::credential(&passkey).ok_or_else(|| refused("a key of another kind"))?;
        let webauthn = page.checker().ok_or_else(|| refused("origin"))?;
        // The user handle proves nothing, because no signature covers it. The id alone says whose passkey this is: it is
        // the only one with it.
        let checked =
            webauthn.finish_discoverable_authentication_v2(&parsed, challenge.state.clone(), credential);
        let proven = checked.map_err(|error| match error {
            // The counter went back, or stands still (Web Authentication 6.1.1).
            WebauthnError::CredentialPossibleCompromise => refused("there may be a copy of it"),
            error => refused(&error.to_string()),
        })?;
        if !proven.user_verified() {
            return Err(refused("the person was not verified"));
        }
        let now = self.clock.now();
        let mut transaction = self.db.write().await?;
        challenge.use_up(&mut transaction, &now).await?;
        let (counter, backed_up) = (proven.counter().into(), proven.backup_state());
        if !store::note_use(&mut transaction, &passkey.id, counter, backed_up).await? {
            return Err(refused("it was removed or used meanwhile"));
        }
        let user = users::by_id(&mut transaction, &passkey.user).await?.ok_or(AuthError::PasskeyUnknown)?;
        // The device has verified the person, so the passkey is both factors.
        let logged_in = self.end_log_in(transaction, user, client, true, cookies, now).await?;
        let session = &logged_in.session;
        tracing::info!(target: "docket::security", person = %session.user.id, passkey = passkey.id,
            session = %session.id, "the log-in was by a passkey");
        Ok(logged_in)
    }
}

/// The answer as the library reads it, without what extensions say.
fn credential_of(answer: &Value) -> Option<PublicKeyCredential> {
    let mut answer = answer.clone();
    answer.as_object_mut()?.remove("clientExtensionResults");
    serde_json::from_value(answer).ok()
}
