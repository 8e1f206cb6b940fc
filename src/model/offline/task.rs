//! What the tools return: tasks and refusals.

use super::plan::Plan;
use crate::due::Due;
use crate::model::offline::understand::Filter;
use serde_json::Value;

/// A task as a tool returns it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Task {
    /// Its number.
    pub id: i64,
    /// Its title; empty if unknown.
    pub title: String,
    /// Its description.
    pub description: Option<String>,
    /// Whether it is done.
    pub completed: bool,
    /// When it is due, and the like.
    pub plan: Plan,
    /// After it was done: when it is due again, if it is repeated.
    pub next_due: Option<Due>,
}

impl Task {
    /// A task with a known number and nothing else.
    pub fn numbered(id: i64) -> Self {
        Self { id, ..Self::default() }
    }

    /// Reads a list of tasks, which may be a bare array.
    pub fn read_all(content: &Value) -> Vec<Self> {
        let list = content.get("tasks").unwrap_or(content).as_array();
        list.into_iter().flatten().filter_map(Self::read).collect()
    }

    /// Reads one task, from a list or from the result of a tool that changed it.
    pub fn read(content: &Value) -> Option<Self> {
        let text = |key: &str| content.get(key).and_then(Value::as_str).map(str::to_owned);
        Some(Self {
            id: content.get("task_id").or_else(|| content.get("id"))?.as_i64()?,
            title: text("title").unwrap_or_default(),
            description: text("description").filter(|text| !text.is_empty()),
            completed: content.get("completed").and_then(Value::as_bool).unwrap_or_default(),
            plan: Plan::read(content),
            next_due: text("next_due").map(Due::of_text),
        })
    }
}

/// A list that holds the newest tasks alone, because there are too many.
#[derive(Clone, Copy, Debug)]
pub struct Partial {
    /// How many it holds.
    pub listed: usize,
    /// How many there are.
    pub count: usize,
    /// Of which kind.
    pub filter: Filter,
}

/// Why a tool refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The kind of refusal.
    pub code: String,
    /// The reason, for people.
    pub detail: String,
}

impl Refusal {
    /// Reads a refusal.
    pub fn read(content: &Value) -> Self {
        let text = |key: &str| content.get(key).and_then(Value::as_str).map(str::to_owned);
        let detail = text("detail").or_else(|| content.as_str().map(str::to_owned));
        Self {
            code: text("code").unwrap_or_default(),
            detail: detail.unwrap_or_else(|| "The tool refused.".to_owned()),
        }
    }

    /// Whether the task does not exist.
    pub fn is_missing(&self) -> bool {
        self.code == "TASK_NOT_FOUND"
    }
}
