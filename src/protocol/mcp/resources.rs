//! A person's tasks and conversations as resources.
//!
//! | URI | contents |
//! |---|---|
//! | `docket://tasks` | every task, as JSON |
//! | `docket://tasks/{id}` | one task, as JSON |
//! | `docket://conversations` | the newest conversations, as JSON; `?after=` and its `next` lead to older ones |
//! | `docket://conversations/{id}` | what was said in one, as Markdown |

use super::refusal::refused;
use crate::chat::Conversation;
use crate::export::markdown;
use crate::id::{ConversationId, TaskId, UserId};
use crate::state::AppState;
use crate::tasks::Status;
use rmcp::ErrorData;
use rmcp::model::{ListResourcesResult, ReadResourceResult, Resource, ResourceContents, ResourceTemplate};
use serde::Serialize;
use serde_json::json;
use std::fmt;
use std::str::FromStr;
use url::form_urlencoded;

const JSON: &str = "application/json";
const MARKDOWN: &str = "text/markdown";
/// The template of one task.
pub(super) const TASK: &str = "docket://tasks/{id}";
/// The template of one conversation.
pub(super) const CONVERSATION: &str = "docket://conversations/{id}";

/// What a URI names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Uri {
    Tasks,
    Task(TaskId),
    /// The conversations after this cursor.
    Conversations(Option<String>),
    Conversation(ConversationId),
}

impl FromStr for Uri {
    type Err = ErrorData;

    fn from_str(text: &str) -> Result<Self, ErrorData> {
        let parsed = || {
            let (path, query) = match text.strip_prefix("docket://")?.split_once('?') {
                Some((path, query)) => (path, Some(query)),
                None => (text.strip_prefix("docket://")?, None),
            };
            Some(match (path.split_once('/'), query) {
                (None, None) if path == "tasks" => Self::Tasks,
                (None, None) if path == "conversations" => Self::Conversations(None),
                (None, Some(query)) if path == "conversations" => {
                    let (name, value) = form_urlencoded::parse(query.as_bytes()).next()?;
                    Self::Conversations((name == "after").then(|| value.into_owned()))
                }
                (Some(("tasks", id)), None) => Self::Task(id.parse().ok()?),
                (Some(("conversations", id)), None) => Self::Conversation(id.parse().ok()?),
                _ => return None,
            })
        };
        parsed().ok_or_else(|| {
            ErrorData::resource_not_found("There is no such resource.", Some(json!({ "uri": text })))
        })
    }
}

impl fmt::Display for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tasks => f.write_str("docket://tasks"),
            Self::Task(id) => write!(f, "docket://tasks/{id}"),
            Self::Conversations(None) => f.write_str("docket://conversations"),
            Self::Conversations(Some(after)) => write!(f, "docket://conversations?after={after}"),
            Self::Conversation(id) => write!(f, "docket://conversations/{id}"),
        }
    }
}

/// The resources that stand for many.
pub(super) fn templates() -> Vec<ResourceTemplate> {
    vec![
        ResourceTemplate::new(TASK, "task")
            .with_title("A task")
            .with_description("One of the person's tasks, by its number.")
            .with_mime_type(JSON),
        ResourceTemplate::new(CONVERSATION, "conversation")
            .with_title("A conversation")
            .with_description("What the person and the assistant said in a conversation.")
            .with_mime_type(MARKDOWN),
        ResourceTemplate::new("docket://conversations{?after}", "older_conversations")
            .with_title("Older conversations")
            .with_description("The conversations after those of another page, whose `next` is `after` here.")
            .with_mime_type(JSON),
    ]
}

/// A page of the resources: the two lists, then each conversation that is not in the archive.
pub(super) async fn list(
    state: &AppState,
    user: &UserId,
    after: Option<&str>,
) -> Result<ListResourcesResult, ErrorData> {
    let page = state.chat.conversations(user, false, after).await.map_err(refused)?;
    let lists = if after.is_none() { lists() } else { Vec::new() };
    let resources = lists.into_iter().chain(page.conversations.iter().map(conversation)).collect();
    let mut result = ListResourcesResult::with_all_items(resources);
    result.next_cursor = page.next;
    Ok(result)
}

fn lists() -> Vec<Resource> {
    vec![
        Resource::new(Uri::Tasks.to_string(), "tasks")
            .with_title("Tasks")
            .with_description("All tasks of the person, the newest first.")
            .with_mime_type(JSON),
        Resource::new(Uri::Conversations(None).to_string(), "conversations")
            .with_title("Conversations")
            .with_description("The person's conversations with Docket's assistant, the last used first.")
            .with_mime_type(JSON),
    ]
}

fn conversation(conversation: &Conversation) -> Resource {
    Resource::new(Uri::Conversation(conversation.id).to_string(), format!("conversation_{}", conversation.id))
        .with_title(&conversation.title)
        .with_description(format!("Last used {}.", conversation.updated_at.to_minute()))
        .with_mime_type(MARKDOWN)
}

/// Reads a resource. Another person's looks like a missing one.
pub(super) async fn read(
    state: &AppState,
    user: &UserId,
    text: &str,
) -> Result<ReadResourceResult, ErrorData> {
    let uri: Uri = text.parse()?;
    let (contents, kind) = match uri {
        Uri::Tasks => (json(&state.tasks.newest(user, Status::All).await.map_err(refused)?), JSON),
        Uri::Task(task) => (json(&state.tasks.get(user, task).await.map_err(refused)?), JSON),
        Uri::Conversations(after) => {
            let page = state.chat.conversations(user, false, after.as_deref()).await.map_err(refused)?;
            (json(&page), JSON)
        }
        Uri::Conversation(id) => {
            (markdown(&state.chat.transcript(user, id).await.map_err(refused)?), MARKDOWN)
        }
    };
    Ok(ReadResourceResult::new(vec![ResourceContents::text(contents, text).with_mime_type(kind)]))
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uris_name_resources() {
        for text in [
            "docket://tasks",
            "docket://tasks/7",
            "docket://conversations",
            "docket://conversations?after=0_7_2026-11-20T21:53:46.085Z",
            "docket://conversations/7",
        ] {
            assert_eq!(text.parse::<Uri>().map(|uri| uri.to_string()).as_deref(), Ok(text));
        }
        for text in [
            "",
            "docket://",
            "docket://tasks/",
            "docket://tasks/x",
            "docket://tasks/1/2",
            "docket://tasks?x",
            "file:///etc/passwd",
            "docket://conversations/1?after=x",
        ] {
            assert!(text.parse::<Uri>().is_err(), "{text}");
        }
    }
}
