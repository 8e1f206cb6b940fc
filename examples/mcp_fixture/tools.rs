//! The tools of the suite.

use crate::inputs::ask_for_text;
use rmcp::model::{
    AudioContent, CallToolRequestParams, CallToolResponse, CallToolResult, ClientCapabilities, ContentBlock,
    InputRequests, InputRequiredResult, JsonObject, LoggingLevel, LoggingMessageNotificationParam,
    ProgressNotificationParam, ResourceContents, Tool,
};
use rmcp::service::{RequestContext, SubscriptionSink};
use rmcp::{ErrorData, RoleServer};
use serde_json::{Value, json};

/// A red pixel.
pub(crate) const IMAGE: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==";
/// Silence.
const SOUND: &str = "UklGRiQAAABXQVZFZm10IBAAAAABAAEARKwAAIhYAQACABAAZGF0YQAAAAA=";

/// Tools without arguments.
const PLAIN: [&str; 21] = [
    "test_simple_text",
    "test_image_content",
    "test_audio_content",
    "test_embedded_resource",
    "test_multiple_content_types",
    "test_error_handling",
    "test_tool_with_progress",
    "test_tool_with_logging",
    "test_reconnection",
    "test_missing_capability",
    "test_streaming_elicitation",
    "test_logging_tool",
    "test_trigger_tool_change",
    "test_trigger_prompt_change",
    "test_input_required_result_elicitation",
    "test_input_required_result_sampling",
    "test_input_required_result_list_roots",
    "test_input_required_result_request_state",
    "test_input_required_result_multiple_inputs",
    "test_input_required_result_multi_round",
    "test_input_required_result_tampered_state",
];

pub(crate) fn list() -> Vec<Tool> {
    let nothing = json!({ "type": "object", "properties": {} });
    let header = json!({
        "type": "object",
        "properties": { "value": { "type": "string", "x-mcp-header": "Value" } },
        "required": ["value"],
    });
    let rich = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "$defs": {
            "address": {
                "$anchor": "address",
                "type": "object",
                "properties": { "street": { "type": "string" }, "city": { "type": "string" } },
            },
        },
        "properties": { "name": { "type": "string" }, "address": { "$ref": "#/$defs/address" } },
        "allOf": [{ "anyOf": [{ "required": ["name"] }, { "required": ["address"] }] }],
        "if": { "required": ["address"] },
        "then": { "properties": { "address": { "required": ["street"] } } },
        "else": { "required": ["name"] },
        "additionalProperties": false,
    });
    let plain = PLAIN.into_iter().chain(["test_input_required_result_capabilities"]);
    let others = [("test_custom_header", header), ("json_schema_2020_12_tool", rich)];
    plain.map(|name| (name, nothing.clone())).chain(others).map(|(name, schema)| tool(name, schema)).collect()
}

fn tool(name: &'static str, schema: Value) -> Tool {
    let schema = schema.as_object().cloned().unwrap_or_default();
    Tool::new(name, "A tool of the conformance suite.", schema)
}

pub(crate) async fn call(
    request: CallToolRequestParams,
    context: &RequestContext<RoleServer>,
    subscriptions: &[SubscriptionSink],
) -> Result<CallToolResponse, ErrorData> {
    let arguments = request.arguments.unwrap_or_default();
    let content = match request.name.as_ref() {
        "test_simple_text" => vec![text("This is a simple text response for testing.")],
        "test_image_content" => vec![ContentBlock::image(IMAGE, "image/png")],
        "test_audio_content" => vec![ContentBlock::Audio(AudioContent::new(SOUND, "audio/wav"))],
        "test_embedded_resource" => {
            vec![embedded("test://embedded-resource", "This is an embedded resource content.", "text/plain")]
        }
        "test_multiple_content_types" => vec![
            text("Multiple content types test:"),
            ContentBlock::image(IMAGE, "image/png"),
            embedded("test://mixed-content-resource", r#"{"test":"data","value":123}"#, "application/json"),
        ],
        "test_error_handling" => {
            let told = text("This tool intentionally returns an error for testing");
            return Ok(CallToolResult::error(vec![told]).into());
        }
        "test_tool_with_progress" => {
            report_progress(context).await;
            vec![text("Progress test completed")]
        }
        "test_trigger_tool_change" => {
            for subscription in subscriptions {
                // Fails for clients that have left.
                _ = subscription.notify_tool_list_changed().await;
            }
            vec![text("Tool list change triggered")]
        }
        "test_trigger_prompt_change" => {
            for subscription in subscriptions {
                _ = subscription.notify_prompt_list_changed().await;
            }
            vec![text("Prompt list change triggered")]
        }
        "test_missing_capability" => {
            if context.meta.client_capabilities().unwrap_or_default().sampling.is_none() {
                let needed = ClientCapabilities::builder().enable_sampling().build();
                return Err(ErrorData::missing_required_client_capability(needed));
            }
            vec![text("Required capability declared")]
        }
        "test_streaming_elicitation" => {
            let mut requests = InputRequests::new();
            requests.insert("streaming_elicitation".into(), ask_for_text("Provide a value", "value")?);
            return Ok(InputRequiredResult::from_input_requests(requests).into());
        }
        "test_custom_header" => vec![text(argument(&arguments, "value")?)],
        "test_tool_with_logging" => {
            for message in ["Tool execution started", "Tool processing data", "Tool execution completed"] {
                log(context, LoggingLevel::Info, message).await;
            }
            vec![text("Logging test completed")]
        }
        "test_logging_tool" => {
            // Since 2026-07-28 only a request that names a level gets log messages.
            if let Some(level) = context.meta.log_level() {
                log(context, level, "A level was named").await;
            }
            vec![text("Logging tool completed")]
        }
        "json_schema_2020_12_tool" | "test_reconnection" => vec![text("Done")],
        name => return Err(ErrorData::invalid_params(format!("Unknown tool: {name}"), None)),
    };
    Ok(CallToolResult::success(content).into())
}

async fn log(context: &RequestContext<RoleServer>, level: LoggingLevel, message: &str) {
    let message = LoggingMessageNotificationParam::new(level, json!(message)).with_logger("fixture");
    // Fails if the client has left.
    _ = context.peer.notify_logging_message(message).await;
}

async fn report_progress(context: &RequestContext<RoleServer>) {
    let Some(token) = context.meta.get_progress_token() else { return };
    for progress in [0.0, 50.0, 100.0] {
        let report = ProgressNotificationParam::new(token.clone(), progress).with_total(100.0);
        // Fails if the client has left.
        _ = context.peer.notify_progress(report).await;
    }
}

fn text(text: impl Into<String>) -> ContentBlock {
    ContentBlock::text(text)
}

fn embedded(uri: &str, text: &str, kind: &str) -> ContentBlock {
    ContentBlock::resource(ResourceContents::text(text, uri).with_mime_type(kind))
}

fn argument<'a>(arguments: &'a JsonObject, name: &str) -> Result<&'a str, ErrorData> {
    let value = arguments.get(name).and_then(Value::as_str);
    value.ok_or_else(|| ErrorData::invalid_params(format!("{name} must be a string"), None))
}
