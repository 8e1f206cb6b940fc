//! What the assistant did to the tasks, in one line, with the raw call behind it.

use crate::chat::{ToolCall, ToolResult};
use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;
use serde_json::Value;

/// One tool call.
#[component]
pub fn ToolCard(
    /// The call.
    call: ToolCall,
) -> impl IntoView {
    let (glyph, words) = told(&call);
    let failed = call.result.as_ref().is_some_and(|result| result.is_error);
    let result = call.result.as_ref().map(|result| pretty(&result.content));
    let arguments =
        serde_json::from_str(&call.arguments).map_or(call.arguments.clone(), |value: Value| pretty(&value));
    view! {
        <details class="stub" class:failed=failed class:running=call.result.is_none()>
            <summary>
                <span class="stub-mark"><Icon glyph/></span>
                <span>{words}</span>
            </summary>
            <dl>
                <dt>{call.name}</dt>
                <dd><pre>{arguments}</pre></dd>
                {result.map(|result| view! { <dt>"Result"</dt><dd><pre>{result}</pre></dd> })}
            </dl>
        </details>
    }
    .into_any()
}

/// A call in human words.
fn told(call: &ToolCall) -> (Glyph, String) {
    let name = call.name.as_str();
    match &call.result {
        None => (Glyph::List, begun(name).to_owned()),
        Some(ToolResult { content, is_error: true }) => {
            let detail = content.get("detail").and_then(Value::as_str);
            (Glyph::Alert, detail.unwrap_or("That did not work.").to_owned())
        }
        Some(ToolResult { content, .. }) if name == "list_tasks" => (Glyph::List, listed(content)),
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
        let result = result.map(|(content, is_error)| ToolResult { content, is_error });
        told(&ToolCall { id: "c".into(), name: name.into(), arguments: "{}".into(), result }).1
    }

    #[test]
    fn says_what_was_done_to_which_task() {
        let content = json!({"task_id": 12, "status": "created", "title": "Buy milk"});
        assert_eq!(words("add_task", Some((content, false))), "Added “Buy milk” · #12");
        assert_eq!(words("delete_task", Some((json!({}), false))), "Deleted a task");
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
