//! A prompt as a chat completions request, in async-openai's types. We do not send a `temperature`, because reasoning
//! models refuse it. We do not send a token limit either: reasoning models require `max_completion_tokens`, and others
//! know only `max_tokens`. The provider's defaults apply.
//!
//! The protocol: <https://platform.openai.com/docs/api-reference/chat/create>.

use super::signature::{Signatures, stand_in};
use crate::model::{ModelCall, ModelError, ModelMessage, Prompt, ToolDefinition};
use async_openai::types::chat::{
    ChatCompletionMessageToolCall, ChatCompletionMessageToolCalls, ChatCompletionRequestAssistantMessage,
    ChatCompletionRequestMessage, ChatCompletionRequestSystemMessage, ChatCompletionRequestToolMessage,
    ChatCompletionRequestUserMessage, ChatCompletionStreamOptions, ChatCompletionTool, ChatCompletionTools,
    CreateChatCompletionRequest, FunctionCall, FunctionObject,
};
use serde_json::{Map, Value, json};

/// How a server differs from OpenAI. We learn it from the server's refusals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Dialect {
    /// It does not know `stream_options`, so we cannot ask for usage.
    pub(super) no_stream_options: bool,
    /// It accepts no system message (Gemma's chat template, o1-mini). The person's first message then begins with the
    /// system text.
    pub(super) no_system: bool,
    /// It requires a thought signature with the first call of every step. The stand-in is enough.
    pub(super) signatures: bool,
}

impl Dialect {
    /// The dialect after this refusal, if the refusal teaches something new.
    pub(super) fn after(self, error: &ModelError) -> Option<Self> {
        let ModelError::Rejected(text) = error else {
            return None;
        };
        let lower = text.to_lowercase();
        let learnt = Self {
            no_stream_options: self.no_stream_options || text.contains("stream_options"),
            no_system: self.no_system || lower.contains("system") && lower.contains("role"),
            signatures: self.signatures || text.contains("thought_signature"),
        };
        (learnt != self).then_some(learnt)
    }
}

/// The request's body.
pub(super) fn body(
    model: &str,
    prompt: &Prompt,
    dialect: Dialect,
    known: &Signatures,
) -> serde_json::Result<Vec<u8>> {
    let mut messages = Vec::with_capacity(prompt.history.len() + 1);
    let mut system = Some(prompt.system.as_str()).filter(|system| !system.is_empty());
    if !dialect.no_system {
        messages.extend(system.take().map(|system| ChatCompletionRequestSystemMessage::from(system).into()));
    }
    let mut extras = Vec::new();
    for said in &prompt.history {
        if let ModelMessage::Assistant { calls, .. } = said {
            let found = calls.iter().map(|call| known.of(&call.id)).enumerate();
            let mut found: Vec<_> = found.filter_map(|(at, extra)| Some((at, extra?))).collect();
            if found.is_empty() && dialect.signatures && !calls.is_empty() {
                found.push((0, stand_in()));
            }
            extras.extend(found.into_iter().map(|(call, extra)| (messages.len(), call, extra)));
        }
        match (said, system) {
            (ModelMessage::User(text), Some(first)) => {
                messages.extend(message(&ModelMessage::User([first, text].join("\n\n"))));
                system = None;
            }
            _ => messages.extend(message(said)),
        }
    }
    let request = CreateChatCompletionRequest {
        model: model.into(),
        messages,
        tools: Some(prompt.tools.iter().map(tool).collect()).filter(|tools: &Vec<_>| !tools.is_empty()),
        stream: Some(true),
        stream_options: (!dialect.no_stream_options)
            .then_some(ChatCompletionStreamOptions { include_usage: Some(true), include_obfuscation: None }),
        ..CreateChatCompletionRequest::default()
    };
    if extras.is_empty() {
        return serde_json::to_vec(&request);
    }
    let mut request = serde_json::to_value(&request)?;
    for (message, call, extra) in extras {
        let place = request.pointer_mut(&format!("/messages/{message}/tool_calls/{call}"));
        if let Some(call) = place.and_then(Value::as_object_mut) {
            call.insert("extra_content".into(), extra);
        }
    }
    serde_json::to_vec(&request)
}

/// A message in async-openai's types. A message of the assistant with neither text nor calls is left out, because
/// servers refuse it.
fn message(message: &ModelMessage) -> Option<ChatCompletionRequestMessage> {
    Some(match message {
        ModelMessage::User(text) => ChatCompletionRequestUserMessage::from(text.as_str()).into(),
        ModelMessage::Assistant { text, calls } if text.is_empty() && calls.is_empty() => return None,
        ModelMessage::Assistant { text, calls } => ChatCompletionRequestAssistantMessage {
            content: (!text.is_empty()).then(|| text.as_str().into()),
            tool_calls: (!calls.is_empty()).then(|| calls.iter().map(tool_call).collect()),
            ..ChatCompletionRequestAssistantMessage::default()
        }
        .into(),
        ModelMessage::ToolResult { call_id, content, .. } => ChatCompletionRequestToolMessage {
            content: content.to_string().into(),
            tool_call_id: call_id.clone(),
        }
        .into(),
    })
}

/// A call that the model made. Its arguments go back unchanged if they are an object. Otherwise they are wrapped in
/// one, because Gemini, Ollama and vLLM parse them and would refuse the conversation from then on.
fn tool_call(call: &ModelCall) -> ChatCompletionMessageToolCalls {
    let arguments = match serde_json::from_str::<Map<String, Value>>(&call.arguments) {
        Ok(_) => call.arguments.clone(),
        Err(_) => json!({ "malformed": call.arguments }).to_string(),
    };
    ChatCompletionMessageToolCall {
        id: call.id.clone(),
        function: FunctionCall { name: call.name.clone(), arguments },
    }
    .into()
}

fn tool(tool: &ToolDefinition) -> ChatCompletionTools {
    ChatCompletionTools::Function(ChatCompletionTool {
        function: FunctionObject {
            name: tool.name.into(),
            description: Some(tool.description.into()),
            parameters: Some(tool.parameters.clone()),
            strict: None,
        },
    })
}
