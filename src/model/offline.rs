//! The built-in assistant: a model that needs no key and no network. It understands plain English sentences about tasks,
//! and acts through the same tools as every other model.
//!
//! It keeps nothing. Its next step is a pure function of the prompt, which also says what time it is. `understand` reads a message into intents, `act`
//! decides and calls tools, and `wording` has the sentences of the answer. `task` and `plan` are what the
//! tools return.

mod act;
mod plan;
mod reading;
mod task;
#[cfg(test)]
mod tests;
mod understand;
mod wording;

use self::act::{Step, next_call_number, next_step};
use self::wording::conversation_title;
use super::{FinishReason, Model, ModelCall, ModelEvent, ModelStream, Prompt};
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
        // The work begins when the stream is polled.
        stream::once(async move { stream::iter(events(&prompt).into_iter().map(Ok)) }).flatten().boxed()
    }
}

/// The events of the next answer.
fn events(prompt: &Prompt) -> Vec<ModelEvent> {
    if let Some(message) = prompt.wants_title_of() {
        return vec![ModelEvent::Text(conversation_title(message)), ModelEvent::Finish(FinishReason::Stop)];
    }
    let (mut events, reason) = match next_step(&prompt.history, &prompt.now) {
        Step::Say(text) => {
            let pieces =
                text.split_inclusive(char::is_whitespace).map(|piece| ModelEvent::Text(piece.to_owned()));
            (pieces.collect::<Vec<_>>(), FinishReason::Stop)
        }
        Step::Call(calls) => {
            let numbers = next_call_number(&prompt.history)..;
            let call = |(number, (name, arguments)): (u64, (&str, serde_json::Value))| {
                let id = format!("call_{number}");
                ModelEvent::Call(ModelCall { id, name: name.to_owned(), arguments: arguments.to_string() })
            };
            (numbers.zip(calls).map(call).collect(), FinishReason::ToolCalls)
        }
    };
    events.push(ModelEvent::Finish(reason));
    events
}
