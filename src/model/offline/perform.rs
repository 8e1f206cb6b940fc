//! Acting through the tools: what is called for an action, and what is said of the answers.

use super::answer;
use super::history::{Halt, Task};
use super::intent::{Action, Filter, NewTask, Target};
use super::respond::{Question, Work};
use serde_json::{Value, json};

impl Work<'_> {
    /// Adds tasks and says so.
    pub(super) fn add(&mut self, tasks: &[NewTask]) -> Result<(), Halt> {
        let call = |task: &NewTask| match &task.description {
            Some(description) => ("add_task", json!({ "title": task.title, "description": description })),
            None => ("add_task", json!({ "title": task.title })),
        };
        let answers = self.tools.call(tasks.iter().map(call).collect())?;
        let mut added = Vec::new();
        for (task, answer) in tasks.iter().zip(answers) {
            match answer {
                Ok(content) => added.extend(Task::read(&content).map(|made| Task {
                    title: if made.title.is_empty() { task.title.clone() } else { made.title },
                    description: task.description.clone(),
                    ..made
                })),
                Err(refusal) => {
                    let title: String = task.title.chars().take(40).collect();
                    self.say(answer::failed(
                        &format!("I could not add “{}”", answer::escaped(&title)),
                        &refusal,
                    ));
                }
            }
        }
        if !added.is_empty() {
            self.say(answer::added(&added));
            if let Some(tasks) = &mut self.listed {
                tasks.splice(0..0, added.iter().rev().cloned());
            }
            self.spoke_of(added);
        }
        Ok(())
    }

    /// Shows a list.
    pub(super) fn show(&mut self, filter: Filter) -> Result<(), Halt> {
        let mut tasks = self.tools.list(filter.status())?;
        tasks.sort_by_key(|task| task.completed);
        self.say(answer::list(&tasks, filter));
        self.showed(tasks);
        Ok(())
    }

    /// Does something with tasks whose numbers are known, and says so. `bare` if only the figure was said.
    pub(super) fn perform(&mut self, action: &Action, tasks: &[Task], bare: bool) -> Result<(), Halt> {
        let call = |task: &Task| match action {
            Action::Complete => ("complete_task", json!({ "task_id": task.id })),
            Action::Delete => ("delete_task", json!({ "task_id": task.id })),
            Action::Change { title: Some(title), description: Some(text) } => {
                ("update_task", json!({ "task_id": task.id, "title": title, "description": text }))
            }
            Action::Change { title: Some(title), .. } => {
                ("update_task", json!({ "task_id": task.id, "title": title }))
            }
            Action::Change { description, .. } => {
                ("update_task", json!({ "task_id": task.id, "description": description }))
            }
            Action::Look | Action::Reopen | Action::Retitle | Action::Describe => ("", Value::Null),
        };
        match (action, tasks) {
            (Action::Look, _) => return self.look(tasks),
            (Action::Reopen, _) => {
                self.say(answer::cannot_reopen(tasks));
                self.spoke_of(tasks.to_vec());
                return Ok(());
            }
            (Action::Retitle, [task, ..]) => {
                let text = format!("What should {} be called?", answer::named(task));
                self.ask(Question::Title(task.clone()), text);
                return Ok(());
            }
            (Action::Describe, [task, ..]) => {
                let text = format!("What should the description of {} be?", answer::named(task));
                self.ask(Question::Description(task.clone()), text);
                return Ok(());
            }
            _ => {}
        }
        let answers = self.tools.call(tasks.iter().map(call).collect())?;
        let (mut done, mut missing, mut problems) = (Vec::new(), Vec::new(), Vec::new());
        for (task, answer) in tasks.iter().zip(answers) {
            match answer {
                Ok(content) => {
                    let told = Task::read(&content).filter(|told| !told.title.is_empty());
                    let title = told.map_or_else(|| task.title.clone(), |told| told.title);
                    done.push(Task { title, description: None, ..task.clone() });
                }
                Err(refusal) => {
                    missing.extend(self.at_place(task.id).filter(|_| refusal.is_missing()));
                    problems.push(answer::refused(task, &refusal));
                }
            }
        }
        // "Complete 1" after a list whose first task has the number 12 means that one.
        if bare && done.is_empty() && missing.len() == tasks.len() {
            return self.perform(action, &missing, false);
        }
        if !done.is_empty() {
            self.say(answer::did(action, &done));
            self.apply(action, &done);
            self.spoke_of(done);
        }
        for problem in problems {
            self.say(problem);
        }
        Ok(())
    }

    /// The task at a place, counted from 1, of the list shown last.
    fn at_place(&self, place: i64) -> Option<Task> {
        let index = usize::try_from(place).ok()?.checked_sub(1)?;
        self.shown().get(index).cloned()
    }

    /// Keeps the tasks that were listed in step with what was done.
    fn apply(&mut self, action: &Action, done: &[Task]) {
        for task in self.listed.iter_mut().flatten() {
            if let Some(now) = done.iter().find(|other| other.id == task.id) {
                task.title.clone_from(&now.title);
                task.completed |= *action == Action::Complete;
            }
        }
        if let (Action::Delete, Some(tasks)) = (action, &mut self.listed) {
            tasks.retain(|task| done.iter().all(|other| other.id != task.id));
        }
    }

    fn look(&mut self, wanted: &[Task]) -> Result<(), Halt> {
        let tasks = self.tasks()?;
        let mut found = Vec::new();
        for task in wanted {
            match tasks.iter().find(|other| other.id == task.id) {
                Some(task) => found.push(task.clone()),
                None => self.say(format!("There is no task #{}.", task.id)),
            }
        }
        match found.as_slice() {
            [] => {}
            [task] => {
                let state = if task.completed { "done" } else { "pending" };
                let text = task.description.as_deref().map(|text| format!("\n\n{}", answer::escaped(text)));
                self.say(format!("{} is {state}.{}", answer::named(task), text.unwrap_or_default()));
            }
            _ => {
                found.sort_by_key(|task| task.completed);
                self.say(answer::list(&found, Filter::All));
                self.showed(found);
                return Ok(());
            }
        }
        self.spoke_of(found);
        Ok(())
    }

    /// Does something with the tasks that a target names.
    pub(super) fn act(&mut self, readings: &[(Action, Target)]) -> Result<(), Halt> {
        let Some((action, target)) = self.best_reading(readings)? else {
            return Ok(());
        };
        let found = self.find(&action, &target)?;
        if found.is_empty() {
            return Ok(());
        }
        let many = found.len() > 2 || matches!(target, Target::All(_));
        let harmless = matches!(
            target,
            Target::All(Filter::Completed) | Target::Ids { .. } | Target::Title(_) | Target::Places(_)
        );
        if action == Action::Delete && many && !harmless {
            return self.confirm_delete(found);
        }
        let bare = matches!(target, Target::Ids { bare: true, .. });
        self.perform(&action, &found, bare)
    }

    /// Asks whether these are really to be deleted.
    pub(super) fn confirm_delete(&mut self, tasks: Vec<Task>) -> Result<(), Halt> {
        let (first, more) = tasks.split_at(tasks.len().min(10));
        let more = if more.is_empty() { String::new() } else { format!("\n\n... and {} more.", more.len()) };
        let which = match tasks.len() {
            1 => "Delete this task?".to_owned(),
            count => format!("Delete all {count} tasks?"),
        };
        let text =
            format!("{which}\n\n{}{more}\n\nSay “yes” to delete, “no” to keep.", answer::numbered(first, 1));
        self.ask(Question::Delete(tasks), text);
        Ok(())
    }
}
