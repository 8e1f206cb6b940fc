//! The beginning and the end of a turn, and the journal: what each turn writes. On SQLite they share transactions with
//! those of other people (see [`crate::db::GroupCommit`]). On PostgreSQL each is one statement.

mod postgres;
mod sqlite;
#[cfg(test)]
mod tests;

use super::leases::LeaseId;
use super::pieces::{self, Kept, Piece};
use super::{EndRow, MessageRow, Progress, Usage};
use crate::chat::{Conversation, MessageStatus};
use crate::config::Quotas;
use crate::db::{Db, Topic};
use crate::id::{ConversationId, MessageId, UserId};
use crate::timestamp::Timestamp;
use std::sync::Arc;

/// A message to store, with an empty reply to it.
#[derive(Clone, Debug)]
pub(crate) struct Beginning {
    pub(crate) user: UserId,
    /// `None` begins a new conversation.
    pub(crate) conversation: Option<ConversationId>,
    /// The title of a new conversation.
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) client_id: String,
    /// The model to choose: `None` keeps the conversation's, the inner `None` stands for the configured order.
    pub(crate) model: Option<Option<String>>,
    pub(crate) quotas: Quotas,
    /// Most queued replies in the conversation, with this one.
    pub(crate) queue: i64,
    pub(crate) writer: LeaseId,
    pub(crate) now: Timestamp,
}

/// A turn that has begun.
#[derive(Clone, Debug)]
pub(crate) struct Begun {
    pub(crate) conversation: Conversation,
    pub(crate) question: MessageRow,
    pub(crate) reply: MessageRow,
    /// The messages before the reply on the branch that is shown, newest first, if they are few.
    pub(crate) past: Option<Vec<MessageRow>>,
}

/// Stores a message and its reply. `None` if something stands in the way: the message was sent before, there is no such
/// conversation, its queue is full, or the person has reached a limit. Nothing is stored then.
///
/// # Errors
/// Also a violation of a unique key, if the same message is being stored at the same time.
pub(crate) async fn begin(db: &Db, beginning: Beginning) -> sqlx::Result<Option<Begun>> {
    let user = beginning.user.clone();
    let begun = match db {
        Db::Sqlite { commits, .. } => {
            commits.change(move |connection| sqlite::begin(connection, &beginning)).await?
        }
        Db::Postgres { .. } => postgres::begin(db, &beginning).await?,
    };
    if let Some(begun) = &begun {
        db.tell(&user, Topic::Conversation(begun.conversation.id));
        db.tell(&user, Topic::Messages(begun.conversation.id));
    }
    Ok(begun)
}

/// The messages before a new reply, newest first, for its prompt. `None` if it is not to be written yet, or if they lack what
/// only the record of changes knows.
fn past(reply: &MessageRow, before: Vec<MessageRow>) -> Option<Vec<MessageRow>> {
    let lacks = |row: &MessageRow| row.tool_calls.iter().any(|stored| stored.call.result.is_none());
    (reply.status == MessageStatus::Streaming && !before.iter().any(lacks)).then_some(before)
}

/// The end of a reply to store.
#[derive(Clone, Debug)]
pub(crate) struct Ending {
    pub(crate) user: UserId,
    pub(crate) reply: MessageId,
    pub(crate) conversation: ConversationId,
    pub(crate) writer: LeaseId,
    pub(crate) progress: Progress,
    pub(crate) end: EndRow,
    pub(crate) usage: Usage,
    /// The day to which the tokens are charged.
    pub(crate) day: String,
    /// The lease under which the next queued reply is to be written, if one may begin.
    pub(crate) next: Option<LeaseId>,
}

/// A reply whose end was stored.
#[derive(Clone, Debug)]
pub(crate) struct Ended {
    /// How it ended; `None` if it no longer had this writer.
    pub(crate) end: Option<EndRow>,
    /// The next reply, which is now to be written.
    pub(crate) next: Option<MessageId>,
}

/// Stores a reply's whole text and its end, charges its tokens, and claims the next queued reply.
pub(crate) async fn end(db: &Db, ending: Ending) -> sqlx::Result<Ended> {
    let (user, conversation) = (ending.user.clone(), ending.conversation);
    let ended = match db {
        Db::Sqlite { commits, .. } => {
            commits.change(move |connection| sqlite::end(connection, &ending)).await?
        }
        Db::Postgres { .. } => postgres::end(db, &ending).await?,
    };
    if ended.next.is_some() {
        db.tell(&user, Topic::Messages(conversation));
    }
    Ok(ended)
}

/// Appends pieces to the journal (see [`pieces::append`]).
pub(crate) async fn append(
    db: &Db,
    writer: &LeaseId,
    batch: Vec<(MessageId, Option<Arc<Piece>>)>,
) -> sqlx::Result<Vec<Kept>> {
    match db {
        Db::Sqlite { commits, .. } => {
            let writer = writer.clone();
            commits.change(move |connection| sqlite::append(connection, &writer, &batch)).await
        }
        Db::Postgres { .. } => pieces::append(&mut db.autocommit().await?, writer, &batch).await,
    }
}
