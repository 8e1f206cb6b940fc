//! The beginning and the end of a turn.

use super::faults::Fault;
use super::{Place, Row, Rows};
use crate::chat::store::leases::LeaseId;
use crate::chat::store::turns::{Beginning, Begun, Ended, Ending};
use crate::chat::store::{EndRow, MessageRow, Progress};
use crate::chat::{Conversation, Exchange, MessageStatus, Role};
use crate::id::{ConversationId, MessageId, UserId};

/// How much of a conversation is read at the beginning of a turn. See the statements.
const PAST_MESSAGES: usize = 40;
const PAST_BYTES: usize = 32 * 1024;

impl Rows {
    pub(in super::super) fn begin(&mut self, beginning: &Beginning) -> Option<Begun> {
        let Beginning { user, text, client_id, model, quotas, queue, writer, now, .. } = beginning;
        let is_sent = |row: &Row| row.is(user) && row.client_id.as_ref() == Some(client_id);
        if self.messages.values().any(is_sent) && self.fault != Some(Fault::SentTwice) {
            return None;
        }
        let known = match beginning.conversation {
            Some(id) => Some(self.conversations.get(&id).filter(|place| place.user == *user)?.clone()),
            None => None,
        };
        let count = |status| {
            let place = known.as_ref().map(|place| place.conversation.id);
            let rows = place.into_iter().flat_map(|place| self.of(place));
            i64::try_from(rows.filter(|row| row.status() == status).count()).unwrap_or(i64::MAX)
        };
        let (running, queued) = (count(MessageStatus::Streaming), count(MessageStatus::Queued));
        let is_busy = running + queued > 0;
        if is_busy && queued >= *queue {
            return None;
        }
        // The day's usage.
        let open = self.messages.values().filter(|row| row.is(user) && row.is_open()).count();
        let below = |limit: Option<u32>, used: i64| limit.is_none_or(|limit| used < i64::from(limit));
        let day = (user.clone(), now.day().to_owned());
        let is_allowed = below(quotas.runs, i64::try_from(open).unwrap_or(i64::MAX))
            && self.usage.get(&day).is_none_or(|(messages, tokens)| {
                below(quotas.messages, *messages) && below(quotas.tokens, *tokens)
            });
        if !is_allowed {
            return None;
        }
        self.usage.entry(day).or_default().0 += 1;

        let mut conversation = match known {
            Some(place) => Conversation { updated_at: now.clone(), archived: false, ..place.conversation },
            None => Conversation {
                id: ConversationId::new(self.next_id()),
                title: beginning.title.clone(),
                updated_at: now.clone(),
                pinned: false,
                archived: false,
                model: None,
            },
        };
        if let Some(model) = model {
            conversation.model.clone_from(model);
        }
        let place = conversation.id;
        let titled_by_message = self.conversations.get(&place).is_none_or(|place| place.titled_by_message);
        let kept = Place { user: user.clone(), conversation: conversation.clone(), titled_by_message };
        self.conversations.insert(place, kept);
        let parent = self.of(place).next_back().map_or(MessageId::new(0), |row| row.id);
        let new = |id, role, parent| Row {
            id: MessageId::new(id),
            conversation: place,
            user: user.clone(),
            role,
            progress: Progress::default(),
            end: EndRow { status: MessageStatus::Complete, error: None },
            client_id: None,
            parent,
            writer: None,
            stopping: false,
            usage: None,
            created_at: now.clone(),
        };
        let mut question = new(self.next_id(), Role::User, parent);
        question.progress.content.clone_from(text);
        question.client_id = Some(client_id.clone());
        let mut reply = new(self.next_id(), Role::Assistant, question.id);
        (reply.end.status, reply.writer) = match is_busy {
            false => (MessageStatus::Streaming, Some(writer.clone())),
            true => (MessageStatus::Queued, None),
        };
        let (question_row, reply_row) = (question.message(), reply.message());
        self.messages.insert(question.id, question);
        self.messages.insert(reply.id, reply);
        let past = match reply_row.status {
            MessageStatus::Streaming => self.past(user, place, reply_row.id),
            _ => None,
        };
        Some(Begun { conversation, question: question_row, reply: reply_row, past })
    }

    fn past(&self, user: &UserId, place: ConversationId, reply: MessageId) -> Option<Vec<MessageRow>> {
        let mut past = self.before(user, place, reply, i64::MAX);
        if self.fault == Some(Fault::PastForgotten) && past.len() > 1 {
            past.remove(1);
        }
        let bytes: usize = past.iter().map(|row| row.content.len()).sum();
        let is_unanswered =
            |row: &MessageRow| row.tool_calls.iter().any(|stored| stored.call.result.is_none());
        let is_much = past.len() > PAST_MESSAGES || bytes > PAST_BYTES || past.iter().any(is_unanswered);
        (!is_much).then_some(past)
    }

    pub(in super::super) fn end(&mut self, ending: &Ending) -> Ended {
        let Ending { user, reply, conversation, writer, progress, end, usage, day, next } = ending;
        let fault = self.fault;
        let ended = self.messages.get_mut(reply).filter(|row| {
            let was_ended = matches!(row.status(), MessageStatus::Interrupted | MessageStatus::Stopped);
            let may_end = row.status() == MessageStatus::Streaming || was_ended;
            let is_writer = row.writer.as_ref() == Some(writer) || fault == Some(Fault::LateWriter);
            row.is(user) && is_writer && (may_end || fault == Some(Fault::LateWriter))
        });
        let ended = ended.map(|row| {
            if row.status() == MessageStatus::Streaming {
                row.end = end.clone();
            }
            row.progress = progress.clone();
            (row.writer, row.stopping, row.usage) = (None, false, Some(usage.clone()));
            row.end.clone()
        });
        if ended.is_some() {
            self.note_end(*reply);
        }
        if (ended.is_some() || fault == Some(Fault::TokensTwice)) && usage.tokens() > 0 {
            self.spend(user, day, usage.tokens());
        }
        if self.messages.get(reply).is_some_and(|row| row.is(user)) {
            self.pieces.remove(reply);
        }
        let next = next.as_ref().filter(|_| fault != Some(Fault::QueueForgotten));
        let next = next.and_then(|lease| self.claim_queued(user, *conversation, lease));
        Ended { end: ended, next }
    }

    fn claim_queued(
        &mut self,
        user: &UserId,
        conversation: ConversationId,
        writer: &LeaseId,
    ) -> Option<MessageId> {
        let is_busy = self.of(conversation).any(|row| row.status() == MessageStatus::Streaming);
        if is_busy && self.fault != Some(Fault::QueueJumped) {
            return None;
        }
        let is_next = |row: &&mut Row| {
            row.conversation == conversation && row.is(user) && row.status() == MessageStatus::Queued
        };
        let next = self.messages.values_mut().find(is_next)?;
        next.end.status = MessageStatus::Streaming;
        next.writer = Some(writer.clone());
        Some(next.id)
    }

    pub(in super::super) fn claim(
        &mut self,
        user: &UserId,
        conversation: ConversationId,
        writer: &LeaseId,
    ) -> Option<Exchange> {
        self.conversations.get(&conversation).filter(|place| place.user == *user)?;
        let next = self.claim_queued(user, conversation, writer)?;
        self.exchange(user, next)
    }
}
