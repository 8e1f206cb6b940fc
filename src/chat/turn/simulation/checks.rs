//! What must be true when a history has ended.

use super::page::letters;
use super::record::Run;
use super::rows::Row;
use super::world::{State, World};
use crate::chat::{MessageStatus, Role};
use crate::id::MessageId;
use std::collections::BTreeMap;
use std::time::Duration;

/// What a killed process may lose of its replies, if nothing was wrong before: a period of the journal, and what it takes
/// to store it.
const LOSS: Duration = Duration::from_millis(500);

/// Everything that is wrong.
pub(super) fn wrong(world: &World) -> Vec<String> {
    let state = world.lock();
    let mut wrong = Vec::new();
    for (text, sent) in &state.record.sent {
        match question(&state, text).as_slice() {
            [row] => wrong.extend(wrong_turn(&state, text, row)),
            rows => wrong.push(format!("{text} is stored {} times", rows.len())),
        }
        if sent.confirmed.is_none() {
            wrong.push(format!("{text} was never confirmed"));
        }
    }
    wrong.extend(wrong_order(&state));
    wrong.extend(wrong_sums(&state));
    for (reply, seen) in &state.record.seen {
        if seen.began != seen.ended {
            wrong.push(format!("reply {reply}: {} of {} followers ended", seen.ended, seen.began));
        }
    }
    wrong
}

fn question<'a>(state: &'a State, text: &str) -> Vec<&'a Row> {
    let is_it = |row: &&Row| row.role == Role::User && row.progress.content == text;
    state.rows.messages.values().filter(is_it).collect()
}

impl State {
    fn question_of(&self, reply: MessageId) -> Option<&str> {
        let reply = self.rows.messages.get(&reply)?;
        self.rows.messages.get(&reply.parent).map(|row| row.progress.content.as_str())
    }

    pub(super) fn run_of(&self, reply: MessageId) -> Option<&Run> {
        self.record.runs.get(self.question_of(reply)?)?.last()
    }

    /// The process that asked the model for a reply.
    pub(super) fn writer_of(&self, reply: MessageId) -> Option<usize> {
        self.run_of(reply).map(|run| run.node)
    }

    /// Whether text that was shown may be missing: its writer was killed, or the model took it back.
    pub(super) fn may_lose(&self, reply: MessageId) -> bool {
        self.run_of(reply).is_some_and(|run| {
            let writer = run.node.checked_sub(1).and_then(|at| self.nodes.get(at));
            run.rethought || writer.is_some_and(|node| node.is_dead())
        })
    }
}

fn wrong_turn(state: &State, text: &str, question: &Row) -> Option<String> {
    let replies: Vec<_> = state
        .rows
        .messages
        .values()
        .filter(|row| row.parent == question.id && row.role == Role::Assistant)
        .collect();
    let [reply] = replies.as_slice() else { return Some(format!("{text} has {} replies", replies.len())) };
    if !reply.status().is_final() {
        return Some(format!("{text}: its reply has not ended: {:?}", reply.status()));
    }
    let confirmed = state.record.sent.get(text).and_then(|sent| sent.confirmed);
    if confirmed.is_some_and(|(place, id)| (place, id) != (reply.conversation, reply.id)) {
        return Some(format!("{text}: another reply was confirmed"));
    }
    let content = reply.progress.content.as_str();
    let Some(run) = state.run_of(reply.id) else {
        // It was stopped while it waited, its process died, or what was said before could not be read.
        let may_be = matches!(
            reply.status(),
            MessageStatus::Stopped | MessageStatus::Interrupted | MessageStatus::Failed
        );
        let status = reply.status();
        return (!may_be || !content.is_empty()).then(|| format!("{text}: no model was asked: {status:?}"));
    };
    if state.record.runs.get(text).is_some_and(|runs| runs.len() > 1) {
        return Some(format!("{text} was written more than once"));
    }
    if !run.rethought && !run.said.starts_with(content) {
        return Some(format!("{text}: the row has {content:?}, the model said {:?}", run.said));
    }
    if reply.status() == MessageStatus::Complete && content != run.said {
        return Some(format!("{text}: complete without {:?}", run.said));
    }
    if let Some(call) = unsettled_call(state, reply) {
        return Some(format!("{text}: {call}"));
    }
    if run.rethought {
        return None;
    }
    wrong_loss(state, text, reply, run)
}

/// A call that has acted more than once, or whose result the row does not have though its writer lived.
fn unsettled_call(state: &State, reply: &Row) -> Option<String> {
    if state.rows.acts.iter().any(|((id, _), count)| *id == reply.id && *count > 1) {
        return Some("a tool acted twice".to_owned());
    }
    let lives = !state.may_lose(reply.id);
    let open = reply.progress.calls.iter().any(|stored| stored.call.result.is_none());
    (lives && open).then(|| "a tool's result is missing".to_owned())
}

fn wrong_loss(state: &State, text: &str, reply: &Row, run: &Run) -> Option<String> {
    let content = reply.progress.content.as_str();
    let stored = letters(content).len();
    let seen = state.record.seen.get(&reply.id);
    let (here, elsewhere) = seen.map(|seen| (seen.here, seen.elsewhere)).unwrap_or_default();
    let node = run.node.checked_sub(1).and_then(|at| state.nodes.get(at))?;
    let Some((died, had_trouble)) = node.death() else {
        return (here.max(elsewhere) > stored)
            .then(|| format!("{text}: {} letters were shown, {stored} are stored", here.max(elsewhere)));
    };
    if elsewhere > stored {
        return Some(format!("{text}: {elsewhere} letters were shown elsewhere, {stored} are stored"));
    }
    // One that was stopped well lost nothing; one that ended before it was killed neither.
    let safe = run.times.iter().rev().find(|(time, _)| *time + LOSS <= died).map_or(0, |(_, bytes)| *bytes);
    let is_lost = reply.status() == MessageStatus::Interrupted && !had_trouble && content.len() < safe;
    is_lost.then(|| format!("{text}: {} bytes are stored of {safe} that were safe", content.len()))
}

/// The messages of a conversation stand in the order in which they were sent.
fn wrong_order(state: &State) -> Option<String> {
    let mut places = BTreeMap::new();
    for (text, sent) in &state.record.sent {
        if let Some((place, reply)) = sent.confirmed {
            let before = places.insert(sent.thread, (place, reply));
            if before.is_some_and(|before| before.0 != place || before.1 >= reply) {
                return Some(format!("{text} is out of order"));
            }
        }
    }
    None
}

/// Each message is counted once, and so are the tokens of each reply.
fn wrong_sums(state: &State) -> Option<String> {
    let (mut messages, mut tokens) = (0, 0);
    for (counted, spent) in state.rows.usage.values() {
        (messages, tokens) = (messages + counted, tokens + spent);
    }
    let sent = i64::try_from(state.record.sent.len()).unwrap_or(i64::MAX);
    if messages != sent {
        return Some(format!("{messages} messages are counted of {sent}"));
    }
    let replies: u64 =
        state.rows.messages.values().filter_map(|row| Some(row.usage.as_ref()?.tokens())).sum();
    // Titles cost 4 each.
    let titles = u64::try_from(tokens).unwrap_or_default().checked_sub(replies);
    if titles.is_none_or(|titles| titles % 4 != 0) {
        return Some(format!("{tokens} tokens are counted, and the replies have {replies}"));
    }
    if state.is_shared {
        // A piece may come a moment after the end. A job removes it.
        return None;
    }
    let ended = |reply: &MessageId| state.rows.messages.get(reply).is_none_or(|row| row.status().is_final());
    let left = state.rows.pieces.iter().find(|(reply, pieces)| ended(reply) && !pieces.is_empty());
    left.map(|(reply, _)| format!("the journal still has pieces of {reply}"))
}
