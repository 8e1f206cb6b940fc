//! The questions that the assistant asks.

use super::markdown::{escaped, excerpt};
use super::plans::plan;
use super::tasks::{candidates, named, numbered, verb};
use crate::model::offline::reading::{Reading, Unclear};
use crate::model::offline::task::Task;
use crate::model::offline::understand::{Action, Planning};

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
pub fn confirm(action: &Action, tasks: &[Task], today: &str) -> String {
    let what = match action {
        Action::Delete => delete_these(tasks, today),
        Action::Complete => asked("Mark", tasks, " as complete", today),
        Action::Reopen => asked("Reopen", tasks, "", today),
        Action::Update { title: Some(title), .. } => {
            asked("Rename", tasks, &format!(" to **{}**", escaped(title)), today)
        }
        Action::Plan(Planning::Move(when)) => {
            asked("Move", tasks, &format!(" to {}", excerpt(when, 80)), today)
        }
        _ => asked("Change", tasks, "", today),
    };
    format!("{what}\n\nSay “yes” or “no”.")
}

fn asked(verb: &str, tasks: &[Task], tail: &str, today: &str) -> String {
    match tasks {
        [task] => format!("{verb} {}{tail}?", named(task)),
        _ => format!("{verb} all {} tasks{tail}?\n\n{}", tasks.len(), listed(tasks, today)),
    }
}

fn delete_these(tasks: &[Task], today: &str) -> String {
    match tasks {
        [_] => format!("Delete this task?\n\n{}", listed(tasks, today)),
        _ => format!("Delete all {} tasks?\n\n{}", tasks.len(), listed(tasks, today)),
    }
}

fn listed(tasks: &[Task], today: &str) -> String {
    let (first, more) = tasks.split_at(tasks.len().min(LISTED_MAX));
    let more = if more.is_empty() { String::new() } else { format!("\n\n... and {} more.", more.len()) };
    format!("{}{more}", numbered(first, 1, today))
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
pub fn add_these(tasks: &[Reading], today: &str) -> String {
    let title = |task: &Reading| {
        let done = if task.completed { " (done)" } else { "" };
        format!("{}{done}", read(task, today))
    };
    let titles: Vec<String> = tasks.iter().map(title).collect();
    let what = match titles.as_slice() {
        [title] => format!("Shall I add {title} as a task?"),
        _ => format!("Shall I add these {} tasks?\n\n- {}", titles.len(), titles.join("\n- ")),
    };
    format!("{what}\n\nSay “yes” or “no”.")
}

/// A new task as it was read.
fn read(task: &Reading, today: &str) -> String {
    format!("**{}**{}", escaped(&task.title), plan(&task.plan, today))
}

/// Which reading of a new task is right?
pub fn which_reading(unclear: &Unclear, today: &str) -> String {
    let words = excerpt(&unclear.words, 80);
    let kept = read(&unclear.kept, today);
    let kind = match unclear.words.chars().next() {
        Some('#') => "list",
        Some('@') => "tag",
        Some('p' | '!') if unclear.words.len() < 4 => "priority",
        _ => "date",
    };
    match unclear.dated.as_slice() {
        [] => format!(
            "I do not know when “{words}” is. Shall I add {kept} without it? Say “yes” or “no”, or say the date."
        ),
        [dated] => format!(
            "Is “{words}” {}, or part of the title?\n\n1. {}\n2. {kept}\n\nSay “{}” or “title”.",
            if kind == "tag" { "a tag".to_owned() } else { format!("the {kind}") },
            read(dated, today),
            kind
        ),
        several => {
            let lines: Vec<String> = several
                .iter()
                .chain([&unclear.kept])
                .enumerate()
                .map(|(index, task)| format!("{}. {}", index + 1, read(task, today)))
                .collect();
            format!("What does “{words}” mean?\n\n{}\n\nSay a number, or the date.", lines.join("\n"))
        }
    }
}

/// The words are no clear date.
pub fn unclear_date(words: &str) -> String {
    format!("I am not sure when “{}” is, so I changed nothing. When should it be due?", excerpt(words, 80))
}

/// When should these tasks be due?
pub fn when(tasks: &[Task]) -> String {
    match tasks {
        [task] => format!("When should {} be due?", named(task)),
        _ => format!("When should these {} tasks be due?", tasks.len()),
    }
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
