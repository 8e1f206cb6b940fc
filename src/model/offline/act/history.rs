//! The history of a conversation as turns, with the results of their tool calls.

use crate::model::offline::task::Refusal;
use crate::model::{ModelCall, ModelMessage};
use serde_json::Value;

/// A message of the person, and the reply to it so far.
#[derive(Debug, Default)]
pub struct Turn {
    /// What the person said, without control characters, which are not allowed in a title.
    pub said: String,
    /// The tool calls, in order.
    pub calls: Vec<RecordedCall>,
    /// The number of rounds in which they were made.
    pub rounds: usize,
    /// What the assistant said.
    pub text: String,
}

/// A tool call that was made.
#[derive(Clone, Debug)]
pub struct RecordedCall {
    id: String,
    /// The tool.
    pub name: String,
    pub arguments: Value,
    /// What the tool returned.
    pub result: ToolResult,
}

/// What a tool returned.
pub type ToolResult = Result<Value, Refusal>;

/// The turns of a history. Messages before the first one of the person are left out.
pub fn turns(history: &[ModelMessage]) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    for message in history {
        match (message, turns.last_mut()) {
            (ModelMessage::User(said), _) => {
                let said = said.replace(|c: char| c.is_control() && !c.is_whitespace(), " ");
                turns.push(Turn { said, ..Turn::default() });
            }
            (ModelMessage::Assistant { text, calls }, Some(turn)) => {
                turn.text.push_str(text);
                turn.rounds += usize::from(!calls.is_empty());
                turn.calls.extend(calls.iter().map(RecordedCall::unanswered));
            }
            (ModelMessage::ToolResult { call_id, content, is_error, .. }, Some(turn)) => {
                if let Some(call) = turn.calls.iter_mut().rfind(|call| call.id == *call_id) {
                    call.result = if *is_error { Err(Refusal::read(content)) } else { Ok(content.clone()) };
                }
            }
            (_, None) => {}
        }
    }
    turns
}

/// The number for the id of the next call. No call of the history has it.
pub fn next_call_number(history: &[ModelMessage]) -> u64 {
    let calls = history.iter().flat_map(|message| match message {
        ModelMessage::Assistant { calls, .. } => calls.as_slice(),
        _ => &[],
    });
    // The history may be the end of a longer one, so the numbers in its ids count too.
    let number =
        |call: &ModelCall| call.id.strip_prefix("call_").and_then(|number| number.parse::<u32>().ok());
    let last = calls.fold(0, |last, call| (last + 1).max(number(call).map_or(0, u64::from)));
    last + 1
}

impl RecordedCall {
    fn unanswered(call: &ModelCall) -> Self {
        let refusal = Refusal { code: String::new(), detail: "The tool did not answer.".to_owned() };
        Self {
            id: call.id.clone(),
            name: call.name.clone(),
            arguments: serde_json::from_str(&call.arguments).unwrap_or(Value::Null),
            result: Err(refusal),
        }
    }
}
