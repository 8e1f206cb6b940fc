//! Makes tasks of what a file holds, within the limits of tasks. What does not fit is left out or cut, and told.

use super::{FileContent, Fitted};
use crate::calendar::{self, Moment};
use crate::error::PlanProblem;
use crate::import::{Change, Imported, ImportedTask, Note};
use crate::tasks::server::TaskError;
use crate::tasks::server::plan::{Plan, is_duration, read_list, read_reminders, read_tags};
use crate::tasks::{DESCRIPTION_MAX, REMINDERS_MAX, RepeatFrom, SUBTASKS_MAX, TAGS_MAX, Task};
use jiff::{SignedDuration, Span, SpanRelativeTo, ZonedDateTime};
use std::collections::HashMap;

/// Fits all tasks of a file. `now` is the person's time.
pub(super) fn fit(imported: Imported, now: &ZonedDateTime) -> FileContent {
    let Imported { source, tasks, skipped, mut notes } = imported;
    let mut subtasks: HashMap<usize, usize> = HashMap::new();
    let tasks = { tasks.into_iter().enumerate() }
        .map(|(number, written)| {
            let (place, mut parent) = (written.place, written.parent);
            let mut tell = |what| notes.push(Note { task: number, what });
            if let Some(above) = parent {
                let count = subtasks.entry(above).or_default();
                *count += 1;
                if *count > SUBTASKS_MAX {
                    parent = None;
                    tell(Change::TooManySubtasks);
                }
            }
            Fitted { task: task(written, now, &mut tell), parent, place }
        })
        .collect();
    notes.sort_by_key(|note| note.task);
    FileContent { source, tasks, skipped, notes }
}

/// The task of an object of a calendar. What does not fit is left out or cut: the object keeps it. `now` tells the zone in which it is meant.
pub(in crate::tasks::server) fn of_object(written: ImportedTask, now: &ZonedDateTime) -> Task {
    let description = written.description.clone();
    Task { description: cut(description.as_deref()), ..planned(written, now, &mut |_| {}).0 }
}

fn task(written: ImportedTask, now: &ZonedDateTime, tell: &mut impl FnMut(Change)) -> Task {
    let (mut task, description) = planned(written, now, tell);
    let before = task.reminders.len();
    let due = task.due.clone().and_then(|due| Moment::parse(due.as_str(), now.time_zone()).ok());
    let repeats = task.repeat.is_some();
    task.reminders.retain(|reminder| !is_over(reminder, due.as_ref(), repeats, now));
    if task.reminders.len() < before && !task.completed {
        tell(Change::RemindersOver);
    }
    task.description = cut(Some(&description));
    task
}

fn cut(description: Option<&str>) -> Option<String> {
    let cut: String = description?.trim().chars().take(DESCRIPTION_MAX).collect();
    Some(cut.trim().to_owned()).filter(|text| !text.is_empty())
}

/// A task with its plan, and its description with what the plan cannot hold.
fn planned(written: ImportedTask, now: &ZonedDateTime, tell: &mut impl FnMut(Change)) -> (Task, String) {
    let at = calendar::moment(now);
    let mut plan = plan(&written, now, tell);
    let mut task = Task {
        completed: written.completed,
        created_at: written.created_at.filter(|made| *made < at).unwrap_or_else(|| at.clone()),
        ..Task::unnumbered(written.title, &at)
    };
    let mut description = written.description.unwrap_or_default();
    // Each round takes a part out of the plan, so there is an end.
    loop {
        let mut planned = task.clone();
        match plan.apply(&mut planned, now) {
            Ok(()) => {
                task = planned;
                break;
            }
            Err(TaskError::InvalidPlan(problem)) => tell(leave_out(&mut plan, &problem, &mut description)),
            Err(_) => plan = Plan::NOTHING,
        }
    }
    if written.completed {
        task.completed_at = Some(written.completed_at.filter(|done| *done < at).unwrap_or(at));
    }
    (task, description)
}

/// The plan without names and reminders that no task can have.
fn plan(written: &ImportedTask, now: &ZonedDateTime, tell: &mut impl FnMut(Change)) -> Plan {
    let given = |text: Option<String>| text.map(Some);
    let mut tags: Vec<String> =
        { written.tags.iter() }.filter_map(|tag| read_tags(std::slice::from_ref(tag)).ok()?.pop()).collect();
    tags.truncate(TAGS_MAX);
    if tags.len() < written.tags.len() {
        tell(Change::TagsLeftOut);
    }
    let list = read_list(&written.list).unwrap_or_else(|_| {
        tell(Change::ListLeftOut);
        None
    });
    let is_due = written.due.is_some() || written.repeat.is_some();
    let mut reminders: Vec<String> = { written.reminders.iter() }
        .filter(|reminder| is_due || !is_duration(reminder))
        .filter_map(|reminder| read_reminders(std::slice::from_ref(reminder), now.time_zone()).ok()?.pop())
        .collect();
    reminders.truncate(REMINDERS_MAX);
    if reminders.len() < written.reminders.len() {
        tell(Change::RemindersLeftOut);
    }
    Plan {
        due: given(written.due.as_ref().map(ToString::to_string)),
        // Tasks start on a day.
        start: given(written.start.as_ref().map(|start| start.day().to_owned())),
        reminders: Some(Some(reminders)),
        repeat: given(written.repeat.as_ref().map(ToString::to_string)),
        repeat_from: written.repeat_from_completion.then_some(Some(RepeatFrom::Completion)),
        priority: written.priority.map(Some),
        tags: Some(Some(tags)),
        list: given(list),
        parent_id: None,
    }
}

/// Leaves out what was refused, and tells what that changes.
fn leave_out(plan: &mut Plan, problem: &PlanProblem, description: &mut String) -> Change {
    let mut keep = |label: &str, text: Option<Option<String>>| {
        if let Some(text) = text.flatten() {
            description.push_str(&format!("\n\n{label}: {text}"));
        }
    };
    match problem.field() {
        "due" if plan.due.is_some() => {
            keep("Date", plan.due.take());
            Change::DateNotRead
        }
        "repeat" if plan.repeat.is_some() => {
            keep("Repeats", plan.repeat.take());
            plan.repeat_from = None;
            Change::RepetitionNotRead
        }
        "start" if plan.start.is_some() => {
            plan.start = None;
            Change::StartLeftOut
        }
        "reminders" if plan.reminders.is_some() => {
            plan.reminders = None;
            Change::RemindersLeftOut
        }
        "tags" if plan.tags.is_some() => {
            plan.tags = None;
            Change::TagsLeftOut
        }
        _ => {
            *plan = Plan::NOTHING;
            Change::RepetitionNotRead
        }
    }
}

/// Whether the time of a reminder has passed. Of a task that repeats, those before the due time come again.
fn is_over(reminder: &str, due: Option<&Moment>, repeats: bool, now: &ZonedDateTime) -> bool {
    if !is_duration(reminder) {
        let time = Moment::parse(reminder, now.time_zone());
        return matches!(time, Ok(Moment::Time(time)) if time < *now);
    }
    let before = || -> Option<SignedDuration> {
        let span: Span = reminder.parse().ok()?;
        span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()
    };
    match due {
        _ if repeats => false,
        Some(Moment::Time(due)) => {
            before().and_then(|before| due.checked_add(before).ok()).is_some_and(|time| time < *now)
        }
        Some(Moment::Day(day)) => *day < now.date(),
        None => false,
    }
}
