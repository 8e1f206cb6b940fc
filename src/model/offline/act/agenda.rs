//! Finds tasks by their plan: what is due, in a list, with a tag or with a priority.

use super::plan::instant;
use super::reply::Reply;
use super::tools::Halt;
use crate::model::offline::task::Task;
use crate::model::offline::understand::{Period, Query};
use crate::model::offline::wording::agenda::{self, Agenda};
use crate::quick_add::read_date;
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};

/// The first and the last day of a period. `None` stands for no due date.
type Days = Option<(Date, Date)>;

impl Reply<'_> {
    /// Shows the tasks of a query.
    pub fn show_agenda(&mut self, query: &Query) -> Result<(), Halt> {
        let Some(days) = self.days(query) else {
            self.say(agenda::unclear());
            return Ok(());
        };
        let pending = self.pending(query)?;
        let today = self.now.date();
        let (mut due, mut overdue, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for task in pending {
            let day = self.due_day(&task);
            match (&days, day) {
                (Some((first, last)), Some(day)) if (*first..=*last).contains(&day) => due.push(task),
                (Some((first, _)), Some(day)) if day < today && *first == today => overdue.push(task),
                (None, None) => due.push(task),
                _ => others.push(task),
            }
        }
        if query.due.is_none() {
            due.append(&mut others);
        }
        // If nothing is due today, there may be something else to do.
        let others = if query.due == Some(Period::Today) && due.is_empty() && overdue.is_empty() {
            others
        } else {
            Vec::new()
        };
        let shown: Vec<Task> = [overdue.clone(), due.clone(), others.clone()].concat();
        let name = self.name_of(query);
        let told = agenda::told(&Agenda { name, overdue, due, others }, &self.today());
        self.say(told);
        if !shown.is_empty() {
            self.remember_list(shown);
        }
        Ok(())
    }

    /// The tasks of a query, for an action.
    pub fn planned(&mut self, query: &Query) -> Result<Vec<Task>, Halt> {
        let Some(days) = self.days(query) else {
            self.say(agenda::unclear());
            return Ok(Vec::new());
        };
        let mut tasks = self.pending(query)?;
        if query.due.is_some() {
            tasks.retain(|task| match (&days, self.due_day(task)) {
                (Some((first, last)), Some(day)) => (*first..=*last).contains(&day),
                (None, None) => true,
                _ => false,
            });
        }
        if tasks.is_empty() {
            let name = self.name_of(query);
            self.say(agenda::nothing(&name));
        }
        Ok(tasks)
    }

    fn due_day(&self, task: &Task) -> Option<Date> {
        let due = task.plan.due.as_ref()?;
        instant(due, self.now.time_zone()).map(|(day, _)| day)
    }

    /// The pending tasks with the tag, the list and the priority of a query, by their due time.
    fn pending(&mut self, query: &Query) -> Result<Vec<Task>, Halt> {
        let mut arguments = json!({ "status": "pending" });
        if let Some(tag) = &query.tag {
            arguments["tag"] = json!(tag);
        }
        if let Some(list) = &query.list {
            arguments["list"] = json!(list);
        }
        let (mut tasks, more) = self.tools.find(arguments.clone())?;
        // Of very many tasks, the tool gives those that are due.
        let name = match query.due {
            Some(Period::Today) => Some("today"),
            Some(Period::Overdue) => Some("overdue"),
            Some(Period::Week) => Some("week"),
            Some(Period::Undated) => Some("none"),
            _ => None,
        };
        if more && let Some(name) = name {
            arguments["due"] = Value::from(name);
            tasks = self.tools.find(arguments)?.0;
        } else if more {
            self.say(agenda::only_newest(tasks.len()));
        }
        tasks.retain(|task| query.priority.is_none_or(|level| task.plan.priority == Some(u64::from(level))));
        let zone = self.now.time_zone();
        tasks.sort_by_key(|task| {
            let due = task.plan.due.as_ref().and_then(|due| instant(due, zone));
            (due.is_none(), due, task.plan.priority.unwrap_or(5))
        });
        Ok(tasks)
    }

    /// The days of a query. The outer `None` says that the day is not clear.
    fn days(&self, query: &Query) -> Option<Days> {
        let today = self.now.date();
        let monday = today.saturating_sub(i64::from(today.weekday().to_monday_zero_offset()).days());
        Some(Some(match &query.due {
            None | Some(Period::Undated) => return Some(None),
            Some(Period::Today) => (today, today),
            Some(Period::Overdue) => (Date::MIN, today.saturating_sub(1.days())),
            Some(Period::Week) => (today, today.saturating_add(6.days())),
            Some(Period::NextWeek) => (monday.saturating_add(7.days()), monday.saturating_add(13.days())),
            Some(Period::Month) => (today, today.last_of_month()),
            Some(Period::Day(words)) => {
                let entry = read_date(words, self.now).filter(|entry| entry.doubt.is_none())?;
                let day = entry.due?.day();
                // A weekend has two days.
                let last = if words.ends_with("weekend") { day.saturating_add(1.days()) } else { day };
                (day, last)
            }
        }))
    }

    fn name_of(&self, query: &Query) -> String {
        let today = self.today();
        let days = self.days(query).flatten();
        agenda::name(query, days.map(|(first, last)| (first.to_string(), last.to_string())), &today)
    }
}
