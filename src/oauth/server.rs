//! The rules of connected apps: which apps this server knows, what a person allowed each, and the tokens with which
//! they act. OAuth 2.1 (draft-ietf-oauth-v2-1) for public clients, as MCP 2026-07-28 wants it.

mod authorize;
mod client;
mod connections;
mod document;
mod error;
mod exchange;
mod issue;
mod maintenance;
mod pkce;
mod redirect;
mod refresh;
mod register;
mod revoke;
mod scope;

pub use super::store::clients::Client as App;
pub use authorize::{Asked, Refused, Request};
pub use error::OAuthError;
pub use exchange::Exchange;
pub use issue::{ACCESS_TOKEN_PREFIX, Tokens};
pub use redirect::Destination;
pub use refresh::Refresh;
pub use register::Registration;
pub use scope::{SCOPES, scope};

use crate::auth::server::{Limits, Secrets};
use crate::clock::Clock;
use crate::db::Db;
use crate::random::Random;
use crate::url;
use ::url::Url;
use document::Documents;
use secrecy::SecretString;
use std::fmt;
use std::sync::Arc;
use time::Duration;

/// How long an authorization code works.
const CODE_LIFE: Duration = Duration::seconds(60);
/// How long an access token works.
const ACCESS_LIFE: Duration = Duration::hours(1);
/// How long a refresh token works if it is not used.
const REFRESH_LIFE: Duration = Duration::days(60);
/// How long a connection lives at most, however often it is used. As long as the longest personal access token.
const LONGEST_LIFE: Duration = Duration::days(365);

/// The connected apps of this server. Cheap to clone.
#[derive(Clone)]
pub struct OAuth {
    db: Db,
    secrets: Secrets,
    issuer: Arc<str>,
    resource: Arc<str>,
    clock: Clock,
    random: Random,
    limits: Limits,
    documents: Documents,
}

impl fmt::Debug for OAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuth").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

impl OAuth {
    /// Connected apps in `db`, of a server that people find at `base`. `secret` makes each refresh token of the one
    /// before. Codes and tokens come from `random`.
    pub fn new(db: Db, secret: SecretString, base: &Url, clock: Clock, random: Random) -> Self {
        let issuer = base.origin().ascii_serialization();
        let resource = [&issuer, url::MCP].concat();
        let limits = Limits::new(db.clone(), clock.clone());
        Self {
            db,
            secrets: Secrets::new(secret, Vec::new()),
            issuer: issuer.into(),
            resource: resource.into(),
            clock,
            random,
            limits,
            documents: Documents::public(),
        }
    }

    /// The same, where what follows from these older secrets is still accepted.
    pub fn with_old_secrets(mut self, old: Vec<SecretString>) -> Self {
        self.secrets = Secrets::new(self.secrets.newest().into(), old);
        self
    }

    /// The same, where documents that describe apps may be on this machine, by plain HTTP. For tests.
    pub fn with_local_documents(self) -> Self {
        Self { documents: Documents::local(), ..self }
    }

    /// What this server calls itself as the issuer of tokens: its origin.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The one thing that access tokens open: the address of the MCP server.
    pub fn resource(&self) -> &str {
        &self.resource
    }

    /// The address of the document that describes the resource (RFC 9728), for the challenge of a 401.
    pub fn resource_metadata(&self) -> String {
        [&self.issuer, url::RESOURCE_METADATA].concat()
    }

    /// Whether an app means our resource. The standard compares whole addresses (RFC 8707); a slash at the end makes no
    /// difference, because some programs add it.
    fn is_our_resource(&self, named: &str) -> bool {
        Url::parse(named).is_ok_and(|url| url.as_str().trim_end_matches('/') == &*self.resource)
    }
}
