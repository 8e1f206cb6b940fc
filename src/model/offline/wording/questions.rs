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

/// Should the action really apply to these tasks?
pub fn confirm(action: &Action, tasks: &[Task]) -> String {
    let what = match action {
        Action::Delete => delete_these(tasks),
        Action::Complete => asked("Mark", tasks, " as complete"),
        Action::Reopen => asked("Reopen", tasks, ""),
        Action::Update { title: Some(title), .. } => {
            asked("Rename", tasks, &format!(" to **{}**", escaped(title)))
        }
        _ => asked("Change", tasks, ""),
    };
    format!("{what}\n\nSay “yes” or “no”.")
}

fn asked(verb: &str, tasks: &[Task], tail: &str) -> String {
    match tasks {
        [task] => format!("{verb} {}{tail}?", named(task)),
        _ => format!("{verb} all {} tasks{tail}?\n\n{}", tasks.len(), listed(tasks)),
    }
}

fn delete_these(tasks: &[Task]) -> String {
    match tasks {
        [_] => format!("Delete this task?\n\n{}", listed(tasks)),
        _ => format!("Delete all {} tasks?\n\n{}", tasks.len(), listed(tasks)),
    }
}

fn listed(tasks: &[Task]) -> String {
    let (first, more) = tasks.split_at(tasks.len().min(LISTED_MAX));
    let more = if more.is_empty() { String::new() } else { format!("\n\n... and {} more.", more.len()) };
    format!("{}{more}", numbered(first, 1))
}

/// Should the last change be undone?
pub fn undo() -> String {
    "Shall I undo my last change? Say “yes” or “no”.".to_owned()
}

/// It is not clear what an exception means.
pub fn which_exception() -> String {
    "I do not know which task to leave out, so I changed nothing. Say it with a number, such as “everything except #7”."
        .to_owned()
}

/// The person named a task and perhaps gave an order.
pub fn what_to_do() -> String {
    "Say “mark it as done” or “delete it” if you mean that.".to_owned()
}

/// Should these tasks be added?
pub fn add_these(tasks: &[NewTask]) -> String {
    let title = |task: &NewTask| {
        format!("**{}**{}", escaped(&task.title), if task.completed { " (done)" } else { "" })
    };
    let titles: Vec<String> = tasks.iter().map(title).collect();
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
