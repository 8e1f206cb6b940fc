//! Webhooks: addresses that a person has told of changes of their tasks, as Standard Webhooks describes it
//! (<https://www.standardwebhooks.com>). Each change is told once to each address, signed, and again until the address has taken it.

pub mod api;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
pub(crate) mod store;
#[cfg(feature = "ssr")]
pub mod ui;

use serde::{Deserialize, Serialize};

/// Most webhooks of a person.
pub const MOST: usize = 10;
/// What an address can be told, with words for it.
pub const TYPES: [(&str, &str); 5] = [
    ("task.created", "A task was added"),
    ("task.updated", "A task was changed"),
    ("task.completed", "A task was completed"),
    ("task.deleted", "A task was deleted"),
    ("reminder.due", "A reminder is due"),
];

/// What a person does with a webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Deed {
    /// Nothing is sent for now. What happens meanwhile waits.
    Pause,
    /// It goes on, also after it was turned off.
    Resume,
    /// It is removed.
    Remove,
}
