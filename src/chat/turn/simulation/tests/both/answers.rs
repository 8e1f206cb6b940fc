//! Answers as values that can be compared, with the ids of the rows in memory.

use super::Both;
use crate::chat::Exchange;
use crate::chat::store::leases::{Beat, LeaseId, RunningRow};
use crate::chat::store::pieces::{Kept, Newer, Piece};
use crate::chat::store::turns::{Begun, Ended};
use crate::chat::store::{MessageRow, Progress};
use crate::chat::turn::turn_store::Stored;
use crate::id::MessageId;
use serde_json::{Value, json};

/// How an id of one side is written.
pub(super) enum Side<'a> {
    Here,
    There(&'a Both),
}

impl Side<'_> {
    fn message(&self, id: MessageId) -> i64 {
        match self {
            Self::Here => id.get(),
            Self::There(both) => both.message_here(id.get()),
        }
    }

    fn lease(&self, id: &LeaseId) -> String {
        match self {
            Self::Here => id.as_str().to_owned(),
            Self::There(both) => both.lease_here(id.as_str()),
        }
    }

    pub(super) fn row(&self, row: &MessageRow) -> Value {
        let error = row.error.as_ref().map(|error| &error.0);
        let (id, parent) = (self.message(row.id), self.message(row.parent_id));
        json!([id, row.role, row.content, row.status, row.tool_calls.0, row.thoughts.0, error, parent])
    }

    /// The messages before a reply as a model needs them.
    pub(super) fn past(&self, rows: &[MessageRow]) -> Value {
        let row = |row: &MessageRow| json!([self.message(row.id), row.role, row.content, row.tool_calls.0]);
        rows.iter().map(row).collect()
    }

    pub(super) fn begun(&self, begun: Option<&Begun>, with_past: bool) -> Value {
        begun.map_or(Value::Null, |begun| {
            let past = begun.past.as_ref().filter(|_| with_past).map(|past| self.past(past));
            let title = (&begun.conversation.title, &begun.conversation.model);
            json!([title, self.row(&begun.question), self.row(&begun.reply), past])
        })
    }

    pub(super) fn ended(&self, ended: &Ended) -> Value {
        let end = ended.end.as_ref().map(|end| json!([end.status, end.error.as_ref().map(|error| &error.0)]));
        json!([end, ended.next.map(|next| self.message(next))])
    }

    pub(super) fn running(&self, rows: &[RunningRow]) -> Value {
        let row = |row: &RunningRow| {
            let writer = row.writer.as_ref().map(|writer| self.lease(writer));
            (self.message(row.id), row.user_id.to_string(), writer, row.stopping)
        };
        let mut rows: Vec<_> = rows.iter().map(row).collect();
        rows.sort();
        json!(rows)
    }

    pub(super) fn kept(&self, kept: &[Kept]) -> Value {
        let mut kept: Vec<_> = kept.iter().map(|kept| (self.message(kept.id), kept.stopping)).collect();
        kept.sort_unstable();
        json!(kept)
    }

    pub(super) fn beats(&self, (holds, beats): &(bool, Vec<Beat>)) -> Value {
        let mut beats: Vec<_> = beats.iter().map(|beat| (self.lease(&beat.id), beat.beats)).collect();
        beats.sort();
        json!([holds, beats])
    }

    pub(super) fn exchange(&self, exchange: Option<&Exchange>) -> Value {
        exchange.map_or(Value::Null, |exchange| {
            let (question, reply) = (&exchange.question, &exchange.reply);
            let ids = [self.message(question.id), self.message(reply.id)];
            json!([exchange.conversation.title, ids, question.parts, reply.status, reply.parts])
        })
    }

    pub(super) fn stored(&self, stored: Option<&Stored>) -> Value {
        stored.map_or(Value::Null, |stored| {
            let Progress { content, calls, thoughts } = &stored.progress;
            let (question, reply) = (self.row(&stored.question), self.row(&stored.reply));
            json!([stored.conversation.title, question, reply, content, calls, thoughts, stored.number])
        })
    }

    pub(super) fn newer(&self, newer: &[Newer]) -> Value {
        let piece = |piece: &Piece| json!([piece.number, piece.at, piece.delta, piece.marks]);
        let newer = newer.iter().map(|newer| {
            let pieces: Vec<_> = newer.pieces.iter().map(piece).collect();
            json!([self.message(newer.reply), newer.status, pieces])
        });
        newer.collect()
    }
}
