//! A task's plan as somebody asks for it: dates, reminders, repetition, priority, tags, list, parent. Every door takes it in this
//! form. Reading it needs the person's zone.

mod given;
mod values;

use self::values::text;
pub(super) use self::values::{is_duration, read_list, read_reminders, read_tags};
use super::TaskError;
use crate::calendar::rule::Rule;
use crate::calendar::{self, Moment};
use crate::due::Due;
use crate::error::PlanProblem;
use crate::id::TaskId;
use crate::tasks::{RepeatFrom, Task};
use crate::timestamp::Timestamp;
use jiff::ZonedDateTime;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A plan as somebody asks for it. What is left out stays as it is. `null`, an empty text or an empty list removes it.
///
/// The descriptions are short, because each request to a model has them twice, and the smallest models have little room.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, ToSchema)]
#[serde(default)]
pub struct Plan {
    /// A day (2026-12-04) or a time (2026-12-04T17:00:00+01:00).
    #[serde(deserialize_with = "given::given", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    #[schema(value_type = Option<String>, format = "docket-when", example = "2026-12-04")]
    pub due: Option<Option<String>>,
    /// The day before which it is out of the way.
    #[serde(deserialize_with = "given::given", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    #[schema(value_type = Option<String>, format = "docket-day", example = "2026-12-01")]
    pub start: Option<Option<String>>,
    /// Times, or durations before due (-PT30M). PT0S is when it is due.
    #[serde(deserialize_with = "given::given", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<String>>")]
    #[schema(value_type = Option<Vec<ReminderText>>, example = json!(["2026-12-04T16:30:00+01:00"]))]
    pub reminders: Option<Option<Vec<String>>>,
    /// RRULE: FREQ=WEEKLY;BYDAY=MO.
    #[serde(deserialize_with = "given::given", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    #[schema(value_type = Option<String>, format = "docket-rule", example = "FREQ=WEEKLY;BYDAY=MO,TH")]
    pub repeat: Option<Option<String>>,
    /// From when the rule counts.
    #[serde(deserialize_with = "given::given", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<RepeatFrom>")]
    #[schema(value_type = Option<RepeatFrom>)]
    pub repeat_from: Option<Option<RepeatFrom>>,
    /// 1 (highest) to 4.
    #[serde(deserialize_with = "given::number", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<i64>")]
    #[schema(value_type = Option<u8>, minimum = 1, maximum = 4)]
    pub priority: Option<Option<u8>>,
    /// All its tags.
    #[serde(deserialize_with = "given::given", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<String>>")]
    #[schema(value_type = Option<Vec<TagText>>, max_items = 20, example = json!(["phone"]))]
    pub tags: Option<Option<Vec<String>>>,
    /// Its list (project).
    #[serde(deserialize_with = "given::given", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    #[schema(value_type = Option<String>, format = "docket-list", max_length = 100, example = "Home")]
    pub list: Option<Option<String>>,
    /// The task of which it is a part.
    #[serde(deserialize_with = "given::task", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<i64>")]
    #[schema(value_type = Option<i64>)]
    pub parent_id: Option<Option<TaskId>>,
}

/// A reminder, in the description of the API.
#[derive(ToSchema)]
#[schema(value_type = String, format = "docket-reminder")]
#[expect(dead_code, reason = "only for the description")]
pub struct ReminderText(String);

/// A tag, in the description of the API.
#[derive(ToSchema)]
#[schema(value_type = String, format = "docket-tag")]
#[expect(dead_code, reason = "only for the description")]
pub struct TagText(String);

impl Plan {
    /// The plan that asks for nothing.
    pub const NOTHING: Self = Self {
        due: None,
        start: None,
        reminders: None,
        repeat: None,
        repeat_from: None,
        priority: None,
        tags: None,
        list: None,
        parent_id: None,
    };

    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::NOTHING
    }

    /// Removes what it does not name. So it says all that a task shall have.
    pub fn whole(self) -> Self {
        Self {
            due: self.due.or(Some(None)),
            start: self.start.or(Some(None)),
            reminders: self.reminders.or(Some(None)),
            repeat: self.repeat.or(Some(None)),
            repeat_from: self.repeat_from.or(Some(None)),
            priority: self.priority.or(Some(None)),
            tags: self.tags.or(Some(None)),
            list: self.list.or(Some(None)),
            parent_id: self.parent_id.or(Some(None)),
        }
    }

    /// Checks what can be checked without the task and its person, so that a request that makes no sense is refused as such.
    ///
    /// # Errors
    /// If a value is not acceptable.
    pub(super) fn check(&self) -> Result<(), TaskError> {
        if !self.priority.flatten().is_none_or(|priority| (1..=4).contains(&priority)) {
            return Err(PlanProblem::Priority.into());
        }
        let zone = &TimeZone::UTC;
        if let Some(due) = self.due.as_ref().and_then(text) {
            Moment::parse(due, zone).map_err(|_| PlanProblem::Due)?;
        }
        if let Some(start) = self.start.as_ref().and_then(text)
            && !matches!(Moment::parse(start, zone), Ok(Moment::Day(_)))
        {
            return Err(PlanProblem::Start.into());
        }
        if let Some(rule) = self.repeat.as_ref().and_then(text) {
            Rule::parse(rule, zone).map_err(|error| PlanProblem::Repeat { problem: error.to_string() })?;
        }
        read_reminders(self.reminders.as_ref().and_then(Option::as_deref).unwrap_or_default(), zone)?;
        read_tags(self.tags.as_ref().and_then(Option::as_deref).unwrap_or_default())?;
        self.list.as_ref().map(read_list).transpose()?;
        Ok(())
    }

    /// Puts what it asks for into a task of a person whose time and zone are those of `now`.
    ///
    /// # Errors
    /// If a value is not acceptable. Whether the parent is one is not looked at here.
    pub(super) fn apply(&self, task: &mut Task, now: &ZonedDateTime) -> Result<(), TaskError> {
        let zone = now.time_zone();
        let earlier = (task.due.clone(), task.repeat.clone());
        if let Some(due) = &self.due {
            self.set_due(task, text(due), zone)?;
        }
        if let Some(start) = &self.start {
            task.start = match text(start) {
                Some(day) => match Moment::parse(day, zone) {
                    Ok(day @ Moment::Day(_)) => Some(day.to_due()),
                    _ => return Err(PlanProblem::Start.into()),
                },
                None => None,
            };
        }
        if let Some(repeat) = &self.repeat {
            task.repeat = text(repeat)
                .map(|rule| Rule::parse(rule, zone).map(|rule| rule.to_string()))
                .transpose()
                .map_err(|error| PlanProblem::Repeat { problem: error.to_string() })?;
        }
        if let Some(from) = self.repeat_from {
            task.repeat_from = from.unwrap_or_default();
        }
        self.set_first_occurrence(task, &earlier, now)?;
        if let (Some(start), Some(due)) = (&task.start, &task.due)
            && start.day() > due.day()
        {
            if self.start.is_some() {
                return Err(PlanProblem::StartAfterDue.into());
            }
            // It was moved to an earlier day, so it starts then.
            task.start = Some(Due::of_text(due.day().to_owned()));
        }
        if let Some(reminders) = &self.reminders {
            task.reminders = read_reminders(reminders.as_deref().unwrap_or_default(), zone)?;
        }
        let counts_back = |reminder: &String| is_duration(reminder);
        if task.due.is_none() && task.reminders.iter().any(counts_back) {
            if self.reminders.is_some() {
                return Err(PlanProblem::ReminderWithoutDue.into());
            }
            task.reminders.retain(|reminder| !counts_back(reminder));
        }
        if let Some(priority) = self.priority {
            if !priority.is_none_or(|priority| (1..=4).contains(&priority)) {
                return Err(PlanProblem::Priority.into());
            }
            task.priority = priority;
        }
        if let Some(tags) = &self.tags {
            task.tags = read_tags(tags.as_deref().unwrap_or_default())?;
        }
        if let Some(list) = &self.list {
            task.list = read_list(list)?;
        }
        if let Some(parent) = self.parent_id {
            task.parent_id = parent;
        }
        Ok(())
    }

    fn set_due(&self, task: &mut Task, due: Option<&str>, zone: &TimeZone) -> Result<(), TaskError> {
        let Some(due) = due else {
            task.due = None;
            task.time_zone = None;
            // A rule needs a day to begin with.
            if self.repeat.is_none() {
                task.repeat = None;
            }
            return Ok(());
        };
        let moment = Moment::parse(due, zone).map_err(|_| PlanProblem::Due)?;
        task.due = Some(moment.to_due());
        task.time_zone = moment.time().map(|_| zone_name(zone));
        Ok(())
    }

    /// A new rule counts from the day on which the task is due, or makes it due when the rule first applies, today or after the
    /// task's start. Moving a task that repeats moves this one occurrence: the next ones stay where they were.
    fn set_first_occurrence(
        &self,
        task: &mut Task,
        (old_due, old_rule): &(Option<Due>, Option<String>),
        now: &ZonedDateTime,
    ) -> Result<(), TaskError> {
        let Some(rule) = &task.repeat else {
            task.repeat_start = None;
            task.repeat_from = RepeatFrom::Due;
            return Ok(());
        };
        let is_new = self.repeat.is_some() && (task.repeat != *old_rule || task.due != *old_due);
        if !is_new && task.repeat_start.is_some() {
            return Ok(());
        }
        let rule = Rule::parse(rule, now.time_zone())
            .map_err(|error| PlanProblem::Repeat { problem: error.to_string() })?;
        let has_time = task.due.as_ref().is_some_and(|due| due.time().is_some());
        if task.due.is_none() || rule.has_time() && !has_time {
            let from = match (&task.due, rule.has_time()) {
                (Some(due), _) => {
                    due.day().parse::<Date>().map_err(|_| PlanProblem::Due)?.to_datetime(Time::midnight())
                }
                (None, has_time) => earliest(task.start.as_ref(), now, has_time),
            };
            let first = first(&rule, from, now.time_zone()).ok_or(PlanProblem::RepeatNever)?;
            let first = match rule.has_time() {
                true => Moment::Time(
                    first.to_zoned_datetime(now.time_zone().clone()).map_err(|_| PlanProblem::Due)?,
                ),
                false => Moment::Day(first.date()),
            };
            task.time_zone = first.time().map(|_| zone_name(now.time_zone()));
            task.due = Some(first.to_due());
        }
        task.repeat_start = super::repeat::wall_clock(task).map(|(text, _)| text);
        Ok(())
    }
}

/// When a task without a due date may first be due: now, to the minute if the rule says a time, or on the day that it starts.
fn earliest(start: Option<&Due>, now: &ZonedDateTime, has_time: bool) -> DateTime {
    let today = now.date().to_datetime(Time::midnight());
    let start = start.and_then(|start| start.day().parse::<Date>().ok());
    match start.map(|start| start.to_datetime(Time::midnight())) {
        Some(start) if start > today => start,
        _ if has_time => {
            now.datetime().with().second(0).subsec_nanosecond(0).build().unwrap_or(now.datetime())
        }
        _ => today,
    }
}

/// The first day or time of a rule. It is the next one that fits: "every second Tuesday" begins on the next Tuesday.
fn first(rule: &Rule, from: DateTime, zone: &TimeZone) -> Option<DateTime> {
    let text = rule.to_string();
    let parts: Vec<&str> = text.split(';').filter(|part| !part.starts_with("INTERVAL=")).collect();
    Rule::parse(&parts.join(";"), zone).ok()?.first(from)
}

fn zone_name(zone: &TimeZone) -> String {
    zone.iana_name().unwrap_or("UTC").to_owned()
}

/// The person's date and time: `now` in the zone with this name, or UTC if there is none.
pub fn local_time(now: &Timestamp, zone: Option<&str>) -> ZonedDateTime {
    calendar::in_zone(now, &zone.and_then(calendar::zone).unwrap_or(TimeZone::UTC))
}

impl From<PlanProblem> for TaskError {
    fn from(problem: PlanProblem) -> Self {
        Self::InvalidPlan(problem)
    }
}
