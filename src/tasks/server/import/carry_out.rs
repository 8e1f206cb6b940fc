//! Makes tasks of a file.

use super::{AT_ONCE, Fitted, known};
use crate::db::Scope;
use crate::id::{TaskId, UserId};
use crate::tasks::server::plan::read_list;
use crate::tasks::server::{TaskError, Tasks};
use crate::tasks::store::imports::{self as store, Known};
use crate::tasks::{TASKS_MAX, Task, store as tasks};
use crate::timestamp::Timestamp;

/// What a person wants of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportChoice {
    /// Also the tasks that are done.
    pub done: bool,
    /// Also the tasks that are there already.
    pub known: bool,
    /// The list for all of them. An empty name leaves each in its own.
    pub list: String,
}

impl Tasks {
    /// Makes tasks of a file, and tells how many. A file becomes tasks once: asking again changes nothing and tells the same.
    ///
    /// # Errors
    /// [`TaskError::NoImport`] if the file is not there, or no longer; [`TaskError::NoRoom`]; [`TaskError::NothingToImport`]; if the name
    /// of the list is not acceptable.
    pub async fn import_file(&self, user: &UserId, id: i64, choice: &ImportChoice) -> Result<i64, TaskError> {
        let list = read_list(&Some(choice.list.clone()))?;
        let record = store::record(&mut self.db.read_as(user).await?, id).await?;
        let record = record.ok_or(TaskError::NoImport)?;
        if let Some(done) = record.tasks {
            return Ok(done);
        }
        let content = match self.waiting(user, &record).await {
            Ok((content, _)) => content,
            // The same request came twice, and the other one has just imported the file.
            Err(TaskError::NoImport) => return self.imported(user, id).await,
            Err(error) => return Err(error),
        };
        let mut all = content.tasks;
        let now = self.clock.now();
        for fitted in &mut all {
            fitted.task.updated_at = now.clone();
            if list.is_some() {
                fitted.task.list.clone_from(&list);
            }
        }
        let mut scope = self.db.write_as(user).await?;
        let record = store::locked(&mut scope, id).await?.ok_or(TaskError::NoImport)?;
        if let Some(done) = record.tasks {
            return Ok(done);
        }
        let there = store::known(&mut scope, &known::titles(&all)).await?;
        let mut import = Import { id, now, there: known::matches(&all, there), made: vec![None; all.len()] };
        let chosen: Vec<bool> = { all.iter().zip(&import.there) }
            .map(|(fitted, there)| {
                (choice.done || !fitted.task.completed) && (choice.known || there.is_none())
            })
            .collect();
        let count = chosen.iter().filter(|chosen| **chosen).count();
        if count == 0 {
            return Err(TaskError::NothingToImport);
        }
        let have = usize::try_from(tasks::count(&mut scope).await?).unwrap_or(usize::MAX);
        if have.saturating_add(count) > TASKS_MAX {
            return Err(TaskError::NoRoom { have, more: count });
        }
        import.carry_out(&mut scope, &all, &chosen).await?;
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        store::mark_imported(&mut scope, id, count, &import.now).await?;
        scope.commit().await?;
        tracing::info!(person = %user, tasks = count, source = ?content.source, "imported a file");
        Ok(count)
    }
}

impl Tasks {
    /// How many tasks a file became that was imported.
    async fn imported(&self, user: &UserId, id: i64) -> Result<i64, TaskError> {
        let record = store::record(&mut self.db.read_as(user).await?, id).await?;
        record.and_then(|record| record.tasks).ok_or(TaskError::NoImport)
    }
}

/// An import that is carried out.
struct Import {
    id: i64,
    now: Timestamp,
    /// For each task of the file one that was there before.
    there: Vec<Option<Known>>,
    /// For each task of the file the one that was made of it.
    made: Vec<Option<TaskId>>,
}

impl Import {
    async fn carry_out(
        &mut self,
        scope: &mut Scope,
        all: &[Fitted],
        chosen: &[bool],
    ) -> Result<(), TaskError> {
        let is_chosen = |number: &usize| chosen.get(*number).copied().unwrap_or_default();
        let numbers: Vec<usize> = (0..all.len()).filter(is_chosen).collect();
        let is_below = |number: &usize| {
            let parent = all.get(*number).and_then(|fitted| fitted.parent);
            parent.is_some_and(|parent| is_chosen(&parent) || self.place_below(parent).is_some())
        };
        let (below, mut tops): (Vec<usize>, Vec<usize>) = numbers.into_iter().partition(is_below);
        // The newest task comes first, so the first of the file is made last.
        tops.reverse();
        self.add(scope, all, &tops).await?;
        // Sub-tasks stand in the order in which they were made.
        self.add(scope, all, &below).await
    }

    /// The task that becomes the parent of the sub-tasks of this one.
    fn place_below(&self, number: usize) -> Option<TaskId> {
        let there = self.there.get(number).and_then(Option::as_ref);
        let made = self.made.get(number).copied().flatten();
        made.or_else(|| there.filter(|there| there.parent_id.is_none()).map(|there| there.id))
    }

    async fn add(&mut self, scope: &mut Scope, all: &[Fitted], numbers: &[usize]) -> Result<(), TaskError> {
        for part in numbers.chunks(AT_ONCE) {
            let mut tasks: Vec<Task> = { part.iter() }
                .filter_map(|number| all.get(*number))
                .map(|fitted| Task {
                    parent_id: fitted.parent.and_then(|parent| self.place_below(parent)),
                    ..fitted.task.clone()
                })
                .collect();
            let ids = store::insert_tasks(scope, &tasks).await?;
            for ((task, id), number) in tasks.iter_mut().zip(ids).zip(part) {
                task.id = id;
                if let Some(made) = self.made.get_mut(*number) {
                    *made = Some(id);
                }
            }
            store::insert_changes(scope, self.id, &tasks, &self.now).await?;
        }
        Ok(())
    }
}
