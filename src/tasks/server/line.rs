//! Tasks that are written as one line of text.

use super::plan::Plan;
use super::reminder;
use super::{TaskError, Tasks};
use crate::calendar::Moment;
use crate::id::UserId;
use crate::quick_add::{self, Entry, Part, PartKind};
use crate::repeat::Parts;
use crate::tasks::line::{About, Reading, Understood};
use crate::tasks::{Edited, RepeatFrom, TITLE_MAX};
use jiff::ZonedDateTime;

/// A line, and what the person said about its reading.
#[derive(Clone, Copy, Debug, Default)]
pub struct Line<'a> {
    /// The text.
    pub text: &'a str,
    /// Parts of it that belong to the title.
    pub keep: &'a [String],
    /// The reading that the person has chosen of those that are possible.
    pub choice: Option<usize>,
}

/// What a task has that is added in a view, unless the line says something else.
#[derive(Clone, Copy, Debug, Default)]
pub struct Setting<'a> {
    /// Its list.
    pub list: Option<&'a str>,
    /// One of its tags.
    pub tag: Option<&'a str>,
    /// Whether it is due today.
    pub today: bool,
}

/// Most parts of a line that belong to the title.
const KEPT_MAX: usize = 20;

impl Line<'_> {
    /// A line that is too long for a title is refused as it is.
    fn check(&self) -> Result<(), TaskError> {
        let fits = self.text.chars().count() <= TITLE_MAX * 2 && self.keep.len() <= KEPT_MAX;
        if fits { Ok(()) } else { Err(TaskError::InvalidTitle) }
    }
}

impl Tasks {
    /// Reads a line without adding anything.
    ///
    /// # Errors
    /// If it is too long for a title.
    pub async fn read_line(&self, user: &UserId, line: Line<'_>) -> Result<Reading, TaskError> {
        line.check()?;
        let now = self.local_time(user).await?;
        let (kept, entry) = read(line, &now);
        let today = now.date().to_string();
        let choices = match (&entry.doubt, line.choice) {
            (Some(doubt), None) => {
                doubt.readings.iter().filter_map(|reading| meaning(reading, &today)).collect()
            }
            _ => Vec::new(),
        };
        let entry = chosen(entry, line.choice);
        Ok(Reading {
            title: restored(&entry.title, line.keep),
            understood: understood(&entry, &kept, &today, line.keep),
            choices,
        })
    }

    /// Adds the task that a line says.
    ///
    /// # Errors
    /// If the title is not acceptable.
    pub async fn add_line(
        &self,
        user: &UserId,
        line: Line<'_>,
        setting: Setting<'_>,
    ) -> Result<Edited, TaskError> {
        line.check()?;
        let now = self.local_time(user).await?;
        let (_, entry) = read(line, &now);
        let entry = chosen(entry, line.choice);
        let title = restored(&entry.title, line.keep);
        let mut tags = entry.tags.clone();
        if let Some(tag) = setting.tag
            && !tags.iter().any(|known| known.to_lowercase() == tag.to_lowercase())
        {
            tags.push(tag.to_owned());
        }
        let due = entry.due.as_ref().map(|due| due.to_due().to_string());
        let due = due.or_else(|| (setting.today && entry.repeat.is_none()).then(|| now.date().to_string()));
        let plan = Plan {
            due: due.map(Some),
            start: entry.start.map(|start| Some(start.to_string())),
            repeat: entry.repeat.clone().map(Some),
            repeat_from: (entry.repeat_from == quick_add::RepeatFrom::Completion)
                .then_some(Some(RepeatFrom::Completion)),
            reminders: (!entry.reminders.is_empty()).then(|| Some(entry.reminders.clone())),
            priority: entry.priority.map(Some),
            tags: (!tags.is_empty()).then_some(Some(tags)),
            list: entry.list.clone().or(setting.list.map(str::to_owned)).map(Some),
            parent_id: None,
        };
        self.edited(user, super::Edit::add_planned(&title, None, &plan)?).await
    }
}

/// Reads a line in which each kept part is one sign that says nothing. Returns that line too.
fn read(line: Line<'_>, now: &ZonedDateTime) -> (String, Entry) {
    let mut kept = line.text.to_owned();
    for (number, part) in line.keep.iter().enumerate().filter(|(_, part)| !part.is_empty()) {
        kept = kept.replacen(part.as_str(), &sign(number).to_string(), 1);
    }
    let entry = quick_add::read(&kept, now);
    (kept, entry)
}

/// A sign of Unicode's private area.
fn sign(number: usize) -> char {
    u32::try_from(number).ok().and_then(|number| char::from_u32(0xE000 + number)).unwrap_or('\u{F8FF}')
}

/// A text with the kept parts instead of their signs.
fn restored(text: &str, keep: &[String]) -> String {
    keep.iter().enumerate().fold(text.to_owned(), |text, (number, part)| text.replace(sign(number), part))
}

fn chosen(mut entry: Entry, choice: Option<usize>) -> Entry {
    match (entry.doubt.take(), choice) {
        (Some(mut doubt), Some(choice)) if choice < doubt.readings.len() => {
            doubt.readings.swap_remove(choice)
        }
        _ => entry,
    }
}

/// What a reading says about dates.
fn meaning(entry: &Entry, today: &str) -> Option<String> {
    let due = entry.due.as_ref().map(|due| due.to_due().in_words(today));
    let words: Vec<String> = due.into_iter().chain(entry.repeat.as_deref().map(repeat_words)).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

fn repeat_words(rule: &str) -> String {
    Parts::parse(rule).map_or_else(|_| rule.to_owned(), |parts| parts.in_words())
}

fn understood(entry: &Entry, line: &str, today: &str, keep: &[String]) -> Vec<Understood> {
    let due = entry.due.as_ref().map(|due| due.to_due().in_words(today));
    let start = entry.start.map(|start| Moment::Day(start).to_due().in_words(today));
    let after =
        if entry.repeat_from == quick_add::RepeatFrom::Completion { ", after it is done" } else { "" };
    let reminders: Vec<String> = entry.reminders.iter().map(|text| reminder::in_words(text, today)).collect();
    let meanings = [
        (About::Due, due.into_iter().collect()),
        (About::Repeat, entry.repeat.iter().map(|rule| [&repeat_words(rule), after].concat()).collect()),
        (About::Start, start.map(|start| format!("from {start}")).into_iter().collect()),
        (About::Reminder, reminders),
        (About::Priority, entry.priority.map(|priority| format!("P{priority}")).into_iter().collect()),
        (About::List, entry.list.iter().map(|list| format!("#{list}")).collect()),
        (About::Tag, entry.tags.iter().map(|tag| format!("@{tag}")).collect::<Vec<_>>()),
    ];
    meanings
        .into_iter()
        .filter(|(_, meanings)| !meanings.is_empty())
        .map(|(about, meanings)| {
            let taken = entry.parts.iter().filter(|part| about_of(part) == about);
            let taken = taken.filter_map(|part| line.get(part.range.clone()));
            let taken = taken.map(|part| restored(part, keep)).collect();
            Understood { about, meaning: meanings.join(", "), taken }
        })
        .collect()
}

fn about_of(part: &Part) -> About {
    match part.kind {
        PartKind::Start => About::Start,
        PartKind::Repeat => About::Repeat,
        PartKind::Reminder => About::Reminder,
        PartKind::Priority => About::Priority,
        PartKind::Tag => About::Tag,
        PartKind::List => About::List,
        _ => About::Due,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests fail by panicking")]
mod tests {
    use super::*;
    use crate::calendar;
    use crate::clock::Clock;

    fn line<'a>(text: &'a str, keep: &'a [String]) -> Line<'a> {
        Line { text, keep, choice: None }
    }

    #[test]
    fn words_that_the_person_keeps_stay_in_the_title() {
        let now = calendar::in_zone(&Clock::system().now(), &calendar::zone("UTC").unwrap());
        let (_, entry) = read(line("Call mom tomorrow p1", &[]), &now);
        assert_eq!((entry.title.as_str(), entry.priority), ("Call mom", Some(1)));
        assert!(entry.due.is_some());
        let keep = ["tomorrow".to_owned()];
        let (_, entry) = read(line("Call mom tomorrow p1", &keep), &now);
        assert_eq!(restored(&entry.title, &keep), "Call mom tomorrow");
        assert_eq!((entry.due, entry.priority), (None, Some(1)));
    }

    #[test]
    fn each_part_is_told_with_the_words_that_say_it() {
        let now = calendar::in_zone(&Clock::system().now(), &calendar::zone("UTC").unwrap());
        let today = now.date().to_string();
        let (text, entry) = read(line("Call mom every day p2 #Home @phone", &[]), &now);
        let told = understood(&entry, &text, &today, &[]);
        let of = |about| told.iter().find(|part| part.about == about).cloned().unwrap();
        assert_eq!(of(About::Repeat).meaning, "every day");
        assert_eq!(of(About::Repeat).taken, ["every day"]);
        assert_eq!(of(About::Priority).meaning, "P2");
        assert_eq!(of(About::List).meaning, "#Home");
        assert_eq!(of(About::Tag).taken, ["@phone"]);
    }
}
