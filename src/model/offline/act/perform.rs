//! Performs actions through the tools, and says what came of them.

use super::memory::Question;
use super::reply::Reply;
use super::tools::Halt;
use crate::model::offline::task::Task;
use crate::model::offline::understand::{Action, Filter, NewTask};
use crate::model::offline::wording::{changes, lists, questions};
use serde_json::{Value, json};

impl Reply<'_> {
    /// Adds tasks and says so.
    pub fn add(&mut self, tasks: &[NewTask]) -> Result<(), Halt> {
        let call = |task: &NewTask| match &task.description {
            Some(description) => ("add_task", json!({ "title": task.title, "description": description })),
            None => ("add_task", json!({ "title": task.title })),
        };
        let results = self.tools.call(tasks.iter().map(call).collect())?;
        let mut added = Vec::new();
        for (task, result) in tasks.iter().zip(results) {
            match result {
                Ok(content) => added.extend(Task::read(&content).map(|made| Task {
                    title: if made.title.is_empty() { task.title.clone() } else { made.title },
                    description: task.description.clone(),
                    ..made
                })),
                Err(refusal) => self.say(changes::not_added(&task.title, &refusal)),
            }
        }
        if !added.is_empty() {
            self.say(changes::added(&added));
            if let Some(tasks) = &mut self.listed {
                tasks.splice(0..0, added.iter().rev().cloned());
            }
            self.note_added(added.len());
            let ticked = tasks.iter().zip(&added).filter(|(task, _)| task.completed);
            let ticked: Vec<Task> = ticked.map(|(_, made)| made.clone()).collect();
            self.remember_tasks(added);
            if !ticked.is_empty() {
                let focus = self.focus().to_vec();
                self.perform(&Action::Complete, &ticked, false)?;
                self.replace_focus(focus);
            }
        }
        Ok(())
    }

    /// Performs an action on tasks with known numbers, and says so. `bare` if the person said only the figures.
    pub fn perform(&mut self, action: &Action, tasks: &[Task], bare: bool) -> Result<(), Halt> {
        if matches!(action, Action::Reopen | Action::Deny) {
            return self.reopen(action, tasks);
        }
        self.perform_on(action, tasks, bare)
    }

    /// The same as [`Self::perform`], for tasks whose state does not matter.
    pub fn perform_on(&mut self, action: &Action, tasks: &[Task], bare: bool) -> Result<(), Halt> {
        let call = |task: &Task| match action {
            Action::Complete => ("complete_task", json!({ "task_id": task.id })),
            Action::Delete => ("delete_task", json!({ "task_id": task.id })),
            Action::Update { title: Some(title), description: Some(text) } => {
                ("update_task", json!({ "task_id": task.id, "title": title, "description": text }))
            }
            Action::Update { title: Some(title), .. } => {
                ("update_task", json!({ "task_id": task.id, "title": title }))
            }
            Action::Update { description, .. } => {
                ("update_task", json!({ "task_id": task.id, "description": description }))
            }
            Action::Reopen => ("update_task", json!({ "task_id": task.id, "completed": false })),
            Action::Show | Action::Deny | Action::Retitle | Action::Describe => ("", Value::Null),
        };
        match (action, tasks) {
            (Action::Show, _) => return self.show(tasks),
            (Action::Retitle, [task, ..]) => {
                let text = questions::new_title(task);
                self.ask(Question::Title(task.clone()), text);
                return Ok(());
            }
            (Action::Describe, [task, ..]) => {
                let text = questions::new_description(task);
                self.ask(Question::Description(task.clone()), text);
                return Ok(());
            }
            _ => {}
        }
        let results = self.tools.call(tasks.iter().map(call).collect())?;
        let (mut done, mut missing, mut problems) = (Vec::new(), Vec::new(), Vec::new());
        for (task, result) in tasks.iter().zip(results) {
            match result {
                Ok(content) => {
                    let told = Task::read(&content).filter(|told| !told.title.is_empty());
                    let title = told.map_or_else(|| task.title.clone(), |told| told.title);
                    done.push(Task { title, description: None, ..task.clone() });
                }
                Err(refusal) => {
                    missing.extend(self.at_place(task.id).filter(|_| refusal.is_missing()));
                    problems.push(changes::refused(task, &refusal));
                }
            }
        }
        // After a list whose first task is #12, "complete 1" means #12.
        if bare && done.is_empty() && missing.len() == tasks.len() {
            return self.perform(action, &missing, false);
        }
        if !done.is_empty() {
            self.note_action(action);
            self.say(changes::performed(action, &done));
            self.apply(action, &done);
            self.remember_tasks(done);
        }
        for problem in problems {
            self.say(problem);
        }
        Ok(())
    }

    /// The task at this place, counted from 1, of the list shown last.
    fn at_place(&self, place: i64) -> Option<Task> {
        let index = usize::try_from(place).ok()?.checked_sub(1)?;
        self.shown().get(index).cloned()
    }

    /// Applies what was done to the listed tasks.
    fn apply(&mut self, action: &Action, done: &[Task]) {
        for task in self.listed.iter_mut().flatten() {
            if let Some(now) = done.iter().find(|other| other.id == task.id) {
                task.title.clone_from(&now.title);
                task.completed = (task.completed || *action == Action::Complete) && *action != Action::Reopen;
            }
        }
        if let (Action::Delete, Some(tasks)) = (action, &mut self.listed) {
            tasks.retain(|task| done.iter().all(|other| other.id != task.id));
        }
    }

    fn show(&mut self, wanted: &[Task]) -> Result<(), Halt> {
        let tasks = self.tasks()?;
        let mut found = Vec::new();
        for task in wanted {
            match tasks.iter().find(|other| other.id == task.id) {
                Some(task) => found.push(task.clone()),
                None => self.say_missing(task.id),
            }
        }
        match found.as_slice() {
            [] => {}
            [task] => self.say(lists::details(task)),
            _ => {
                found.sort_by_key(|task| task.completed);
                self.say(lists::list(&found, Filter::All));
                self.remember_list(found);
                return Ok(());
            }
        }
        self.remember_tasks(found);
        Ok(())
    }
}
