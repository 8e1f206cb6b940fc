//! Adding a passkey.

use super::challenge::{Ceremony, Challenge};
use super::credential::{self, Columns};
use super::{MOST, PasskeyPage, name};
use crate::auth::server::{ActiveSession, Auth, AuthError, Client, Notice, SessionCookie, random_id};
use crate::auth::store::passkeys as store;
use crate::auth::store::passkeys::StoredPasskey;
use crate::id::UserId;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use webauthn_rs::prelude::{Credential, PasskeyRegistration, RegisterPublicKeyCredential, Uuid};

impl Auth {
    /// What a browser needs to make a passkey, and the cookie that must come back with the answer.
    ///
    /// # Errors
    /// If the log-in is not recent, or the person has enough passkeys.
    pub async fn start_passkey(
        &self,
        session: &ActiveSession,
        page: &PasskeyPage,
    ) -> Result<(Value, SessionCookie), AuthError> {
        if !self.is_recent(session) {
            return Err(AuthError::NotFresh);
        }
        let user = &session.user;
        let there = self.stored_passkeys(&user.id).await?;
        if there.len() >= MOST {
            return Err(AuthError::TooManyPasskeys { max: MOST });
        }
        let webauthn = page.asker().ok_or(AuthError::PasskeysOff)?;
        let shown = if user.name.is_empty() { &user.email } else { &user.name };
        let (options, state) = webauthn
            .start_passkey_registration(handle(&user.id), &user.email, shown, None)
            .map_err(|_| AuthError::PasskeysOff)?;
        let mut options = serde_json::to_value(options.public_key).map_err(|_| AuthError::PasskeysOff)?;
        options["excludeCredentials"] = there.iter().map(descriptor).collect();
        // The library discourages it, but without it there is no log-in without an e-mail address.
        let selection = &mut options["authenticatorSelection"];
        selection["residentKey"] = json!("required");
        selection["requireResidentKey"] = json!(true);
        Ok((options, self.seal(Ceremony::Registration, session.id.as_str(), &state)?))
    }

    /// Adds the passkey that a browser has made. `answer` is its `PublicKeyCredential` as JSON.
    ///
    /// # Errors
    /// If the log-in is not recent or has ended, the challenge is gone, the answer cannot be used, or the person has the
    /// passkey already, or enough of them.
    pub async fn add_passkey(
        &self,
        session: &ActiveSession,
        page: &PasskeyPage,
        answer: &Value,
        new_name: Option<&str>,
        client: &Client,
    ) -> Result<StoredPasskey, AuthError> {
        if !self.is_recent(session) {
            return Err(AuthError::NotFresh);
        }
        let new_name = new_name.filter(|name| !name.trim().is_empty()).map(name).transpose()?;
        let challenge: Challenge<PasskeyRegistration> =
            self.open(Ceremony::Registration, session.id.as_str(), page.challenge.as_deref())?;
        let user = &session.user;
        let refused = |why: &str| {
            tracing::warn!(target: "docket::security", person = %user.id, client = client.address, why,
                "a new passkey was refused");
            AuthError::PasskeyNotAdded
        };
        let parsed = credential_of(answer).ok_or_else(|| refused("unreadable"))?;
        let webauthn = page.checker().ok_or_else(|| refused("origin"))?;
        let made: Credential = webauthn
            .finish_passkey_registration(&parsed, &challenge.state)
            .map_err(|error| refused(&error.to_string()))?
            .into();
        let columns = Columns::of(&made, &parsed, answer).ok_or_else(|| refused("unwritable"))?;
        let now = self.clock.now();
        let passkey = StoredPasskey {
            id: random_id(&self.random),
            name: new_name,
            public_key: columns.public_key,
            user: user.id.clone(),
            credential: columns.credential,
            counter: made.counter.into(),
            device_type: columns.device_type.to_owned(),
            backed_up: made.backup_state,
            transports: Some(columns.transports),
            created_at: Some(now.clone()),
            aaguid: columns.aaguid,
        };
        if credential::credential(&passkey).is_none() {
            return Err(refused("unusable"));
        }
        let mut transaction = self.db.write().await?;
        session.hold(&mut transaction, &now).await?;
        challenge.use_up(&mut transaction, &now).await?;
        if store::lock_of_user(&mut transaction, &user.id).await?.len() >= MOST {
            return Err(AuthError::TooManyPasskeys { max: MOST });
        }
        if !store::insert(&mut transaction, &passkey).await? {
            return Err(AuthError::PasskeyKnown);
        }
        transaction.commit().await?;
        tracing::info!(target: "docket::security", person = %user.id, passkey = passkey.id, client = client.address,
            "added a passkey");
        self.notices.tell(user, Notice::PasskeyAdded { at: now });
        Ok(passkey)
    }
}

/// How a passkey names its person to the authenticator: by nothing that tells who they are. It is the same for all
/// passkeys of a person, so an authenticator replaces an old one instead of offering both.
fn handle(user: &UserId) -> Uuid {
    let digest = Sha256::digest(["passkey-handle:", user.as_str()].concat());
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest).for_each(|(byte, of_digest)| *byte = of_digest);
    Uuid::from_bytes(bytes)
}

/// A passkey as the options name it.
pub(super) fn descriptor(passkey: &StoredPasskey) -> Value {
    let transports = passkey.transports.as_deref().unwrap_or_default();
    let transports: Vec<_> = transports.split(',').filter(|word| !word.is_empty()).collect();
    let mut descriptor = json!({ "type": "public-key", "id": passkey.credential });
    if !transports.is_empty() {
        descriptor["transports"] = json!(transports);
    }
    descriptor
}

/// The answer as the library reads it. What extensions say is left out: nothing here needs it, and browsers say more
/// than the library knows.
fn credential_of(answer: &Value) -> Option<RegisterPublicKeyCredential> {
    let mut answer = answer.clone();
    answer.as_object_mut()?.remove("clientExtensionResults");
    serde_json::from_value(answer).ok()
}
