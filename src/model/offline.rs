//! The built-in assistant: a model that needs no key and no network. It reads plain English sentences about
//! tasks, and acts through the same tools as every other model.
//!
//! It keeps nothing: what it does next follows from the prompt alone, always in the same way. On the way in,
//! `words` cuts a message into words, `clause` matches patterns, `message` finds the parts of a message, `part`
//! takes courtesy off, and `add`, `show`, `act`, `change`, `undo` and `talk` read each part as an `intent`, with the
//! `target` it names; `heading` makes a title of a message. On the way out, `history` knows what was called, `respond`
//! decides, `perform` acts, `find`
//! and `matching` look tasks up by `title` and `stem`, `reply` takes answers to questions, `recall` remembers
//! what other models did, and `answer` has the wording.

mod act;
mod add;
mod answer;
mod change;
mod clause;
mod find;
mod heading;
mod history;
mod intent;
mod matching;
mod message;
mod part;
mod perform;
mod recall;
mod reply;
mod respond;
mod show;
mod stem;
mod talk;
mod target;
#[cfg(test)]
mod tests;
mod title;
mod undo;
mod words;

use self::respond::{Step, next_step};
use super::{Call, FinishReason, Model, ModelEvent, ModelStream, Prompt};
use futures::{StreamExt, stream};

/// The built-in assistant.
#[derive(Clone, Copy, Debug, Default)]
pub struct Offline;

impl Model for Offline {
    fn name(&self) -> &str {
        "offline"
    }

    fn metered(&self) -> bool {
        false
    }

    fn stream(&self, prompt: Prompt) -> ModelStream {
        // Nothing is worked out before the stream is polled.
        stream::once(async move { stream::iter(events(&prompt).into_iter().map(Ok)) }).flatten().boxed()
    }
}

/// The events of the next answer.
fn events(prompt: &Prompt) -> Vec<ModelEvent> {
    if let Some(message) = prompt.wants_title_of() {
        return vec![ModelEvent::Text(heading::heading(message)), ModelEvent::Finish(FinishReason::Stop)];
    }
    let (mut events, reason) = match next_step(&prompt.history) {
        Step::Say(text) => {
            let pieces =
                text.split_inclusive(char::is_whitespace).map(|piece| ModelEvent::Text(piece.to_owned()));
            (pieces.collect::<Vec<_>>(), FinishReason::Stop)
        }
        Step::Call(calls) => {
            let numbers = history::next_number(&prompt.history)..;
            let call = |(number, (name, arguments)): (u64, (&str, serde_json::Value))| {
                let id = format!("call_{number}");
                ModelEvent::Call(Call { id, name: name.to_owned(), arguments: arguments.to_string() })
            };
            (numbers.zip(calls).map(call).collect(), FinishReason::ToolCalls)
        }
    };
    events.push(ModelEvent::Finish(reason));
    events
}
