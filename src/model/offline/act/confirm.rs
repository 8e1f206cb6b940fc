//! Asks before it acts, and takes "yes, except the rent" as an answer.

use super::memory::Question;
use super::reply::Reply;
use super::tools::Halt;
use crate::model::offline::task::Task;
use crate::model::offline::understand::{Action, Target};
use crate::model::offline::wording::questions;

impl Reply<'_> {
    /// Asks whether the action should really apply to these tasks.
    pub fn confirm(&mut self, action: &Action, tasks: Vec<Task>) {
        let text = questions::confirm(action, &tasks, &self.today());
        self.ask(Question::Confirm(action.clone(), tasks), text);
    }

    /// Performs a confirmed action on some of the tasks.
    pub fn confirmed_except(
        &mut self,
        action: &Action,
        tasks: &[Task],
        exceptions: &[Target],
    ) -> Result<(), Halt> {
        let Some(left) = self.left_out(tasks, exceptions) else {
            return Ok(());
        };
        let found: Vec<Task> =
            tasks.iter().filter(|task| left.iter().all(|other| other.id != task.id)).cloned().collect();
        self.perform(action, &found, false)
    }
}
