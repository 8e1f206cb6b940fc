//! What earlier turns leave behind: what "it" and "the second one" mean, and the question that is open.

use super::history::Turn;
use crate::model::offline::reading::Unclear;
use crate::model::offline::task::Task;
use crate::model::offline::understand::{Action, NewTask};

/// What earlier turns leave behind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// The tasks spoken of last, which "it" and "both" mean.
    pub focus: Vec<Task>,
    /// The list shown last, which "the second one" refers to.
    pub shown: Vec<Task>,
    /// The question that is still open.
    pub question: Option<Question>,
    /// What the last turn did to tasks. A correction refers to it.
    pub did: Option<Action>,
    /// Whether the last turn added one task and did nothing else.
    pub added: bool,
}

/// A question of the assistant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Which of these tasks should the action apply to?
    Which(Action, Vec<Task>),
    /// Should the action really apply to these tasks?
    Confirm(Action, Vec<Task>),
    /// Should the last change be undone?
    Undo,
    /// Should these tasks be added?
    Add(Vec<NewTask>),
    /// Which readings of the new tasks are right?
    Reading(Vec<Unclear>),
    /// When should these tasks be due?
    When(Vec<Task>),
    /// What are the titles of the new tasks?
    Name {
        /// Whether there are several.
        several: bool,
    },
    /// What is the new title of this task?
    Title(Task),
    /// What is the new description of this task?
    Description(Task),
}

impl Memory {
    /// The memory after a turn of another model, or a turn that broke off. Only the calls say what happened: the tasks
    /// they changed, and the list they showed.
    pub fn after_calls(&self, turn: &Turn) -> Self {
        let results =
            || turn.calls.iter().filter_map(|call| Some((call.name.as_str(), call.result.as_ref().ok()?)));
        let touched: Vec<Task> = results()
            .filter(|(name, _)| *name != "list_tasks")
            .filter_map(|(_, content)| Task::read(content))
            .collect();
        let listed =
            results().rfind(|(name, _)| *name == "list_tasks").map(|(_, content)| Task::read_all(content));
        let shown = listed
            .map(|tasks| as_written(&turn.text, &tasks).unwrap_or(tasks))
            .filter(|tasks| !tasks.is_empty());
        let focus = match (&shown, touched.is_empty()) {
            (_, false) => touched,
            (Some(shown), true) => shown.clone(),
            (None, true) => self.focus.clone(),
        };
        Self {
            focus,
            shown: shown.unwrap_or_else(|| self.shown.clone()),
            question: None,
            did: None,
            added: false,
        }
    }
}

/// The listed tasks in the order of the text, if the text names their numbers line by line.
fn as_written(text: &str, tasks: &[Task]) -> Option<Vec<Task>> {
    let named = |line: &str| {
        let digits = |part: &str| part.chars().take_while(char::is_ascii_digit).collect::<String>();
        let id: i64 = line.split('#').skip(1).find_map(|part| digits(part).parse().ok())?;
        tasks.iter().find(|task| task.id == id).cloned()
    };
    let written: Vec<Task> = text.lines().filter_map(named).collect();
    (!written.is_empty()).then_some(written)
}
