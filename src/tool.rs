//! The assistant's tools: the one list of five. Each tool is a file with its arguments, its description and
//! what it does; the agent, MCP and the API's description all read them from here.
//!
//! Names, arguments, results and codes are a contract with the stack that Docket replaces.

mod add_task;
mod complete_task;
mod delete_task;
mod list_tasks;
mod update_task;

use crate::chat::ToolResult;
use crate::error::{AppError, Error, ErrorCode};
use crate::id::{TaskId, UserId};
use crate::model::ToolDefinition;
use crate::tasks::server::Tasks;
use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};
use std::sync::LazyLock;

/// A tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// `add_task`
    AddTask,
    /// `list_tasks`
    ListTasks,
    /// `complete_task`
    CompleteTask,
    /// `delete_task`
    DeleteTask,
    /// `update_task`
    UpdateTask,
}

impl Tool {
    /// Every tool.
    pub const ALL: [Self; 5] = [
        Self::AddTask,
        Self::ListTasks,
        Self::CompleteTask,
        Self::DeleteTask,
        Self::UpdateTask,
    ];

    /// The name that models and programs call it by.
    pub fn name(self) -> &'static str {
        match self {
            Self::AddTask => add_task::NAME,
            Self::ListTasks => list_tasks::NAME,
            Self::CompleteTask => complete_task::NAME,
            Self::DeleteTask => delete_task::NAME,
            Self::UpdateTask => update_task::NAME,
        }
    }

    /// The tool with this name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tool| tool.name() == name)
    }

    /// What a model is told of it.
    pub fn definition(self) -> ToolDefinition {
        let (description, parameters) = match self {
            Self::AddTask => (add_task::DESCRIPTION, schema::<add_task::Arguments>()),
            Self::ListTasks => (list_tasks::DESCRIPTION, schema::<list_tasks::Arguments>()),
            Self::CompleteTask => (complete_task::DESCRIPTION, schema::<complete_task::Arguments>()),
            Self::DeleteTask => (delete_task::DESCRIPTION, schema::<delete_task::Arguments>()),
            Self::UpdateTask => (update_task::DESCRIPTION, schema::<update_task::Arguments>()),
        };
        ToolDefinition {
            name: self.name(),
            description,
            parameters,
        }
    }

    async fn call(self, tasks: &Tasks, user: &UserId, arguments: Value) -> Result<Value, Refusal> {
        match self {
            Self::AddTask => add_task::run(tasks, user, parse(arguments)?).await,
            Self::ListTasks => list_tasks::run(tasks, user, parse(arguments)?).await,
            Self::CompleteTask => complete_task::run(tasks, user, parse(arguments)?).await,
            Self::DeleteTask => delete_task::run(tasks, user, parse(arguments)?).await,
            Self::UpdateTask => update_task::run(tasks, user, parse(arguments)?).await,
        }
    }
}

/// What every model is told of every tool.
pub fn definitions() -> Vec<ToolDefinition> {
    static DEFINITIONS: LazyLock<Vec<ToolDefinition>> =
        LazyLock::new(|| Tool::ALL.into_iter().map(Tool::definition).collect());
    DEFINITIONS.clone()
}

/// Runs the tool called `name` on the tasks of `user`. `arguments` is JSON text as a model wrote it. The user
/// comes from the session; no argument can name another. What goes wrong is a result that a model can read.
pub async fn run(tasks: &Tasks, user: &UserId, name: &str, arguments: &str) -> ToolResult {
    let outcome = match (Tool::by_name(name), read(arguments)) {
        (Some(tool), Ok(arguments)) => tool.call(tasks, user, arguments).await,
        (None, _) => Err(Refusal(AppError::new(
            ErrorCode::InvalidParameter,
            format!(
                "There is no tool {name:?}. The tools are: {}.",
                Tool::ALL.map(Tool::name).join(", ")
            ),
        ))),
        (_, Err(refusal)) => Err(refusal),
    };
    match outcome {
        Ok(content) => ToolResult {
            content,
            is_error: false,
        },
        Err(Refusal(error)) => ToolResult {
            content: json!(error),
            is_error: true,
        },
    }
}

/// Why a tool did not do what it was asked to.
struct Refusal(AppError);

impl<E: Into<Error>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self(error.into().public())
    }
}

/// What `add_task`, `complete_task`, `delete_task` and `update_task` answer.
#[derive(Serialize)]
struct Change {
    task_id: TaskId,
    status: &'static str,
    title: String,
}

// Models call a tool without arguments with "{}", "" or "null".
fn read(arguments: &str) -> Result<Value, Refusal> {
    if arguments.trim().is_empty() {
        return Ok(json!({}));
    }
    match serde_json::from_str(arguments) {
        Ok(Value::Null) => Ok(json!({})),
        Ok(value @ Value::Object(_)) => Ok(value),
        _ => Err(Refusal(AppError::new(
            ErrorCode::InvalidParameter,
            "The arguments must be a JSON object.",
        ))),
    }
}

fn parse<T: DeserializeOwned>(arguments: Value) -> Result<T, Refusal> {
    serde_path_to_error::deserialize(arguments).map_err(|error| {
        let text = error.inner().to_string();
        // serde names a missing field in its text alone: missing field `title`
        let missing = text
            .strip_prefix("missing field `")
            .and_then(|rest| rest.split('`').next());
        let path = error.path().to_string();
        let field = missing.unwrap_or(&path);
        Refusal(match field {
            "." => AppError::new(ErrorCode::InvalidParameter, text),
            field => AppError::on(ErrorCode::InvalidParameter, field, format!("{field}: {text}")),
        })
    })
}

fn schema<T: JsonSchema>() -> Value {
    // No references and no meta-schema: every provider reads the plain form.
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    let mut schema = SchemaGenerator::new(settings)
        .into_root_schema_for::<T>()
        .to_value();
    if let Some(schema) = schema.as_object_mut() {
        schema.remove("title");
        schema.remove("description");
        schema.entry("properties").or_insert_with(|| json!({}));
    }
    schema
}

/// A task's number; some models write numbers as text.
fn task_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<TaskId, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "a task number")]
    enum Number {
        Integer(i64),
        Text(String),
    }
    match Number::deserialize(deserializer)? {
        Number::Integer(number) => Ok(TaskId::new(number)),
        Number::Text(text) => text
            .trim()
            .parse()
            .map_err(|_| serde::de::Error::custom("expected a task number")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_are_told_plain_schemas() {
        for definition in definitions() {
            println!(
                "{} {}",
                definition.name,
                serde_json::to_string_pretty(&definition.parameters).unwrap_or_default()
            );
        }
    }
}
