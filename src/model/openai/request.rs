//! A prompt as a chat completions request, in async-openai's types. Neither `temperature` (reasoning models refuse
//! it) nor a token limit (they want `max_completion_tokens`, others know `max_tokens` alone) is sent: the provider's
//! defaults hold.
//!
//! The protocol: <https://platform.openai.com/docs/api-reference/chat/create>.

use super::signature::{Signatures, stand_in};
use crate::model::{Call, Entry, ModelError, Prompt, ToolDefinition};
use async_openai::types::chat::{
    ChatCompletionMessageToolCall, ChatCompletionMessageToolCalls, ChatCompletionRequestAssistantMessage,
    ChatCompletionRequestMessage, ChatCompletionRequestSystemMessage, ChatCompletionRequestToolMessage,
    ChatCompletionRequestUserMessage, ChatCompletionStreamOptions, ChatCompletionTool, ChatCompletionTools,
    CreateChatCompletionRequest, FunctionCall, FunctionObject,
};
use serde_json::{Map, Value, json};

/// What a server turned out to understand and to need. It is learnt from refusals, each thing once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Dialect {
    /// It does not know `stream_options`, so usage cannot be asked for.
    pub(super) no_stream_options: bool,
    /// It takes no system message: Gemma's chat template, o1-mini. The person's first message then begins with it.
    pub(super) no_system: bool,
    /// It wants a thought signature with every step's first call, be it the stand-in.
    pub(super) signatures: bool,
}

impl Dialect {
    /// What this refusal teaches, if it is news.
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
    for entry in &prompt.history {
        if let Entry::Assistant { calls, .. } = entry {
            let found = calls.iter().map(|call| known.of(&call.id)).enumerate();
            let mut found: Vec<_> = found.filter_map(|(at, extra)| Some((at, extra?))).collect();
            if found.is_empty() && dialect.signatures && !calls.is_empty() {
                found.push((0, stand_in()));
            }
            extras.extend(found.into_iter().map(|(call, extra)| (messages.len(), call, extra)));
        }
        match (entry, system) {
            (Entry::User(text), Some(first)) => {
                messages.extend(message(&Entry::User([first, text].join("\n\n"))));
                system = None;
            }
            _ => messages.extend(message(entry)),
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

/// An entry as a message. An assistant's entry with neither text nor calls is none: servers refuse it.
fn message(entry: &Entry) -> Option<ChatCompletionRequestMessage> {
    Some(match entry {
        Entry::User(text) => ChatCompletionRequestUserMessage::from(text.as_str()).into(),
        Entry::Assistant { text, calls } if text.is_empty() && calls.is_empty() => return None,
        Entry::Assistant { text, calls } => ChatCompletionRequestAssistantMessage {
            content: (!text.is_empty()).then(|| text.as_str().into()),
            tool_calls: (!calls.is_empty()).then(|| calls.iter().map(tool_call).collect()),
            ..ChatCompletionRequestAssistantMessage::default()
        }
        .into(),
        Entry::ToolResult { call_id, content, .. } => ChatCompletionRequestToolMessage {
            content: content.to_string().into(),
            tool_call_id: call_id.clone(),
        }
        .into(),
    })
}

/// A call the model made. Its arguments go back as it wrote them if they are an object. If not, they are wrapped
/// in one, because Gemini, Ollama and vLLM parse them and would refuse the conversation from then on.
fn tool_call(call: &Call) -> ChatCompletionMessageToolCalls {
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
