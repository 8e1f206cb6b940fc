//! Undoes the last changes.

use super::reply::Reply;
use super::tools::Halt;
use crate::model::offline::task::Task;
use crate::model::offline::wording::undo;
use serde_json::{Value, json};

impl Reply<'_> {
    /// Undoes the last changes, and says what was undone and what was not.
    pub fn undo(&mut self) -> Result<(), Halt> {
        let result = self.tools.call(vec![("undo_last_change", json!({}))])?.pop();
        match result {
            Some(Ok(content)) => {
                let undone = read(&content, "changes", "undid");
                self.say(undo::undone(&undone));
                for (task, reason) in read(&content, "refused", "detail") {
                    self.say(undo::kept(&task, &reason));
                }
                let exists = |(_, kind): &(Task, String)| kind != "created";
                self.remember_tasks(undone.into_iter().filter(exists).map(|(task, _)| task).collect());
                // The listed tasks are out of date now.
                self.listed = None;
            }
            Some(Err(refusal)) if refusal.code == "NOTHING_TO_UNDO" => self.say(undo::nothing()),
            Some(Err(refusal)) => self.say(undo::failed(&refusal)),
            None => {}
        }
        Ok(())
    }
}

/// The tasks of a list in the tool's result, each with the text of one field.
fn read(content: &Value, list: &str, field: &str) -> Vec<(Task, String)> {
    let changes = content.get(list).and_then(Value::as_array).into_iter().flatten();
    let text = |change: &Value| change[field].as_str().unwrap_or_default().to_owned();
    changes.filter_map(|change| Some((Task::read(change)?, text(change)))).collect()
}
