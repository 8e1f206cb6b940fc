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
    description: "Read the person's tasks, newest first, or by day with `due`. Of more than 500, `more` says how many are left \
    out, and `cursor` goes on. Use it when they ask about their tasks, and before acting on a task that they named by its \
    title, to find its number.",
    effects: Effects { read_only: true, destructive: false, idempotent: true },
};

#[derive(Deserialize, JsonSchema)]
pub(super) struct Arguments {
    /// Which tasks: all (the default), pending (still to do) or completed.
    status: Option<Status>,
    /// Tasks to do that are due until then, or never (none).
    due: Option<DueIn>,
    /// With this tag.
    tag: Option<String>,
    /// In this list.
    list: Option<String>,
    /// With all these words.
    query: Option<String>,
    /// At most so many.
    #[serde(default, deserialize_with = "number")]
    #[schemars(with = "Option<i64>")]
    limit: Option<i64>,
    /// From the answer before, to go on.
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
