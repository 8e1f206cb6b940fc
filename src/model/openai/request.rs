//! A prompt as a chat completions request, in async-openai's types. We do not send a `temperature`, because reasoning
//! models refuse it. We do not send a token limit either: reasoning models require `max_completion_tokens`, and others
//! know only `max_tokens`. The provider's defaults apply.
//!
//! A message of the assistant that only calls tools has `content: null`, as OpenAI answers it. Without the key, older
//! llama.cpp and some gateways refuse it (<https://github.com/langchain4j/langchain4j/issues/1958>), and with an empty
//! text, Bedrock does (<https://github.com/vercel/ai/pull/13505>).
//!
//! The protocol: <https://platform.openai.com/docs/api-reference/chat/create>.

use super::call_ids::CallIds;
use super::dialect::Dialect;
use super::signature::{Signatures, stand_in};
use super::turns::turns;
use crate::model::{ModelCall, ModelMessage, Prompt, ToolDefinition};
use async_openai::types::chat::{
    ChatCompletionMessageToolCall, ChatCompletionMessageToolCalls, ChatCompletionRequestAssistantMessage,
    ChatCompletionRequestMessage, ChatCompletionRequestSystemMessage, ChatCompletionRequestToolMessage,
    ChatCompletionRequestUserMessage, ChatCompletionStreamOptions, CreateChatCompletionRequest, FunctionCall,
};
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

/// What a model is told that gets no tools.
const WITHOUT_TOOLS: &str = "You have no tools in this conversation: you can neither read nor change the person's \
tasks. When they ask for that, say so, and that they can choose another model.";

/// The request's body.
pub(super) fn body(
    model: &str,
    prompt: &Prompt,
    dialect: Dialect,
    known: &Signatures,
) -> serde_json::Result<Vec<u8>> {
    let told = turns(&prompt.history, dialect);
    let has_tools = !prompt.tools.is_empty() && !dialect.no_tools;
    let system = match prompt.tools.is_empty() || has_tools {
        true => prompt.system.clone(),
        false => [&prompt.system, WITHOUT_TOOLS].join("\n\n"),
    };
    let mut messages = Vec::with_capacity(told.len() + 1);
    let mut system = Some(system).filter(|system| !system.is_empty());
    if !dialect.no_system {
        messages.extend(system.take().map(|system| ChatCompletionRequestSystemMessage::from(system).into()));
    }
    let mut ids = Ids::new(&told, dialect);
    let mut extras = Vec::new();
    for said in &told {
        if let ModelMessage::Assistant { calls, .. } = said {
            let found = calls.iter().map(|call| known.of(&call.id)).enumerate();
            let mut found: Vec<_> = found.filter_map(|(at, extra)| Some((at, extra?))).collect();
            if found.is_empty() && dialect.signatures && !calls.is_empty() {
                found.push((0, stand_in()));
            }
            extras.extend(found.into_iter().map(|(call, extra)| (messages.len(), call, extra)));
        }
        messages.push(match (said, system.take_if(|_| matches!(said, ModelMessage::User(_)))) {
            (ModelMessage::User(text), Some(first)) => {
                ChatCompletionRequestUserMessage::from([&*first, text].join("\n\n")).into()
            }
            _ => message(said, &mut ids),
        });
    }
    let request = CreateChatCompletionRequest {
        model: model.into(),
        messages,
        stream: Some(true),
        stream_options: (!dialect.no_stream_options)
            .then_some(ChatCompletionStreamOptions { include_usage: Some(true), include_obfuscation: None }),
        ..CreateChatCompletionRequest::default()
    };
    let mut request = serde_json::to_value(&request)?;
    for (message, call, extra) in extras {
        let place = request.pointer_mut(&format!("/messages/{message}/tool_calls/{call}"));
        if let Some(call) = place.and_then(Value::as_object_mut) {
            call.insert("extra_content".into(), extra);
        }
    }
    for message in request["messages"].as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
        message.entry("content").or_insert(if dialect.text_content { "".into() } else { Value::Null });
    }
    let tools = has_tools.then(|| prompt.tools.iter().map(Tool::from).collect());
    serde_json::to_vec(&Body { request: &request, tools })
}

/// The request with its tools, whose schemas are large and were written once for all requests.
#[derive(Serialize)]
struct Body<'a> {
    #[serde(flatten)]
    request: &'a Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    tools: Option<Vec<Tool<'a>>>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Tool<'a> {
    Function { function: Function<'a> },
}

#[derive(Serialize)]
struct Function<'a> {
    name: &'a str,
    description: &'a str,
    parameters: &'a RawValue,
}

impl<'a> From<&'a ToolDefinition> for Tool<'a> {
    fn from(tool: &'a ToolDefinition) -> Self {
        let function = Function { name: tool.name, description: tool.description, parameters: tool.schema() };
        Self::Function { function }
    }
}

/// The call ids of a request.
struct Ids(Option<CallIds>);

impl Ids {
    fn new(told: &[ModelMessage], dialect: Dialect) -> Self {
        let calls = told.iter().filter_map(|said| match said {
            ModelMessage::Assistant { calls, .. } => Some(calls),
            _ => None,
        });
        let ids = calls.flatten().map(|call| call.id.as_str());
        Self(dialect.short_ids.then(|| CallIds::new(ids)))
    }

    fn of(&mut self, id: &str) -> String {
        match &mut self.0 {
            Some(ids) => ids.short(id),
            None => id.to_owned(),
        }
    }
}

/// A message in async-openai's types.
fn message(message: &ModelMessage, ids: &mut Ids) -> ChatCompletionRequestMessage {
    match message {
        ModelMessage::User(text) => ChatCompletionRequestUserMessage::from(&**text).into(),
        ModelMessage::Assistant { text, calls } => ChatCompletionRequestAssistantMessage {
            content: (!text.is_empty()).then(|| (&**text).into()),
            tool_calls: (!calls.is_empty()).then(|| calls.iter().map(|call| tool_call(call, ids)).collect()),
            ..ChatCompletionRequestAssistantMessage::default()
        }
        .into(),
        ModelMessage::ToolResult { call_id, content, .. } => ChatCompletionRequestToolMessage {
            content: content.to_string().into(),
            tool_call_id: ids.of(call_id),
        }
        .into(),
    }
}

/// A call that the model made. Its arguments go back unchanged if they are an object. Otherwise they are wrapped in
/// one, because Gemini, Ollama and vLLM parse them and would refuse the conversation from then on.
fn tool_call(call: &ModelCall, ids: &mut Ids) -> ChatCompletionMessageToolCalls {
    let arguments = match serde_json::from_str::<Map<String, Value>>(&call.arguments) {
        Ok(_) => call.arguments.clone(),
        Err(_) => json!({ "malformed": call.arguments }).to_string(),
    };
    ChatCompletionMessageToolCall {
        id: ids.of(&call.id),
        function: FunctionCall { name: call.name.clone(), arguments },
    }
    .into()
}
