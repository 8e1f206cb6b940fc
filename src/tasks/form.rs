//! A task's plan as a form sends it: all values are texts.

use serde::{Deserialize, Serialize};

/// The fields of a form. An empty text removes a value, and a field that is not there leaves it as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanForm {
    /// The day on which it is due, `2026-12-04`, or a whole time as `Task::due` has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// The time of that day, `17:00`, in the person's zone. It counts only beside a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_time: Option<String>,
    /// The day before which it stays out of the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// Times, durations, or words such as `10 min before`, with commas between them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reminders: Option<String>,
    /// A rule of RFC 5545, or `own`: then `rule` has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeat: Option<String>,
    /// The person's own rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// `due` or `completion`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeat_from: Option<String>,
    /// `1` to `4`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    /// Tags with commas between them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<String>,
    /// The list's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
    /// The number of the task of which it is a part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<String>,
}

#[cfg(feature = "ssr")]
mod server {
    use super::PlanForm;
    use crate::error::{AppError, PlanProblem, Reason};
    use crate::tasks::RepeatFrom;
    use crate::tasks::server::{Plan, reminder};
    use std::str::FromStr;

    impl PlanForm {
        /// The plan that it asks for.
        ///
        /// # Errors
        /// If a number is none.
        pub fn read(self) -> Result<Plan, AppError> {
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

    fn number<N: FromStr>(text: Option<String>, problem: PlanProblem) -> Result<Option<Option<N>>, AppError> {
        let Some(text) = text else { return Ok(None) };
        match text.trim() {
            "" => Ok(Some(None)),
            number => number
                .parse()
                .map(|number| Some(Some(number)))
                .map_err(|_| Reason::InvalidPlan { problem }.into()),
        }
    }
}
