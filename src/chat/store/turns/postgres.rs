//! Turns on PostgreSQL, by one statement each: the functions of migration 0022.

use super::{Beginning, Begun, Ended, Ending, past};
use crate::chat::store::{EndRow, MessageRow};
use crate::chat::{Conversation, MessageStatus};
use crate::db::Db;
use crate::error::AppError;
use crate::id::MessageId;
use sqlx::types::Json;

/// Most messages and bytes of a conversation that are read at the beginning of a turn. They are held in memory, and the
/// conversation is locked until they are sent.
const PAST_MESSAGES: i64 = 200;
const PAST_BYTES: i64 = 128 * 1024;

/// The code of the error by which the function undoes what it has done, because something stands in the way.
const STANDS_IN_THE_WAY: &str = "TURN1";

const BEGIN: &str = "select *, '[]'::jsonb as thoughts, null::jsonb as error
    from docket_begin_turn($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";

const END: &str = "select ended, failure, next
    from docket_end_turn($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";

/// A message of a conversation in which a turn begins.
#[derive(Debug, sqlx::FromRow)]
struct BegunRow {
    #[sqlx(flatten)]
    message: MessageRow,
    title: String,
    pinned: bool,
    /// The conversation's model.
    chosen: Option<String>,
    /// How many messages there are, with those that were not read because they are long.
    behind: i64,
}

#[derive(Debug, sqlx::FromRow)]
struct EndedRow {
    ended: Option<MessageStatus>,
    failure: Option<Json<AppError>>,
    next: Option<MessageId>,
}

pub(super) async fn begin(db: &Db, beginning: &Beginning) -> sqlx::Result<Option<Begun>> {
    let Beginning { user, conversation, title, text, client_id, model, quotas, queue, writer, now } =
        beginning;
    let limit = |limit: Option<u32>| limit.map_or(i64::MAX, i64::from);
    let query = sqlx::query_as(BEGIN)
        .bind(user)
        .bind(db.takes_role())
        .bind(conversation)
        .bind(title)
        .bind(text)
        .bind(client_id)
        .bind(model.is_some())
        .bind(model.as_ref().and_then(Option::as_deref))
        .bind(now.day())
        .bind(limit(quotas.messages))
        .bind(limit(quotas.tokens))
        .bind(limit(quotas.runs))
        .bind(queue)
        .bind(writer)
        .bind(now)
        .bind(PAST_MESSAGES)
        .bind(PAST_BYTES);
    let rows: Vec<BegunRow> = match db.call(query).await {
        Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some(STANDS_IN_THE_WAY) => {
            return Ok(None);
        }
        rows => rows?,
    };
    let read = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let mut rows = rows.into_iter();
    let (Some(reply), Some(question)) = (rows.next(), rows.next()) else { return Ok(None) };
    // The reply itself is one of them.
    let is_whole = read == reply.behind && read <= PAST_MESSAGES + 1;
    let conversation = Conversation {
        id: reply.message.conversation_id,
        title: reply.title,
        updated_at: now.clone(),
        pinned: reply.pinned,
        archived: false,
        model: reply.chosen,
    };
    let (reply, question) = (reply.message, question.message);
    let before = std::iter::once(question.clone()).chain(rows.map(|row| row.message));
    let past = if is_whole { past(&reply, before.collect()) } else { None };
    Ok(Some(Begun { conversation, question, reply, past }))
}

pub(super) async fn end(db: &Db, ending: &Ending) -> sqlx::Result<Ended> {
    let Ending { user, reply, conversation, writer, progress, end, usage, day, next } = ending;
    let count = |tokens| i64::try_from(tokens).unwrap_or(i64::MAX);
    let query = sqlx::query_as(END)
        .bind(user)
        .bind(db.takes_role())
        .bind(reply)
        .bind(conversation)
        .bind(writer)
        .bind(&progress.content)
        .bind(Json(&progress.calls))
        .bind(Json(&progress.thoughts))
        .bind(end.status)
        .bind(end.error.as_ref())
        .bind(usage.model.as_deref())
        .bind(count(usage.input))
        .bind(count(usage.output))
        .bind(day)
        .bind(count(usage.tokens()))
        .bind(next);
    let EndedRow { ended, failure, next } =
        db.call(query).await?.into_iter().next().ok_or(sqlx::Error::RowNotFound)?;
    let end = ended.map(|status| EndRow { status, error: failure });
    Ok(Ended { end, next })
}
