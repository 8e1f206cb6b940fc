//! The assistant's five tools. Each tool is a file with its arguments, its description and its action. The agent, MCP
//! and the API's description all read them from here.
//!
//! Names, arguments, results and codes are a contract with the stack that Docket replaces. The chat offers one more
//! tool, `undo_last_change`, which makes sense only in a conversation.

mod add_task;
mod arguments;
mod complete_task;
mod delete_task;
mod list_tasks;
mod schema;
mod undo_last_change;
mod update_task;

use self::arguments::{OneTask, object, parse, read};
use self::schema::{output_schema, schema};
use crate::chat::{ChangeState, ToolResult};
use crate::due::Due;
use crate::error::{AppError, Error, Reason};
use crate::id::{TaskId, UserId};
use crate::model::ToolDefinition;
use crate::tasks::Task;
use crate::tasks::server::{Actor, Caller, Change, EditOutcome, Kind, Plan, Tasks};
use crate::tasks::tool_name;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};
use std::sync::{Arc, LazyLock};

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
    pub const ALL: [Self; 5] =
        [Self::AddTask, Self::ListTasks, Self::CompleteTask, Self::DeleteTask, Self::UpdateTask];

    /// The name that models and programs use.
    pub fn name(self) -> &'static str {
        match self {
            Self::AddTask => tool_name::ADD_TASK,
            Self::ListTasks => tool_name::LIST_TASKS,
            Self::CompleteTask => tool_name::COMPLETE_TASK,
            Self::DeleteTask => tool_name::DELETE_TASK,
            Self::UpdateTask => tool_name::UPDATE_TASK,
        }
    }

    /// The tool with this name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tool| tool.name() == name)
    }

    /// What people and programs are told of it.
    pub fn about(self) -> About {
        match self {
            Self::AddTask => add_task::ABOUT,
            Self::ListTasks => list_tasks::ABOUT,
            Self::CompleteTask => complete_task::ABOUT,
            Self::DeleteTask => delete_task::ABOUT,
            Self::UpdateTask => update_task::ABOUT,
        }
    }

    /// The definition that models get.
    pub fn definition(self) -> ToolDefinition {
        let parameters = match self {
            Self::AddTask => planned(schema::<add_task::Arguments>()),
            Self::ListTasks => schema::<list_tasks::Arguments>(),
            Self::CompleteTask | Self::DeleteTask => schema::<OneTask>(),
            Self::UpdateTask => planned(schema::<update_task::Arguments>()),
        };
        ToolDefinition::new(self.name(), self.about().description, parameters)
    }

    /// The JSON Schema of its answer. A refusal has another form: [`ErrorBody`](crate::error::ErrorBody).
    pub fn output_schema(self) -> Value {
        let kind = match self {
            Self::AddTask => Kind::Created,
            Self::CompleteTask => Kind::Completed,
            Self::DeleteTask => Kind::Deleted,
            Self::UpdateTask => Kind::Updated,
            Self::ListTasks => return output_schema::<crate::tasks::server::Listed>(),
        };
        let mut schema = output_schema::<Done<'_>>();
        schema["properties"]["status"]["const"] = status(kind).into();
        schema
    }

    async fn call(self, tasks: &Tasks, caller: Caller<'_>, arguments: Value) -> Result<ToolResult, Refusal> {
        let (kind, EditOutcome { task, recorded, .. }) = match self {
            Self::AddTask => {
                let plan = arguments::plan(&arguments)?;
                (Kind::Created, add_task::run(tasks, caller, parse(arguments)?, plan).await?)
            }
            Self::CompleteTask => {
                (Kind::Completed, complete_task::run(tasks, caller, parse(arguments)?).await?)
            }
            Self::DeleteTask => (Kind::Deleted, delete_task::run(tasks, caller, parse(arguments)?).await?),
            Self::UpdateTask => {
                let plan = arguments::plan(&arguments)?;
                (Kind::Updated, update_task::run(tasks, caller, parse(arguments)?, plan).await?)
            }
            Self::ListTasks => {
                return Ok(answered(list_tasks::run(tasks, caller.user, parse(arguments)?).await?));
            }
        };
        Ok(done(kind, &task, recorded.then_some(ChangeState::Done)))
    }
}

/// Adds the fields of a plan, which are optional, to the schema of a tool's arguments.
fn planned(mut parameters: Value) -> Value {
    let mut plan = schema::<Plan>();
    if let (Some(fields), Some(more)) =
        (parameters["properties"].as_object_mut(), plan["properties"].as_object_mut())
    {
        fields.append(more);
    }
    parameters
}

/// What a tool tells of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About {
    /// The name that people read.
    pub title: &'static str,
    /// What it does and when to use it, for models.
    pub description: &'static str,
    /// What it does to the person's tasks.
    pub effects: Effects,
}

/// The effects of a tool on the person's tasks. A program may ask the person before it calls a tool that destroys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effects {
    /// It changes nothing.
    pub read_only: bool,
    /// What it replaces or removes is lost.
    pub destructive: bool,
    /// A second call with the same arguments changes nothing more.
    pub idempotent: bool,
}

/// The definitions that every model gets.
pub fn definitions() -> Vec<ToolDefinition> {
    Tool::ALL.into_iter().map(Tool::definition).collect()
}

/// The definitions that a model gets in a chat.
pub fn chat_definitions() -> Arc<[ToolDefinition]> {
    static DEFINITIONS: LazyLock<Arc<[ToolDefinition]>> = LazyLock::new(|| {
        let parameters = schema::<undo_last_change::Arguments>();
        let undo =
            ToolDefinition::new(tool_name::UNDO_LAST_CHANGE, undo_last_change::DESCRIPTION, parameters);
        definitions().into_iter().map(brief).chain([undo]).collect()
    });
    DEFINITIONS.clone()
}

/// A definition as it stands beside that of `add_task`: what is told of a plan there is not told again. The smallest models have
/// little room for the conversation besides.
fn brief(definition: ToolDefinition) -> ToolDefinition {
    if definition.name != tool_name::UPDATE_TASK {
        return definition;
    }
    let plan = schema::<Plan>();
    let mut parameters = definition.parameters;
    if let (Some(fields), Some(planned)) =
        (parameters["properties"].as_object_mut(), plan["properties"].as_object())
    {
        for (_, field) in fields.iter_mut().filter(|(name, _)| planned.contains_key(*name)) {
            if let Some(field) = field.as_object_mut() {
                field.remove("description");
            }
        }
    }
    ToolDefinition::new(definition.name, definition.description, parameters)
}

/// Runs the tool called `name` on the caller's tasks. `arguments` is JSON text as a model wrote it. The caller comes
/// from the session; no argument can name another person. An error becomes a result that a model can read.
pub async fn run(tasks: &Tasks, caller: Caller<'_>, name: &str, arguments: &str) -> ToolResult {
    let outcome = match (Tool::by_name(name), read(arguments)) {
        (Some(tool), Ok(arguments)) => tool.call(tasks, caller, arguments).await,
        (None, _) if name == tool_name::UNDO_LAST_CHANGE && caller.actor.call().is_some() => {
            undo_last_change::run(tasks, caller).await.map(answered)
        }
        (None, _) => {
            let tools = Tool::ALL.map(|tool| tool.name().to_owned()).into();
            Err(Refusal(Reason::NoSuchTool { name: name.to_owned(), tools }.into()))
        }
        (_, Err(refusal)) => Err(refusal),
    };
    told(outcome)
}

/// Runs a tool on a person's tasks for a program that has no conversation here. `program` is what the history of the tasks calls
/// it. `arguments` may be any JSON. A refusal becomes a result, as for a model.
pub async fn call(tasks: &Tasks, user: &UserId, program: &str, tool: Tool, arguments: Value) -> ToolResult {
    let caller = Caller { user, actor: Actor::Program(program) };
    told(match object(arguments) {
        Ok(arguments) => tool.call(tasks, caller, arguments).await,
        Err(refusal) => Err(refusal),
    })
}

fn told(outcome: Result<ToolResult, Refusal>) -> ToolResult {
    outcome.unwrap_or_else(|Refusal(error)| refused(&error))
}

/// The result of a call that was refused.
pub fn refused(error: &AppError) -> ToolResult {
    ToolResult { content: json!(error.body()), is_error: true, change: None }
}

/// The result of the call that made a recorded change, even if the call could not return it.
pub fn recorded(change: &Change) -> Option<ToolResult> {
    let state = if change.undone_at.is_some() { ChangeState::Undone } else { ChangeState::Done };
    change.task().map(|task| done(change.kind, task, Some(state)))
}

fn answered(content: Value) -> ToolResult {
    ToolResult { content, is_error: false, change: None }
}

fn done(kind: Kind, task: &Task, change: Option<ChangeState>) -> ToolResult {
    let moved_on = kind == Kind::Completed && !task.completed;
    let next_due = task.due.as_ref().filter(|_| moved_on).map(Due::as_str);
    let done = Done { task_id: task.id, status: status(kind), title: &task.title, next_due };
    ToolResult { change, ..answered(json!(done)) }
}

fn status(kind: Kind) -> &'static str {
    match kind {
        Kind::Created => "created",
        Kind::Completed => "completed",
        Kind::Updated => "updated",
        Kind::Deleted => "deleted",
    }
}

/// Why a tool refused.
struct Refusal(AppError);

impl<E: Into<Error>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self(error.into().public())
    }
}

/// The answer of `add_task`, `complete_task`, `delete_task` and `update_task`.
#[derive(Serialize, JsonSchema)]
struct Done<'a> {
    /// The task's number.
    #[schemars(with = "i64")]
    task_id: TaskId,
    /// What became of the task.
    status: &'static str,
    /// The task's title.
    title: &'a str,
    /// When it is due again, if it repeats and moved on instead of being done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    next_due: Option<&'a str>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_are_told_plain_schemas() {
        assert_eq!(
            Tool::ALL.map(Tool::name).join(" "),
            "add_task list_tasks complete_task delete_task update_task"
        );
        let shape_of = |schema: Value| {
            let properties = schema["properties"].as_object().cloned().unwrap_or_default();
            let types: Vec<_> =
                properties.iter().map(|(name, property)| format!("{name}: {}", property["type"])).collect();
            assert!(properties.values().all(|property| property["description"].is_string()), "{schema}");
            format!("{} {{{}}} {}", schema["type"], types.join(", "), schema["required"])
        };
        let shape = |tool: Tool| shape_of(tool.definition().parameters);
        assert_eq!(
            shape(Tool::AddTask),
            r#""object" {description: "string", due: "string", list: "string", parent_id: "integer", priority: "integer", reminders: "array", repeat: "string", repeat_from: "string", start: "string", tags: "array", title: "string"} ["title"]"#
        );
        assert_eq!(
            shape(Tool::ListTasks),
            r#""object" {cursor: "string", due: "string", limit: "integer", list: "string", query: "string", status: "string", tag: "string"} null"#
        );
        let statuses = &Tool::ListTasks.definition().parameters["properties"]["status"]["enum"];
        assert_eq!(*statuses, json!(["all", "pending", "completed"]));
        assert_eq!(shape(Tool::CompleteTask), r#""object" {task_id: "integer"} ["task_id"]"#);
        assert_eq!(shape(Tool::DeleteTask), r#""object" {task_id: "integer"} ["task_id"]"#);
        assert_eq!(
            shape(Tool::UpdateTask),
            r#""object" {completed: "boolean", description: "string", due: "string", list: "string", parent_id: "integer", priority: "integer", reminders: "array", repeat: "string", repeat_from: "string", start: "string", tags: "array", task_id: "integer", title: "string"} ["task_id"]"#
        );
        let answer = Tool::DeleteTask.output_schema();
        assert_eq!(answer["properties"]["status"]["const"], "deleted");
        assert_eq!(answer["required"], json!(["task_id", "status", "title"]), "clients check answers by it");
        let task = &Tool::ListTasks.output_schema()["properties"]["tasks"]["items"];
        assert_eq!(task["required"], json!(["id", "title", "completed", "created_at", "updated_at"]));
        let odd = |field: &Value| field["format"].as_str().is_some_and(|format| format.starts_with("uint"));
        assert!(
            !task["properties"].as_object().is_some_and(|fields| fields.values().any(odd)),
            "clients warn of it"
        );
        assert_eq!(
            shape_of(Tool::ListTasks.output_schema()),
            r#""object" {count: "integer", cursor: "string", more: "integer", tasks: "array"} ["count","tasks"]"#
        );
        let chat = chat_definitions();
        let bytes: usize = chat
            .iter()
            .map(|tool| tool.name.len() + tool.description.len() + tool.parameters.to_string().len())
            .sum();
        assert!(bytes <= 4_000, "each request to a model has all {bytes} bytes of the tools");
        let names: Vec<_> = chat.iter().map(|tool| tool.name).collect();
        assert_eq!(names[..5], Tool::ALL.map(Tool::name));
        assert_eq!(names[5..], ["undo_last_change"]);
        assert_eq!(shape_of(chat[5].parameters.clone()), r#""object" {reason: "string"} null"#);
    }
}
