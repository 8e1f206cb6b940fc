//! Finds the tasks of "everything except the rent". If an exception is not clear, nothing is done.

use super::matching::{best_matches, is_certain};
use super::reply::Reply;
use super::tools::Halt;
use crate::model::offline::task::Task;
use crate::model::offline::understand::{Action, Fit, Target};
use crate::model::offline::wording::{lists, questions};

impl Reply<'_> {
    /// The tasks of a target without the exceptions.
    pub fn except(&mut self, action: &Action, all: &Target, but: &[Target]) -> Result<Vec<Task>, Halt> {
        let tasks = self.tasks()?;
        let Some(left) = self.left_out(&tasks, but) else {
            return Ok(Vec::new());
        };
        let mut found = self.find(action, all)?;
        let some = !found.is_empty();
        found.retain(|task| left.iter().all(|other| other.id != task.id));
        if some && found.is_empty() {
            self.say(lists::nothing_else_to(action));
        }
        Ok(found)
    }

    /// The excepted tasks among these. If they are not clear, the reply says so.
    pub fn left_out(&mut self, tasks: &[Task], but: &[Target]) -> Option<Vec<Task>> {
        let found: Option<Vec<Vec<Task>>> = but.iter().map(|target| excepted(target, tasks)).collect();
        let found = found.map(|found| found.concat()).filter(|found| !found.is_empty());
        if found.is_none() {
            self.say(questions::which_exception());
        }
        found
    }
}

/// The tasks that an exception certainly means.
fn excepted(target: &Target, tasks: &[Task]) -> Option<Vec<Task>> {
    match target {
        Target::Ids { ids, .. } => {
            let found: Vec<Task> = tasks.iter().filter(|task| ids.contains(&task.id)).cloned().collect();
            (found.len() == ids.len()).then_some(found)
        }
        Target::Title(said) => {
            // All tasks count, whether they are done or not.
            let (found, fit) = best_matches(&Action::Retitle, said, tasks);
            (fit >= Some(Fit::Contains) && is_certain(&Action::Delete, said, &found)).then_some(found)
        }
        _ => None,
    }
}
