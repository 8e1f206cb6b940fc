//! Web Push: telling a person's browsers something while no page is open (RFC 8030). A browser subscribes at its push
//! service and gives Docket the address there. Docket sends what it has to tell to that address, encrypted for the browser
//! (RFC 8291) and signed by the key of this server (RFC 8292). A script in the browser shows it, without a page.
//!
//! This feature carries what others have to tell, and knows nothing of it.

pub mod api;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
pub(crate) mod store;
#[cfg(feature = "ssr")]
pub mod ui;

use crate::id::{SessionId, SubscriptionId};
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A browser that is told, with what its person may see of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PushDevice {
    /// Its number.
    pub id: SubscriptionId,
    /// The browser's name for itself. Empty if unknown.
    pub agent: String,
    /// When it subscribed.
    pub created_at: Timestamp,
    /// Whether it is the browser that asks.
    pub current: bool,
}

/// What came of a browser's subscription.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subscribed {
    /// The browser is told from now on, as long as this session lives.
    On {
        /// The session.
        session: SessionId,
    },
    /// It subscribed for another key than the server's, which is this one. It must subscribe again.
    OtherKey {
        /// The public key.
        key: String,
    },
    /// The person has removed it meanwhile, so it stays off.
    Removed,
}

/// How a trial went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trial {
    /// The browsers whose push services took the notification.
    pub sent: usize,
    /// All browsers of the person.
    pub of: usize,
}

/// How a form's outcome is named in the address of a page: `push-tried-1-of-2`.
impl fmt::Display for Trial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sent, of } = self;
        write!(f, "{TRIED}{sent}-of-{of}")
    }
}

impl FromStr for Trial {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        let (sent, of) = name.strip_prefix(TRIED).and_then(|counts| counts.split_once("-of-")).ok_or(())?;
        let count = |count: &str| count.parse().map_err(drop);
        Ok(Self { sent: count(sent)?, of: count(of)? })
    }
}

const TRIED: &str = "push-tried-";
