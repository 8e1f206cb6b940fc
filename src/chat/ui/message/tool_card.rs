//! A card for each tool call: one line says what the assistant did. It unfolds to the raw call, and has a button that
//! undoes the call.

use super::undo_tool_call::UndoToolCall;
use crate::chat::{ToolCall, ToolResult};
use crate::id::MessageId;
use crate::tasks::tool_name::{
    ADD_TASK, COMPLETE_TASK, DELETE_TASK, LIST_TASKS, UNDO_LAST_CHANGE, UPDATE_TASK,
};
use crate::tasks::ui::Tasks;
use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;

use serde_json::Value;
use std::borrow::Cow;

/// One tool call.
#[component]
pub fn ToolCard(
    /// The call.
    call: ToolCall,
    /// The reply that made it.
    reply: Option<MessageId>,
) -> impl IntoView {
    if call.name == UNDO_LAST_CHANGE {
        let (tasks, undone) = (Tasks::here(), undone_calls(&call));
        // The cards of the undone calls may be anywhere on the page.
        Effect::new(move || tasks.mark_undone(&undone));
    }
    let (glyph, words) = describe(&call);
    let failed = call.result.as_ref().is_some_and(|result| result.is_error);
    let change = reply.zip(call.result.as_ref().and_then(|result| result.change)).map(|(reply, state)| {
        view! { <UndoToolCall reply call=call.id.clone() what=words.clone() state/> }
    });
    let result = call.result.as_ref().map(|result| pretty(&result.content));
    let arguments =
        serde_json::from_str(&call.arguments).map_or(call.arguments.clone(), |value: Value| pretty(&value));
    view! {
        <div class="tool-call">
            <details class="tool-card" class:failed=failed class:running=call.result.is_none()>
                <summary>
                    <span class="tool-card-icon"><Icon glyph/></span>
                    <span>{words}</span>
                </summary>
                <dl>
                    <dt>{call.name}</dt>
                    <dd><pre>{arguments}</pre></dd>
                    {result.map(|result| view! { <dt>"Result"</dt><dd><pre>{result}</pre></dd> })}
                </dl>
            </details>
            {change}
        </div>
    }
    .into_any()
}

/// Says what a call does or did.
fn describe(call: &ToolCall) -> (Glyph, String) {
    let name = call.name.as_str();
    match &call.result {
        None => (Glyph::List, describe_running(name).to_owned()),
        Some(ToolResult { content, is_error: true, .. }) => {
            let detail = content.get("detail").and_then(Value::as_str);
            (Glyph::Alert, detail.unwrap_or("That did not work.").to_owned())
        }
        Some(ToolResult { content, .. }) if name == LIST_TASKS => (Glyph::List, describe_list(content)),
        Some(ToolResult { content, .. }) if name == UNDO_LAST_CHANGE => (Glyph::Undo, describe_undo(content)),
        Some(ToolResult { content, .. }) => {
            let (glyph, verb) = match name {
                UPDATE_TASK if call.ticked() == Some(false) => (Glyph::Undo, "Reopened"),
                UPDATE_TASK if call.ticked() == Some(true) => (Glyph::Check, "Completed"),
                ADD_TASK => (Glyph::Plus, "Added"),
                COMPLETE_TASK => (Glyph::Check, "Completed"),
                DELETE_TASK => (Glyph::Trash, "Deleted"),
                UPDATE_TASK => (Glyph::Pencil, "Updated"),
                other => return (Glyph::Check, ["Used ", other].concat()),
            };
            (glyph, describe_change(verb, content))
        }
    }
}

fn describe_running(name: &str) -> &'static str {
    match name {
        ADD_TASK => "Adding a task…",
        LIST_TASKS => "Looking at your tasks…",
        COMPLETE_TASK => "Completing a task…",
        DELETE_TASK => "Deleting a task…",
        UPDATE_TASK => "Updating a task…",
        UNDO_LAST_CHANGE => "Undoing…",
        _ => "Working…",
    }
}

fn describe_list(content: &Value) -> String {
    let tasks = content.as_array().or_else(|| content.get("tasks").and_then(Value::as_array));
    match tasks.map(Vec::len) {
        Some(0) => "Found no tasks".to_owned(),
        Some(1) => "Listed 1 task".to_owned(),
        Some(count) => format!("Listed {count} tasks"),
        None => "Listed your tasks".to_owned(),
    }
}

fn describe_undo(content: &Value) -> String {
    match changes(content).len() {
        1 => "Undid 1 change".to_owned(),
        count => format!("Undid {count} changes"),
    }
}

fn changes(content: &Value) -> &[Value] {
    content.get("changes").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The calls that a call of `undo_last_change` undid, each with the reply that made it.
fn undone_calls(call: &ToolCall) -> Vec<(MessageId, String)> {
    let change = |change: &Value| {
        let reply = change.get("message_id")?.as_i64()?;
        Some((MessageId::new(reply), change.get("call_id")?.as_str()?.to_owned()))
    };
    let result = call.result.iter().flat_map(|result| changes(&result.content));
    result.filter_map(change).collect()
}

/// Unicode's mark that begins a text whose direction is that of its first letter, and that nothing in it can leave.
const FIRST_STRONG_ISOLATE: &str = "\u{2068}";
/// Unicode's mark that ends it.
const POP_DIRECTIONAL_ISOLATE: &str = "\u{2069}";

/// A title in marks that keep one of another direction from turning what stands around it. Nothing in ASCII does that.
fn isolated(title: &str) -> Cow<'_, str> {
    if title.is_ascii() {
        return title.into();
    }
    [FIRST_STRONG_ISOLATE, title, POP_DIRECTIONAL_ISOLATE].concat().into()
}

/// For example `Added “Buy milk” · #12`. Leaves out what the result does not hold.
fn describe_change(verb: &str, content: &Value) -> String {
    let mut words = verb.to_owned();
    match content.get("title").and_then(Value::as_str) {
        Some(title) => words.extend([" “", &isolated(title), "”"]),
        None => words.push_str(" a task"),
    }
    if let Some(id) = content.get("task_id").and_then(Value::as_i64) {
        words.push_str(" · #");
        words.push_str(&id.to_string());
    }
    words
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chat::ChangeState;
    use serde_json::json;

    fn described(name: &str, result: Option<(Value, bool)>) -> String {
        let result = result.map(|(content, is_error)| ToolResult { content, is_error, change: None });
        describe(&ToolCall { id: "c".into(), name: name.into(), arguments: "{}".into(), result }).1
    }

    #[test]
    fn says_what_was_done_to_which_task() {
        let content = json!({"task_id": 12, "status": "created", "title": "Buy milk"});
        assert_eq!(described(ADD_TASK, Some((content, false))), "Added “Buy milk” · #12");
        let content = json!({"task_id": 12, "status": "created", "title": "\u{202e}klim"});
        let isolated = "Added “\u{2068}\u{202e}klim\u{2069}” · #12";
        assert_eq!(described(ADD_TASK, Some((content, false))), isolated);
        assert_eq!(described(DELETE_TASK, Some((json!({}), false))), "Deleted a task");
    }

    #[test]
    fn says_that_a_task_is_open_again() {
        let says = |arguments: &str, change| {
            let content = json!({"task_id": 12, "status": "updated", "title": "Buy milk"});
            let result = Some(ToolResult { content, is_error: false, change });
            describe(&ToolCall {
                id: "c".into(),
                name: UPDATE_TASK.into(),
                arguments: arguments.into(),
                result,
            })
            .1
        };
        for change in [ChangeState::Done, ChangeState::Undone].map(Some) {
            assert_eq!(says(r#"{"task_id": 12, "completed": false}"#, change), "Reopened “Buy milk” · #12");
            assert_eq!(says(r#"{"task_id": 12, "completed": true}"#, change), "Completed “Buy milk” · #12");
            let both = r#"{"task_id": 12, "completed": false, "title": "Buy milk"}"#;
            assert_eq!(says(both, change), "Updated “Buy milk” · #12");
        }
        assert_eq!(
            says(r#"{"task_id": 12, "completed": false}"#, None),
            "Updated “Buy milk” · #12",
            "it was open"
        );
    }

    #[test]
    fn says_what_was_undone() {
        let content = json!({"status": "undone", "changes": [
            {"message_id": 4, "call_id": "a", "task_id": 1, "undid": "created", "title": "Buy milk"},
            {"message_id": 4, "task_id": 2, "undid": "deleted", "title": "Pay rent"},
        ], "refused": [{}]});
        assert_eq!(described(UNDO_LAST_CHANGE, Some((content.clone(), false))), "Undid 2 changes");
        let result = Some(ToolResult { content, is_error: false, change: None });
        let call = ToolCall { id: "c".into(), name: UNDO_LAST_CHANGE.into(), arguments: "{}".into(), result };
        assert_eq!(undone_calls(&call), [(MessageId::new(4), "a".to_owned())]);
    }

    #[test]
    fn counts_what_was_listed_in_either_shape() {
        assert_eq!(described(LIST_TASKS, Some((json!([]), false))), "Found no tasks");
        assert_eq!(described(LIST_TASKS, Some((json!({"tasks": [{}, {}, {}]}), false))), "Listed 3 tasks");
    }

    #[test]
    fn says_what_runs_and_what_went_wrong() {
        assert_eq!(described(COMPLETE_TASK, None), "Completing a task…");
        let content = json!({"detail": "There is no task 9.", "code": "TASK_NOT_FOUND"});
        assert_eq!(described(COMPLETE_TASK, Some((content, true))), "There is no task 9.");
    }
}
