//! Lists, counts and details of tasks.

use super::markdown::escaped;
use super::plans::plan;
use super::tasks::{amount, named, numbered, verb};
use crate::model::offline::task::{Partial, Task};
use crate::model::offline::understand::{Action, Filter};

/// A list of tasks. The pending ones come first.
pub fn list(tasks: &[Task], filter: Filter, today: &str) -> String {
    let pending = tasks.iter().take_while(|task| !task.completed).count();
    let (todo, done) = tasks.split_at(pending);
    match (filter, todo.is_empty(), done.is_empty()) {
        (Filter::All, true, true) => {
            "You have no tasks yet. Say, for example, “Add a task to buy milk”.".to_owned()
        }
        (Filter::Pending, true, true) => "Nothing is pending: you have no open tasks.".to_owned(),
        (Filter::Completed, true, true) => "You have not completed any tasks yet.".to_owned(),
        (Filter::All, false, false) => format!(
            "You have {}: {} pending, {} done.\n\nPending:\n\n{}\n\nDone:\n\n{}",
            amount(tasks.len(), Filter::All),
            todo.len(),
            done.len(),
            numbered(todo, 1, today),
            numbered(done, pending + 1, today)
        ),
        (_, false, _) => {
            format!("You have {}:\n\n{}", amount(todo.len(), Filter::Pending), numbered(tasks, 1, today))
        }
        (_, true, false) => {
            format!("You have {}:\n\n{}", amount(done.len(), Filter::Completed), numbered(tasks, 1, today))
        }
    }
}

/// The list holds the newest tasks alone.
pub fn only_newest(list: &Partial) -> String {
    let all = amount(list.count, list.filter);
    format!("Of your {all} I looked at the newest {}.", list.listed)
}

/// The newest tasks, when there are too many for one list. The pending ones come first.
pub fn newest(tasks: &[Task], today: &str) -> String {
    let pending = tasks.iter().take_while(|task| !task.completed).count();
    let (todo, done) = tasks.split_at(pending);
    let part = |title, tasks: &[Task], first| format!("{title}:\n\n{}", numbered(tasks, first, today));
    match (todo, done) {
        (todo, []) => part("Pending", todo, 1),
        ([], done) => part("Done", done, 1),
        (todo, done) => [part("Pending", todo, 1), part("Done", done, pending + 1)].join("\n\n"),
    }
}

/// The task is not among the newest.
pub fn not_among(id: i64) -> String {
    format!("Task #{id} is not among these. There may be such an older one.")
}

/// How many tasks there are. `partial` if these are the newest alone.
pub fn count(tasks: &[Task], filter: Filter, partial: Option<&Partial>) -> String {
    let done = tasks.iter().filter(|task| task.completed).count();
    match filter {
        Filter::All if partial.is_some() => {
            format!("Of these, {} are pending and {done} are done.", tasks.len() - done)
        }
        Filter::All if tasks.is_empty() => "You have no tasks yet.".to_owned(),
        Filter::All => {
            format!(
                "You have {}: {} pending and {done} done.",
                amount(tasks.len(), filter),
                tasks.len() - done
            )
        }
        _ => format!("You have {}.", amount(partial.map_or(tasks.len(), |list| list.count), filter)),
    }
}

/// One task with its state and its description.
pub fn details(task: &Task, today: &str) -> String {
    let state = if task.completed { "done" } else { "pending" };
    let text = task.description.as_deref().map(|text| format!("\n\n{}", escaped(text)));
    let planned = plan(&task.plan, today);
    format!("{} is {state}{planned}.{}", named(task), text.unwrap_or_default())
}

/// There are no tasks.
pub fn no_tasks() -> String {
    "You have no tasks yet.".to_owned()
}

/// There are no tasks for this action.
pub fn no_tasks_to(action: &Action) -> String {
    format!("You have no tasks to {}.", verb(action))
}

/// There are no tasks of this kind for the action.
pub fn nothing_to(action: &Action, filter: Filter) -> String {
    let kind = amount(2, filter).replace("2 ", "");
    format!("You have no {kind}, so there is nothing to {}.", verb(action))
}

/// Nothing is left after the exceptions.
pub fn nothing_else_to(action: &Action) -> String {
    format!("Without that, there is nothing to {}.", verb(action))
}

/// The list is shorter than the person thinks.
pub fn only(count: usize) -> String {
    format!("The list has only {}.", amount(count, Filter::All))
}
