//! `list_tasks`: reads the person's list.

use super::arguments::number;
use super::{About, Effects, Refusal};
use crate::id::UserId;
use crate::tasks::server::{DueIn, Filter, Tasks};
use crate::tasks::{LISTED_MAX, Status};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) const ABOUT: About = About {
    title: "List tasks",
    description: "Read the person's tasks, newest first, or by day if you ask for `due`. Of more than `limit` (500, unless you say \
    less), `more` says how many are left out, and `cursor` is where the next call goes on. Use it when they ask about \
    their tasks, and before acting on a task that they named by its title, to find its number.",
    effects: Effects { read_only: true, destructive: false, idempotent: true },
};

#[derive(Deserialize, JsonSchema)]
pub(super) struct Arguments {
    /// Which tasks: all (the default), pending (still to do) or completed.
    status: Option<Status>,
    /// Only tasks to do that are due then: today (with those that are overdue), overdue (before today), week (until seven days
    /// from now, with those that are overdue) or none (never due).
    due: Option<DueIn>,
    /// Only tasks with this tag, without @.
    tag: Option<String>,
    /// Only tasks in this list, without #.
    list: Option<String>,
    /// Only tasks whose title or description has all these words.
    query: Option<String>,
    /// Most tasks to read: 1 to 500.
    #[serde(default, deserialize_with = "number")]
    #[schemars(with = "Option<i64>")]
    limit: Option<i64>,
    /// The `cursor` of the answer before, to go on.
    cursor: Option<String>,
}

pub(super) async fn run(tasks: &Tasks, user: &UserId, arguments: Arguments) -> Result<Value, Refusal> {
    let filter = Filter {
        status: arguments.status.unwrap_or_default(),
        query: said(arguments.query.as_deref()),
        due: arguments.due,
        tag: said(arguments.tag.as_deref()).map(|tag| tag.trim_start_matches('@')),
        list: said(arguments.list.as_deref()).map(|list| list.trim_start_matches('#')),
    };
    let limit = arguments.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(LISTED_MAX);
    let cursor = said(arguments.cursor.as_deref());
    Ok(json!(tasks.listed(user, filter, cursor, limit.clamp(1, LISTED_MAX)).await?))
}

/// An argument that says something. Models also write empty texts.
fn said(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}
