//! What a reader has found, before it is certain that tasks can be so.

use super::date_text::{self, ReadWords, Words};
use super::{Change, Imported, ImportedTask, Note, Skipped, Source, Why};
use crate::calendar::rule::{Rule, occurrence};
use crate::calendar::{self, Moment};
use crate::import::TASKS_MAX;
use crate::repeat::Repeat;
use crate::tasks::{DESCRIPTION_MAX, TITLE_MAX};
use jiff::tz::TimeZone;
use std::collections::{HashMap, HashSet};

/// Most ancestors that are looked for. A chain of more has a circle in it, or comes from nobody.
const ANCESTORS: usize = 100;

/// A task as a file has it.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) task: ImportedTask,
    /// Its line or number.
    pub(super) place: usize,
    /// The name that the file has for it.
    pub(super) key: Option<String>,
    /// The name of the task whose sub-task it is.
    pub(super) parent_key: Option<String>,
    pub(super) due: Option<Moment>,
    pub(super) changes: Vec<Change>,
}

impl Draft {
    pub(super) fn at(place: usize) -> Self {
        Self { place, ..Self::default() }
    }

    /// Adds a paragraph to the description.
    pub(super) fn describe(&mut self, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        match &mut self.task.description {
            Some(before) => {
                before.push_str("\n\n");
                before.push_str(text);
            }
            none => *none = Some(text.to_owned()),
        }
    }

    /// Keeps in the description what no field holds.
    pub(super) fn keep(&mut self, label: &str, text: &str) {
        if !text.trim().is_empty() {
            self.describe(&format!("{label}: {}", text.trim()));
        }
    }

    pub(super) fn set_due(&mut self, due: Moment) {
        self.task.due = Some(due.to_due());
        self.due = Some(due);
    }

    /// Reads when it is due: a date of programs, or words of people.
    pub(super) fn read_due(&mut self, text: &str, reader: &Reader<'_>) {
        if text.is_empty() {
            return;
        }
        if let Some(due) = date_text::moment(text, &reader.zone) {
            self.set_due(due);
        } else if let Some(words) = (reader.words)(text) {
            self.take(words, text, reader);
        } else {
            self.changes.push(Change::DateNotRead);
            self.keep("Date", text);
        }
    }

    fn take(&mut self, words: Words, text: &str, reader: &Reader<'_>) {
        if let Some(due) = words.due {
            self.set_due(due);
        }
        if let Some(rule) = words.repeat {
            self.read_repeat(&rule, text, reader);
            self.task.repeat_from_completion = words.from_completion;
        }
    }

    /// Reads a rule after the due date is known. `text` is what the file says.
    pub(super) fn read_repeat(&mut self, rule: &str, text: &str, reader: &Reader<'_>) {
        if rule.trim().is_empty() {
            return;
        }
        match reader.repeat(rule, self.due.as_ref()) {
            Some(repeat) => self.task.repeat = Some(repeat),
            None => {
                self.changes.push(Change::RepetitionNotRead);
                if reader.keeps {
                    self.keep("Repeats", text);
                }
            }
        }
    }

    /// Takes from a COUNT what has passed of the series, unless it counts from completion: then it is what is left
    /// already. `start` is its first occurrence, on the clock of the zone with this name.
    pub(super) fn go_on_from(&mut self, start: &str, zone: &str, reader: &Reader<'_>) {
        if self.task.repeat_from_completion {
            return;
        }
        let (Some(repeat), Some(due)) = (&self.task.repeat, &self.due) else { return };
        let zone = calendar::zone(zone).unwrap_or_else(|| reader.zone.clone());
        let due = match due {
            Moment::Time(time) => Moment::Time(time.with_time_zone(zone.clone())),
            day => day.clone(),
        };
        if let (Some(start), Ok(rule)) = (occurrence(start), Rule::parse(repeat.as_str(), &zone)) {
            self.task.repeat = rule.from_then_on(start, due.wall_clock()).map(|rule| rule.to_repeat());
        }
    }
}

/// Collects what a file holds.
pub(super) struct Reader<'a> {
    /// The person's zone.
    pub(super) zone: TimeZone,
    pub(super) words: ReadWords<'a>,
    /// Whether the description keeps what no field holds.
    pub(super) keeps: bool,
    /// The file's name without its ending.
    pub(super) name: &'a str,
    pub(super) drafts: Vec<Draft>,
    pub(super) skipped: Vec<Skipped>,
}

impl Reader<'_> {
    pub(super) fn skip(&mut self, place: usize, why: Why) {
        self.skipped.push(Skipped { place, why });
    }

    /// Adds a draft, and tells its number among the drafts. Of too many only one is kept, which shows it.
    pub(super) fn add(&mut self, draft: Draft) -> usize {
        if !self.is_too_long() {
            self.drafts.push(draft);
        }
        self.drafts.len() - 1
    }

    pub(super) fn is_too_long(&self) -> bool {
        self.drafts.len() > TASKS_MAX
    }

    fn repeat(&self, rule: &str, due: Option<&Moment>) -> Option<Repeat> {
        let utc = TimeZone::UTC;
        let zone = if due.is_some_and(|due| due.time().is_some()) { &self.zone } else { &utc };
        Rule::parse(rule, zone).ok().map(|rule| rule.to_repeat())
    }

    /// Makes tasks of the drafts: with titles that are allowed, and sub-tasks of one level, behind their tasks.
    pub(super) fn finish(mut self, source: Source) -> Imported {
        for draft in &mut self.drafts {
            tidy(draft, self.keeps);
        }
        let roots = self.roots();
        let mut notes = Vec::new();
        let mut tasks = Vec::new();
        let mut numbers: Vec<Option<usize>> = vec![None; self.drafts.len()];
        let mut children: HashMap<usize, Vec<usize>> = HashMap::new();
        let mut tops = Vec::new();
        for (number, root) in roots.iter().enumerate() {
            match root {
                Some(root) if *root != number => children.entry(*root).or_default().push(number),
                _ => tops.push(number),
            }
        }
        let order = tops.into_iter().flat_map(|top| {
            let under = children.remove(&top).unwrap_or_default();
            std::iter::once(top).chain(under)
        });
        let mut drafts: Vec<Option<Draft>> = self.drafts.into_iter().map(Some).collect();
        for number in order {
            let Some(mut draft) = drafts.get_mut(number).and_then(Option::take) else { continue };
            if draft.task.title.is_empty() {
                self.skipped.push(Skipped { place: draft.place, why: Why::NoTitle });
                continue;
            }
            draft.task.parent = roots.get(number).copied().flatten().and_then(|root| *numbers.get(root)?);
            if let Some(slot) = numbers.get_mut(number) {
                *slot = Some(tasks.len());
            }
            draft.task.place = draft.place;
            notes.extend(draft.changes.into_iter().map(|what| Note { task: tasks.len(), what }));
            tasks.push(draft.task);
        }
        self.skipped.sort_by_key(|skipped| skipped.place);
        Imported { source, tasks, skipped: self.skipped, notes }
    }

    /// For each draft the highest task above it, by the names of parents or by their numbers.
    fn roots(&mut self) -> Vec<Option<usize>> {
        let mut keys = HashMap::new();
        for (number, draft) in self.drafts.iter().enumerate() {
            if let Some(key) = &draft.key {
                keys.entry(key.as_str()).or_insert(number);
            }
        }
        let parents: Vec<Option<usize>> = self
            .drafts
            .iter()
            .map(|draft| draft.task.parent.or_else(|| keys.get(draft.parent_key.as_deref()?).copied()))
            .collect();
        let parent_of = |number: usize| parents.get(number).copied().flatten();
        let root = |number: usize| -> (Option<usize>, bool) {
            let ancestors: Vec<usize> =
                std::iter::successors(parent_of(number), |above| parent_of(*above)).take(ANCESTORS).collect();
            let circle = ancestors.len() == ANCESTORS || ancestors.contains(&number);
            (ancestors.last().copied().filter(|_| !circle), ancestors.len() > 1)
        };
        let found: Vec<(Option<usize>, bool)> = (0..parents.len()).map(root).collect();
        for (draft, (_, deep)) in self.drafts.iter_mut().zip(&found) {
            draft.task.parent = None;
            if *deep {
                draft.changes.push(Change::Raised);
            }
        }
        found.into_iter().map(|(root, _)| root).collect()
    }
}

/// Makes a title of one line and allowed length, and texts without what databases refuse.
pub(super) fn tidy(draft: &mut Draft, keeps: bool) {
    let task = &mut draft.task;
    let clean = |text: &str| text.replace('\0', "").replace("\r\n", "\n").replace('\r', "\n");
    task.description = task.description.take().map(|text| clean(&text).trim().to_owned());
    let title = one_line(&clean(&task.title));
    task.list = task.list.take().map(|list| one_line(&clean(&list))).filter(|list| !list.is_empty());
    let mut seen = HashSet::new();
    task.tags = { task.tags.iter() }
        .map(|tag| self::tag(&clean(tag)))
        .filter(|tag| !tag.is_empty() && seen.insert(tag.to_lowercase()))
        .collect();
    if title.chars().count() > TITLE_MAX {
        task.title = cut(&title);
        if keeps {
            let rest = task.description.take();
            draft.describe(&title);
            draft.describe(rest.as_deref().unwrap_or_default());
        }
        draft.changes.push(Change::TitleCut);
    } else {
        task.title = title;
    }
    draft.task.description = draft.task.description.take().filter(|text| !text.is_empty());
    if draft.task.description.as_ref().is_some_and(|text| text.chars().count() > DESCRIPTION_MAX) {
        draft.changes.push(Change::DescriptionTooLong);
    }
}

/// The tag that a word of a file is.
pub fn tag(word: &str) -> String {
    one_line(word).trim_start_matches(['#', '@']).replace(' ', "-")
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The beginning of a long title, to the end of a word if one ends late enough.
fn cut(title: &str) -> String {
    let start: String = title.chars().take(TITLE_MAX - 1).collect();
    let end = start.rfind(' ').filter(|end| *end > start.len() / 2).unwrap_or(start.len());
    format!("{}…", start.get(..end).unwrap_or(&start))
}
