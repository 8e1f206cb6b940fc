//! Turns on SQLite, by statements that the thread of the group commit runs. No other transaction writes meanwhile, so what
//! was looked up holds.

use super::super::leases::LeaseId;
use super::super::pieces::{Kept, Piece, marks_text};
use super::super::{EndRow, MessageRow, StoredCall};
use super::{Beginning, Begun, Ended, Ending, past};
use crate::chat::{Conversation, MessageStatus, Role};
use crate::id::{ConversationId, MessageId, UserId};
use crate::timestamp::Timestamp;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::types::Json;
use std::sync::Arc;

/// Most messages and bytes of a conversation that are read at the beginning of a turn. Other people wait meanwhile, so more
/// is read elsewhere.
const PAST_MESSAGES: usize = 40;
const PAST_BYTES: usize = 32 * 1024;

pub(super) fn begin(db: &Connection, beginning: &Beginning) -> rusqlite::Result<Option<Begun>> {
    let Beginning { user, text, client_id, model, quotas, queue, writer, now, .. } = beginning;
    let user = user.as_str();
    let sent = "select exists (select 1 from messages where user_id = ?1 and client_id = ?2)";
    if one::<bool>(db, sent, params![user, client_id])? {
        return Ok(None);
    }
    let known = match beginning.conversation {
        Some(id) => match conversation(db, user, id)? {
            Some(found) => Some(found),
            None => return Ok(None),
        },
        None => None,
    };
    let (mut open, mut parent) = ((0, 0), 0);
    if let Some(known) = &known {
        let counts = "select count(*), coalesce(sum(status = 'queued'), 0) from messages
                      where user_id = ?1 and conversation_id = ?2 and status in ('streaming', 'queued')";
        open = row(db, counts, params![user, known.id.get()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let newest = "select coalesce(max(id), 0) from messages
                      where user_id = ?1 and conversation_id = ?2 and active";
        parent = one(db, newest, params![user, known.id.get()])?;
    }
    let (open, queued): (i64, i64) = open;
    if open > 0 && queued >= *queue {
        return Ok(None);
    }
    let limit = |limit: Option<u32>| limit.map_or(i64::MAX, i64::from);
    let charge = "insert into usage (user_id, day, messages, tokens)
                  select ?1, ?2, 1, 0 where (
                      select count(*) from messages where user_id = ?1 and status in ('streaming', 'queued')) < ?5
                  on conflict (user_id, day) do update set messages = usage.messages + 1
                      where usage.messages < ?3 and usage.tokens < ?4";
    let charged = params![user, now.day(), limit(quotas.messages), limit(quotas.tokens), limit(quotas.runs)];
    if execute(db, charge, charged)? == 0 {
        return Ok(None);
    }
    let mut conversation = match known {
        Some(known) => {
            let touch =
                "update conversations set updated_at = ?3, archived = false where user_id = ?1 and id = ?2";
            execute(db, touch, params![user, known.id.get(), now.as_str()])?;
            Conversation { updated_at: now.clone(), archived: false, ..known }
        }
        None => {
            let insert =
                "insert into conversations (user_id, title, created_at, updated_at) values (?1, ?2, ?3, ?3)";
            execute(db, insert, params![user, beginning.title, now.as_str()])?;
            let (id, title) = (ConversationId::new(db.last_insert_rowid()), beginning.title.clone());
            Conversation { id, title, updated_at: now.clone(), pinned: false, archived: false, model: None }
        }
    };
    let place = conversation.id.get();
    if let Some(model) = model.as_ref().filter(|model| **model != conversation.model) {
        execute(
            db,
            "update conversations set model = ?3 where user_id = ?1 and id = ?2",
            params![user, place, model],
        )?;
        conversation.model.clone_from(model);
    }
    let insert =
        "insert into messages (conversation_id, user_id, role, content, client_id, created_at, parent_id)
                  values (?2, ?1, 'user', ?3, ?4, ?5, ?6)";
    execute(db, insert, params![user, place, text, client_id, now.as_str(), parent])?;
    let question = message(db.last_insert_rowid(), &conversation, Role::User, parent, now);
    let question = MessageRow { content: text.clone(), ..question };

    let (status, state, writer) = match open {
        0 => (MessageStatus::Streaming, "streaming", Some(writer.as_str())),
        _ => (MessageStatus::Queued, "queued", None),
    };
    let insert = "insert into messages (conversation_id, user_id, role, content, status, writer, created_at, parent_id)
                  values (?2, ?1, 'assistant', '', ?3, ?4, ?5, ?6)";
    execute(db, insert, params![user, place, state, writer, now.as_str(), question.id.get()])?;
    let reply = message(db.last_insert_rowid(), &conversation, Role::Assistant, question.id.get(), now);
    let reply = MessageRow { status, ..reply };
    let before = match status {
        MessageStatus::Streaming if parent == 0 => Some(vec![question.clone()]),
        MessageStatus::Streaming => before(db, user, place, reply.id)?,
        _ => None,
    };
    let past = before.and_then(|before| past(&reply, before));
    Ok(Some(Begun { conversation, question, reply, past }))
}

fn conversation(db: &Connection, user: &str, id: ConversationId) -> rusqlite::Result<Option<Conversation>> {
    let sql = "select title, updated_at, pinned, archived, model from conversations
               where user_id = ?1 and id = ?2 and deleted_at is null";
    let found = |row: &Row<'_>| {
        Ok(Conversation {
            id,
            title: row.get(0)?,
            updated_at: timestamp(row, 1)?,
            pinned: row.get(2)?,
            archived: row.get(3)?,
            model: row.get(4)?,
        })
    };
    row(db, sql, params![user, id.get()], found).optional()
}

/// A message that has just been inserted.
fn message(id: i64, place: &Conversation, role: Role, parent: i64, now: &Timestamp) -> MessageRow {
    MessageRow {
        id: MessageId::new(id),
        conversation_id: place.id,
        role,
        content: String::new(),
        status: MessageStatus::Complete,
        tool_calls: Json(Vec::new()),
        thoughts: Json(Vec::new()),
        error: None,
        created_at: now.clone(),
        parent_id: MessageId::new(parent),
        feedback: None,
        model: None,
        input_tokens: None,
        output_tokens: None,
    }
}

/// The messages before a reply, newest first. `None` if they are many.
fn before(
    db: &Connection,
    user: &str,
    place: i64,
    reply: MessageId,
) -> rusqlite::Result<Option<Vec<MessageRow>>> {
    let sql = "select id, role, content, status, tool_calls, created_at, parent_id from messages
               where user_id = ?1 and conversation_id = ?2 and active and id < ?3 order by id desc";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(params![user, place, reply.get()])?;
    let (mut before, mut bytes) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        let calls: Vec<StoredCall> = match row.get_ref(4)?.as_str() {
            Ok("[]") => Vec::new(),
            Ok(text) => read(4, text)?,
            Err(error) => return Err(error.into()),
        };
        let found = MessageRow {
            id: MessageId::new(row.get(0)?),
            conversation_id: ConversationId::new(place),
            role: read_name(row, 1)?,
            content: row.get(2)?,
            status: read_name(row, 3)?,
            thoughts: Json(Vec::new()),
            error: None,
            created_at: timestamp(row, 5)?,
            parent_id: MessageId::new(row.get(6)?),
            feedback: None,
            model: None,
            input_tokens: None,
            output_tokens: None,
            tool_calls: Json(calls),
        };
        bytes += found.content.len();
        if before.len() == PAST_MESSAGES || bytes > PAST_BYTES {
            return Ok(None);
        }
        before.push(found);
    }
    Ok(Some(before))
}

pub(super) fn end(db: &Connection, ending: &Ending) -> rusqlite::Result<Ended> {
    let Ending { user, reply, conversation, writer, progress, end, usage, day, next } = ending;
    let (user, place) = (user.as_str(), conversation.get());
    let count = |tokens| i64::try_from(tokens).unwrap_or(i64::MAX);
    let finish = "update messages
                  set content = ?4, tool_calls = ?5, thoughts = ?6, writer = null, stopping = false,
                      error = case status when 'streaming' then ?8 else error end,
                      status = case status when 'streaming' then ?7 else status end,
                      model = ?9, input_tokens = ?10, output_tokens = ?11
                  where user_id = ?1 and id = ?2 and writer = ?3 and status in ('streaming', 'interrupted', 'stopped')
                  returning status, error";
    let finished = params![
        user,
        reply.get(),
        writer.as_str(),
        progress.content,
        json(&progress.calls)?,
        json(&progress.thoughts)?,
        name(&end.status)?,
        end.error.as_ref().map(|error| json(&error.0)).transpose()?,
        usage.model,
        count(usage.input),
        count(usage.output),
    ];
    let ended = row(db, finish, finished, |row| {
        let error: Option<String> = row.get(1)?;
        let error = error.map(|error| read(1, &error)).transpose()?;
        Ok(EndRow { status: read_name(row, 0)?, error: error.map(Json) })
    });
    let ended = ended.optional()?;
    if ended.is_some() && usage.tokens() > 0 {
        let spend = "insert into usage (user_id, day, messages, tokens)
                     select user_id, ?2, 0, ?3 from usage where user_id = ?1 limit 1
                     on conflict (user_id, day) do update set tokens = usage.tokens + excluded.tokens";
        execute(db, spend, params![user, day, count(usage.tokens())])?;
    }
    if ended.is_some() {
        execute(
            db,
            "delete from reply_pieces where reply = ?1 and user_id = ?2",
            params![reply.get(), user],
        )?;
    }
    let claim = "update messages set status = 'streaming', writer = ?3
                 where user_id = ?1
                   and id = (
                       select min(id) from messages
                       where user_id = ?1 and conversation_id = ?2 and status = 'queued')
                   and not exists (
                       select 1 from messages running
                       where running.user_id = ?1 and running.conversation_id = ?2 and running.status = 'streaming')
                 returning id";
    let next = match next {
        Some(lease) => row(db, claim, params![user, place, lease.as_str()], |row| row.get(0)).optional()?,
        None => None,
    };
    Ok(Ended { end: ended, next: next.map(MessageId::new) })
}

pub(super) fn append(
    db: &Connection,
    writer: &LeaseId,
    batch: &[(MessageId, Option<Arc<Piece>>)],
) -> rusqlite::Result<Vec<Kept>> {
    let owner =
        "select user_id, stopping from messages where id = ?1 and writer = ?2 and status = 'streaming'";
    let insert =
        "insert into reply_pieces (reply, number, user_id, at, delta, marks) values (?1, ?2, ?3, ?4, ?5, ?6)
                  on conflict do nothing";
    let mut kept = Vec::with_capacity(batch.len());
    for (reply, piece) in batch {
        let found = |row: &Row<'_>| Ok((UserId::new(row.get::<_, String>(0)?), row.get(1)?));
        let Some((user, stopping)) =
            row(db, owner, params![reply.get(), writer.as_str()], found).optional()?
        else {
            continue;
        };
        if let Some(piece) = piece {
            let at = i64::try_from(piece.at).unwrap_or(i64::MAX);
            let marks = marks_text(&piece.marks);
            execute(db, insert, params![reply.get(), piece.number, user.as_str(), at, piece.delta, marks])?;
        }
        kept.push(Kept { id: *reply, stopping });
    }
    Ok(kept)
}

fn execute(db: &Connection, sql: &str, values: &[&dyn ToSql]) -> rusqlite::Result<usize> {
    db.prepare_cached(sql)?.execute(values)
}

fn row<T>(
    db: &Connection,
    sql: &str,
    values: &[&dyn ToSql],
    read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    db.prepare_cached(sql)?.query_row(values, read)
}

fn one<T: rusqlite::types::FromSql>(
    db: &Connection,
    sql: &str,
    values: &[&dyn ToSql],
) -> rusqlite::Result<T> {
    row(db, sql, values, |row| row.get(0))
}

fn timestamp(row: &Row<'_>, column: usize) -> rusqlite::Result<Timestamp> {
    let text: String = row.get(column)?;
    Timestamp::parse(&text).ok_or(rusqlite::Error::InvalidColumnType(column, text, Type::Text))
}

/// Reads the name of a variant, such as `streaming`.
fn read_name<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let name = row.get_ref(column)?.as_str()?;
    T::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(name))
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error)))
}

fn name(value: &impl Serialize) -> rusqlite::Result<String> {
    json(value).map(|quoted| quoted.trim_matches('"').to_owned())
}

fn read<T: DeserializeOwned>(column: usize, text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error)))
}

fn json(value: &impl Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}
