//! Performs actions through the tools, and says what came of them.

use super::memory::Question;
use super::reply::Reply;
use super::tools::Halt;
use crate::model::offline::plan::Plan;
use crate::model::offline::reading::Reading;
use crate::model::offline::task::Task;
use crate::model::offline::understand::{Action, Filter};
use crate::model::offline::wording::{changes, lists, questions};
use serde_json::{Value, json};

impl Reply<'_> {
    /// Adds tasks and says so.
    pub fn add_read(&mut self, tasks: &[Reading]) -> Result<(), Halt> {
        let call = |task: &Reading| {
            let mut arguments = task.plan.arguments();
            arguments.insert("title".to_owned(), json!(task.title));
            if let Some(description) = &task.description {
                arguments.insert("description".to_owned(), json!(description));
            }
            ("add_task", Value::Object(arguments))
        };
        let results = self.tools.call(tasks.iter().map(call).collect())?;
        let mut added = Vec::new();
        for (task, result) in tasks.iter().zip(results) {
            match result {
                Ok(content) => added.extend(Task::read(&content).map(|made| Task {
                    title: if made.title.is_empty() { task.title.clone() } else { made.title },
                    description: task.description.clone(),
                    plan: task.plan.clone(),
                    ..made
                })),
                Err(refusal) => self.say(changes::not_added(&task.title, &refusal)),
            }
        }
        if !added.is_empty() {
            let told = changes::added(&added, &self.today());
            self.say(told);
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
            Action::Plan(_) | Action::Postpone => ("", Value::Null),
            Action::Show | Action::Deny | Action::Retitle | Action::Describe => ("", Value::Null),
        };
        match (action, tasks) {
            (Action::Show, _) => return self.show(tasks),
            (Action::Plan(planning), _) => return self.plan(planning, tasks),
            (Action::Postpone, _) => return self.ask_when(tasks),
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
                    let told = Task::read(&content).unwrap_or_default();
                    let title = if told.title.is_empty() { task.title.clone() } else { told.title };
                    let (description, next_due) = (None, told.next_due);
                    done.push(Task { title, description, next_due, plan: Plan::default(), ..task.clone() });
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
            let told = changes::performed(action, &done, &self.today());
            self.say(told);
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
                // A repeated task moves on and stays.
                let completes = *action == Action::Complete && now.next_due.is_none();
                task.completed = (task.completed || completes) && *action != Action::Reopen;
                if now.next_due.is_some() {
                    task.plan.due.clone_from(&now.next_due);
                }
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
            [task] => {
                let told = lists::details(task, &self.today());
                self.say(told);
            }
            _ => {
                found.sort_by_key(|task| task.completed);
                let told = lists::list(&found, Filter::All, &self.today());
                self.say(told);
                self.remember_list(found);
                return Ok(());
            }
        }
        self.remember_tasks(found);
        Ok(())
    }
}
