//! Live updates: what other pages, devices and programs change, while a page is open. This file holds the events. The
//! server makes them in `live::server`, and `live::ui` shows them.

use crate::chat::{Conversation, ConversationList};
use crate::id::{ConversationId, MessageId};
use crate::reminders::Reminder;
use serde::{Deserialize, Serialize};

pub mod api;
#[cfg(feature = "ssr")]
pub mod server;
pub mod ui;

/// What a page is told of changes. On the wire, each event is one JSON object on a line (see `lines`). A stream opens
/// with `Build` if the server brings a client, then `TasksChanged`, `List` and `Reminders`, so that a page misses nothing between two
/// streams.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum LiveEvent {
    /// Which client the server brings. A page with another one is outdated.
    Build {
        /// Names it (see `http::Site`).
        build: String,
    },
    /// Tasks have changed. A page then reads again those that it shows.
    TasksChanged,
    /// The reminders that were told and not dismissed, as they are now.
    Reminders {
        /// The oldest first.
        reminders: Vec<Reminder>,
    },
    /// The first page of the conversations as it is now.
    List {
        /// Those outside the archive.
        list: ConversationList,
    },
    /// A conversation is new, or something about it changed.
    Conversation {
        /// The conversation as it is now.
        conversation: Conversation,
    },
    /// A conversation was deleted.
    Gone {
        /// Its id.
        conversation: ConversationId,
    },
    /// A conversation has new messages, or another version of one is shown.
    Messages {
        /// The conversation.
        conversation: ConversationId,
        /// The newest message that is shown. A page that has it as its newest is up to date.
        newest: MessageId,
    },
    /// Nothing has happened for a while. The connection is alive.
    Ping,
    /// The session has ended. Nothing follows.
    Ended,
    /// An event of a newer server, which a page of an older one does not know.
    #[cfg(not(feature = "ssr"))]
    #[serde(other)]
    Unknown,
}
