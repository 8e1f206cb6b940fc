//! What a turn leaves behind that another model led, or that was broken off: only what its calls say.

use super::history::{Task, Turn};
use super::respond::Memory;

/// The tasks its calls touched, and the list it showed.
pub(super) fn from_facts(memory: &Memory, turn: &Turn) -> Memory {
    let answers =
        || turn.calls.iter().filter_map(|call| Some((call.name.as_str(), call.answer.as_ref().ok()?)));
    let touched: Vec<Task> = answers()
        .filter(|(name, _)| *name != "list_tasks")
        .filter_map(|(_, content)| Task::read(content))
        .collect();
    let listed =
        answers().rfind(|(name, _)| *name == "list_tasks").map(|(_, content)| Task::read_all(content));
    let shown =
        listed.map(|tasks| as_written(&turn.text, &tasks).unwrap_or(tasks)).filter(|tasks| !tasks.is_empty());
    let focus = match (&shown, touched.is_empty()) {
        (_, false) => touched,
        (Some(shown), true) => shown.clone(),
        (None, true) => memory.focus.clone(),
    };
    Memory { focus, shown: shown.unwrap_or_else(|| memory.shown.clone()), question: None }
}

/// The listed tasks in the order in which the text names their numbers, if it names them line by line.
fn as_written(text: &str, tasks: &[Task]) -> Option<Vec<Task>> {
    let named = |line: &str| {
        let digits = |part: &str| part.chars().take_while(char::is_ascii_digit).collect::<String>();
        let id: i64 = line.split('#').skip(1).find_map(|part| digits(part).parse().ok())?;
        tasks.iter().find(|task| task.id == id).cloned()
    };
    let written: Vec<Task> = text.lines().filter_map(named).collect();
    (!written.is_empty()).then_some(written)
}
