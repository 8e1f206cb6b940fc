//! What is sent: `{"type", "timestamp", "data"}`, with the task as all doors tell it.

use super::Webhooks;
use crate::calendar::{self, Moment};
use crate::db::Scope;
use crate::id::TaskId;
use crate::tasks::Task;
use crate::tasks::store as tasks;
use crate::tasks::store::changes::Pair;
use crate::timestamp::Timestamp;
use crate::webhooks::store::outbox::{self, Parcel};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// What a test is.
pub(super) const TEST: &str = "webhook.test";

/// What the triggers know (migration 0029).
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Known {
    Reminder { task_id: TaskId, remind_at: Timestamp },
    Change(Box<Change>),
}

/// A change of a task.
#[derive(Debug, Deserialize)]
struct Change {
    actor: String,
    program: Option<String>,
    /// Whether the change was undone.
    #[serde(default)]
    undo: bool,
    before: Option<Task>,
    after: Option<Task>,
    also: Option<Vec<Pair>>,
}

#[derive(Serialize)]
struct Body<'a, D> {
    r#type: &'a str,
    timestamp: &'a Timestamp,
    data: D,
}

/// What is told of a change.
#[derive(Serialize)]
struct Told {
    #[serde(flatten)]
    part: Part,
    /// Who made it.
    by: By,
    /// Whether it undid an earlier one.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    undo: bool,
    /// The sub-tasks that changed with the task.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    subtasks: Vec<Part>,
}

/// A task after the change, or as it was if the change deleted it; and before, if it was there before and is there now.
#[derive(Serialize)]
struct Part {
    task: Task,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<Task>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum By {
    Person,
    Assistant,
    Program { name: String },
}

#[derive(Serialize)]
struct Reminder {
    task: Task,
    remind_at: Timestamp,
}

impl Webhooks {
    /// What is sent for an event: always the same. `None` if there is nothing to tell any more, as the task of a reminder is gone.
    pub(super) async fn body(&self, scope: &mut Scope, parcel: &Parcel) -> sqlx::Result<Option<String>> {
        if let Some(body) = &parcel.body {
            return Ok(Some(body.clone()));
        }
        let known = parcel.data.as_deref().and_then(|data| match serde_json::from_str(data) {
            Ok(known) => Some(known),
            Err(error) => {
                tracing::error!(event = parcel.event_id, %error, "an event cannot be read");
                None
            }
        });
        let text = match known {
            Some(Known::Reminder { task_id, remind_at }) => {
                let task = tasks::list::task(scope, task_id).await?;
                task.and_then(|task| text(&parcel.r#type, &parcel.created_at, Reminder { task, remind_at }))
            }
            Some(Known::Change(change)) => {
                let zone = tasks::zone(scope).await?;
                told(*change, zone.as_deref()).and_then(|told| text(&parcel.r#type, &parcel.created_at, told))
            }
            None => None,
        };
        match text {
            Some(text) => outbox::keep_body(scope, parcel.event_id, &text).await.map(Some),
            None => Ok(None),
        }
    }
}

/// What a test sends.
pub(super) fn test(now: &Timestamp) -> Option<String> {
    text(TEST, now, serde_json::json!({ "message": "Docket reaches this address." }))
}

fn text(kind: &str, timestamp: &Timestamp, data: impl Serialize) -> Option<String> {
    serde_json::to_string(&Body { r#type: kind, timestamp, data }).ok()
}

/// What is told of a change, with times in the person's zone.
fn told(change: Change, zone: Option<&str>) -> Option<Told> {
    let Change { actor, program, undo, before, after, also } = change;
    let by = match (actor.as_str(), program) {
        ("person", _) => By::Person,
        ("program", Some(name)) => By::Program { name },
        _ => By::Assistant,
    };
    let part = |before: Option<Task>, after: Option<Task>| {
        let (before, after) = if undo { (after, before) } else { (before, after) };
        let (before, after) = (before.map(|task| in_zone(task, zone)), after.map(|task| in_zone(task, zone)));
        match (before, after) {
            (before, Some(task)) => Some(Part { task, before }),
            (Some(task), None) => Some(Part { task, before: None }),
            (None, None) => None,
        }
    };
    let subtasks = also.into_iter().flatten();
    Some(Told {
        part: part(before, after)?,
        by,
        undo,
        subtasks: subtasks.filter_map(|pair| part(Some(pair.before), pair.after)).collect(),
    })
}

/// A task whose due time is told with the offset of the person's zone, as reading it tells it.
fn in_zone(mut task: Task, zone: Option<&str>) -> Task {
    let name = zone.or(task.time_zone.as_deref());
    let zone = name.and_then(calendar::zone).unwrap_or(TimeZone::UTC);
    if let Some(Ok(due)) = task.due.as_ref().map(|due| Moment::parse(due.as_str(), &zone)) {
        task.due = Some(due.to_due());
    }
    task
}
