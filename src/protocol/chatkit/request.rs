//! The requests. Unknown fields are ignored, and optional ones may be `null`, as the reference server has it.

use super::Refusal;
use super::actions::Action;
use super::id::{ItemId, ThreadId};
use super::quote::with_quote;
use super::read::{missing, read, read_value, refuse};
use crate::chat::Feedback;
use crate::chat::server::Order;
use crate::error::Reason;
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

fn in_thread<T: DeserializeOwned>(params: Value) -> Result<(ConversationId, T), Refusal> {
    let InThread { thread_id, rest } = read_value(params)?;
    // To a client ids are opaque: one that cannot be read is one that does not exist.
    let thread = ThreadId::parse(&thread_id).ok_or_else(|| missing(Reason::ConversationNotFound))?;
    Ok((thread.0, rest))
}

fn item(text: &str) -> Result<ItemId, Refusal> {
    ItemId::parse(text).ok_or_else(|| missing(Reason::MessageNotFound))
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
