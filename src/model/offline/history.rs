//! The history of a conversation as turns, and a turn's tool calls with their answers.
//!
//! The assistant keeps nothing between two rounds, nor between two turns. It works a turn out anew each time:
//! [`Tools`] answers what was called before from the history, and notes what must still be called.

use crate::model::{Call, Entry};
use serde_json::{Value, json};

/// What the person said, and what came of it so far.
#[derive(Debug, Default)]
pub(super) struct Turn {
    /// What the person said, without control characters, which no title may have.
    pub(super) said: String,
    /// The calls, in order.
    pub(super) calls: Vec<Recorded>,
    /// In how many rounds they were made.
    pub(super) rounds: usize,
    /// What the assistant said.
    pub(super) text: String,
}

/// A call that was made.
#[derive(Clone, Debug)]
pub(super) struct Recorded {
    id: String,
    /// The tool.
    pub(super) name: String,
    arguments: Value,
    /// What the tool answered.
    pub(super) answer: Answer,
}

/// What a tool answered.
pub(super) type Answer = Result<Value, Refusal>;

/// Why a tool refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    /// What kind of refusal.
    pub(super) code: String,
    /// The reason, for people.
    pub(super) detail: String,
}

/// The turns of a history. What precedes the first message of the person is left out.
pub(super) fn turns(history: &[Entry]) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    for entry in history {
        match (entry, turns.last_mut()) {
            (Entry::User(said), _) => {
                let said = said.replace(|c: char| c.is_control() && !c.is_whitespace(), " ");
                turns.push(Turn { said, ..Turn::default() });
            }
            (Entry::Assistant { text, calls }, Some(turn)) => {
                turn.text.push_str(text);
                turn.rounds += usize::from(!calls.is_empty());
                turn.calls.extend(calls.iter().map(Recorded::unanswered));
            }
            (Entry::ToolResult { call_id, content, is_error, .. }, Some(turn)) => {
                if let Some(call) = turn.calls.iter_mut().rfind(|call| call.id == *call_id) {
                    call.answer = if *is_error { Err(Refusal::read(content)) } else { Ok(content.clone()) };
                }
            }
            (_, None) => {}
        }
    }
    turns
}

/// The number for the id of the next call: no call of the history has it.
pub(super) fn next_number(history: &[Entry]) -> u64 {
    let calls = history.iter().flat_map(|entry| match entry {
        Entry::Assistant { calls, .. } => calls.as_slice(),
        _ => &[],
    });
    // The history may be the end of a longer one, so the numbers in it count too.
    let number = |call: &Call| call.id.strip_prefix("call_").and_then(|number| number.parse::<u32>().ok());
    let last = calls.fold(0, |last, call| (last + 1).max(number(call).map_or(0, u64::from)));
    last + 1
}

impl Recorded {
    fn unanswered(call: &Call) -> Self {
        let refusal = Refusal { code: String::new(), detail: "The tool did not answer.".to_owned() };
        Self {
            id: call.id.clone(),
            name: call.name.clone(),
            arguments: serde_json::from_str(&call.arguments).unwrap_or(Value::Null),
            answer: Err(refusal),
        }
    }
}

impl Refusal {
    fn read(content: &Value) -> Self {
        let text = |key: &str| content.get(key).and_then(Value::as_str).map(str::to_owned);
        let detail = text("detail").or_else(|| content.as_str().map(str::to_owned));
        Self {
            code: text("code").unwrap_or_default(),
            detail: detail.unwrap_or_else(|| "The tool refused.".to_owned()),
        }
    }

    /// Whether there is no such task.
    pub(super) fn is_missing(&self) -> bool {
        self.code == "TASK_NOT_FOUND"
    }
}

/// Why an intent could not be worked out to its end.
#[derive(Debug)]
pub(super) enum Halt {
    /// Calls have to be made first.
    Calls,
    /// A tool refused what all the rest depends on.
    Refused(Refusal),
}

/// The tools, as far as this turn has used them.
#[derive(Debug)]
pub(super) struct Tools {
    recorded: Vec<Recorded>,
    /// The calls to be made next.
    pub(super) wanted: Vec<(&'static str, Value)>,
}

impl Tools {
    /// The tools with what was called so far.
    pub(super) fn new(recorded: Vec<Recorded>) -> Self {
        Self { recorded, wanted: Vec::new() }
    }

    /// The answers to these calls, if all of them were made before.
    pub(super) fn call(&mut self, calls: Vec<(&'static str, Value)>) -> Result<Vec<Answer>, Halt> {
        let mut answers = Vec::new();
        for (name, arguments) in calls {
            let made = self.recorded.iter().position(|call| call.name == name && call.arguments == arguments);
            match made {
                Some(at) => answers.push(self.recorded.remove(at).answer),
                None => self.wanted.push((name, arguments)),
            }
        }
        if self.wanted.is_empty() { Ok(answers) } else { Err(Halt::Calls) }
    }

    /// The tasks of one kind.
    pub(super) fn list(&mut self, status: &str) -> Result<Vec<Task>, Halt> {
        let answer = self.call(vec![("list_tasks", json!({ "status": status }))])?.pop();
        match answer {
            Some(Ok(content)) => Ok(Task::read_all(&content)),
            Some(Err(refusal)) => Err(Halt::Refused(refusal)),
            None => Ok(Vec::new()),
        }
    }
}

/// A task as a tool tells of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Task {
    /// Its number.
    pub(super) id: i64,
    /// Its title; empty if it is not known.
    pub(super) title: String,
    /// Its description.
    pub(super) description: Option<String>,
    /// Whether it is done.
    pub(super) completed: bool,
}

impl Task {
    /// A task of which only the number is known.
    pub(super) fn numbered(id: i64) -> Self {
        Self { id, ..Self::default() }
    }

    /// The tasks of a list, which may come as a bare array.
    pub(super) fn read_all(content: &Value) -> Vec<Self> {
        let list = content.get("tasks").unwrap_or(content).as_array();
        list.into_iter().flatten().filter_map(Self::read).collect()
    }

    /// One task, from a list or from the answer of a tool that changed it.
    pub(super) fn read(content: &Value) -> Option<Self> {
        let text = |key: &str| content.get(key).and_then(Value::as_str).map(str::to_owned);
        Some(Self {
            id: content.get("task_id").or_else(|| content.get("id"))?.as_i64()?,
            title: text("title").unwrap_or_default(),
            description: text("description").filter(|text| !text.is_empty()),
            completed: content.get("completed").and_then(Value::as_bool).unwrap_or_default(),
        })
    }
}
