//! The consent page's rules: what an app asks of a person, and what the person answers.

use super::redirect::{self, Destination, with_parameters};
use super::{App, CODE_LIFE, OAuth, OAuthError, pkce, scope};
use crate::auth::Permission;
use crate::auth::server::{ActiveSession, Client, digest};
use crate::error::Error;
use crate::id::UserId;
use crate::oauth::store::codes::{self, Code};
use crate::oauth::store::{clients, connections};

/// The random characters of a code: 256 bits.
const CODE_LENGTH: usize = 43;
/// Most characters of `state`, which is the app's own and comes back to it.
const STATE_MAX: usize = 2000;

/// The parameters of an authorization request (RFC 6749 section 4.1.1, RFC 7636 section 4.3, RFC 8707 section 2.1).
#[derive(Clone, Debug, Default)]
pub struct Asked<'a> {
    /// `client_id`.
    pub client_id: Option<&'a str>,
    /// `redirect_uri`.
    pub redirect_uri: Option<&'a str>,
    /// `response_type`.
    pub response_type: Option<&'a str>,
    /// `response_mode`.
    pub response_mode: Option<&'a str>,
    /// `code_challenge`.
    pub challenge: Option<&'a str>,
    /// `code_challenge_method`.
    pub challenge_method: Option<&'a str>,
    /// `scope`.
    pub scope: Option<&'a str>,
    /// `state`.
    pub state: Option<&'a str>,
    /// `resource`, which may come several times.
    pub resources: Vec<&'a str>,
}

/// A request that an app may make.
#[derive(Clone, Debug)]
pub struct Request {
    /// The app.
    pub app: App,
    /// Where the person is sent back to.
    pub destination: Destination,
    /// What the app asks for.
    pub permission: Permission,
    redirect_uri: String,
    challenge: String,
    state: Option<String>,
}

/// Why an app may not make a request.
#[derive(Debug)]
pub enum Refused {
    /// It is not known that the app sent it. The person is told, and nobody is sent anywhere.
    Here(Error),
    /// The app is told: the person is sent back to this address.
    There(String),
    /// The app is told if the person follows a link. They have never allowed it anything, and anybody can register an
    /// app, so this server would send people anywhere (RFC 9700 section 4.11.2).
    Asks {
        /// What is wrong.
        error: Error,
        /// Where the link leads.
        address: String,
        /// Whose address that is.
        destination: Destination,
    },
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Here(error)
    }
}

impl From<OAuthError> for Refused {
    fn from(error: OAuthError) -> Self {
        Self::Here(error.into())
    }
}

impl OAuth {
    /// Checks what an app asks of a person.
    ///
    /// # Errors
    /// If the app or its address is not known, or it asks for something that there is not.
    pub async fn examine(&self, user: &UserId, asked: &Asked<'_>) -> Result<Request, Refused> {
        let id = asked.client_id.ok_or(OAuthError::InvalidClient)?;
        let app = self.app_for(user, id).await?;
        let redirect_uri = asked.redirect_uri.unwrap_or_default();
        let is_known = app.redirect_uris.iter().any(|known| redirect::matches(known, redirect_uri));
        let destination = redirect::destination(redirect_uri).filter(|_| is_known);
        let Some(destination) = destination else {
            tracing::warn!(target: "docket::security", person = %user, app = app.id, redirect_uri,
                "an app wanted to send a person to an address that is not its own");
            return Err(OAuthError::InvalidRedirectUri("not registered").into());
        };
        // From here on the app is told what is wrong.
        match self.terms(asked) {
            Ok((permission, challenge)) => Ok(Request {
                app,
                destination,
                permission,
                redirect_uri: redirect_uri.to_owned(),
                challenge: challenge.to_owned(),
                state: asked.state.map(str::to_owned),
            }),
            Err(error) => {
                let state = asked.state.filter(|state| state.len() <= STATE_MAX);
                let address = self.error_address(redirect_uri, state, &error);
                let mut transaction = self.db.read().await.map_err(OAuthError::from)?;
                let known = connections::is_connected(&mut transaction, user, &app.id);
                if known.await.map_err(OAuthError::from)? {
                    Err(Refused::There(address))
                } else {
                    Err(Refused::Asks { error: error.into(), address, destination })
                }
            }
        }
    }

    /// What an app asks for, and the challenge that its proof must meet.
    fn terms<'a>(&self, asked: &Asked<'a>) -> Result<(Permission, &'a str), OAuthError> {
        if asked.response_type != Some("code") {
            return Err(OAuthError::UnsupportedResponseType);
        }
        if asked.response_mode.is_some_and(|mode| mode != "query") {
            return Err(OAuthError::InvalidRequest("the response mode is query"));
        }
        if asked.state.is_some_and(|state| state.len() > STATE_MAX) {
            return Err(OAuthError::InvalidRequest("state is too long"));
        }
        // Without a method it would be `plain` (RFC 7636 section 4.3).
        if asked.challenge_method != Some("S256") {
            return Err(OAuthError::InvalidRequest("code_challenge_method must be S256"));
        }
        let challenge = asked.challenge.filter(|challenge| pkce::is_challenge(challenge));
        let challenge =
            challenge.ok_or(OAuthError::InvalidRequest("code_challenge must be a SHA-256 in base64url"))?;
        if !asked.resources.iter().all(|resource| self.is_our_resource(resource)) {
            return Err(OAuthError::InvalidTarget(self.resource.to_string()));
        }
        Ok((scope::permission(asked.scope)?, challenge))
    }

    /// Allows what an app asked for, or less. Returns the address to which the person is sent back.
    ///
    /// # Errors
    /// If the app is gone or the session has ended meanwhile.
    pub async fn allow(
        &self,
        session: &ActiveSession,
        request: &Request,
        allowed: Permission,
        client: &Client,
    ) -> Result<String, Error> {
        let user = &session.user.id;
        let (text, now) = (self.random.alphanumeric(CODE_LENGTH), self.clock.now());
        let code = Code {
            user_id: user.clone(),
            client_id: request.app.id.clone(),
            redirect_uri: request.redirect_uri.clone(),
            challenge: request.challenge.clone(),
            permission: request.permission.min(allowed),
            resource: self.resource.to_string(),
            expires_at: now.plus(CODE_LIFE),
            connection_id: None,
        };
        let mut transaction = self.db.write().await?;
        // A reset password ends sessions and codes. A code that came after would live.
        session.hold(&mut transaction, &now).await?;
        if !clients::mark_used(&mut transaction, &code.client_id, &now).await? {
            return Err(OAuthError::InvalidClient.into());
        }
        codes::insert(&mut transaction, &digest(&text), &code).await?;
        transaction.commit().await?;
        let (app, permission, address) = (&code.client_id, code.permission, &client.address);
        tracing::info!(target: "docket::security", person = %user, app, ?permission, client = address,
            "a person allowed an app");
        Ok(self.answer(&request.redirect_uri, request.state.as_deref(), &[("code", &text)]))
    }

    /// Allows nothing. Returns the address to which the person is sent back.
    pub fn deny(&self, request: &Request) -> String {
        self.error_address(&request.redirect_uri, request.state.as_deref(), &OAuthError::AccessDenied)
    }

    fn error_address(&self, redirect_uri: &str, state: Option<&str>, error: &OAuthError) -> String {
        let description = error.to_string();
        self.answer(redirect_uri, state, &[("error", error.code()), ("error_description", &description)])
    }

    /// An answer to an app. It names this server, so that an app which talks to several takes no answer for another's
    /// (RFC 9207).
    fn answer(&self, redirect_uri: &str, state: Option<&str>, parameters: &[(&str, &str)]) -> String {
        let mut parameters = parameters.to_vec();
        parameters.extend(state.map(|state| ("state", state)));
        parameters.push(("iss", &self.issuer));
        with_parameters(redirect_uri, &parameters)
    }
}
