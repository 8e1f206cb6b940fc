//! Calls that a model writes as text. Small models, and servers that do not know their model's template, put a call
//! into the content: `<tool_call>{"name": "add_task", "arguments": {"title": "milk"}}</tool_call>`.
//!
//! A text is read as calls only if all of this holds:
//! - The model was given tools, and each call names one of them and has an object as its arguments.
//! - The text from there to the end of the answer consists of calls and nothing else.
//! - It begins with a mark that models use for calls, at the beginning of a line outside of a code block. Or it is the
//!   whole answer: then it may be plain JSON, or JSON in a code block.
//! - The person's last message does not speak of calls. "Show me what a tool call looks like" is answered with a text.
//!
//! Text that may still become a call is held back, so that no page shows the markup.

use crate::model::{ModelMessage, Prompt, ToolDefinition};
use serde_json::{Map, Value};
use std::sync::Arc;

/// What models write before, between and after calls:
/// - Hermes and Qwen `<tool_call>`, Granite and Phi `<|tool_call|>`,
/// - Mistral `[TOOL_CALLS]`,
/// - Llama `<|python_tag|>` and the marks of the end of a turn.
const MARKS: [&str; 17] = [
    "<tool_call>",
    "</tool_call>",
    "<tool_calls>",
    "</tool_calls>",
    "<function_call>",
    "</function_call>",
    "<|tool_call|>",
    "<|/tool_call|>",
    "</|tool_call|>",
    "[TOOL_CALLS]",
    "<|python_tag|>",
    "<|eom_id|>",
    "<|eot_id|>",
    "<|im_end|>",
    "</s>",
    ";",
    ",",
];
/// Llama and Qwen Coder name the function in the tag.
const FUNCTION: &str = "<function=";
/// Code blocks in which models write calls.
const FENCES: [&str; 5] = ["```json", "```tool_call", "```tool_code", "```xml", "```"];
/// The marks with which a call may begin on a later line of an answer.
const OPENINGS: [&str; 7] = [
    "<tool_call>",
    "<tool_calls>",
    "<function_call>",
    "<|tool_call|>",
    "[TOOL_CALLS]",
    "<|python_tag|>",
    FUNCTION,
];

/// How many characters decide whether JSON may be a call.
const LOOK: usize = 32;

/// A call: the tool's name and the arguments as JSON text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct WrittenCall {
    pub(super) name: String,
    pub(super) arguments: String,
}

/// The tools whose calls are read in the text of an answer.
#[derive(Clone, Debug, Default)]
pub(super) struct Tools(Arc<[ToolDefinition]>);

impl Tools {
    /// The tools of a prompt, unless its last question speaks of calls.
    pub(super) fn of(prompt: &Prompt) -> Self {
        let question = prompt.history.iter().rev().find_map(|said| match said {
            ModelMessage::User(text) => Some(text.to_lowercase()),
            _ => None,
        });
        let asks = question.is_some_and(|question| speaks_of_calls(&question));
        Self(if asks { Arc::default() } else { prompt.tools.clone() })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a text may become calls. `alone` says that nothing was said before it.
    pub(super) fn may_begin(&self, text: &str, alone: bool) -> bool {
        let text = text.trim_start();
        let fences = if alone { &FENCES[..] } else { &[] };
        let marks = || OPENINGS.iter().chain(fences);
        if marks().any(|mark| mark.len() > text.len() && begins(mark, text)) {
            return true;
        }
        let after = marks().find_map(|mark| Some((*mark, text.strip_prefix(mark)?.trim_start())));
        match after {
            Some((FUNCTION, rest)) => self.names(rest),
            Some((_, rest)) => {
                plausible(rest) || begins(FUNCTION, rest) || self.may_begin_function(rest) || self.names(rest)
            }
            None => alone && text.starts_with(['{', '[']) && plausible(text),
        }
    }

    fn may_begin_function(&self, text: &str) -> bool {
        text.strip_prefix(FUNCTION).is_some_and(|rest| self.names(rest))
    }

    /// Whether a text is the name of a tool, or its beginning.
    fn names(&self, text: &str) -> bool {
        self.0.iter().any(|tool| begins(tool.name, text) || text.starts_with(tool.name))
    }

    /// The calls that a text consists of. None if anything else is in it.
    pub(super) fn read(&self, text: &str) -> Option<Vec<WrittenCall>> {
        let mut calls = Vec::new();
        let (mut rest, mut marked) = (text.trim(), false);
        while !rest.is_empty() {
            if let Some(after) = strip(rest, &MARKS) {
                (rest, marked) = (after, true);
            } else if let Some(after) = strip(rest, &FENCES) {
                rest = after;
            } else if let Some(after) = rest.strip_prefix(FUNCTION) {
                let (call, after) = self.function(after)?;
                calls.push(call);
                rest = after;
            } else if rest.starts_with(['{', '[']) {
                let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
                let value = values.next()?.ok()?;
                match &value {
                    Value::Array(list) => calls
                        .extend(list.iter().map(|call| self.call(call, marked)).collect::<Option<Vec<_>>>()?),
                    call => calls.push(self.call(call, marked)?),
                }
                rest = rest.get(values.byte_offset()..)?;
            } else {
                let (call, after) = self.named(rest)?;
                calls.push(call);
                rest = after;
            }
            rest = rest.trim_start();
        }
        (!calls.is_empty()).then_some(calls)
    }

    fn tool(&self, name: &str) -> Option<&ToolDefinition> {
        self.0.iter().find(|tool| tool.name == name)
    }

    /// `{"name": ..., "arguments": {...}}`, perhaps inside `"function"`. Llama says `parameters`. Arguments may be
    /// missing after a mark.
    fn call(&self, call: &Value, marked: bool) -> Option<WrittenCall> {
        let call = call.get("function").filter(|function| function.is_object()).unwrap_or(call);
        let tool = self.tool(call.get("name")?.as_str()?)?;
        let arguments = match ["arguments", "parameters"].iter().find_map(|name| call.get(*name)) {
            Some(Value::Object(arguments)) => Value::Object(arguments.clone()).to_string(),
            Some(Value::String(text)) => object(text)?.to_owned(),
            None if marked => "{}".to_owned(),
            _ => return None,
        };
        Some(WrittenCall { name: tool.name.to_owned(), arguments })
    }

    /// `add_task>{...}</function>`, or with a tag for each argument:
    /// `add_task><parameter=title>milk</parameter></function>`.
    fn function<'a>(&self, text: &'a str) -> Option<(WrittenCall, &'a str)> {
        let (name, rest) = text.split_once('>')?;
        let tool = self.tool(name.trim())?;
        let (body, rest) = rest.split_once("</function>").unwrap_or((rest, ""));
        let body = body.trim();
        let arguments = match object(body) {
            Some(body) => body.to_owned(),
            None => Value::Object(parameters(tool, body)?).to_string(),
        };
        Some((WrittenCall { name: tool.name.to_owned(), arguments }, rest))
    }

    /// `add_task[ARGS]{...}`, or without the mark, as Mistral's later models write it.
    fn named<'a>(&self, text: &'a str) -> Option<(WrittenCall, &'a str)> {
        let tool = self.0.iter().find(|tool| text.starts_with(tool.name))?;
        let rest = text.strip_prefix(tool.name)?;
        let rest = rest.strip_prefix("[ARGS]").unwrap_or(rest).trim_start();
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Map<String, Value>>();
        let arguments = Value::Object(values.next()?.ok()?).to_string();
        let rest = rest.get(values.byte_offset()..)?;
        Some((WrittenCall { name: tool.name.to_owned(), arguments }, rest))
    }
}

/// The arguments in tags. A value is a text if the tool wants a text there, and otherwise JSON.
fn parameters(tool: &ToolDefinition, mut text: &str) -> Option<Map<String, Value>> {
    let mut arguments = Map::new();
    while !text.is_empty() {
        let (name, rest) = text.strip_prefix("<parameter=")?.split_once('>')?;
        let (value, rest) = rest.split_once("</parameter>")?;
        let value = value.trim();
        let kind = tool.parameters.pointer(&format!("/properties/{}/type", name.trim()));
        let parsed =
            serde_json::from_str(value).ok().filter(|_| kind.and_then(Value::as_str) != Some("string"));
        arguments.insert(name.trim().to_owned(), parsed.unwrap_or_else(|| value.into()));
        text = rest.trim_start();
    }
    Some(arguments)
}

/// The text, if it is a JSON object.
fn object(text: &str) -> Option<&str> {
    serde_json::from_str::<Map<String, Value>>(text).is_ok().then_some(text)
}

/// The text after one of these marks.
fn strip<'a>(text: &'a str, marks: &[&str]) -> Option<&'a str> {
    marks.iter().find_map(|mark| text.strip_prefix(mark))
}

/// Whether a text is the beginning of a mark.
fn begins(mark: &str, text: &str) -> bool {
    mark.starts_with(text)
}

/// Whether a question, in lower case, asks about calls and not for one.
fn speaks_of_calls(question: &str) -> bool {
    let calls = [
        "tool call",
        "tool_call",
        "tool-call",
        "toolcall",
        "function call",
        "function_call",
        "<function",
        "python_tag",
    ];
    let shows = ["show", "example", "look", "format", "syntax", "print"];
    let has = |words: &[&str]| words.iter().any(|word| question.contains(word));
    has(&calls) || has(&["json", "markup", "xml"]) && has(&shows)
}

/// Whether a text may be the beginning of a call in JSON: an object, or a list of objects, whose first key is one of a
/// call's.
fn plausible(text: &str) -> bool {
    let text: String = text.chars().filter(|char| !char.is_whitespace()).take(LOOK).collect();
    let text = text.strip_prefix('[').unwrap_or(&text);
    let keys = ["name", "arguments", "parameters", "function", "type", "id"];
    keys.iter().any(|key| {
        let start = format!("{{\"{key}\":");
        start.starts_with(text) || text.starts_with(&start)
    })
}

#[cfg(test)]
mod tests;
