//! Whole conversations with the assistant. A [`Desk`] holds tasks in memory, Docket's tools and an engine that runs
//! the rounds.

mod adding;
mod conversations;
mod dates;
mod many;
mod phrases;
mod robustness;
mod sentences;
mod undoing;

use super::Offline;
use crate::model::{FinishReason, Model, ModelCall, ModelEvent, ModelMessage, Prompt, Purpose};
use futures::{FutureExt, StreamExt};
use jiff::{ToSpan, ZonedDateTime};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// One task on the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Item {
    id: i64,
    title: String,
    description: Option<String>,
    completed: bool,
    /// The due date and the like, as the tools have them.
    plan: Map<String, Value>,
}

/// A person's tasks, and the conversation so far.
#[derive(Clone, Debug, Default)]
struct Desk {
    items: Vec<Item>,
    made: i64,
    history: Vec<ModelMessage>,
    /// The names of the tools called in the last turn.
    called: Vec<String>,
    /// For each turn, the items before it and the changes that are not undone.
    past: Vec<(Vec<Item>, Vec<Value>)>,
    /// The numbers of tasks that the person has changed by hand since.
    touched: Vec<i64>,
    /// What time it is, if it is not the usual time.
    now: Option<ZonedDateTime>,
}

impl Desk {
    /// A desk with these tasks, numbered from 1. A `+` before the title marks a completed task.
    fn with(titles: &[&str]) -> Self {
        let mut desk = Self::default();
        for title in titles {
            desk.add(title.trim_start_matches('+'), None);
            desk.items.last_mut().into_iter().for_each(|item| item.completed = title.starts_with('+'));
        }
        desk
    }

    /// The same as [`Self::with`], after other people have made `made` tasks.
    fn with_from(made: i64, titles: &[&str]) -> Self {
        let mut desk = Self::with(titles);
        desk.items.iter_mut().for_each(|item| item.id += made);
        desk.made += made;
        desk
    }

    fn add(&mut self, title: &str, description: Option<String>) -> i64 {
        self.made += 1;
        self.items.push(Item {
            id: self.made,
            title: title.to_owned(),
            description,
            completed: false,
            plan: Map::new(),
        });
        self.made
    }

    /// Says something and returns the whole reply.
    fn say(&mut self, text: &str) -> String {
        self.history.push(ModelMessage::User(text.into()));
        self.called.clear();
        self.past.push((self.items.clone(), Vec::new()));
        for _ in 0..8 {
            // Docket runs at most 50 calls of one answer.
            let (text, mut calls) = self.ask();
            calls.truncate(50);
            self.history.push(ModelMessage::Assistant { text: text.as_str().into(), calls: calls.clone() });
            if calls.is_empty() {
                assert!(!text.trim().is_empty(), "an empty reply");
                return text;
            }
            for call in calls {
                self.called.push(call.name.clone());
                let arguments: Value = serde_json::from_str(&call.arguments).unwrap_or_default();
                let (content, is_error) = match self.run(&call.name, &arguments) {
                    Ok(content) => (content, false),
                    Err(content) => (content, true),
                };
                self.history.push(ModelMessage::ToolResult {
                    call_id: call.id,
                    name: call.name,
                    content,
                    is_error,
                });
            }
        }
        unreachable!("more than 8 rounds for {text:?}");
    }

    /// What time it is.
    fn time(&self) -> ZonedDateTime {
        self.now.clone().unwrap_or_else(now)
    }

    /// Moves the clock.
    fn wait(&mut self, span: jiff::Span) {
        self.now = self.time().checked_add(span).ok();
    }

    fn ask(&self) -> (String, Vec<ModelCall>) {
        let prompt = Prompt {
            purpose: Purpose::Reply,
            system: String::new(),
            history: self.history.clone(),
            tools: Arc::default(),
            now: self.time(),
        };
        let events = Offline.stream(prompt).collect::<Vec<_>>().now_or_never().unwrap_or_default();
        let (mut text, mut calls, mut end) = (String::new(), Vec::new(), None);
        for event in events {
            assert_eq!(end, None, "something after the end");
            match event {
                Ok(ModelEvent::Text(piece)) => text.push_str(&piece),
                Ok(ModelEvent::Call(call)) => calls.push(call),
                Ok(ModelEvent::Finish(reason)) => end = Some(reason),
                other => unreachable!("{other:?}"),
            }
        }
        let expected = if calls.is_empty() { FinishReason::Stop } else { FinishReason::ToolCalls };
        assert_eq!(end, Some(expected));
        (text, calls)
    }

    fn run(&mut self, name: &str, arguments: &Value) -> Result<Value, Value> {
        let text = |key: &str| arguments.get(key).and_then(Value::as_str).map(|text| text.trim().to_owned());
        let title = |text: String| match text.chars().count() {
            1..=200 => Ok(text),
            _ => Err(json!({"detail": "1 to 200 characters.", "code": "INVALID_TITLE", "field": "title"})),
        };
        if name == "add_task" {
            let title = title(text("title").unwrap_or_default())?;
            let id = self.add(&title, text("description").filter(|text| !text.is_empty()));
            self.items.last_mut().into_iter().for_each(|item| plan(item, arguments));
            self.record(id, "created", &title);
            return Ok(json!({"task_id": id, "status": "created", "title": title}));
        }
        if name == "list_tasks" {
            let status = text("status").unwrap_or_default();
            let named = |item: &Item, key: &str, name: &str| match (item.plan.get(name), text(key)) {
                (_, None) => true,
                (Some(Value::Array(values)), Some(wanted)) => values.contains(&json!(wanted)),
                (value, Some(wanted)) => value == Some(&json!(wanted)),
            };
            let today = self.time().date().to_string();
            let wanted = |item: &&Item| {
                (status == "all" || item.completed == (status == "completed"))
                    && named(item, "tag", "tags")
                    && named(item, "list", "list")
                    && is_due(item, arguments["due"].as_str(), &today)
            };
            let mut tasks: Vec<Value> = self.items.iter().rev().filter(wanted).map(as_json).collect();
            let count = tasks.len();
            tasks.truncate(500);
            let mut list = json!({"count": count, "tasks": tasks});
            if count > 500 {
                list["more"] = json!(count - 500);
            }
            return Ok(list);
        }
        if name == "undo_last_change" {
            return self.undo();
        }
        let id = arguments["task_id"].as_i64().unwrap_or_default();
        let Some(at) = self.items.iter().position(|item| item.id == id) else {
            return Err(json!({"detail": format!("There is no task {id}."), "code": "TASK_NOT_FOUND"}));
        };
        let earlier = self.items[at].title.clone();
        let status = match name {
            "complete_task" => {
                if self.items[at].plan.contains_key("repeat") {
                    // Here the next time is a week later by every rule.
                    let due = self.items[at].plan["due"].as_str().unwrap_or_default().to_owned();
                    let day: jiff::civil::Date =
                        due.get(..10).unwrap_or_default().parse().unwrap_or_default();
                    let next = due.replace(&day.to_string(), &day.saturating_add(7.days()).to_string());
                    self.items[at].plan.insert("due".to_owned(), json!(next));
                    self.record(id, "completed", &earlier);
                    return Ok(
                        json!({"task_id": id, "status": "completed", "title": earlier, "next_due": next}),
                    );
                }
                self.items[at].completed = true;
                "completed"
            }
            "delete_task" => {
                let item = self.items.remove(at);
                self.record(id, "deleted", &earlier);
                return Ok(json!({"task_id": id, "status": "deleted", "title": item.title}));
            }
            "update_task" => {
                if let Some(new) = text("title") {
                    self.items[at].title = title(new)?;
                }
                if let Some(new) = text("description") {
                    self.items[at].description = Some(new).filter(|text| !text.is_empty());
                }
                plan(&mut self.items[at], arguments);
                if let Some(completed) = arguments["completed"].as_bool() {
                    self.items[at].completed = completed;
                }
                "updated"
            }
            other => unreachable!("no tool {other:?}"),
        };
        self.record(id, status, &earlier);
        Ok(json!({"task_id": id, "status": status, "title": self.items[at].title}))
    }

    fn record(&mut self, id: i64, undid: &str, title: &str) {
        let change = json!({"message_id": 1, "call_id": "c", "task_id": id, "undid": undid, "title": title});
        self.past.last_mut().into_iter().for_each(|(_, changes)| changes.insert(0, change.clone()));
    }

    /// Undoes the last turn that changed something, apart from tasks touched since.
    fn undo(&mut self) -> Result<Value, Value> {
        let refusal = |code: &str, detail: &str| json!({"detail": detail, "code": code});
        let Some((before, done)) = self.past.iter_mut().rfind(|(_, changes)| !changes.is_empty()) else {
            return Err(refusal("NOTHING_TO_UNDO", "There is nothing to undo."));
        };
        let is_touched = |change: &Value| self.touched.iter().any(|id| change["task_id"] == *id);
        let (mut refused, changes): (Vec<_>, Vec<_>) = std::mem::take(done).into_iter().partition(is_touched);
        let is_kept = |item: &&Item| self.touched.contains(&item.id);
        let kept: Vec<Item> = self.items.iter().filter(is_kept).cloned().collect();
        let untouched = before.iter().filter(|item| !self.touched.contains(&item.id)).cloned();
        self.items = kept.into_iter().chain(untouched).collect();
        self.items.sort_by_key(|item| item.id);
        for change in &mut refused {
            change["detail"] = json!(format!("Task {} was changed since.", change["task_id"]));
        }
        *done = refused.clone();
        match (changes.as_slice(), refused.first()) {
            ([], Some(first)) => Err(refusal("TASK_CHANGED", first["detail"].as_str().unwrap_or_default())),
            _ => Ok(json!({"status": "undone", "changes": changes, "refused": refused})),
        }
    }

    /// The titles, with a `+` before completed ones.
    fn titles(&self) -> Vec<String> {
        let title = |item: &Item| format!("{}{}", if item.completed { "+" } else { "" }, item.title);
        self.items.iter().map(title).collect()
    }

    /// Says something, then checks the tasks and a piece of the reply.
    #[track_caller]
    fn expect(&mut self, said: &str, titles: &[&str], piece: &str) {
        let reply = self.say(said);
        assert_eq!(self.titles(), titles, "after {said:?}: {reply}");
        assert!(reply.contains(piece), "{said:?}: {reply:?} has no {piece:?}");
    }
}

/// What time it is in these conversations: a Saturday.
fn now() -> ZonedDateTime {
    "2026-11-28T10:00[Europe/Berlin]".parse().unwrap_or_default()
}

/// Gives an item what the arguments say of its plan. `null` and nothing remove.
fn plan(item: &mut Item, arguments: &Value) {
    for name in ["due", "start", "reminders", "repeat", "repeat_from", "priority", "tags", "list"] {
        match arguments.get(name) {
            None => {}
            Some(Value::Null) => _ = item.plan.remove(name),
            Some(Value::Array(values)) if values.is_empty() => _ = item.plan.remove(name),
            Some(value) => _ = item.plan.insert(name.to_owned(), value.clone()),
        }
    }
}

/// Whether an item is due then, as `list_tasks` has it.
fn is_due(item: &Item, period: Option<&str>, today: &str) -> bool {
    let day = item.plan.get("due").and_then(Value::as_str).and_then(|due| due.get(..10));
    match (period, day) {
        (None, _) | (Some("none"), None) => true,
        (Some(_), None) => false,
        (Some("today"), Some(day)) => day <= today,
        (Some("overdue"), Some(day)) => day < today,
        (Some(period), Some(day)) => unreachable!("{period} {day}"),
    }
}

fn as_json(item: &Item) -> Value {
    let mut task = json!({
        "id": item.id, "title": item.title, "description": item.description, "completed": item.completed,
        "created_at": "2026-01-01T00:00:00.000Z", "updated_at": "2026-01-01T00:00:00.000Z",
    });
    task.as_object_mut().into_iter().for_each(|task| task.extend(item.plan.clone()));
    task
}
