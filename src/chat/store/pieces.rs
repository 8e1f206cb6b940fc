//! The queries of `reply_pieces`, the journal of the replies that are being written.

use super::leases::LeaseId;
use super::{MessageRow, Progress, StoredCall, StoredThought};
use crate::chat::{MessageStatus, Thought};
use crate::db::transaction::Inner;
use crate::db::{Scope, Transaction, with_connection};
use crate::id::{MessageId, UserId};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use std::sync::Arc;

/// What was added to a reply since the piece before.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Piece {
    /// Pieces of a reply are numbered from 1.
    pub(crate) number: i64,
    /// How many bytes of the text come before `delta`. What was longer is cut off.
    pub(crate) at: usize,
    /// Text.
    pub(crate) delta: String,
    /// What is new besides text.
    pub(crate) marks: Marks,
}

/// New and changed calls and thoughts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Marks {
    /// Calls, each in place of the one with its id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) calls: Vec<StoredCall>,
    /// How many of the thoughts stay, if not all do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) kept: Option<usize>,
    /// Additions to thoughts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) thoughts: Vec<ThoughtPiece>,
}

/// An addition to a thought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ThoughtPiece {
    /// The thought's place among the reply's thoughts.
    pub(crate) index: usize,
    /// How many bytes of its text come before `delta`.
    pub(crate) from: usize,
    /// Text.
    pub(crate) delta: String,
    /// See [`StoredThought`].
    pub(crate) at: usize,
    /// See [`StoredThought`].
    pub(crate) round: usize,
    /// How long it took, once it has ended.
    pub(crate) seconds: Option<u32>,
}

impl Marks {
    pub(crate) fn is_empty(&self) -> bool {
        self.calls.is_empty() && self.kept.is_none() && self.thoughts.is_empty()
    }
}

impl Progress {
    /// Adds a piece. Pieces come in order.
    pub(crate) fn add(&mut self, piece: &Piece) {
        if piece.at < self.content.len() {
            self.content.truncate(self.content.floor_char_boundary(piece.at));
        }
        self.content.push_str(&piece.delta);
        let Marks { calls, kept, thoughts } = &piece.marks;
        for call in calls {
            match self.calls.iter_mut().find(|known| known.call.id == call.call.id) {
                Some(known) => *known = call.clone(),
                None => self.calls.push(call.clone()),
            }
        }
        if let Some(kept) = kept {
            self.thoughts.truncate(*kept);
        }
        for piece in thoughts {
            self.add_thought(piece);
        }
    }

    fn add_thought(&mut self, piece: &ThoughtPiece) {
        let ThoughtPiece { index, from, delta, at, round, seconds } = piece;
        match self.thoughts.get_mut(*index) {
            Some(StoredThought { thought, .. }) => {
                thought.text.truncate(thought.text.floor_char_boundary(*from));
                thought.text.push_str(delta);
                thought.seconds = *seconds;
            }
            None => {
                let thought = Thought { text: delta.clone(), seconds: *seconds };
                self.thoughts.push(StoredThought { at: *at, round: *round, thought });
            }
        }
    }
}

/// A piece as its row holds it.
#[derive(Debug, sqlx::FromRow)]
struct PieceRow {
    number: i64,
    at: i64,
    delta: String,
    marks: Option<Json<Marks>>,
}

impl From<PieceRow> for Piece {
    fn from(PieceRow { number, at, delta, marks }: PieceRow) -> Self {
        let marks = marks.map(|marks| marks.0).unwrap_or_default();
        Self { number, at: usize::try_from(at).unwrap_or(usize::MAX), delta, marks }
    }
}

/// A reply that was found to be still its writer's.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub(crate) struct Kept {
    pub(crate) id: MessageId,
    /// Somebody wants it to stop.
    pub(crate) stopping: bool,
}

/// Appends pieces of any number of people's replies, in one statement of PostgreSQL. Returns those replies that are still
/// `writer`'s; nothing is stored of the others. A piece that is there already stays as it is, so the same batch may come
/// again. Nothing is stored of a reply without a piece.
pub(super) async fn append(
    transaction: &mut Transaction,
    writer: &LeaseId,
    batch: &[(MessageId, Option<Arc<Piece>>)],
) -> sqlx::Result<Vec<Kept>> {
    let Inner::Postgres(loan) = transaction.inner() else { return Ok(Vec::new()) };
    let pieces = || batch.iter().filter_map(|(reply, piece)| Some((reply.get(), piece.as_deref()?)));
    let sql = "with given as (
                   select * from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[])
                       as given (reply, number, at, delta, marks)
               ), kept as (
                   select id, user_id, stopping from messages
                   where id = any($7) and writer = $1 and status = 'streaming'
               ), added as (
                   insert into reply_pieces (reply, number, user_id, at, delta, marks)
                   select given.reply, number, user_id, at, delta, marks::jsonb
                   from given join kept on kept.id = given.reply
                   on conflict do nothing
               )
               select id, stopping from kept";
    let owners: Vec<_> = pieces().map(|(reply, _)| reply).collect();
    let numbers: Vec<_> = pieces().map(|(_, piece)| piece.number).collect();
    let ats: Vec<_> = pieces().map(|(_, piece)| i64::try_from(piece.at).unwrap_or(i64::MAX)).collect();
    let deltas: Vec<_> = pieces().map(|(_, piece)| piece.delta.as_str()).collect();
    let marks: Vec<_> = pieces().map(|(_, piece)| marks_text(&piece.marks)).collect();
    let replies: Vec<_> = batch.iter().map(|(reply, _)| reply.get()).collect();
    let (connection, limit) = loan.statement()?;
    let query = sqlx::query_as(sql).bind(writer).bind(owners).bind(numbers).bind(ats).bind(deltas);
    limit.hold(query.bind(marks).bind(replies).fetch_all(connection)).await
}

/// The marks as the column holds them.
pub(super) fn marks_text(marks: &Marks) -> Option<String> {
    if marks.is_empty() { None } else { serde_json::to_string(marks).ok() }
}

/// Removes the pieces of a reply that has ended.
pub(crate) async fn clear(scope: &mut Scope, reply: MessageId) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "delete from reply_pieces where user_id = $1 and reply = $2";
    with_connection!(scope, connection => sqlx::query(sql).bind(user).bind(reply).execute(connection).await.map(drop))
}

/// Removes pieces of replies that are no longer being written, as when their conversation was deleted.
pub(crate) async fn prune(transaction: &mut Transaction) -> sqlx::Result<()> {
    let sql = "delete from reply_pieces where not exists (
                   select 1 from messages where messages.id = reply and status = 'streaming')";
    with_connection!(transaction, connection => sqlx::query(sql).execute(connection).await.map(drop))
}

/// The pieces of a reply, in order.
pub(crate) async fn of(scope: &mut Scope, reply: MessageId) -> sqlx::Result<Vec<Piece>> {
    let user = scope.user().clone();
    let sql = "select number, at, delta, marks from reply_pieces
               where user_id = $1 and reply = $2 order by number";
    let rows: Vec<PieceRow> = with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(reply)
        .fetch_all(connection).await)?;
    Ok(rows.into_iter().map(Piece::from).collect())
}

/// Completes the rows of replies that are being written with what the journal has of them. It asks the database only if
/// there is one. A conversation has at most one. A row that holds something was completed before.
pub(crate) async fn join(scope: &mut Scope, rows: &mut [MessageRow]) -> sqlx::Result<()> {
    let is_bare = |row: &&mut MessageRow| {
        let is_empty = row.content.is_empty() && row.tool_calls.is_empty() && row.thoughts.is_empty();
        row.status == MessageStatus::Streaming && is_empty
    };
    for row in rows.iter_mut().filter(is_bare) {
        let mut progress = Progress::from(&*row);
        of(scope, row.id).await?.iter().for_each(|piece| progress.add(piece));
        (row.content, row.tool_calls.0, row.thoughts.0) =
            (progress.content, progress.calls, progress.thoughts);
    }
    Ok(())
}

/// What somebody who follows a reply knows of it.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) reply: MessageId,
    pub(crate) user: UserId,
    /// The number of the last piece.
    pub(crate) number: i64,
}

/// What is new of a reply.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Newer {
    pub(crate) reply: MessageId,
    /// `None` if the person has no such reply.
    pub(crate) status: Option<MessageStatus>,
    /// The pieces after the last known one, in order. There are none of a reply that has ended.
    pub(crate) pieces: Vec<Piece>,
}

#[derive(Debug, sqlx::FromRow)]
struct NewerRow {
    reply: MessageId,
    status: Option<MessageStatus>,
    number: Option<i64>,
    at: Option<i64>,
    delta: Option<String>,
    marks: Option<Json<Marks>>,
}

/// What is new of replies of any number of people, in one statement. Each is looked up as its person's.
pub(crate) async fn newer(transaction: &mut Transaction, known: &[Known]) -> sqlx::Result<Vec<Newer>> {
    let rows: Vec<NewerRow> = match transaction.inner() {
        Inner::Sqlite(connection) => {
            let known: Vec<_> =
                known.iter().map(|known| (known.reply.get(), known.user.as_str(), known.number)).collect();
            let sql = "select known.value ->> 0 as reply, status, number, at, delta, marks
                       from json_each($1) known
                       left join messages on messages.id = known.value ->> 0 and messages.user_id = known.value ->> 1
                       left join reply_pieces on reply_pieces.reply = messages.id and status = 'streaming'
                           and number > known.value ->> 2
                       order by 1, number";
            let known = serde_json::to_string(&known).unwrap_or_default();
            sqlx::query_as(sql).bind(known).fetch_all(&mut **connection).await?
        }
        Inner::Postgres(loan) => {
            // With a plain join PostgreSQL reads all pieces of each reply, and not only the new ones.
            let sql = "select known.reply, status, pieces.number, at, delta, marks
                       from unnest($1::bigint[], $2::text[], $3::bigint[]) as known (reply, person, number)
                       left join messages on messages.id = known.reply and messages.user_id = person
                       left join lateral (
                           select * from reply_pieces
                           where reply = messages.id and status = 'streaming' and reply_pieces.number > known.number
                           offset 0
                       ) pieces on true
                       order by 1, 3";
            let replies: Vec<_> = known.iter().map(|known| known.reply.get()).collect();
            let people: Vec<_> = known.iter().map(|known| known.user.as_str()).collect();
            let numbers: Vec<_> = known.iter().map(|known| known.number).collect();
            let (connection, limit) = loan.statement()?;
            let query = sqlx::query_as(sql).bind(replies).bind(people).bind(numbers);
            limit.hold(query.fetch_all(connection)).await?
        }
    };
    let mut all: Vec<Newer> = Vec::new();
    for NewerRow { reply, status, number, at, delta, marks } in rows {
        if all.last().is_none_or(|last| last.reply != reply) {
            all.push(Newer { reply, status, pieces: Vec::new() });
        }
        if let (Some(last), Some(number), Some(at), Some(delta)) = (all.last_mut(), number, at, delta) {
            last.pieces.push(PieceRow { number, at, delta, marks }.into());
        }
    }
    Ok(all)
}
