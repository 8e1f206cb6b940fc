//! Reads the dates of new tasks, and asks if they are not clear.

use super::reply::Reply;
use super::tools::Halt;
use crate::model::offline::act::memory::Question;
use crate::model::offline::plan::Plan;
use crate::model::offline::reading::{Reading, Unclear};
use crate::model::offline::understand::{Intent, NewTask, answer};
use crate::model::offline::wording::{questions, small_talk};
use crate::quick_add::{self, Entry};
use jiff::ZonedDateTime;

/// Reads a new task at a time.
pub fn read(task: &NewTask, now: &ZonedDateTime) -> Result<Reading, Box<Unclear>> {
    let reading = |title: String, plan: Plan| Reading {
        title,
        description: task.description.clone(),
        completed: task.completed,
        plan,
    };
    if task.quoted {
        return Ok(reading(task.title.clone(), Plan::default()));
    }
    let text = if task.reminds { format!("remind me to {}", task.title) } else { task.title.clone() };
    let entry = quick_add::read(&text, now);
    let made = |entry: &Entry| reading(answer::title(&entry.title), Plan::of(entry));
    match &entry.doubt {
        None => Ok(made(&entry)),
        Some(doubt) => Err(Box::new(Unclear {
            words: text.get(doubt.range.clone()).unwrap_or_default().to_owned(),
            dated: doubt.readings.iter().map(made).collect(),
            kept: made(&entry),
        })),
    }
}

impl Reply<'_> {
    /// Adds the tasks that are clear, and asks about the others.
    pub fn add(&mut self, tasks: &[NewTask]) -> Result<(), Halt> {
        let read: Vec<_> = tasks.iter().map(|task| read(task, self.now)).collect();
        let clear: Vec<Reading> = read.iter().filter_map(|read| read.as_ref().ok()).cloned().collect();
        let open: Vec<Unclear> = read.into_iter().filter_map(Result::err).map(|unclear| *unclear).collect();
        if !clear.is_empty() {
            self.add_read(&clear)?;
        }
        self.ask_reading(open);
        Ok(())
    }

    /// The tasks as they would be added without another word.
    pub fn offered(&self, tasks: &[NewTask]) -> Vec<Reading> {
        tasks.iter().map(|task| read(task, self.now).unwrap_or_else(|unclear| unclear.kept)).collect()
    }

    fn ask_reading(&mut self, open: Vec<Unclear>) {
        if let Some(first) = open.first() {
            let text = questions::which_reading(first, &self.today());
            self.ask(Question::Reading(open), text);
        }
    }

    /// Takes a message as the answer to the question which reading is right. Returns false if it is about something else.
    pub fn choose_reading(&mut self, open: &[Unclear], said: &str, intents: &[Intent]) -> Result<bool, Halt> {
        let Some((first, rest)) = open.split_first() else { return Ok(false) };
        let chosen = match answer::reading(said, first.dated.len()) {
            Some(answer::ReadingChoice::Dated(index)) => first.dated.get(index).cloned(),
            Some(answer::ReadingChoice::Kept) => Some(first.kept.clone()),
            Some(answer::ReadingChoice::Neither) => {
                self.say(small_talk::answer(crate::model::offline::understand::SmallTalk::No));
                self.ask_reading(rest.to_vec());
                return Ok(true);
            }
            None => self.redated(first, said),
        };
        if let Some(reading) = chosen {
            self.add_read(&[reading])?;
            self.ask_reading(rest.to_vec());
            return Ok(true);
        }
        if !matches!(intents, [Intent::Unknown(_) | Intent::Silence | Intent::SmallTalk(_)]) {
            return Ok(false);
        }
        self.ask_reading(open.to_vec());
        Ok(true)
    }

    /// The task with the date that the person says now.
    fn redated(&self, unclear: &Unclear, said: &str) -> Option<Reading> {
        let entry = quick_add::read_date(said.trim().trim_end_matches(['.', '!']), self.now)
            .filter(|entry| entry.doubt.is_none())?;
        let said = Plan::of(&entry);
        let base = unclear.dated.first().cloned().unwrap_or_else(|| {
            let title = answer::title(&unclear.kept.title.replace(&unclear.words, " "));
            Reading { title, ..unclear.kept.clone() }
        });
        if base.title.is_empty() || said.due.is_none() {
            return None;
        }
        let plan =
            Plan { due: said.due, repeat: said.repeat.or(base.plan.repeat.clone()), ..base.plan.clone() };
        Some(Reading { plan, ..base })
    }
}
