//! What every request may reach.

use crate::auth::server::{Auth, Recovery};
use crate::chat::server::Chat;
use crate::config::Origins;
use crate::db::Db;
use crate::export::Exporter;
use crate::search::server::Search;
use crate::tasks::server::Tasks;
use axum::extract::FromRef;
use leptos::config::LeptosOptions;

/// The services of this server. Cheap to clone.
#[derive(Clone, Debug, FromRef)]
pub struct AppState {
    /// Names of the client's files.
    pub leptos_options: LeptosOptions,
    /// The database, for the health checks.
    pub db: Db,
    /// Accounts and sessions.
    pub auth: Auth,
    /// Resetting forgotten passwords by mail.
    pub recovery: Recovery,
    /// Tasks.
    pub tasks: Tasks,
    /// Conversations and replies.
    pub chat: Chat,
    /// Searching.
    pub search: Search,
    /// Everything of one person.
    pub exporter: Exporter,
    /// Whose pages may change state here.
    pub origins: Origins,
}
