//! Reads the plan of a form.

use super::{Plan, TaskError, reminder};
use crate::error::PlanProblem;
use crate::tasks::{PlanForm, RepeatFrom};
use std::str::FromStr;

impl PlanForm {
    /// The plan that it asks for.
    ///
    /// # Errors
    /// If a number is none.
    pub fn read(self) -> Result<Plan, TaskError> {
        let due = self.due.map(|day| match self.due_time.as_deref().map(str::trim) {
            Some(time) if !time.is_empty() && day.trim().len() == 10 => format!("{}T{time}", day.trim()),
            _ => day,
        });
        Ok(Plan {
            due: due.map(Some),
            start: self.start.map(Some),
            reminders: self
                .reminders
                .map(|texts| Some(parts(&texts).iter().map(|text| reminder::read(text)).collect())),
            repeat: match self.repeat.as_deref() {
                Some("own") => Some(self.rule),
                _ => self.repeat.map(Some),
            },
            repeat_from: self.repeat_from.map(|from| match from.trim() {
                "completion" => Some(RepeatFrom::Completion),
                _ => None,
            }),
            priority: number(self.priority, PlanProblem::Priority)?,
            tags: self.tags.map(|texts| Some(parts(&texts))),
            list: self.list.map(Some),
            parent_id: number(self.parent_id, PlanProblem::NoParent)?,
        })
    }
}

fn parts(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn number<N: FromStr>(text: Option<String>, problem: PlanProblem) -> Result<Option<Option<N>>, TaskError> {
    let Some(text) = text else { return Ok(None) };
    match text.trim() {
        "" => Ok(Some(None)),
        number => number.parse().map(|number| Some(Some(number))).map_err(|_| problem.into()),
    }
}
