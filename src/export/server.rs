//! Everything that Docket holds about a person, in one value that serialises to JSON. It is for the person, and for
//! operators whom a person asks for it. It holds no password hash and no token.

mod markdown;

pub use markdown::markdown;

use crate::auth::server::{Account, ActiveSession, Auth, KnownPlace};
use crate::auth::{PersonalToken, User};
use crate::chat::server::{Chat, Draft, Transcript, UsageOfDay};
use crate::clock::Clock;
use crate::error::Error;
use crate::id::SessionId;
use crate::oauth::ConnectedApp;
use crate::oauth::server::OAuth;
use crate::tasks::server::Tasks;
use crate::tasks::{Status, Task};
use crate::timestamp::Timestamp;
use serde::Serialize;

/// A person's data.
#[derive(Clone, Debug, Serialize)]
pub struct Export {
    /// When it was made.
    pub exported_at: Timestamp,
    /// The person.
    pub user: User,
    /// The ways in which they can log in.
    pub accounts: Vec<ExportedAccount>,
    /// Their live sessions, the newest first.
    pub sessions: Vec<ExportedSession>,
    /// The places from which they log in, the last used first.
    pub known_places: Vec<KnownPlace>,
    /// Their personal access tokens, the newest first.
    pub personal_tokens: Vec<PersonalToken>,
    /// The apps that act for them, the last used first.
    pub connected_apps: Vec<ConnectedApp>,
    /// Their tasks, the newest first.
    pub tasks: Vec<Task>,
    /// Their conversations, the last used first.
    pub conversations: Vec<Transcript>,
    /// How much they asked of the models on each day, the newest day first.
    pub usage: Vec<UsageOfDay>,
    /// Their drafts, the newest first.
    pub drafts: Vec<Draft>,
}

/// A way to log in.
#[derive(Clone, Debug, Serialize)]
pub struct ExportedAccount {
    /// `credential` for e-mail and password.
    pub provider: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// A log-in on one device.
#[derive(Clone, Debug, Serialize)]
pub struct ExportedSession {
    /// The session's id.
    pub id: SessionId,
    /// When the person logged in.
    pub created_at: Timestamp,
    /// When it was last used, accurate to some ten minutes.
    pub last_used_at: Timestamp,
    /// When it ends unless it is used.
    pub expires_at: Timestamp,
    /// The address from which the person logged in.
    pub address: String,
    /// The browser's name for itself.
    pub agent: String,
}

/// Makes exports. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Exporter {
    auth: Auth,
    oauth: OAuth,
    tasks: Tasks,
    chat: Chat,
    clock: Clock,
}

impl Exporter {
    /// Makes exports from these services.
    pub fn new(auth: Auth, oauth: OAuth, tasks: Tasks, chat: Chat, clock: Clock) -> Self {
        Self { auth, oauth, tasks, chat, clock }
    }

    /// All data of `user`.
    pub async fn export(&self, user: &User) -> Result<Export, Error> {
        let accounts = self.auth.accounts(&user.id).await?;
        let sessions = self.auth.sessions(&user.id).await?;
        Ok(Export {
            exported_at: self.clock.now(),
            user: user.clone(),
            accounts: accounts.into_iter().map(Into::into).collect(),
            sessions: sessions.into_iter().map(Into::into).collect(),
            known_places: self.auth.known_places(&user.id).await?,
            personal_tokens: self.auth.personal_tokens(&user.id).await?,
            connected_apps: self.oauth.connected_apps(&user.id).await?,
            tasks: self.tasks.list(&user.id, Status::All).await?,
            conversations: self.chat.transcripts(&user.id).await?,
            usage: self.chat.usage(&user.id).await?,
            drafts: self.chat.drafts(&user.id).await?,
        })
    }
}

impl From<Account> for ExportedAccount {
    fn from(account: Account) -> Self {
        Self { provider: account.provider, created_at: account.created_at, updated_at: account.updated_at }
    }
}

impl From<ActiveSession> for ExportedSession {
    fn from(session: ActiveSession) -> Self {
        Self {
            id: session.id,
            created_at: session.created_at,
            last_used_at: session.updated_at,
            expires_at: session.expires_at,
            address: session.client.address,
            agent: session.client.agent,
        }
    }
}
