//! Reopens tasks that are done, and answers "I did not call mom".

use super::reply::Reply;
use super::tools::Halt;
use crate::model::offline::task::Task;
use crate::model::offline::understand::Action;
use crate::model::offline::wording::changes;

impl Reply<'_> {
    /// Reopens the tasks that are done. After a denial ("I did not call mom") it asks first.
    pub fn reopen(&mut self, action: &Action, wanted: &[Task]) -> Result<(), Halt> {
        let tasks = self.tasks()?;
        let mut done = Vec::new();
        for task in wanted {
            match tasks.iter().find(|other| other.id == task.id) {
                Some(task) if task.completed => done.push(task.clone()),
                Some(task) => {
                    self.say(changes::still_pending(task));
                    self.remember_tasks(vec![task.clone()]);
                }
                // It may be an older one than those that were listed.
                None if self.tools.partial.is_some() => done.push(task.clone()),
                None => self.say(changes::missing(task.id)),
            }
        }
        match (action, done.is_empty()) {
            (_, true) => Ok(()),
            (Action::Deny, false) => {
                self.confirm(&Action::Reopen, done);
                Ok(())
            }
            (_, false) => self.perform_on(&Action::Reopen, &done, false),
        }
    }
}
