//! What a person changes by hand. It shows at once, and is then sent to the server. If the server refuses, the page reads the
//! tasks again, and a notice says why.

use super::board::Tasks;
use crate::error::AppError;
use crate::id::{MessageId, TaskId};
use crate::tasks::bulk;
use crate::tasks::undoable::{Deed, Undoable, numbers};
use crate::tasks::{Board, Edited, Place, PlanForm, View, api};
use leptos::prelude::*;
use leptos::task::spawn_local;

impl Tasks {
    /// Adds the task that a line says.
    pub async fn add(self, line: String, keep: Vec<String>, choice: Option<usize>) -> Result<(), AppError> {
        let view = self.view_untracked();
        let (list, tag) = match view.clone() {
            Some(View::List(list)) => (list, String::new()),
            Some(View::Tag(tag)) => (String::new(), tag),
            _ => Default::default(),
        };
        let today = view == Some(View::Today);
        let added = api::add_line(line, keep, choice, list, tag, today, String::new());
        let Edited { task, change } = self.send(added).await?;
        let is_here = match &view {
            Some(View::All) => task.start.as_ref().is_none_or(|start| start.day() <= self.today().as_str()),
            Some(View::Today) => task.due.as_ref().is_some_and(|due| due.day() <= self.today().as_str()),
            Some(View::Upcoming) => task.due.as_ref().is_some_and(|due| due.day() > self.today().as_str()),
            Some(View::List(list)) => task.list.as_ref().is_some_and(|of| of == list),
            Some(View::Tag(_)) => true,
            _ => false,
        };
        match is_here {
            true if view == Some(View::All) => self.change(|board| {
                // It may have come with the live updates already.
                board.page.tasks.retain(|known| known.id != task.id);
                board.page.tasks.insert(0, task);
            }),
            true => {}
            false => self.offer_undo(Deed::Added, change),
        }
        Ok(())
    }

    /// Marks a task as completed or pending.
    pub fn complete(self, id: TaskId, completed: bool) {
        self.change(|board| tick(board, id, completed));
        spawn_local(async move {
            match self.send(api::complete_task(id, completed)).await {
                Ok(edited) if completed => self.undoable.set(Undoable::completed(&edited)),
                Ok(_) => {}
                Err(error) => self.refused(error),
            }
        });
    }

    /// Gives a task a new title, description and plan. `None`: it keeps its own.
    pub async fn update(
        self,
        id: TaskId,
        title: Option<String>,
        description: Option<String>,
        plan: PlanForm,
    ) -> Result<(), AppError> {
        let edited = self.send(api::update_task(id, title, description, plan)).await?;
        self.offer_undo(Deed::Changed, edited.change);
        self.put(edited.task);
        Ok(())
    }

    /// Deletes a task.
    pub fn delete(self, id: TaskId) {
        self.edit(id, false);
        self.change(|board| {
            board.page.tasks.retain(|task| task.id != id);
            if let Some(done) = &mut board.done {
                done.tasks.retain(|task| task.id != id);
            }
        });
        spawn_local(async move {
            match self.send(api::delete_task(id)).await {
                Ok(edited) => self.undoable.set(Undoable::deleted(&edited)),
                Err(error) => self.refused(error),
            }
        });
    }

    /// Puts a task beside another one.
    pub fn place(self, id: TaskId, place: Place) {
        self.change(|board| {
            let tasks = &mut board.page.tasks;
            let Some(from) = tasks.iter().position(|task| task.id == id) else { return };
            let task = tasks.remove(from);
            let (beside, step) = match place {
                Place::Before(beside) => (beside, 0),
                Place::After(beside) => (beside, 1),
            };
            let to = tasks.iter().position(|task| task.id == beside).map_or(from, |to| to + step);
            tasks.insert(to, task);
        });
        spawn_local(async move {
            match self.send(api::place_task(id, place)).await {
                Ok(change) => self.offer_undo(Deed::Moved, change),
                Err(error) => self.refused(error),
            }
        });
    }

    /// Does the same to all selected tasks.
    pub fn change_selected(self, kind: &'static str, value: String) {
        let selected: Vec<_> = self.selected.get_untracked().into_iter().flatten().collect();
        if selected.is_empty() {
            return;
        }
        let deed = match kind {
            bulk::DONE => Deed::Done,
            bulk::DELETE => Deed::Deleted,
            _ => Deed::Changed,
        };
        if deed == Deed::Deleted {
            selected.iter().for_each(|id| self.edit(*id, false));
        }
        spawn_local(async move {
            match self.send(api::change_tasks(numbers(&selected), kind.to_owned(), value)).await {
                Ok(changes) => {
                    self.selected.set(None);
                    self.undoable.set((!changes.is_empty()).then_some(Undoable { deed, changes }));
                }
                Err(error) => self.refused(error),
            }
        });
    }

    /// Undoes what was just done by hand.
    pub fn take_back(self) {
        let Some(undoable) = self.undoable.get_untracked() else { return };
        self.undoable.set(None);
        spawn_local(async move {
            if let Err(error) = self.send(api::take_back(undoable.numbers())).await {
                self.refused(error);
            }
        });
    }

    /// Undoes what a tool call did.
    pub async fn undo(self, reply: MessageId, call: String) -> Result<(), AppError> {
        self.send(api::undo_change(reply, call.clone())).await?;
        self.mark_undone(&[(reply, call)]);
        Ok(())
    }

    fn offer_undo(self, deed: Deed, change: Option<i64>) {
        if let Some(change) = change {
            self.undoable.set(Some(Undoable { deed, changes: vec![change] }));
        }
    }

    fn refused(self, error: AppError) {
        self.notices.show(error);
    }
}

/// Moves a task between those to do and those that were done last, if both are shown.
fn tick(board: &mut Board, id: TaskId, completed: bool) {
    let Board { page, done, .. } = board;
    if let Some(done) = done {
        let (from, to) = if completed { (page, done) } else { (done, page) };
        if let Some(place) = from.tasks.iter().position(|task| task.id == id) {
            let mut task = from.tasks.remove(place);
            task.completed = completed;
            to.tasks.insert(0, task);
        }
    } else if let Some(task) = page.tasks.iter_mut().find(|task| task.id == id) {
        task.completed = completed;
    }
}
