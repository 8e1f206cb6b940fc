//! The English sentences of refused plans.

use crate::error::PlanProblem;

/// What people are told.
pub(super) fn sentence(problem: &PlanProblem) -> String {
    match problem {
        PlanProblem::Due => {
            "When a task is due is a day such as 2026-12-04, or a time such as 2026-12-04T17:00:00+01:00.".into()
        }
        PlanProblem::Start => "The day on which a task starts is written as 2026-12-04.".into(),
        PlanProblem::StartAfterDue => "A task cannot start after it is due.".into(),
        PlanProblem::Reminder => {
            "A reminder is a time such as 2026-12-04T16:30:00+01:00, or a duration before the task is due such as \
             -PT30M or -P1D."
                .into()
        }
        PlanProblem::ReminderWithoutDue => {
            "This reminder counts back from when the task is due, but the task has no such day.".into()
        }
        PlanProblem::TooManyReminders { max } => format!("A task has at most {max} reminders."),
        PlanProblem::Repeat { problem } => problem.clone(),
        PlanProblem::RepeatNever => "By this rule the task would never come again.".into(),
        PlanProblem::Priority => "A priority is 1 (highest) to 4.".into(),
        PlanProblem::Tag { max } => format!("A tag has 1 to {max} characters, and no comma or line break."),
        PlanProblem::TooManyTags { max } => format!("A task has at most {max} tags."),
        PlanProblem::List { max } => format!("The name of a list has 1 to {max} characters, and no line break."),
        PlanProblem::NoParent => "There is no task with this number to be a part of.".into(),
        PlanProblem::ParentIsSubtask => "A sub-task has no sub-tasks of its own.".into(),
        PlanProblem::HasSubtasks => "This task has sub-tasks, so it cannot become one.".into(),
        PlanProblem::TooManySubtasks { max } => format!("A task has at most {max} sub-tasks."),
    }
}
