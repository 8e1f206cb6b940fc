//! The rows of turns in memory, with the rules of the SQL statements. `tests` shows that both do the same.

mod faults;
mod turns;

pub(super) use faults::Fault;

use crate::chat::store::leases::{Beat, LeaseId, RunningRow};
use crate::chat::store::pieces::{Kept, Known, Newer, Piece};
use crate::chat::store::{EndRow, MessageRow, Progress, Usage};
use crate::chat::turn::parts;
use crate::chat::turn::turn_store::Stored;
use crate::chat::{Conversation, Exchange, MessageStatus, Role};
use crate::id::{ConversationId, MessageId, UserId};
use crate::timestamp::Timestamp;
use sqlx::types::Json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A row of `messages`.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) id: MessageId,
    pub(super) conversation: ConversationId,
    pub(super) user: UserId,
    pub(super) role: Role,
    pub(super) progress: Progress,
    pub(super) end: EndRow,
    pub(super) client_id: Option<String>,
    pub(super) parent: MessageId,
    pub(super) writer: Option<LeaseId>,
    pub(super) stopping: bool,
    /// What it has cost, once its writer has stored its end.
    pub(super) usage: Option<Usage>,
    created_at: Timestamp,
}

impl Row {
    pub(super) fn status(&self) -> MessageStatus {
        self.end.status
    }

    fn is(&self, user: &UserId) -> bool {
        self.user == *user
    }

    fn is_open(&self) -> bool {
        !self.status().is_final()
    }

    fn message(&self) -> MessageRow {
        let Progress { content, calls, thoughts } = self.progress.clone();
        MessageRow {
            id: self.id,
            conversation_id: self.conversation,
            role: self.role,
            content,
            status: self.status(),
            tool_calls: Json(calls),
            thoughts: Json(thoughts),
            error: self.end.error.clone(),
            created_at: self.created_at.clone(),
            parent_id: self.parent,
            feedback: None,
            model: None,
            input_tokens: None,
            output_tokens: None,
        }
    }
}

/// A row of `conversations`.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) user: UserId,
    pub(super) conversation: Conversation,
    /// Whether the title is still the first message.
    pub(super) titled_by_message: bool,
}

/// All rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    pub(super) conversations: BTreeMap<ConversationId, Place>,
    pub(super) messages: BTreeMap<MessageId, Row>,
    pub(super) pieces: BTreeMap<MessageId, BTreeMap<i64, Piece>>,
    pub(super) leases: BTreeMap<LeaseId, i64>,
    /// Messages and tokens of a person on a day.
    pub(super) usage: BTreeMap<(UserId, String), (i64, i64)>,
    /// How often each call of a tool has acted.
    pub(super) acts: BTreeMap<(MessageId, String), u32>,
    /// What each reply that ended held, and how it ended: once, or once more if its writer adds to it.
    pub(super) ends: BTreeMap<MessageId, Vec<(String, MessageStatus)>>,
    /// The rule that is broken, if one is.
    pub(super) fault: Option<Fault>,
    ids: i64,
}

impl Rows {
    /// No rows. They break a rule, if one is named.
    pub(super) fn with(fault: Option<Fault>) -> Self {
        Self { fault, ..Self::default() }
    }

    fn note_end(&mut self, id: MessageId) {
        if let Some(row) = self.messages.get(&id).filter(|row| !row.is_open()) {
            self.ends.entry(id).or_default().push((row.progress.content.clone(), row.status()));
        }
    }

    fn next_id(&mut self) -> i64 {
        self.ids += 1;
        self.ids
    }

    pub(super) fn of(&self, conversation: ConversationId) -> impl DoubleEndedIterator<Item = &Row> {
        self.messages.values().filter(move |row| row.conversation == conversation)
    }

    pub(super) fn take_lease(&mut self, id: LeaseId) {
        self.leases.entry(id).or_default();
    }

    pub(super) fn beat(&mut self, own: Option<&LeaseId>) -> (bool, Vec<Beat>) {
        let holds = match own.map(|own| self.leases.get_mut(own)) {
            Some(Some(beats)) => {
                *beats += 1;
                true
            }
            Some(None) => false,
            None => true,
        };
        let all = self.leases.iter().map(|(id, beats)| Beat { id: id.clone(), beats: *beats });
        (holds, all.collect())
    }

    pub(super) fn expire(&mut self, dead: &[Beat]) {
        for beat in dead {
            let is_dead = match self.fault {
                Some(Fault::LeaseForEver) => false,
                _ => self.leases.get(&beat.id) == Some(&beat.beats),
            };
            if is_dead {
                self.leases.remove(&beat.id);
            }
        }
    }

    pub(super) fn end_other_leases(&mut self, own: &LeaseId) {
        self.leases.retain(|id, _| id == own);
    }

    pub(super) fn give_lease_back(&mut self, own: &LeaseId) {
        self.leases.remove(own);
    }

    fn running(&self) -> impl Iterator<Item = (&Row, RunningRow)> {
        let rows = self.messages.values().filter(|row| row.status() == MessageStatus::Streaming);
        rows.map(|row| {
            let Row { id, user, writer, stopping, .. } = row.clone();
            let stopping = stopping && self.fault != Some(Fault::StopForgotten);
            (row, RunningRow { id, user_id: user, writer, stopping })
        })
    }

    pub(super) fn orphans(&self, limit: i64) -> Vec<RunningRow> {
        let has_lease = |row: &RunningRow| row.writer.as_ref().is_some_and(|id| self.leases.contains_key(id));
        let limit = usize::try_from(limit).unwrap_or_default();
        self.running().map(|(_, running)| running).filter(|row| !has_lease(row)).take(limit).collect()
    }

    pub(super) fn written_by(&self, writer: &LeaseId) -> Vec<RunningRow> {
        let running = self.running().map(|(_, running)| running);
        running.filter(|running| running.writer.as_ref() == Some(writer)).collect()
    }

    pub(super) fn abandoned_queues(&self) -> Vec<(UserId, ConversationId)> {
        if self.fault == Some(Fault::QueueForgotten) {
            return Vec::new();
        }
        let all = self.conversations.iter().filter(|(id, _)| {
            let has = |status| self.of(**id).any(|row| row.status() == status);
            has(MessageStatus::Queued) && !has(MessageStatus::Streaming)
        });
        all.map(|(id, place)| (place.user.clone(), *id)).collect()
    }

    /// What the journal has of a reply, and the number of its last piece.
    pub(super) fn joined(&self, id: MessageId) -> Option<(Progress, i64)> {
        let row = self.messages.get(&id)?;
        let mut progress = row.progress.clone();
        let mut number = 0;
        if row.status() == MessageStatus::Streaming {
            for piece in self.pieces.get(&id).into_iter().flat_map(BTreeMap::values) {
                progress.add(piece);
                number = piece.number;
            }
        }
        Some((progress, number))
    }

    pub(super) fn interrupt(&mut self, reply: &RunningRow, mut progress: Progress) -> bool {
        let last = self.pieces.get(&reply.id).and_then(|pieces| pieces.values().next_back());
        if let Some(last) = last.filter(|_| self.fault == Some(Fault::InterruptedShort)) {
            progress.content.truncate(last.at);
        }
        let Some(row) = self.messages.get_mut(&reply.id) else { return false };
        if row.status() != MessageStatus::Streaming || row.writer != reply.writer {
            return false;
        }
        row.progress = progress;
        row.end.status = match row.stopping {
            true => MessageStatus::Stopped,
            false => MessageStatus::Interrupted,
        };
        row.stopping = false;
        self.pieces.remove(&reply.id);
        self.note_end(reply.id);
        true
    }

    /// Those of some replies that are still the writer's.
    pub(super) fn kept(&self, writer: &LeaseId, ids: &[MessageId]) -> Vec<Kept> {
        let rows = ids.iter().filter_map(|id| self.messages.get(id));
        let kept = rows
            .filter(|row| row.status() == MessageStatus::Streaming && row.writer.as_ref() == Some(writer));
        let hears = self.fault != Some(Fault::StopForgotten);
        kept.map(|row| Kept { id: row.id, stopping: row.stopping && hears }).collect()
    }

    /// Appends the pieces of those that were kept. PostgreSQL looks at their rows a moment before.
    pub(super) fn append(&mut self, kept: &[Kept], batch: &[(MessageId, Option<Arc<Piece>>)]) {
        for (id, piece) in batch {
            let Some(piece) = piece.as_deref().filter(|_| kept.iter().any(|kept| kept.id == *id)) else {
                continue;
            };
            let pieces = self.pieces.entry(*id).or_default();
            let Piece { mut number, mut at, .. } = *piece;
            match self.fault {
                Some(Fault::LostPiece) if number % 4 == 1 => continue,
                Some(Fault::DoubledPiece) if pieces.contains_key(&number) => {
                    (number, at) = (number + 1, at + piece.delta.len());
                }
                _ => {}
            }
            pieces.entry(number).or_insert_with(|| Piece { number, at, ..piece.clone() });
        }
    }

    /// Returns whether there is such a reply.
    pub(super) fn ask_to_stop(&mut self, user: &UserId, reply: MessageId) -> bool {
        let Some(row) = self.messages.get_mut(&reply).filter(|row| row.is(user)) else { return false };
        match row.status() {
            MessageStatus::Streaming => row.stopping = true,
            MessageStatus::Queued => {
                row.end.status = MessageStatus::Stopped;
                self.note_end(reply);
            }
            _ => {}
        }
        true
    }

    pub(super) fn before(
        &self,
        user: &UserId,
        conversation: ConversationId,
        reply: MessageId,
        limit: i64,
    ) -> Vec<MessageRow> {
        let rows = self.of(conversation).rev().filter(|row| row.is(user) && row.id < reply);
        rows.take(usize::try_from(limit).unwrap_or(usize::MAX)).map(Row::message).collect()
    }

    pub(super) fn message(&self, user: &UserId, id: MessageId) -> Option<MessageRow> {
        self.messages.get(&id).filter(|row| row.is(user)).map(Row::message)
    }

    pub(super) fn exchange(&self, user: &UserId, id: MessageId) -> Option<Exchange> {
        let reply = self.message(user, id)?;
        let question = self.message(user, reply.parent_id)?;
        let conversation = self.conversations.get(&reply.conversation_id)?.conversation.clone();
        Some(Exchange { conversation, question: parts::message(question), reply: parts::message(reply) })
    }

    pub(super) fn stored(&self, user: &UserId, id: MessageId) -> Option<Stored> {
        let reply = self.message(user, id)?;
        let question = self.message(user, reply.parent_id)?;
        let conversation = self.conversations.get(&reply.conversation_id)?.conversation.clone();
        let (progress, number) = self.joined(id)?;
        Some(Stored { conversation, question, reply, versions: Vec::new(), progress, number })
    }

    pub(super) fn newer(&self, known: &[Known]) -> Vec<Newer> {
        let mut known: Vec<_> = known.iter().collect();
        known.sort_by_key(|known| known.reply);
        let newer = |known: &Known| {
            let row = self.messages.get(&known.reply).filter(|row| row.user == known.user);
            let status = row.map(Row::status);
            let pieces = match status {
                Some(MessageStatus::Streaming) => self.pieces.get(&known.reply),
                _ => None,
            };
            let first = known.number + 1 + i64::from(self.fault == Some(Fault::CursorOffByOne));
            let pieces = pieces.into_iter().flat_map(|pieces| pieces.range(first..));
            Newer { reply: known.reply, status, pieces: pieces.map(|(_, piece)| piece.clone()).collect() }
        };
        known.into_iter().map(newer).collect()
    }

    pub(super) fn tokens_used(&self, user: &UserId, day: &str) -> i64 {
        self.usage.get(&(user.clone(), day.to_owned())).map_or(0, |(_, tokens)| *tokens)
    }

    fn spend(&mut self, user: &UserId, day: &str, tokens: u64) {
        // A person who was never charged is not counted.
        if self.usage.keys().any(|(known, _)| known == user) {
            let tokens = i64::try_from(tokens).unwrap_or(i64::MAX);
            self.usage.entry((user.clone(), day.to_owned())).or_default().1 += tokens;
        }
    }

    pub(super) fn suggest_title(
        &mut self,
        user: &UserId,
        conversation: ConversationId,
        title: Option<String>,
        (day, tokens): &(String, u64),
    ) {
        if *tokens > 0 {
            self.spend(user, day, *tokens);
        }
        let place = self.conversations.get_mut(&conversation);
        let place = place.filter(|place| place.user == *user && place.titled_by_message);
        if let Some((place, title)) = place.zip(title) {
            place.conversation.title = title;
            place.titled_by_message = false;
        }
    }

    /// The reply to the message that a person sent with this client-made id.
    pub(super) fn sent(&self, user: &UserId, client_id: &str) -> Option<MessageId> {
        let is_sent = |row: &&Row| row.is(user) && row.client_id.as_deref() == Some(client_id);
        let question = self.messages.values().find(is_sent)?.id;
        self.messages
            .values()
            .find(|row| row.role == Role::Assistant && row.parent == question)
            .map(|row| row.id)
    }
}
