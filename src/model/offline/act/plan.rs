//! Changes the plans of tasks: moves them, repeats them, gives them a priority, tags and a list.

use super::memory::Question;
use super::reply::Reply;
use super::tools::Halt;
use crate::calendar::Moment;
use crate::due::Due;
use crate::model::offline::plan::Plan;
use crate::model::offline::task::Task;
use crate::model::offline::understand::{Action, Field, Planning};
use crate::model::offline::wording::{changes, plans, questions};
use crate::quick_add::{Entry, PartKind, read_date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};
use serde_json::{Map, Value, json};

/// The words for a day are not clear.
struct NotClear;

impl Reply<'_> {
    /// Changes the plan of these tasks, and says so.
    pub fn plan(&mut self, planning: &Planning, wanted: &[Task]) -> Result<(), Halt> {
        // What a task has now decides what a change means: a task of five o'clock stays one.
        let tasks = self.known(wanted.to_vec())?;
        let mut changed = Vec::new();
        for task in &tasks {
            match change(planning, &task.plan, self.now) {
                Ok(change) => changed.push((task, change)),
                Err(NotClear) => {
                    let text = questions::unclear_date(words(planning));
                    self.ask(Question::When(tasks), text);
                    return Ok(());
                }
            }
        }
        let call = |(task, change): &(&Task, Map<String, Value>)| {
            let mut arguments = change.clone();
            arguments.insert("task_id".to_owned(), json!(task.id));
            ("update_task", Value::Object(arguments))
        };
        let results = self.tools.call(changed.iter().map(call).collect())?;
        let (mut done, mut problems) = (Vec::new(), Vec::new());
        for ((task, change), result) in changed.into_iter().zip(results) {
            match result {
                Ok(_) => done.push(Task { plan: merged(&task.plan, &change), ..task.clone() }),
                Err(refusal) => problems.push(changes::refused(task, &refusal)),
            }
        }
        if !done.is_empty() {
            self.note_action(&Action::Plan(planning.clone()));
            let told = plans::planned(planning, &done, &self.today());
            self.say(told);
            for task in self.listed.iter_mut().flatten() {
                if let Some(now) = done.iter().find(|other| other.id == task.id) {
                    task.plan.clone_from(&now.plan);
                }
            }
            self.remember_tasks(done);
        }
        problems.into_iter().for_each(|problem| self.say(problem));
        Ok(())
    }

    /// Asks when these tasks should be due.
    pub fn ask_when(&mut self, tasks: &[Task]) -> Result<(), Halt> {
        let tasks = self.known(tasks.to_vec())?;
        if !tasks.is_empty() {
            let text = questions::when(&tasks);
            self.ask(Question::When(tasks), text);
        }
        Ok(())
    }

    /// Takes a message as the answer to the question when. Returns false if it is no date.
    pub fn answer_when(&mut self, tasks: &[Task], said: &str) -> Result<bool, Halt> {
        let said = said.trim().trim_end_matches(['.', '!']);
        let said = ["to ", "until ", "till "].iter().find_map(|word| said.strip_prefix(word)).unwrap_or(said);
        if read_date(said, self.now).is_none() {
            return Ok(false);
        }
        self.plan(&Planning::Move(said.to_owned()), tasks).map(|()| true)
    }
}

/// The person's words of a date.
fn words(planning: &Planning) -> &str {
    match planning {
        Planning::Move(words)
        | Planning::Later(words)
        | Planning::Repeat(words)
        | Planning::Remind(words) => words,
        _ => "",
    }
}

/// The arguments that change a plan.
fn change(planning: &Planning, plan: &Plan, now: &ZonedDateTime) -> Result<Map<String, Value>, NotClear> {
    let one = |name: &str, value: Value| Ok(Map::from_iter([(name.to_owned(), value)]));
    match planning {
        Planning::Move(words) => {
            let entry = read(words, now)?;
            let due = moved(&entry, plan, now).ok_or(NotClear)?;
            Ok(Map::from_iter(due_of(&Entry { due: Some(due), ..entry })))
        }
        Planning::Later(length) => {
            let due = later(length, plan, now).ok_or(NotClear)?;
            one("due", json!(due.to_due().as_str()))
        }
        Planning::Repeat(words) => {
            let entry = read(words, now)?;
            // A date that the task has stays, if the rule allows it.
            Ok(Map::from_iter(due_of(&entry)))
        }
        Planning::Remind(words) => {
            let entry = read(words, now)?;
            let time = entry.due.as_ref().filter(|due| due.time().is_some()).ok_or(NotClear)?;
            let mut reminders = plan.reminders.clone();
            reminders.push(time.to_due().to_string());
            one("reminders", json!(reminders))
        }
        Planning::Priority(level) => one("priority", json!(level)),
        Planning::Tag(tag) => {
            let mut tags = plan.tags.clone();
            if !tags.contains(tag) {
                tags.push(tag.clone());
            }
            one("tags", json!(tags))
        }
        Planning::Untag(tag) => {
            let left: Vec<&String> =
                plan.tags.iter().filter(|other| tag.as_ref().is_some_and(|tag| tag != *other)).collect();
            one("tags", json!(left))
        }
        Planning::List(list) => one("list", json!(list)),
        Planning::Clear(field) => Ok(cleared(*field)),
    }
}

/// What removes a part of a plan. A task without a due date is not repeated.
fn cleared(field: Field) -> Map<String, Value> {
    let names: &[&str] = match field {
        Field::Due => &["due", "repeat"],
        Field::Repeat => &["repeat"],
        Field::Reminders => &["reminders"],
        Field::Priority => &["priority"],
        Field::List => &["list"],
        Field::Start => &["start"],
    };
    let nothing = |name: &&str| if *name == "reminders" { json!([]) } else { Value::Null };
    names.iter().map(|name| ((*name).to_owned(), nothing(name))).collect()
}

fn read(words: &str, now: &ZonedDateTime) -> Result<Entry, NotClear> {
    read_date(words, now).filter(|entry| entry.doubt.is_none() && entry.due.is_some()).ok_or(NotClear)
}

fn due_of(entry: &Entry) -> Vec<(String, Value)> {
    let plan = Plan::of(entry);
    let mut arguments = plan.arguments();
    if plan.repeat.is_some() {
        arguments
            .insert("repeat_from".to_owned(), json!(if plan.from_completion { "completion" } else { "due" }));
    }
    arguments.into_iter().collect()
}

/// The new due time. A day leaves the time of day as it is, and a time alone leaves the day as it is.
fn moved(entry: &Entry, plan: &Plan, now: &ZonedDateTime) -> Option<Moment> {
    let said = entry.due.clone()?;
    let old = plan.due.as_ref().and_then(|due| Moment::parse(due.as_str(), now.time_zone()).ok());
    let names_day =
        entry.parts.iter().any(|part| part.kind == PartKind::Due || part.kind == PartKind::Repeat);
    match (&said, old) {
        (Moment::Day(day), Some(Moment::Time(time))) => at(day.to_datetime(time.time()), now.time_zone()),
        (Moment::Time(time), Some(old)) if !names_day && old.day() > now.date() => {
            at(old.day().to_datetime(time.time()), now.time_zone())
        }
        _ => Some(said),
    }
}

fn at(local: jiff::civil::DateTime, zone: &TimeZone) -> Option<Moment> {
    let zoned = local.to_zoned_datetime(zone.clone()).ok()?;
    (zoned.datetime() == local).then_some(Moment::Time(zoned))
}

/// The due time so much later than it is now, or than the present time if there is none.
fn later(length: &str, plan: &Plan, now: &ZonedDateTime) -> Option<Moment> {
    let old = plan.due.as_ref().and_then(|due| Moment::parse(due.as_str(), now.time_zone()).ok());
    let words = format!("in {length}");
    match old {
        Some(Moment::Time(time)) => {
            let entry = read_date(&words, &time).filter(|entry| entry.doubt.is_none())?;
            match entry.due? {
                Moment::Day(day) => at(day.to_datetime(time.time()), now.time_zone()),
                time => Some(time),
            }
        }
        Some(Moment::Day(day)) => {
            let noon = day.at(12, 0, 0, 0).to_zoned_datetime(now.time_zone().clone()).ok()?;
            // Hours after a day without a time are not clear.
            read_date(&words, &noon)?.due.filter(|due| due.time().is_none())
        }
        None => read_date(&words, now)?.due,
    }
}

/// The plan after a change.
fn merged(plan: &Plan, change: &Map<String, Value>) -> Plan {
    let mut all = plan.arguments();
    all.extend(change.clone());
    Plan::read(&Value::Object(all))
}

/// The instant of a due text, for sorting. Days come before the times of the same day.
pub fn instant(due: &Due, zone: &TimeZone) -> Option<(jiff::civil::Date, Option<Timestamp>)> {
    let moment = Moment::parse(due.as_str(), zone).ok()?;
    Some((moment.day(), moment.time().map(ZonedDateTime::timestamp)))
}
