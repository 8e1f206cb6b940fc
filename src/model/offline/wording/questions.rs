//! The questions that the assistant asks.

use super::markdown::{escaped, excerpt};
use super::tasks::{candidates, named, numbered, verb};
use crate::model::offline::task::Task;
use crate::model::offline::understand::{Action, NewTask};

/// How many tasks a question lists before it only counts them.
const LISTED_MAX: usize = 10;

/// Which of these tasks is meant? `more` if there are more than are listed.
pub fn which(action: &Action, listed: &[Task], more: bool) -> String {
    let end =
        if more { "\n\nThere are more; say more of the title, or a number such as “#7”." } else { "" };
    format!("Which one do you want to {}?\n\n{}{end}", verb(action), candidates(listed))
}

/// The answer to [`which`] was not clear.
pub fn not_sure_which(tasks: &[Task]) -> String {
    let end = "Say a number such as “#7”, a piece of the title, or “cancel”.";
    format!("I am not sure which one you mean.\n\n{}\n\n{end}", candidates(tasks))
}

/// Does the figure mean the task with this number or the one at this place of the list?
pub fn number_or_place(numbered: &Task, figure: i64, placed: &Task) -> String {
    format!(
        "Do you mean task #{}, **{}**, or number {figure} of this list, **{}** (#{})? Say “#{}” or “#{}”.",
        numbered.id,
        escaped(&numbered.title),
        escaped(&placed.title),
        placed.id,
        numbered.id,
        placed.id
    )
}

/// No title fits well. Is one of these meant?
pub fn did_you_mean(said: &str, near: &[Task]) -> String {
    let sorry = format!("I found no task like “{}”.", excerpt(said, 80));
    match near {
        [] => format!("{sorry} Say “show my tasks” to see them all."),
        [task] => format!("{sorry} Did you mean {}? Say “yes” or “no”.", named(task)),
        _ => format!("{sorry} Did you mean one of these?\n\n{}", candidates(near)),
    }
}

/// Should these tasks really be deleted?
pub fn delete_these(tasks: &[Task]) -> String {
    let (first, more) = tasks.split_at(tasks.len().min(LISTED_MAX));
    let more = if more.is_empty() { String::new() } else { format!("\n\n... and {} more.", more.len()) };
    let which = match tasks.len() {
        1 => "Delete this task?".to_owned(),
        count => format!("Delete all {count} tasks?"),
    };
    format!("{which}\n\n{}{more}\n\nSay “yes” to delete, “no” to keep.", numbered(first, 1))
}

/// Should these tasks be added?
pub fn add_these(tasks: &[NewTask]) -> String {
    let titles: Vec<String> = tasks.iter().map(|task| format!("**{}**", escaped(&task.title))).collect();
    let what = match titles.as_slice() {
        [title] => format!("Shall I add {title} as a task?"),
        _ => format!("Shall I add these {} tasks?\n\n- {}", titles.len(), titles.join("\n- ")),
    };
    format!("{what}\n\nSay “yes” or “no”.")
}

/// Yes or no?
pub fn yes_or_no() -> String {
    "I am not sure what you mean. Please say “yes” or “no”.".to_owned()
}

/// What are the titles of the new tasks?
pub fn new_titles(several: bool) -> String {
    if several { "What are the tasks called?" } else { "What should the task be called?" }.to_owned()
}

/// What is the new title of this task?
pub fn new_title(task: &Task) -> String {
    format!("What should {} be called?", named(task))
}

/// What is the new description of this task?
pub fn new_description(task: &Task) -> String {
    format!("What should the description of {} be?", named(task))
}
