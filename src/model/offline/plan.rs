//! When a task is due and the like, as the tools take and return it.

use crate::due::Due;
use crate::quick_add::{Entry, RepeatFrom};
use crate::repeat::Repeat;
use serde_json::{Map, Value, json};

/// When a task is due, how it is repeated, and how it is sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// When it is due.
    pub due: Option<Due>,
    /// The day before which it stays out of the way, as `2026-12-04`.
    pub start: Option<Due>,
    /// How it is repeated.
    pub repeat: Option<Repeat>,
    /// Whether a repetition counts from the day on which it was done.
    pub from_completion: bool,
    /// When the person is reminded: times, or lengths such as `-PT30M`.
    pub reminders: Vec<String>,
    /// From 1, the highest, to 4.
    pub priority: Option<u64>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its list.
    pub list: Option<String>,
}

impl Plan {
    /// The plan that a line says.
    pub fn of(entry: &Entry) -> Self {
        Self {
            due: entry.due.as_ref().map(crate::calendar::Moment::to_due),
            start: entry.start.map(|day| Due::of_text(day.to_string())),
            repeat: entry.repeat.clone().map(Repeat::of_text),
            from_completion: entry.repeat_from == RepeatFrom::Completion,
            reminders: entry.reminders.clone(),
            priority: entry.priority.map(u64::from),
            tags: entry.tags.clone(),
            list: entry.list.clone(),
        }
    }

    /// Reads the plan of a task that a tool returned.
    pub fn read(content: &Value) -> Self {
        let text = |key: &str| content.get(key).and_then(Value::as_str).map(str::to_owned);
        let texts = |key: &str| {
            let values = content.get(key).and_then(Value::as_array).into_iter().flatten();
            values.filter_map(Value::as_str).map(str::to_owned).collect()
        };
        Self {
            due: text("due").map(Due::of_text),
            start: text("start").map(Due::of_text),
            repeat: text("repeat").map(Repeat::of_text),
            from_completion: text("repeat_from").as_deref() == Some("completion"),
            reminders: texts("reminders"),
            priority: content.get("priority").and_then(Value::as_u64),
            tags: texts("tags"),
            list: text("list"),
        }
    }

    /// The arguments of a tool that gives a task this plan. What the plan does not have is left out.
    pub fn arguments(&self) -> Map<String, Value> {
        let mut arguments = Map::new();
        let mut put = |name: &str, value: Value| _ = arguments.insert(name.to_owned(), value);
        if let Some(due) = &self.due {
            put("due", json!(due.as_str()));
        }
        if let Some(start) = &self.start {
            put("start", json!(start.as_str()));
        }
        if let Some(repeat) = &self.repeat {
            put("repeat", json!(repeat.as_str()));
        }
        if self.from_completion {
            put("repeat_from", json!("completion"));
        }
        if !self.reminders.is_empty() {
            put("reminders", json!(self.reminders));
        }
        if let Some(priority) = self.priority {
            put("priority", json!(priority));
        }
        if !self.tags.is_empty() {
            put("tags", json!(self.tags));
        }
        if let Some(list) = &self.list {
            put("list", json!(list));
        }
        arguments
    }
}
