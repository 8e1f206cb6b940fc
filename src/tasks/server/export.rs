//! What goes into files of tasks.

use super::{TaskError, Tasks};
use crate::id::{TaskId, UserId};
use crate::tasks::Task;
use crate::tasks::store::export as store;
use std::collections::{BTreeSet, HashMap};

impl Tasks {
    /// The numbers of a person's tasks that are no sub-tasks, by list and there in the person's order.
    pub async fn order(&self, user: &UserId) -> Result<Vec<TaskId>, TaskError> {
        Ok(store::order(&mut self.db.read_as(user).await?).await?)
    }

    /// These tasks in this order, each before its sub-tasks. Those that are gone are left out.
    pub async fn in_order(&self, user: &UserId, ids: &[TaskId]) -> Result<Vec<Task>, TaskError> {
        let all = store::with_subtasks(&mut self.db.read_as(user).await?, ids).await?;
        let mut tops = HashMap::new();
        let mut below: HashMap<TaskId, Vec<Task>> = HashMap::new();
        for task in all {
            match task.parent_id {
                Some(parent) => below.entry(parent).or_default().push(task),
                None => _ = tops.insert(task.id, task),
            }
        }
        let mut tasks = Vec::new();
        for id in ids {
            if let Some(task) = tops.remove(id) {
                tasks.push(task);
                tasks.extend(below.remove(id).unwrap_or_default());
            }
        }
        Ok(tasks)
    }

    /// The zones by whose clocks a person's tasks repeat.
    pub async fn zones_of_repeated(&self, user: &UserId) -> Result<BTreeSet<String>, TaskError> {
        let zones = store::zones(&mut self.db.read_as(user).await?).await?;
        Ok(zones.into_iter().filter(|zone| zone != "UTC").collect())
    }

    /// A person's tasks to do, those that are due first before the others: at most `limit`.
    pub async fn open(&self, user: &UserId, limit: usize) -> Result<Vec<Task>, TaskError> {
        Ok(store::open(&mut self.db.read_as(user).await?, limit).await?)
    }
}
