//! The reply to one turn while the assistant works it out.

use super::history::Turn;
use super::memory::{Memory, Question};
use super::tools::{Halt, Tools};
use crate::model::offline::task::Task;
use crate::model::offline::understand::{Action, Filter};
use crate::model::offline::wording::{changes, lists, small_talk};
use jiff::ZonedDateTime;

/// A reply in progress: what is said, and what the next turn will remember. Each step may stop at a [`Halt`].
pub struct Reply<'a> {
    /// What earlier turns left behind.
    pub memory: &'a Memory,
    /// The person's time.
    pub now: &'a ZonedDateTime,
    /// The tool calls of this turn.
    pub tools: Tools,
    /// All tasks, once this turn has listed them. They follow its changes.
    pub listed: Option<Vec<Task>>,
    said: Vec<String>,
    focus: Vec<Task>,
    shown: Option<Vec<Task>>,
    question: Option<Question>,
    did: Option<Action>,
    added: usize,
}

impl<'a> Reply<'a> {
    /// An empty reply to this turn.
    pub fn new(memory: &'a Memory, turn: &Turn, now: &'a ZonedDateTime) -> Self {
        Self {
            memory,
            now,
            tools: Tools::new(turn.calls.clone()),
            listed: None,
            said: Vec::new(),
            focus: Vec::new(),
            shown: None,
            question: None,
            did: None,
            added: 0,
        }
    }

    /// The whole text.
    pub fn text(&self) -> String {
        let partial = self.tools.partial.filter(|_| !self.said.is_empty());
        let mut said: Vec<String> = partial.map(|list| lists::only_newest(&list)).into_iter().collect();
        said.extend(self.said.iter().cloned());
        if !self.tools.wanted.is_empty() {
            said.push(small_talk::too_much());
        }
        said.join("\n\n")
    }

    /// Today, as `2026-12-04`.
    pub fn today(&self) -> String {
        self.now.date().to_string()
    }

    /// What this turn leaves behind.
    pub fn into_memory(self) -> Memory {
        Memory {
            focus: if self.focus.is_empty() { self.memory.focus.clone() } else { self.focus },
            shown: self.shown.unwrap_or_else(|| self.memory.shown.clone()),
            added: self.added == 1 && self.did.is_none(),
            did: self.did,
            question: self.question,
        }
    }

    /// Runs a step, and says why if a tool refused. Returns false if results of calls are missing.
    pub fn settle(&mut self, step: impl FnOnce(&mut Self) -> Result<(), Halt>) -> bool {
        match step(self) {
            Ok(()) => true,
            Err(Halt::Refused(refusal)) => {
                self.say(changes::cannot_read(&refusal));
                true
            }
            Err(Halt::Calls) => false,
        }
    }

    /// Notes what this turn does.
    pub fn note_action(&mut self, action: &Action) {
        self.did = Some(action.clone());
    }

    /// Notes that this turn adds tasks.
    pub fn note_added(&mut self, count: usize) {
        self.added += count;
    }

    /// Adds a paragraph.
    pub fn say(&mut self, text: impl Into<String>) {
        self.said.push(text.into());
    }

    /// Adds a paragraph that asks a question.
    pub fn ask(&mut self, question: Question, text: impl Into<String>) {
        self.question = Some(question);
        self.say(text);
    }

    /// The tasks spoken of last, in this turn or before.
    pub fn focus(&self) -> &[Task] {
        if self.focus.is_empty() { &self.memory.focus } else { &self.focus }
    }

    /// The list shown last, in this turn or before.
    pub fn shown(&self) -> &[Task] {
        self.shown.as_deref().unwrap_or(&self.memory.shown)
    }

    /// All tasks.
    pub fn tasks(&mut self) -> Result<Vec<Task>, Halt> {
        if self.listed.is_none() {
            self.listed = Some(self.tools.list(Filter::All)?);
        }
        Ok(self.listed.clone().unwrap_or_default())
    }

    /// Says that a task is not among those that were listed.
    pub fn say_missing(&mut self, id: i64) {
        self.say(if self.tools.partial.is_some() { lists::not_among(id) } else { changes::missing(id) });
    }

    /// Remembers that exactly these tasks are spoken of.
    pub fn replace_focus(&mut self, tasks: Vec<Task>) {
        self.focus = tasks;
    }

    /// Remembers the list that this turn shows.
    pub fn remember_list(&mut self, tasks: Vec<Task>) {
        self.focus.clone_from(&tasks);
        self.shown = Some(tasks);
    }

    /// Remembers the tasks that this turn is about.
    pub fn remember_tasks(&mut self, tasks: Vec<Task>) {
        // A list that was only shown is no longer meant once something is done.
        if self.shown.as_ref() == Some(&self.focus) {
            self.focus.clear();
        }
        self.focus.extend(tasks);
    }
}
