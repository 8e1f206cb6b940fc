//! The tasks that the page holds. A tick or a deletion shows at once and is then sent to the server. If the server
//! refuses, the page fetches the list again, and a notice says why. What others change comes with the live updates.

use crate::error::AppError;
use crate::id::{MessageId, TaskId};
use crate::tasks::{Edited, PlanForm, Status, Task, api};
use crate::ui::notice::Notices;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The person's tasks.
#[derive(Clone, Copy)]
pub struct Tasks {
    list: Resource<Result<Vec<Task>, AppError>>,
    /// The tool calls that were undone since the page was loaded, each with its reply.
    undone: RwSignal<Vec<(MessageId, String)>>,
    /// How many changes are on their way to the server.
    pending: StoredValue<u32>,
    /// A list that the server sent meanwhile. It may lack these changes.
    held: StoredValue<Option<Vec<Task>>>,
    notices: Notices,
}

impl Tasks {
    /// Fetches the list and provides it as context.
    pub fn provide() {
        let list = Resource::new(|| (), |()| api::list_tasks(Status::All));
        let (undone, notices) = (RwSignal::default(), Notices::here());
        let (pending, held) = (StoredValue::default(), StoredValue::default());
        provide_context(Self { list, undone, pending, held, notices });
    }

    /// The tasks that were provided as context.
    pub fn here() -> Self {
        expect_context()
    }

    /// Shows the list as the server has it now. While changes of this page are on their way, the list waits, because it
    /// may lack them.
    pub fn show(self, tasks: Vec<Task>) {
        if self.pending.get_value() > 0 {
            return self.held.set_value(Some(tasks));
        }
        if self.list.with_untracked(|list| list.as_ref().and_then(|list| list.as_ref().ok()) != Some(&tasks))
        {
            self.list.set(Some(Ok(tasks)));
        }
    }

    /// Sends a change to the server.
    async fn send<T>(self, change: impl Future<Output = Result<T, AppError>>) -> Result<T, AppError> {
        self.pending.update_value(|pending| *pending += 1);
        let outcome = change.await;
        self.pending.try_update_value(|pending| *pending -= 1);
        outcome
    }

    /// Shows the list that waited, once the last change has arrived.
    fn show_held(self) {
        if self.pending.try_get_value() == Some(0)
            && let Some(tasks) = self.held.try_update_value(Option::take).flatten()
        {
            self.show(tasks);
        }
    }

    /// Why there is no list. Read it under `<Transition>`.
    pub fn error(self) -> Option<AppError> {
        self.list.try_with(|list| list.as_ref().and_then(|list| list.as_ref().err().cloned())).flatten()
    }

    /// The pending or the completed tasks, newest first. Read it under `<Transition>`.
    pub fn of(self, completed: bool) -> Vec<Task> {
        let of = |list: &Option<Result<Vec<Task>, AppError>>| -> Vec<Task> {
            let tasks = list.iter().flatten().flatten();
            tasks.filter(|task| task.completed == completed).cloned().collect()
        };
        self.list.try_with(of).unwrap_or_default()
    }

    /// The number of pending or completed tasks; `None` while it is unknown. Read it under `<Transition>`.
    pub fn count(self, completed: bool) -> Option<usize> {
        let count = |list: &Option<Result<Vec<Task>, AppError>>| {
            let tasks = list.as_ref()?.as_ref().ok()?;
            Some(tasks.iter().filter(|task| task.completed == completed).count())
        };
        self.list.try_with(count).flatten()
    }

    /// Adds a task.
    pub async fn add(self, title: String) -> Result<(), AppError> {
        let added = self.send(api::add_task(title, String::new(), PlanForm::default(), String::new())).await;
        if let Ok(Edited { task, .. }) = &added {
            self.change(|tasks| {
                // It may have come with the live updates already.
                tasks.retain(|known| known.id != task.id);
                tasks.insert(0, task.clone());
            });
        }
        self.show_held();
        added.map(drop)
    }

    /// Marks a task as completed or pending.
    pub fn complete(self, id: TaskId, completed: bool) {
        self.change(|tasks| {
            if let Some(task) = tasks.iter_mut().find(|task| task.id == id) {
                task.completed = completed;
            }
        });
        spawn_local(async move {
            match self.send(api::complete_task(id, completed)).await {
                Ok(edited) => self.put(edited.task),
                Err(error) => self.refused(error),
            }
            self.show_held();
        });
    }

    /// Gives a task a new title and description.
    pub async fn update(self, id: TaskId, title: String, description: String) -> Result<(), AppError> {
        let updated =
            self.send(api::update_task(id, Some(title), Some(description), PlanForm::default())).await;
        if let Ok(Edited { task, .. }) = &updated {
            self.put(task.clone());
        }
        self.show_held();
        updated.map(drop)
    }

    /// Deletes a task.
    pub fn delete(self, id: TaskId) {
        self.change(|tasks| tasks.retain(|task| task.id != id));
        spawn_local(async move {
            if let Err(error) = self.send(api::delete_task(id)).await {
                self.refused(error);
            }
            self.show_held();
        });
    }

    /// Undoes what a tool call did.
    pub async fn undo(self, reply: MessageId, call: String) -> Result<(), AppError> {
        api::undo_change(reply, call.clone()).await?;
        self.mark_undone(&[(reply, call)]);
        Ok(())
    }

    /// Notes that these tool calls were undone.
    pub fn mark_undone(self, calls: &[(MessageId, String)]) {
        if !calls.is_empty() {
            self.undone.update(|undone| undone.extend_from_slice(calls));
        }
    }

    /// Whether a tool call was undone since the page was loaded, reactively.
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
        self.list.refetch();
    }
}
