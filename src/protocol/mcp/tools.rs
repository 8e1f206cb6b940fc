//! The tools of [`tool`] as MCP describes and calls them.

use super::refusal;
use crate::auth::Permission;
use crate::auth::server::Grant;
use crate::error::{AppError, Error, Reason};
use crate::tasks::server::Tasks;
use crate::tool::{self, About, Tool};
use rmcp::ErrorData;
use rmcp::model::{CallToolRequestParams, CallToolResult, ContentBlock, JsonObject, ToolAnnotations};
use serde_json::Value;
use std::sync::{Arc, LazyLock};

/// Every tool, always in the same order, so that clients can cache the list.
pub(super) fn list() -> Vec<rmcp::model::Tool> {
    static TOOLS: LazyLock<Vec<rmcp::model::Tool>> = LazyLock::new(|| Tool::ALL.map(described).into());
    TOOLS.clone()
}

fn described(tool: Tool) -> rmcp::model::Tool {
    let About { title, description, effects } = tool.about();
    let annotations = ToolAnnotations::with_title(title)
        .read_only(effects.read_only)
        .destructive(effects.destructive)
        .idempotent(effects.idempotent)
        // A tool reaches only the person's own tasks.
        .open_world(false);
    rmcp::model::Tool::new(tool.name(), description, schema(tool.definition().parameters))
        .with_title(title)
        .with_raw_output_schema(schema(tool.output_schema()))
        .with_annotations(annotations)
}

fn schema(schema: Value) -> Arc<JsonObject> {
    match schema {
        Value::Object(schema) => schema.into(),
        _ => Arc::default(),
    }
}

/// Calls a tool for a person. A refusal is a result with `isError`, so that the model reads why.
///
/// # Errors
/// If there is no such tool.
pub(super) async fn call(
    tasks: &Tasks,
    grant: &Grant,
    request: CallToolRequestParams,
) -> Result<CallToolResult, ErrorData> {
    let Some(tool) = Tool::by_name(&request.name) else {
        let tools = Tool::ALL.map(|tool| tool.name().to_owned()).into();
        let reason = Reason::NoSuchTool { name: request.name.into_owned(), tools };
        return Err(refusal::from_public(&AppError::from(reason)));
    };
    let needed = if tool.about().effects.read_only { Permission::Read } else { Permission::Write };
    let result = match grant.require(needed) {
        Ok(()) => {
            let arguments = request.arguments.map_or(Value::Null, Value::Object);
            tool::call(tasks, &grant.user.id, "MCP", tool, arguments).await
        }
        Err(error) => tool::refused(&Error::from(error).public()),
    };
    Ok(match result.is_error {
        false => CallToolResult::structured(result.content),
        // Not as structured content: it does not match the output schema.
        true => CallToolResult::error(vec![ContentBlock::text(result.content.to_string())]),
    })
}
