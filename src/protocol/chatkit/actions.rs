//! What the buttons of the list of tasks do, and two actions that a page may send: `stop` and `follow`.

use super::event::Event;
use super::id::{ItemId, Kind, ThreadId};
use super::object::Item;
use super::read::{missing, read_value, refuse};
use super::stream::{Opening, reply_stream};
use super::{Refusal, items, just};
use crate::auth::server::Grant;
use crate::error::Reason;
use crate::id::{ConversationId, TaskId, UserId};
use crate::protocol::door::permit_stream;
use crate::state::AppState;
use crate::tasks::Status;
use crate::tasks::server::{Actor, Caller, Edit};
use axum::body::Bytes;
use futures::stream::BoxStream;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// Marks a task as done, or not done.
    Complete(TaskId, bool),
    /// Deletes a task.
    Delete(TaskId),
    /// Undoes what a call did. The item is the one of the call.
    Undo(ItemId),
    /// Stops the replies of the thread.
    Stop,
    /// Streams the reply that is being written, from its beginning.
    Follow,
}

#[derive(Deserialize)]
struct Named {
    r#type: String,
    #[serde(default)]
    payload: Value,
}

#[derive(Deserialize)]
struct OfTask {
    task_id: TaskId,
}

#[derive(Deserialize)]
struct OfCall {
    call: String,
}

impl Action {
    /// Reads `{type, payload}`. A component may add the values of the widget's fields to the payload.
    pub(super) fn parse(action: Value) -> Result<Self, Refusal> {
        let Named { r#type, payload } = read_value(action)?;
        let task = |payload| read_value::<OfTask>(payload).map(|of| of.task_id);
        Ok(match r#type.as_str() {
            "task.complete" => Self::Complete(task(payload)?, true),
            "task.reopen" => Self::Complete(task(payload)?, false),
            "task.delete" => Self::Delete(task(payload)?),
            "task.undo" => {
                let OfCall { call } = read_value(payload)?;
                Self::Undo(ItemId::parse(&call).ok_or_else(|| missing(Reason::NothingToUndo))?)
            }
            "stop" => Self::Stop,
            "follow" => Self::Follow,
            _ => return Err(refuse("action.type", "Docket knows no such action.")),
        })
    }
}

/// The answer to a synchronous action.
#[derive(Debug, Serialize)]
pub(super) struct Answer {
    /// The list of tasks as it is now, if the thread has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    updated_item: Option<Item>,
}

/// Acts, and answers with the list as it is then.
pub(super) async fn run(
    state: &AppState,
    user: &UserId,
    thread: ConversationId,
    item: Option<ItemId>,
    action: Action,
) -> Result<Answer, Refusal> {
    check(state, user, thread, item).await?;
    if action == Action::Follow {
        return Err(refuse("action.type", "A reply can be followed only as a stream."));
    }
    act(state, user, thread, action).await?;
    Ok(Answer { updated_item: list(state, user, thread).await? })
}

/// Acts, and streams what changed. Only a reply that is followed keeps the stream open. The person is told in the
/// stream why an action failed.
pub(super) async fn stream(
    state: &AppState,
    grant: &Grant,
    thread: ConversationId,
    item: Option<ItemId>,
    action: Action,
) -> Result<BoxStream<'static, Bytes>, Refusal> {
    let user = &grant.user.id;
    check(state, user, thread, item).await?;
    if action == Action::Follow {
        let permit = permit_stream(state, grant)?;
        if let Some(turn) = state.chat.follow_running(user, thread).await? {
            return reply_stream(state, grant, permit, turn, Opening::None).await;
        }
    }
    let mut events = vec![Event::options()];
    if let Err(Refusal(error)) = act(state, user, thread, action).await {
        events.push(Event::failure(&error, false));
    }
    if !matches!(action, Action::Stop | Action::Follow) {
        events.extend(list(state, user, thread).await?.map(|item| Event::ItemReplaced { item }));
    }
    Ok(just(events))
}

/// Checks that the person has the thread and, if an item sent the action, that it is a list in it.
async fn check(
    state: &AppState,
    user: &UserId,
    thread: ConversationId,
    item: Option<ItemId>,
) -> Result<(), Refusal> {
    state.chat.thread(user, thread).await?;
    if let Some(item) = item {
        state.chat.written_message(user, thread, item.message).await?;
        if item.kind() != Kind::List {
            return Err(refuse("item_id", "Only a widget sends actions."));
        }
    }
    Ok(())
}

async fn act(state: &AppState, user: &UserId, thread: ConversationId, action: Action) -> Result<(), Refusal> {
    let caller = Caller { user, actor: Actor::Program("ChatKit") };
    match action {
        Action::Complete(task, completed) => {
            drop(state.tasks.change(caller, Edit::complete(task, completed)).await?);
        }
        Action::Delete(task) => drop(state.tasks.change(caller, Edit::delete(task)).await?),
        Action::Undo(item) => {
            let message = state.chat.written_message(user, thread, item.message).await?;
            let mut calls = items::numbered(&message.calls);
            let call = calls.find(|(number, _)| item.kind() == Kind::Call(*number));
            let (_, call) = call.ok_or_else(|| missing(Reason::NothingToUndo))?;
            state.tasks.undo(user, item.message, &call.id).await?;
        }
        Action::Stop => state.chat.stop_all(user, thread).await?,
        Action::Follow => {}
    }
    Ok(())
}

/// The thread's list of tasks.
async fn list(state: &AppState, user: &UserId, thread: ConversationId) -> Result<Option<Item>, Refusal> {
    let latest = crate::id::MessageId::new(i64::MAX);
    let Some(reply) = state.chat.last_reply_with_calls(user, thread, latest).await? else {
        return Ok(None);
    };
    let message = state.chat.written_message(user, thread, reply).await?;
    let tasks = state.tasks.list(user, Status::All).await?;
    let maker = items::Maker { thread: ThreadId(thread), message: reply, created_at: message.created_at };
    Ok(Some(maker.list(&tasks, items::numbered(&message.calls))))
}
