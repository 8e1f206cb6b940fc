//! The requests. Unknown fields are ignored, and optional ones may be `null`, as the reference server has it.

use super::Refusal;
use super::actions::Action;
use super::id::{ItemId, ThreadId};
use crate::chat::Feedback;
use crate::chat::server::Order;
use crate::error::{AppError, Reason};
use crate::id::{ConversationId, MessageId};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// How many objects a list has if the client does not say.
const DEFAULT_LIMIT: usize = 20;
/// Most objects of a list.
const LIMIT_MAX: usize = 100;

/// What a client asks for.
#[derive(Debug)]
pub(super) enum Request {
    GetThread(ConversationId),
    ListThreads(List<ConversationId>),
    ListItems(ConversationId, List<ItemId>),
    RenameThread(ConversationId, String),
    DeleteThread(ConversationId),
    Rate {
        thread: ConversationId,
        replies: Vec<MessageId>,
        feedback: Feedback,
    },
    /// Without a thread, this begins one.
    Send {
        thread: Option<ConversationId>,
        message: Message,
    },
    Retry {
        thread: ConversationId,
        question: MessageId,
    },
    Act {
        thread: ConversationId,
        item: Option<ItemId>,
        action: Action,
        streaming: bool,
    },
}

impl Request {
    pub(super) fn only_reads(&self) -> bool {
        match self {
            Self::GetThread(_) | Self::ListThreads(_) | Self::ListItems(..) => true,
            Self::Act { action, .. } => *action == Action::Follow,
            _ => false,
        }
    }
}

/// A part of a list.
#[derive(Debug)]
pub(super) struct List<Id> {
    pub(super) limit: usize,
    pub(super) order: Order,
    pub(super) after: Option<Id>,
}

/// A message to send.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) text: String,
    pub(super) model: Option<String>,
}

#[derive(Deserialize)]
struct Envelope {
    r#type: String,
    #[serde(default)]
    params: Value,
}

#[derive(Deserialize)]
struct InThread<T> {
    thread_id: String,
    #[serde(flatten)]
    rest: T,
}

#[derive(Deserialize)]
struct Nothing {}

#[derive(Deserialize)]
struct ListParams {
    limit: Option<i64>,
    order: Option<OrderName>,
    after: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum OrderName {
    Asc,
    Desc,
}

#[derive(Deserialize)]
struct Title {
    title: String,
}

#[derive(Deserialize)]
struct OneItem {
    item_id: String,
}

#[derive(Deserialize)]
struct Rating {
    item_ids: Vec<String>,
    kind: Feedback,
}

#[derive(Deserialize)]
struct ActionParams {
    item_id: Option<String>,
    action: Value,
}

#[derive(Deserialize)]
struct WithInput {
    input: Input,
}

#[derive(Deserialize)]
struct Input {
    content: Vec<InputPart>,
    attachments: Option<Vec<Value>>,
    quoted_text: Option<String>,
    inference_options: Option<InferenceOptions>,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum InputPart {
    InputText {
        text: String,
    },
    /// Something that the person mentioned. Its text is what they see.
    InputTag {
        text: String,
    },
}

#[derive(Deserialize)]
struct InferenceOptions {
    tool_choice: Option<Value>,
    model: Option<String>,
}

/// Reads a request.
pub(super) fn parse(body: &[u8]) -> Result<Request, Refusal> {
    let Envelope { r#type, params } = read(body)?;
    Ok(match r#type.as_str() {
        "threads.get_by_id" => Request::GetThread(in_thread::<Nothing>(params)?.0),
        "threads.list" => Request::ListThreads(list(read_value(params)?, |after| {
            ThreadId::parse(after).map(|thread| thread.0)
        })?),
        "items.list" => {
            let (thread, params) = in_thread(params)?;
            Request::ListItems(thread, list(params, ItemId::parse)?)
        }
        "threads.update" => {
            let (thread, Title { title }) = in_thread(params)?;
            Request::RenameThread(thread, title)
        }
        "threads.delete" => Request::DeleteThread(in_thread::<Nothing>(params)?.0),
        "items.feedback" => {
            let (thread, Rating { item_ids, kind }) = in_thread(params)?;
            let mut replies =
                item_ids.iter().map(|id| Ok(item(id)?.message)).collect::<Result<Vec<_>, Refusal>>()?;
            replies.sort_unstable();
            replies.dedup();
            Request::Rate { thread, replies, feedback: kind }
        }
        "threads.create" => {
            let WithInput { input } = read_value(params)?;
            Request::Send { thread: None, message: message(input)? }
        }
        "threads.add_user_message" => {
            let (thread, WithInput { input }) = in_thread(params)?;
            Request::Send { thread: Some(thread), message: message(input)? }
        }
        "threads.retry_after_item" => {
            let (thread, OneItem { item_id }) = in_thread(params)?;
            Request::Retry { thread, question: item(&item_id)?.message }
        }
        "threads.custom_action" | "threads.sync_custom_action" => {
            let (thread, ActionParams { item_id, action }) = in_thread(params)?;
            let item = item_id.as_deref().map(item).transpose()?;
            let streaming = r#type == "threads.custom_action";
            Request::Act { thread, item, action: Action::parse(action)?, streaming }
        }
        "threads.add_client_tool_output" => {
            return Err(refuse("type", "Docket calls no tools of the client, so it waits for no output."));
        }
        "threads.add_structured_input" => {
            return Err(refuse("type", "Docket asks no structured questions, so it waits for no answers."));
        }
        "attachments.create" | "attachments.delete" => {
            return Err(refuse("type", "Docket takes no attachments."));
        }
        "input.transcribe" => return Err(refuse("type", "Docket takes no speech.")),
        _ => return Err(refuse("type", "Docket knows no such request.")),
    })
}

/// Refuses a request because of one of its values.
pub(super) fn refuse(name: &str, problem: &str) -> Refusal {
    let reason = Reason::InvalidArgument { name: Some(name.to_owned()), problem: problem.to_owned() };
    Refusal(reason.into())
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    read_value(serde_json::from_slice(body).map_err(|error| malformed(None, &error))?)
}

/// Reads a part of a request.
pub(super) fn read_value<T: DeserializeOwned>(value: Value) -> Result<T, Refusal> {
    // serde would take a list for an object: its first item for the first field.
    if value.is_array() {
        return Err(malformed(None, &serde::de::Error::custom("expected an object, found a list")));
    }
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        malformed(Some(path).filter(|path| path != "."), error.inner())
    })
}

fn malformed(name: Option<String>, error: &serde_json::Error) -> Refusal {
    Refusal(Reason::InvalidArgument { name, problem: error.to_string() }.into())
}

fn in_thread<T: DeserializeOwned>(params: Value) -> Result<(ConversationId, T), Refusal> {
    let InThread { thread_id, rest } = read_value(params)?;
    // To a client ids are opaque: one that cannot be read is one that does not exist.
    let thread = ThreadId::parse(&thread_id).ok_or_else(|| missing(Reason::ConversationNotFound))?;
    Ok((thread.0, rest))
}

fn item(text: &str) -> Result<ItemId, Refusal> {
    ItemId::parse(text).ok_or_else(|| missing(Reason::MessageNotFound))
}

pub(super) fn missing(reason: Reason) -> Refusal {
    Refusal(AppError::from(reason))
}

fn list<Id>(params: ListParams, id: impl Fn(&str) -> Option<Id>) -> Result<List<Id>, Refusal> {
    let limit = match params.limit.unwrap_or(0) {
        0 => DEFAULT_LIMIT,
        limit => {
            usize::try_from(limit).map_err(|_| refuse("limit", "A limit is not negative."))?.min(LIMIT_MAX)
        }
    };
    let order = match params.order {
        Some(OrderName::Asc) => Order::OldestFirst,
        Some(OrderName::Desc) | None => Order::NewestFirst,
    };
    let after =
        params.after.map(|after| id(&after).ok_or_else(|| missing(Reason::InvalidCursor))).transpose()?;
    Ok(List { limit, order, after })
}

fn message(input: Input) -> Result<Message, Refusal> {
    if input.attachments.is_some_and(|attachments| !attachments.is_empty()) {
        return Err(refuse("input.attachments", "Docket takes no attachments."));
    }
    let options = input.inference_options;
    if options.as_ref().is_some_and(|options| options.tool_choice.is_some()) {
        return Err(refuse("input.inference_options.tool_choice", "The assistant chooses its tools itself."));
    }
    let parts = input.content.into_iter().map(|part| match part {
        InputPart::InputText { text } | InputPart::InputTag { text } => text,
    });
    let text = with_quote(input.quoted_text.as_deref(), &parts.collect::<String>());
    Ok(Message { text, model: options.and_then(|options| options.model) })
}

/// A message as Docket stores it: what the person quotes comes first, as Markdown has it.
fn with_quote(quoted: Option<&str>, text: &str) -> String {
    match quoted.map(str::trim).filter(|quoted| !quoted.is_empty()) {
        Some(quoted) if !text.trim().is_empty() => {
            let lines = quoted.lines().map(|line| format!("> {line}\n"));
            format!("{}\n{text}", lines.collect::<String>())
        }
        _ => text.to_owned(),
    }
}

/// The quote at the beginning of a message, and the text after it.
pub(super) fn without_quote(message: &str) -> (Option<String>, &str) {
    let Some((quote, text)) = message.split_once("\n\n") else { return (None, message) };
    let lines: Option<Vec<_>> = quote.lines().map(|line| line.strip_prefix("> ")).collect();
    match lines.filter(|_| !text.trim().is_empty()) {
        Some(lines) => (Some(lines.join("\n")), text),
        None => (None, message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_comes_back_as_it_was_sent() {
        for (quote, text) in [("One line", "And?"), ("Two\nlines", "A\n\nB"), ("> deep", "Yes")] {
            let stored = with_quote(Some(quote), text);
            assert_eq!(without_quote(&stored), (Some(quote.to_owned()), text));
        }
        for message in ["Hi", "> only a quote", "> a quote\nand text\n\nmore", "> a quote\n\n"] {
            assert_eq!(without_quote(message), (None, message));
        }
        assert_eq!(with_quote(Some(" \n"), "Hi"), "Hi");
        assert_eq!(with_quote(Some("a"), " "), " ", "a quote alone is no message");
    }
}
