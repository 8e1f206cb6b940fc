//! The wording of the answers, in Markdown.

use super::history::{Refusal, Task};
use super::intent::{Action, Filter, Talk};

/// What the assistant can do, as examples.
const EXAMPLES: &str = "\
- “Add a task to buy groceries”, “Remind me to pay the bills”\n\
- “Show me all my tasks”, “What's pending?”, “What have I completed?”\n\
- “Mark task 3 as complete”, “I finished buy groceries”\n\
- “Change task 1 to 'Call mom tonight'”, “Delete the meeting task”, “Undo that”";

/// Text of people, safe within Markdown and on one line.
pub(super) fn escaped(text: &str) -> String {
    let line = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let mut safe = String::new();
    for c in line.collect::<Vec<_>>().join(" ").chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' | '|' | '&' | '#' | '!' | '$') {
            safe.push('\\');
        }
        safe.push(c);
    }
    safe
}

/// Words of the person, to be repeated to them: at most so many characters.
fn excerpt(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", escaped(&text[..end])),
        None => escaped(text),
    }
}

/// A task: "**Buy milk** (#3)".
pub(super) fn named(task: &Task) -> String {
    if task.title.is_empty() {
        format!("task #{}", task.id)
    } else {
        format!("**{}** (#{})", escaped(&task.title), task.id)
    }
}

/// A numbered list that begins at `first`.
pub(super) fn numbered(tasks: &[Task], first: usize) -> String {
    let line = |(index, task): (usize, &Task)| {
        let note =
            task.description.as_deref().map(|text| format!(": {}", excerpt(text, 120))).unwrap_or_default();
        format!("{}. {}{note}", first + index, named(task))
    };
    tasks.iter().enumerate().map(line).collect::<Vec<_>>().join("\n")
}

/// The candidates of a question. They show what sets them apart.
pub(super) fn candidates(tasks: &[Task]) -> String {
    let line = |(index, task): (usize, &Task)| {
        let done = if task.completed { ", done" } else { "" };
        format!("{}. #{} **{}**{done}", index + 1, task.id, escaped(&task.title))
    };
    tasks.iter().enumerate().map(line).collect::<Vec<_>>().join("\n")
}

/// "1 task", "3 pending tasks".
pub(super) fn amount(count: usize, filter: Filter) -> String {
    let kind = match filter {
        Filter::All => "",
        Filter::Pending => "pending ",
        Filter::Completed => "completed ",
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {kind}task{plural}")
}

/// A list of tasks, pending before done as they are given.
pub(super) fn list(tasks: &[Task], filter: Filter) -> String {
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
            numbered(todo, 1),
            numbered(done, pending + 1)
        ),
        (_, false, _) => {
            format!("You have {}:\n\n{}", amount(todo.len(), Filter::Pending), numbered(tasks, 1))
        }
        (_, true, false) => {
            format!("You have {}:\n\n{}", amount(done.len(), Filter::Completed), numbered(tasks, 1))
        }
    }
}

/// How many tasks there are.
pub(super) fn count(tasks: &[Task], filter: Filter) -> String {
    let done = tasks.iter().filter(|task| task.completed).count();
    match filter {
        Filter::All if tasks.is_empty() => "You have no tasks yet.".to_owned(),
        Filter::All => {
            format!(
                "You have {}: {} pending and {done} done.",
                amount(tasks.len(), filter),
                tasks.len() - done
            )
        }
        _ => format!("You have {}.", amount(tasks.len(), filter)),
    }
}

/// What was done, with title and number.
pub(super) fn did(action: &Action, tasks: &[Task]) -> String {
    let many = |verb: &str, tail: &str| {
        format!("{verb} {}{tail}:\n\n{}", amount(tasks.len(), Filter::All), numbered(tasks, 1))
    };
    match (action, tasks) {
        (Action::Complete, [task]) => format!("Marked {} as complete.", named(task)),
        (Action::Complete, _) => many("Marked", " as complete"),
        (Action::Delete, [task]) => format!("Deleted {}.", named(task)),
        (Action::Delete, _) => many("Deleted", ""),
        (Action::Change { title: Some(_), description }, [task]) => {
            let also = if description.is_some() { " and updated its description" } else { "" };
            format!("Renamed task #{} to **{}**{also}.", task.id, escaped(&task.title))
        }
        (Action::Change { description: Some(text), .. }, [task]) if text.is_empty() => {
            format!("Removed the description of {}.", named(task))
        }
        (Action::Change { .. }, [task]) => format!("Updated the description of {}.", named(task)),
        _ => many("Updated", ""),
    }
}

/// What was added.
pub(super) fn added(tasks: &[Task]) -> String {
    match tasks {
        [task] => format!("Added **{}** as task #{}.", escaped(&task.title), task.id),
        _ => format!("Added {}:\n\n{}", amount(tasks.len(), Filter::All), numbered(tasks, 1)),
    }
}

/// What could not be done with a task, and why.
pub(super) fn refused(task: &Task, refusal: &Refusal) -> String {
    if refusal.is_missing() {
        format!("There is no task #{}.", task.id)
    } else {
        format!("That did not work for {}: {}", named(task), escaped(&refusal.detail))
    }
}

/// What could not be done at all.
pub(super) fn failed(what: &str, refusal: &Refusal) -> String {
    format!("{what}: {}", escaped(&refusal.detail))
}

/// That no task is called so.
pub(super) fn not_found(said: &str) -> String {
    format!("I found no task like “{}”.", excerpt(said, 80))
}

/// The verb of an action, for questions.
pub(super) fn verb(action: &Action) -> &'static str {
    match action {
        Action::Complete => "mark as complete",
        Action::Delete => "delete",
        Action::Reopen => "reopen",
        Action::Look => "see",
        Action::Change { title: Some(_), .. } | Action::Retitle => "rename",
        Action::Change { .. } | Action::Describe => "describe",
    }
}

/// An answer to talk.
pub(super) fn talk(talk: Talk) -> String {
    match talk {
        Talk::Greeting => {
            format!("Hello! I am Docket's built-in assistant. You can say things like:\n\n{EXAMPLES}")
        }
        Talk::Thanks => "You're welcome!".to_owned(),
        Talk::Farewell => "Goodbye! Your tasks will be here when you come back.".to_owned(),
        Talk::Help => format!(
            "I am Docket's built-in assistant. I add, list, complete, rename, describe and delete your \
             tasks. You can say things like:\n\n{EXAMPLES}"
        ),
        Talk::Identity => format!(
            "I am Docket's built-in assistant. I work without an AI key or any other service: I am no \
             language model, I understand plain English sentences about your tasks, such as:\n\n{EXAMPLES}"
        ),
        Talk::Yes => {
            "All right, but I have nothing to confirm right now. What shall I do with your tasks?".to_owned()
        }
        Talk::No => "All right, I changed nothing.".to_owned(),
    }
}

/// That there is no tool to reopen a task.
pub(super) fn cannot_reopen(tasks: &[Task]) -> String {
    let names: Vec<String> = tasks.iter().map(named).collect();
    let which = if names.is_empty() { "it".to_owned() } else { names.join(" and ") };
    format!("I cannot reopen a task from the chat. You can untick {which} in the list beside the chat.")
}

/// That something was not understood, alone or after other things that were.
pub(super) fn unknown(said: &str, alone: bool) -> String {
    let said = excerpt(said, 80);
    if !alone {
        return format!("I did not understand “{said}”.");
    }
    format!(
        "Sorry, I did not understand that. I am Docket's built-in assistant and only know about your tasks. \
         Try something like:\n\n{EXAMPLES}"
    )
}

/// That a question is about something else than tasks.
pub(super) fn off_topic() -> String {
    format!(
        "I did not understand that as something about your tasks, and I cannot answer other questions: I am \
         Docket's built-in assistant. Try something like:\n\n{EXAMPLES}"
    )
}

/// That only English is understood.
pub(super) fn foreign() -> String {
    "I am sorry: Docket's built-in assistant understands English only. If whoever runs this Docket connects \
     an AI model, you can write in your own language. In English you can say, for example, “Add a task to \
     buy milk” or “Show me all my tasks”."
        .to_owned()
}

/// That nothing was said.
pub(super) fn silence() -> String {
    format!("You said nothing yet. Try something like:\n\n{EXAMPLES}")
}

/// That too much was said.
pub(super) fn too_long() -> String {
    "That is more than Docket's built-in assistant can read at once. Please say it in short sentences."
        .to_owned()
}
