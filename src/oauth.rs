//! Connected apps: programs of other people that act for a person after the person allowed it (OAuth 2.1). This file
//! holds the shared types. The rules are in `oauth::server`, what apps see of them in `protocol::oauth`.

use crate::auth::Permission;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

pub mod api;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
pub(crate) mod store;
#[cfg(feature = "ssr")]
pub mod ui;

/// An app that a person allowed to act for them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ConnectedApp {
    /// The connection's id.
    pub id: String,
    /// What the app calls itself.
    pub name: String,
    /// The host to which the person was sent back. `None` for an app on the person's own computer.
    pub host: Option<String>,
    /// What it may do.
    pub permission: Permission,
    /// When the person allowed it.
    pub created_at: Timestamp,
    /// When it was last used, accurate to some ten minutes.
    pub last_used_at: Timestamp,
}
