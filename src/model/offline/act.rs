//! Decides the next step of a conversation: a pure function of its history and the time.
//!
//! Every call works the whole conversation out again, turn by turn. A past turn leaves a [`Memory`] behind. The present
//! turn gives either the tool calls to make or the final text. Nothing is kept between two calls, so any process can
//! continue a conversation at any time.
//!
//! `history` splits the conversation into turns. `reply` holds the reply in progress; `carry_out`, `answer`, `perform`
//! `plan`, `agenda` and `undo` work on it. `reading` reads the dates of new tasks. `resolve` and `matching` find the tasks that are meant, and `tools` calls the tools.

mod agenda;
mod answer;
mod carry_out;
mod confirm;
mod except;
mod history;
mod matching;
mod memory;
mod perform;
mod plan;
mod reading;
mod reopen;
mod reply;
mod resolve;
mod tools;
mod undo;

use self::history::{Turn, turns};
use self::memory::Memory;
use self::reply::Reply;
use crate::model::ModelMessage;
use crate::model::offline::understand::intents;
use crate::model::offline::wording::small_talk;
pub use history::next_call_number;
use jiff::ZonedDateTime;
use serde_json::Value;

/// After this many rounds of calls the turn ends.
const ROUNDS_MAX: usize = 6;
/// How many past turns the memory comes from.
const TURNS_MAX: usize = 12;

/// The next step of the assistant.
#[derive(Debug, PartialEq, Eq)]
pub enum Step {
    /// Call these tools.
    Call(Vec<(&'static str, Value)>),
    /// Say this. The turn is over.
    Say(String),
}

/// The next step in this conversation.
pub fn next_step(history: &[ModelMessage], now: &ZonedDateTime) -> Step {
    let turns = turns(history);
    let Some((present, past)) = turns.split_last() else {
        return Step::Say(small_talk::silence());
    };
    let recent = &past[past.len().saturating_sub(TURNS_MAX)..];
    let memory = recent.iter().fold(Memory::default(), |memory, turn| memory_after(&memory, turn, now));
    let reply = work_out(&memory, present, now);
    if reply.tools.wanted.is_empty() || present.rounds >= ROUNDS_MAX {
        Step::Say(reply.text())
    } else {
        Step::Call(reply.tools.wanted)
    }
}

/// What a past turn leaves behind.
fn memory_after(memory: &Memory, turn: &Turn, now: &ZonedDateTime) -> Memory {
    let reply = work_out(memory, turn, now);
    // The words of an older turn are read at the present time. If the text differs now, for that reason, or because another model answered, or the turn broke off before the person saw the question.
    if same_words(&reply.text(), &turn.text) { reply.into_memory() } else { memory.after_calls(turn) }
}

fn same_words(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}

/// Works a turn out as far as the results of its calls are known.
fn work_out<'a>(memory: &'a Memory, turn: &Turn, now: &'a ZonedDateTime) -> Reply<'a> {
    let mut reply = Reply::new(memory, turn, now);
    let intents = intents(&turn.said);
    let answered = match &memory.question {
        Some(question) => reply.answer(question, &turn.said, &intents),
        None => Ok(false),
    };
    match answered {
        Ok(true) => {}
        Ok(false) => {
            for intent in &intents {
                if !reply.settle(|reply| reply.carry_out(intent, intents.len() == 1)) {
                    break;
                }
            }
        }
        halted @ Err(_) => {
            reply.settle(|_| halted.map(|_| ()));
        }
    }
    reply
}
