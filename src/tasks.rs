//! Tasks: what a person wants to get done. This file holds the shared types and their limits. The rules are in
//! `tasks::server`.

use crate::id::TaskId;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

pub mod api;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
mod store;
pub mod tool_name;
pub mod ui;

/// Most characters (not bytes) of a title.
pub const TITLE_MAX: usize = 200;
/// Most characters (not bytes) of a description.
pub const DESCRIPTION_MAX: usize = 1000;

/// Most tasks of a person. Pages show them all, so there must be an end.
pub const TASKS_MAX: usize = 10_000;
/// Most tasks that a model or a program gets in one text. More would fill the context of most models.
#[cfg(feature = "ssr")]
pub const LISTED_MAX: usize = 500;

/// One task of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow, schemars::JsonSchema, utoipa::ToSchema))]
pub struct Task {
    /// The task's number, which people and models use to name it.
    #[cfg_attr(feature = "ssr", schemars(with = "i64"))]
    pub id: TaskId,
    /// 1 to 200 characters, trimmed.
    pub title: String,
    /// Up to 1000 characters. An empty one is `None`.
    pub description: Option<String>,
    /// Whether it is done.
    pub completed: bool,
    /// When it was made.
    #[cfg_attr(feature = "ssr", schemars(with = "String"))]
    pub created_at: Timestamp,
    /// When it was last changed.
    #[cfg_attr(feature = "ssr", schemars(with = "String"))]
    pub updated_at: Timestamp,
}

/// Which tasks a list holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema, utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Every task.
    #[default]
    All,
    /// Tasks still to do.
    Pending,
    /// Tasks that are done.
    Completed,
}
