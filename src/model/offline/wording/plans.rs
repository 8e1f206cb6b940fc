//! When tasks are due and the like, and what changed of it.

use super::markdown::escaped;
use super::tasks::{amount, named, numbered};
use crate::due::Due;
use crate::model::offline::plan::Plan;
use crate::model::offline::task::Task;
use crate::model::offline::understand::{Field, Filter, Planning};

/// A plan after a comma: ", due Fri 4 Dec, 17:00, every week, priority 1, in #home, @phone". Empty if there is none.
pub fn plan(plan: &Plan, today: &str) -> String {
    let due = plan.due.as_ref().map(|due| format!("due {}", due.in_words(today)));
    let repeat = plan.repeat.as_ref().map(|repeat| {
        format!("{}{}", repeat.in_words(), if plan.from_completion { " after completion" } else { "" })
    });
    let start = plan.start.as_ref().map(|start| format!("from {}", start.in_words(today)));
    let priority = plan.priority.map(|level| format!("priority {level}"));
    let list = plan.list.as_ref().map(|list| format!("in {}", escaped(&format!("#{list}"))));
    let tags = plan.tags.iter().map(|tag| escaped(&format!("@{tag}")));
    let reminders = plan.reminders.iter().map(|reminder| self::reminder(reminder, today));
    let parts =
        due.into_iter().chain(repeat).chain(start).chain(priority).chain(list).chain(tags).chain(reminders);
    parts.map(|part| format!(", {part}")).collect()
}

/// A reminder in words. A length such as `-PT30M` is before the due time.
fn reminder(text: &str, today: &str) -> String {
    if matches!(text, "PT0S" | "-PT0S") {
        return "with a reminder then".to_owned();
    }
    let length = text.trim_start_matches("-P").trim_start_matches('T');
    let digits: String = length.chars().take_while(char::is_ascii_digit).collect();
    let unit = match (text.contains('T'), length.chars().last()) {
        (true, Some('M')) => "minute",
        (_, Some('H')) => "hour",
        (false, Some('D')) => "day",
        (false, Some('W')) => "week",
        _ => "",
    };
    if text.starts_with("-P") && !unit.is_empty() && digits.len() + 1 == length.len() {
        let plural = if digits == "1" { "" } else { "s" };
        return format!("with a reminder {digits} {unit}{plural} before");
    }
    format!("with a reminder {}", Due::of_text(text.to_owned()).in_words(today))
}

/// What changed of the plans of these tasks.
pub fn planned(planning: &Planning, tasks: &[Task], today: &str) -> String {
    let [task] = tasks else {
        return format!("Changed {}:\n\n{}", amount(tasks.len(), Filter::All), numbered(tasks, 1, today));
    };
    let (name, plan) = (named(task), &task.plan);
    let due = plan.due.as_ref().map(|due| due.in_words(today)).unwrap_or_default();
    match planning {
        Planning::Move(_) | Planning::Later(_) => {
            let repeat =
                plan.repeat.as_ref().map(|repeat| format!(", {}", repeat.in_words())).unwrap_or_default();
            format!("{name} is now due {due}{repeat}.")
        }
        Planning::Repeat(_) => {
            let repeat = plan.repeat.as_ref().map(crate::repeat::Repeat::in_words).unwrap_or_default();
            format!("{name} is now repeated {repeat}, next {due}.")
        }
        Planning::Remind(_) => {
            let last = plan.reminders.last().map(|text| Due::of_text(text.clone()).in_words(today));
            format!(
                "Noted a reminder of {name} {}. It comes where your settings say.",
                last.unwrap_or_default()
            )
        }
        Planning::Priority(level) => format!("{name} has priority {level} now."),
        Planning::Tag(tag) => format!("Tagged {name} with {}.", escaped(&format!("@{tag}"))),
        Planning::Untag(Some(tag)) => format!("Removed {} from {name}.", escaped(&format!("@{tag}"))),
        Planning::Untag(None) => format!("Removed the tags of {name}."),
        Planning::List(list) => format!("Put {name} in {}.", escaped(&format!("#{list}"))),
        Planning::Clear(Field::Due) => format!("{name} has no due date now."),
        Planning::Clear(Field::Repeat) => format!("{name} is no longer repeated."),
        Planning::Clear(Field::Reminders) => format!("Removed the reminders of {name}."),
        Planning::Clear(Field::Priority) => format!("{name} has no priority now."),
        Planning::Clear(Field::List) => format!("Took {name} out of its list."),
        Planning::Clear(Field::Start) => format!("{name} has no start date now."),
    }
}
