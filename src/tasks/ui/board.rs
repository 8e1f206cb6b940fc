//! The person's tasks as the page knows them. What is done here shows at once and is then told to the server;
//! if the server refuses, its own list is fetched again and a notice says why.

use crate::error::AppError;
use crate::id::{MessageId, TaskId};
use crate::tasks::{Status, Task, api};
use crate::ui::notice::Notices;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The tasks of whoever is logged in.
#[derive(Clone, Copy)]
pub struct Tasks {
    list: Resource<Result<Vec<Task>, AppError>>,
    /// Calls of the assistant that were undone since the page was made, by their replies.
    undone: RwSignal<Vec<(MessageId, String)>>,
    notices: Notices,
}

impl Tasks {
    /// Fetches the list and makes it known to the page.
    pub fn provide() {
        let list = Resource::new(|| (), |()| api::list_tasks(Status::All));
        provide_context(Self { list, undone: RwSignal::default(), notices: Notices::here() });
    }

    /// The page's own.
    pub fn here() -> Self {
        expect_context()
    }

    /// Fetches the list again: somebody else (the assistant, say) changed it.
    pub fn refetch(self) {
        self.list.refetch();
    }

    /// Why there is no list. To be read under `<Transition>`, like all that follow.
    pub fn error(self) -> Option<AppError> {
        self.list.try_with(|list| list.as_ref().and_then(|list| list.as_ref().err().cloned())).flatten()
    }

    /// The tasks still to do, or those that are done, newest first.
    pub fn of(self, completed: bool) -> Vec<Task> {
        let of = |list: &Option<Result<Vec<Task>, AppError>>| -> Vec<Task> {
            let tasks = list.iter().flatten().flatten();
            tasks.filter(|task| task.completed == completed).cloned().collect()
        };
        self.list.try_with(of).unwrap_or_default()
    }

    /// How many are still to do, or done; `None` while unknown.
    pub fn count(self, completed: bool) -> Option<usize> {
        let count = |list: &Option<Result<Vec<Task>, AppError>>| {
            let tasks = list.as_ref()?.as_ref().ok()?;
            Some(tasks.iter().filter(|task| task.completed == completed).count())
        };
        self.list.try_with(count).flatten()
    }

    /// Adds a task.
    pub async fn add(self, title: String) -> Result<(), AppError> {
        let task = api::add_task(title, String::new()).await?;
        self.change(|tasks| tasks.insert(0, task));
        Ok(())
    }

    /// Ticks a task, or takes the tick away.
    pub fn complete(self, id: TaskId, completed: bool) {
        self.change(|tasks| {
            if let Some(task) = tasks.iter_mut().find(|task| task.id == id) {
                task.completed = completed;
            }
        });
        spawn_local(async move {
            match api::complete_task(id, completed).await {
                Ok(task) => self.put(task),
                Err(error) => self.refused(error),
            }
        });
    }

    /// Gives a task a new title and description.
    pub async fn update(self, id: TaskId, title: String, description: String) -> Result<(), AppError> {
        self.put(api::update_task(id, title, description).await?);
        Ok(())
    }

    /// Deletes a task.
    pub fn delete(self, id: TaskId) {
        self.change(|tasks| tasks.retain(|task| task.id != id));
        spawn_local(async move {
            if let Err(error) = api::delete_task(id).await {
                self.refused(error);
            }
        });
    }

    /// Takes back what a call of the assistant did.
    pub async fn undo(self, reply: MessageId, call: String) -> Result<(), AppError> {
        api::undo_change(reply, call.clone()).await?;
        self.are_undone(&[(reply, call)]);
        self.refetch();
        Ok(())
    }

    /// Notes that these calls of the assistant were undone.
    pub fn are_undone(self, calls: &[(MessageId, String)]) {
        if !calls.is_empty() {
            self.undone.update(|undone| undone.extend_from_slice(calls));
        }
    }

    /// Whether a call of the assistant was undone since the page was made, reactively.
    pub fn is_undone(self, reply: MessageId, call: &str) -> bool {
        let is = |(of, undone): &(MessageId, String)| *of == reply && undone == call;
        self.undone.try_with(|undone| undone.iter().any(is)).unwrap_or_default()
    }

    fn put(self, task: Task) {
        self.change(|tasks| {
            if let Some(place) = tasks.iter_mut().find(|old| old.id == task.id && **old != task) {
                *place = task;
            }
        });
    }

    fn change(self, change: impl FnOnce(&mut Vec<Task>)) {
        self.list.update(|list| {
            if let Some(Ok(tasks)) = list {
                change(tasks);
            }
        });
    }

    fn refused(self, error: AppError) {
        self.notices.show(error);
        self.refetch();
    }
}
