//! The tool calls of a turn. A call that was made before is answered from the history; any other call is noted as wanted.

use super::history::{RecordedCall, ToolResult};
use crate::model::offline::task::{Partial, Refusal, Task};
use crate::model::offline::understand::Filter;
use serde_json::{Value, json};

/// Why a turn stops before its end.
#[derive(Debug)]
pub enum Halt {
    /// The results of wanted calls are missing.
    Calls,
    /// A tool refused a call that the rest depends on.
    Refused(Refusal),
}

/// The tool calls of one turn.
#[derive(Debug)]
pub struct Tools {
    recorded: Vec<RecordedCall>,
    /// The first list of this turn that does not hold all tasks.
    pub partial: Option<Partial>,
    /// The calls to make next.
    pub wanted: Vec<(&'static str, Value)>,
}

impl Tools {
    /// The tools after these calls.
    pub fn new(recorded: Vec<RecordedCall>) -> Self {
        Self { recorded, partial: None, wanted: Vec::new() }
    }

    /// The results of these calls, if all of them were made before.
    pub fn call(&mut self, calls: Vec<(&'static str, Value)>) -> Result<Vec<ToolResult>, Halt> {
        let mut results = Vec::new();
        for (name, arguments) in calls {
            let made = self.recorded.iter().position(|call| call.name == name && call.arguments == arguments);
            match made {
                Some(at) => results.push(self.recorded.remove(at).result),
                None => self.wanted.push((name, arguments)),
            }
        }
        if self.wanted.is_empty() { Ok(results) } else { Err(Halt::Calls) }
    }

    /// The tasks that a list with these arguments has, and whether there are more.
    pub fn find(&mut self, arguments: Value) -> Result<(Vec<Task>, bool), Halt> {
        match self.call(vec![("list_tasks", arguments)])?.pop() {
            Some(Ok(content)) => {
                let more = content.get("more").and_then(Value::as_u64).is_some_and(|more| more > 0);
                Ok((Task::read_all(&content), more))
            }
            Some(Err(refusal)) => Err(Halt::Refused(refusal)),
            None => Ok((Vec::new(), false)),
        }
    }

    /// The tasks of one kind.
    pub fn list(&mut self, filter: Filter) -> Result<Vec<Task>, Halt> {
        let status = match filter {
            Filter::All => "all",
            Filter::Pending => "pending",
            Filter::Completed => "completed",
        };
        let result = self.call(vec![("list_tasks", json!({ "status": status }))])?.pop();
        match result {
            Some(Ok(content)) => {
                let tasks = Task::read_all(&content);
                let more = content.get("more").and_then(Value::as_u64).and_then(|more| more.try_into().ok());
                if let Some(more @ 1..) = more {
                    let (listed, count) = (tasks.len(), tasks.len() + more);
                    self.partial.get_or_insert(Partial { listed, count, filter });
                }
                Ok(tasks)
            }
            Some(Err(refusal)) => Err(Halt::Refused(refusal)),
            None => Ok(Vec::new()),
        }
    }
}
