//! What the assistant did to the tasks, in one line, with the raw call behind it and a way to take it back.

use super::undo::Undo;
use crate::chat::{ToolCall, ToolResult};
use crate::id::MessageId;
use crate::tasks::ui::Tasks;
use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;
use serde_json::Value;

/// The tool that undoes what other calls did.
const UNDO: &str = "undo_last_change";

/// One tool call.
#[component]
pub fn ToolCard(
    /// The call.
    call: ToolCall,
    /// The reply that made it.
    reply: Option<MessageId>,
) -> impl IntoView {
    if call.name == UNDO {
        let (tasks, undone) = (Tasks::here(), undone(&call));
        // The cards of those calls may be anywhere on the page.
        Effect::new(move || tasks.are_undone(&undone));
    }
    let (glyph, words) = told(&call);
    let failed = call.result.as_ref().is_some_and(|result| result.is_error);
    let change = reply.zip(call.result.as_ref().and_then(|result| result.change)).map(|(reply, state)| {
        view! { <Undo reply call=call.id.clone() what=words.clone() state/> }
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

/// A call in human words.
fn told(call: &ToolCall) -> (Glyph, String) {
    let name = call.name.as_str();
    match &call.result {
        None => (Glyph::List, begun(name).to_owned()),
        Some(ToolResult { content, is_error: true, .. }) => {
            let detail = content.get("detail").and_then(Value::as_str);
            (Glyph::Alert, detail.unwrap_or("That did not work.").to_owned())
        }
        Some(ToolResult { content, .. }) if name == "list_tasks" => (Glyph::List, listed(content)),
        Some(ToolResult { content, .. }) if name == UNDO => (Glyph::Undo, taken_back(content)),
        Some(ToolResult { content, .. }) => {
            let (glyph, verb) = match name {
                "add_task" => (Glyph::Plus, "Added"),
                "complete_task" => (Glyph::Check, "Completed"),
                "delete_task" => (Glyph::Trash, "Deleted"),
                "update_task" => (Glyph::Pencil, "Updated"),
                other => return (Glyph::Check, ["Used ", other].concat()),
            };
            (glyph, done(verb, content))
        }
    }
}

fn begun(name: &str) -> &'static str {
    match name {
        "add_task" => "Adding a task…",
        "list_tasks" => "Looking at your tasks…",
        "complete_task" => "Completing a task…",
        "delete_task" => "Deleting a task…",
        "update_task" => "Updating a task…",
        UNDO => "Undoing…",
        _ => "Working…",
    }
}

fn listed(content: &Value) -> String {
    let tasks = content.as_array().or_else(|| content.get("tasks").and_then(Value::as_array));
    match tasks.map(Vec::len) {
        Some(0) => "Found no tasks".to_owned(),
        Some(1) => "Listed 1 task".to_owned(),
        Some(count) => format!("Listed {count} tasks"),
        None => "Listed your tasks".to_owned(),
    }
}

fn taken_back(content: &Value) -> String {
    match changes(content).len() {
        1 => "Undid 1 change".to_owned(),
        count => format!("Undid {count} changes"),
    }
}

fn changes(content: &Value) -> &[Value] {
    content.get("changes").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The calls that a call undid, by their replies.
fn undone(call: &ToolCall) -> Vec<(MessageId, String)> {
    let change = |change: &Value| {
        let reply = change.get("message_id")?.as_i64()?;
        Some((MessageId::new(reply), change.get("call_id")?.as_str()?.to_owned()))
    };
    let result = call.result.iter().flat_map(|result| changes(&result.content));
    result.filter_map(change).collect()
}

/// `Added “Buy milk” · #12`, with what is missing left out.
fn done(verb: &str, content: &Value) -> String {
    let mut words = verb.to_owned();
    match content.get("title").and_then(Value::as_str) {
        Some(title) => words.extend([" “", title, "”"]),
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
    use serde_json::json;

    fn words(name: &str, result: Option<(Value, bool)>) -> String {
        let result = result.map(|(content, is_error)| ToolResult { content, is_error, change: None });
        told(&ToolCall { id: "c".into(), name: name.into(), arguments: "{}".into(), result }).1
    }

    #[test]
    fn says_what_was_done_to_which_task() {
        let content = json!({"task_id": 12, "status": "created", "title": "Buy milk"});
        assert_eq!(words("add_task", Some((content, false))), "Added “Buy milk” · #12");
        assert_eq!(words("delete_task", Some((json!({}), false))), "Deleted a task");
    }

    #[test]
    fn says_what_was_taken_back() {
        let content = json!({"status": "undone", "changes": [
            {"message_id": 4, "call_id": "a", "task_id": 1, "undid": "created", "title": "Buy milk"},
            {"message_id": 4, "task_id": 2, "undid": "deleted", "title": "Pay rent"},
        ], "refused": [{}]});
        assert_eq!(words(UNDO, Some((content.clone(), false))), "Undid 2 changes");
        let result = Some(ToolResult { content, is_error: false, change: None });
        let call = ToolCall { id: "c".into(), name: UNDO.into(), arguments: "{}".into(), result };
        assert_eq!(undone(&call), [(MessageId::new(4), "a".to_owned())]);
    }

    #[test]
    fn counts_what_was_listed_in_either_shape() {
        assert_eq!(words("list_tasks", Some((json!([]), false))), "Found no tasks");
        assert_eq!(words("list_tasks", Some((json!({"tasks": [{}, {}, {}]}), false))), "Listed 3 tasks");
    }

    #[test]
    fn says_what_runs_and_what_went_wrong() {
        assert_eq!(words("complete_task", None), "Completing a task…");
        let content = json!({"detail": "There is no task 9.", "code": "TASK_NOT_FOUND"});
        assert_eq!(words("complete_task", Some((content, true))), "There is no task 9.");
    }
}
