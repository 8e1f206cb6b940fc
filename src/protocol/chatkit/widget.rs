//! The list of tasks as a widget. Its buttons send the actions of `actions`. They carry `streaming: false`, so that the
//! component does not block them while a reply streams (openai-chatkit 1.6.2).

use super::id::{ItemId, Kind};
use crate::chat::{ChangeState, ToolCall};
use crate::id::{MessageId, TaskId};
use crate::repeat::Repeat;
use crate::tasks::Task;
use crate::tasks::tool_name::DELETE_TASK;
use serde_json::{Value, json};

/// Most tasks in the widget.
const SHOWN: usize = 50;

/// The widget, and the text that is copied of it. It shows the tasks of now, and offers to undo the newest change of the
/// reply that still stands.
pub(super) fn task_list<'a>(
    tasks: &[Task],
    reply: MessageId,
    calls: impl DoubleEndedIterator<Item = (u32, &'a ToolCall)>,
) -> (Value, String) {
    let open = tasks.iter().filter(|task| !task.completed).count();
    let mut rows: Vec<Value> = tasks.iter().take(SHOWN).map(row).collect();
    if tasks.is_empty() {
        rows.push(line("empty", "You have no tasks."));
    }
    if let Some(more) = tasks.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        rows.push(line("more", &format!("And {more} more. Docket's own page shows all of them.")));
    }
    if let Some((number, call)) = calls.rev().find(|(_, call)| can_be_undone(call, tasks)) {
        rows.push(undo(ItemId::new(reply, Kind::Call(number)), call));
    }
    let status = match tasks.len() {
        0 => "Tasks".to_owned(),
        all => format!("Tasks: {open} to do, {} done", all - open),
    };
    let widget = json!({
        "type": "ListView",
        "key": "tasks",
        "status": { "text": status, "icon": "check-circle" },
        "children": rows,
    });
    (widget, tasks.iter().map(in_markdown).collect())
}

/// Whether a call changed a task that is still there, or deleted one that is still gone.
fn can_be_undone(call: &ToolCall, tasks: &[Task]) -> bool {
    let Some(result) = call.result.as_ref().filter(|result| result.change == Some(ChangeState::Done)) else {
        return false;
    };
    let id = result.content.get("task_id").and_then(Value::as_i64).map(TaskId::new);
    let is_there = tasks.iter().any(|task| Some(task.id) == id);
    is_there != (call.name == DELETE_TASK)
}

fn row(task: &Task) -> Value {
    let (id, done) = (task.id, task.completed);
    let tick = if done { "task.reopen" } else { "task.complete" };
    let mut text = json!({ "type": "Text", "value": task.title, "lineThrough": done });
    if done {
        text["color"] = json!("secondary");
    }
    let plan = plan(task).map(|plan| {
        json!({ "type": "Text", "key": format!("task-{id}-plan"), "value": plan, "size": "sm", "color": "secondary" })
    });
    let mut row = json!({
        "type": "ListViewItem",
        "key": format!("task-{id}"),
        "gap": 3,
        "align": "center",
        "children": [
            {
                "type": "Checkbox",
                // A new key makes the component draw the box again, with its new state.
                "key": format!("task-{id}-{done}"),
                "name": format!("task-{id}"),
                "defaultChecked": done,
                "onChangeAction": action(tick, &json!({ "task_id": id })),
            },
            text,
            { "type": "Spacer" },
            {
                "type": "Button",
                "label": "Delete",
                "size": "sm",
                "variant": "ghost",
                "color": "secondary",
                "onClickAction": action("task.delete", &json!({ "task_id": id })),
            },
        ],
    });
    // After the title.
    if let (Some(plan), Some(parts)) = (plan, row["children"].as_array_mut()) {
        parts.insert(2, plan);
    }
    row
}

/// What a task has besides its texts, in one line. The year is told, because nobody knows when the line is read.
fn plan(task: &Task) -> Option<String> {
    let due = task.due.as_ref().map(|due| due.in_words(""));
    let repeat = task.repeat.as_ref().map(|rule| Repeat::in_words_of(rule));
    let priority = task.priority.map(|priority| format!("p{priority}"));
    let list = task.list.as_ref().map(|list| format!("#{list}"));
    let tags = task.tags.iter().map(|tag| format!("@{tag}"));
    let parts: Vec<String> = [due, repeat, priority, list].into_iter().flatten().chain(tags).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn line(key: &str, text: &str) -> Value {
    json!({
        "type": "ListViewItem",
        "key": key,
        "children": [{ "type": "Text", "value": text, "color": "secondary" }],
    })
}

fn undo(call: ItemId, made: &ToolCall) -> Value {
    let (_, what) = super::words::done(made);
    json!({
        "type": "ListViewItem",
        "key": "undo",
        "align": "center",
        "children": [
            { "type": "Text", "value": what, "color": "secondary", "truncate": true },
            { "type": "Spacer" },
            {
                "type": "Button",
                "label": "Undo",
                "size": "sm",
                "variant": "outline",
                "color": "secondary",
                "onClickAction": action("task.undo", &json!({ "call": call })),
            },
        ],
    })
}

fn action(name: &str, payload: &Value) -> Value {
    json!({ "type": name, "payload": payload, "handler": "server", "loadingBehavior": "auto", "streaming": false })
}

fn in_markdown(task: &Task) -> String {
    let plan = plan(task).map(|plan| format!(" ({plan})")).unwrap_or_default();
    format!("- [{}] {}{plan}\n", if task.completed { "x" } else { " " }, task.title)
}
