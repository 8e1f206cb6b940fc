//! A row of `tasks_phaseiii` and the task that it holds.

use crate::calendar::{self, Moment};
use crate::due::Due;
use crate::id::TaskId;
use crate::tasks::{RepeatFrom, Task};
use crate::timestamp::Timestamp;
use jiff::tz::TimeZone;
use sqlx::types::Json;
use sqlx::{FromRow, Row};

/// The columns of a task, for a statement on `tasks_phaseiii` (also if it returns them). `person_zone` is the zone in which
/// its times are told.
macro_rules! columns {
    () => {
        "tasks_phaseiii.id, tasks_phaseiii.title, tasks_phaseiii.description, tasks_phaseiii.completed,
         tasks_phaseiii.created_at, tasks_phaseiii.updated_at, tasks_phaseiii.due_date, tasks_phaseiii.due_at,
         tasks_phaseiii.due_zone, tasks_phaseiii.start_date, tasks_phaseiii.reminders, tasks_phaseiii.repeat_rule,
         tasks_phaseiii.repeat_from, tasks_phaseiii.repeat_start, tasks_phaseiii.priority, tasks_phaseiii.tags,
         tasks_phaseiii.list_name, tasks_phaseiii.parent_id, tasks_phaseiii.completed_at, tasks_phaseiii.position,
         (select time_zone from preferences where preferences.user_id = $1) as person_zone"
    };
}
pub(crate) use columns;

/// The columns.
#[derive(Debug, FromRow)]
pub(crate) struct Columns {
    id: TaskId,
    title: String,
    description: Option<String>,
    completed: bool,
    created_at: Timestamp,
    updated_at: Timestamp,
    due_date: Option<String>,
    due_at: Option<Timestamp>,
    due_zone: Option<String>,
    start_date: Option<String>,
    reminders: Option<Json<Vec<String>>>,
    repeat_rule: Option<String>,
    repeat_from: Option<String>,
    repeat_start: Option<String>,
    priority: Option<i64>,
    tags: Option<Json<Vec<String>>>,
    list_name: Option<String>,
    parent_id: Option<TaskId>,
    completed_at: Option<Timestamp>,
    position: Option<i64>,
    person_zone: Option<String>,
}

impl<'r, R: Row> FromRow<'r, R> for Task
where
    Columns: FromRow<'r, R>,
{
    fn from_row(row: &'r R) -> sqlx::Result<Self> {
        Columns::from_row(row).map(Self::from)
    }
}

impl From<Columns> for Task {
    fn from(row: Columns) -> Self {
        let due = match row.due_at {
            Some(at) => {
                let name = row.person_zone.as_deref().or(row.due_zone.as_deref());
                let zone = name.and_then(calendar::zone).unwrap_or(TimeZone::UTC);
                Some(Moment::Time(calendar::in_zone(&at, &zone)).to_due())
            }
            None => row.due_date.map(Due::of_text),
        };
        Self {
            id: row.id,
            title: row.title,
            description: row.description,
            completed: row.completed,
            due,
            time_zone: row.due_zone,
            start: row.start_date.map(Due::of_text),
            reminders: row.reminders.map(|list| list.0).unwrap_or_default(),
            repeat: row.repeat_rule,
            repeat_from: match row.repeat_from.as_deref() {
                Some("completion") => RepeatFrom::Completion,
                _ => RepeatFrom::Due,
            },
            repeat_start: row.repeat_start,
            priority: row.priority.and_then(|priority| u8::try_from(priority).ok()),
            tags: row.tags.map(|list| list.0).unwrap_or_default(),
            list: row.list_name,
            parent_id: row.parent_id,
            position: row.position,
            completed_at: row.completed_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// The values that a task has in the columns of its plan, in the order in which statements bind them.
pub(super) struct Plan {
    pub(super) due_date: Option<String>,
    pub(super) due_at: Option<Timestamp>,
    pub(super) reminders: Option<Json<Vec<String>>>,
    pub(super) repeat_from: Option<&'static str>,
    pub(super) priority: Option<i64>,
    pub(super) tags: Option<Json<Vec<String>>>,
}

impl Plan {
    pub(super) fn of(task: &Task) -> Self {
        let zone = task.time_zone.as_deref().and_then(calendar::zone).unwrap_or(TimeZone::UTC);
        let moment = task.due.as_ref().and_then(|due| Moment::parse(due.as_str(), &zone).ok());
        Self {
            due_date: moment.as_ref().map(|moment| moment.day().to_string()),
            due_at: moment.as_ref().and_then(Moment::time).map(calendar::moment),
            reminders: Some(&task.reminders).filter(|list| !list.is_empty()).cloned().map(Json),
            repeat_from: task.repeat.is_some().then_some(match task.repeat_from {
                RepeatFrom::Due => "due",
                RepeatFrom::Completion => "completion",
            }),
            priority: task.priority.map(i64::from),
            tags: Some(&task.tags).filter(|list| !list.is_empty()).cloned().map(Json),
        }
    }
}
