//! Applies an edit to a task and to the sub-tasks that go with it.

use super::{Edit, What};
use crate::db::Scope;
use crate::error::PlanProblem;
use crate::id::TaskId;
use crate::tasks::server::plan::local_time;
use crate::tasks::server::{TaskError, repeat};
use crate::tasks::store::changes::{Pair, same};
use crate::tasks::{SUBTASKS_MAX, TASKS_MAX, Task, store};
use crate::timestamp::Timestamp;

/// What an edit did.
#[derive(Debug)]
pub(crate) struct Done {
    /// The task before it. `None` if the edit made it.
    pub(crate) before: Option<Task>,
    /// The task after it. `None` if the edit deleted it.
    pub(crate) after: Option<Task>,
    /// The sub-tasks that changed with their task.
    pub(crate) also: Vec<Pair>,
}

impl Done {
    /// The task after the edit, or as it was if the edit deleted it.
    pub(crate) fn into_task(self) -> Option<Task> {
        self.after.or(self.before)
    }

    /// Whether anything changed that people see.
    pub(crate) fn is_change(&self) -> bool {
        !self.also.is_empty()
            || match (&self.before, &self.after) {
                (Some(before), Some(after)) => !same(before, after),
                _ => true,
            }
    }
}

impl Edit<'_> {
    /// Applies the edit.
    pub(crate) async fn apply(&self, scope: &mut Scope, now: &Timestamp) -> Result<Done, TaskError> {
        let Some(id) = self.task() else { return self.add_to(scope, now).await };
        let before = store::locked(scope, id).await?.ok_or(TaskError::NotFound(id))?;
        let mut after = before.clone();
        match self.0 {
            What::Delete { .. } => {
                let subtasks = store::subtasks(scope, id).await?;
                store::delete(scope, id).await?;
                let also = subtasks.into_iter().map(|before| Pair { before, after: None }).collect();
                return Ok(Done { before: Some(before), after: None, also });
            }
            What::Update { title: None, description: None, completed: None, plan, .. } if plan.is_empty() => {
                return Ok(Done { after: Some(after), before: Some(before), also: Vec::new() });
            }
            What::Update { title, description, plan, .. } => {
                if let Some(title) = title {
                    after.title = title.to_owned();
                }
                if let Some(description) = description {
                    after.description = description.map(str::to_owned);
                }
                if !plan.is_empty() {
                    let zone = store::zone(scope).await?;
                    plan.apply(&mut after, &local_time(now, zone.as_deref()))?;
                    if after.parent_id != before.parent_id {
                        check_parent(scope, &after, Some(id)).await?;
                    }
                }
                after.updated_at = now.clone();
            }
            What::Rewrite { as_in, .. } => {
                after = Task {
                    id,
                    completed: before.completed,
                    completed_at: before.completed_at.clone(),
                    position: before.position,
                    created_at: before.created_at.clone(),
                    updated_at: now.clone(),
                    ..as_in.clone()
                };
                if same(&before, &after) {
                    return Ok(Done { after: Some(before.clone()), before: Some(before), also: Vec::new() });
                }
                if after.parent_id != before.parent_id {
                    check_parent(scope, &after, Some(id)).await?;
                }
            }
            What::Add { .. } | What::Complete { .. } | What::End { .. } | What::Toggle { .. } => {}
        }
        let completed = match self.0 {
            What::Complete { completed, .. } => Some(completed),
            What::End { .. } => Some(true),
            What::Toggle { .. } => Some(!before.completed),
            What::Update { completed, .. } => completed,
            _ => None,
        };
        let mut also = Vec::new();
        if let Some(completed) = completed.filter(|completed| *completed != before.completed) {
            let moves_on = !matches!(self.0, What::End { .. });
            also = complete(scope, &mut after, (completed, moves_on), now).await?;
        }
        if after != before {
            store::save(scope, &after).await?;
        }
        Ok(Done { before: Some(before), after: Some(after), also })
    }

    async fn add_to(&self, scope: &mut Scope, now: &Timestamp) -> Result<Done, TaskError> {
        let task = match self.0 {
            What::Add { title, description, plan } => {
                let mut task = Task {
                    description: description.map(str::to_owned),
                    ..Task::unnumbered(title.to_owned(), now)
                };
                if !plan.is_empty() {
                    let zone = store::zone(scope).await?;
                    plan.apply(&mut task, &local_time(now, zone.as_deref()))?;
                }
                task
            }
            What::Rewrite { as_in, .. } => Task { updated_at: now.clone(), ..as_in.clone() },
            _ => return Err(TaskError::NothingToChange),
        };
        check_parent(scope, &task, None).await?;
        let task = store::insert(scope, &task, TASKS_MAX).await?.ok_or(TaskError::TooMany)?;
        Ok(Done { before: None, after: Some(task), also: Vec::new() })
    }
}

/// Marks a task as done or not done, or moves it on if it repeats and may (`moves_on`). Sub-tasks are done with their task, and are to do again
/// when it moves on. Returns the sub-tasks that changed.
async fn complete(
    scope: &mut Scope,
    task: &mut Task,
    (completed, moves_on): (bool, bool),
    now: &Timestamp,
) -> Result<Vec<Pair>, TaskError> {
    let next = match task.repeat.is_some() && completed && moves_on {
        true => {
            let zone = store::zone(scope).await?;
            repeat::next(task, &local_time(now, zone.as_deref()))
        }
        false => None,
    };
    let done = completed && next.is_none();
    match next {
        Some(next) => *task = next,
        None => mark(task, completed, now),
    }
    task.updated_at = now.clone();
    let mut also = Vec::new();
    if completed {
        for before in store::subtasks(scope, task.id).await? {
            if before.completed != done {
                let mut after = before.clone();
                mark(&mut after, done, now);
                store::save(scope, &after).await?;
                also.push(Pair { before, after: Some(after) });
            }
        }
    }
    Ok(also)
}

fn mark(task: &mut Task, completed: bool, now: &Timestamp) {
    task.completed = completed;
    task.completed_at = completed.then(|| now.clone());
    task.updated_at = now.clone();
}

/// A parent is a task of the same person and no sub-task itself, and a task that has sub-tasks becomes none.
async fn check_parent(scope: &mut Scope, task: &Task, id: Option<TaskId>) -> Result<(), TaskError> {
    let Some(parent) = task.parent_id else { return Ok(()) };
    if id == Some(parent) {
        return Err(PlanProblem::ParentIsSubtask.into());
    }
    let found = store::locked(scope, parent).await?.ok_or(PlanProblem::NoParent)?;
    if found.parent_id.is_some() {
        return Err(PlanProblem::ParentIsSubtask.into());
    }
    if store::subtasks(scope, parent).await?.len() >= SUBTASKS_MAX {
        return Err(PlanProblem::TooManySubtasks { max: SUBTASKS_MAX }.into());
    }
    match id {
        Some(id) if !store::subtasks(scope, id).await?.is_empty() => Err(PlanProblem::HasSubtasks.into()),
        _ => Ok(()),
    }
}
