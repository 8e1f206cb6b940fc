//! What to do and say: the conversation is worked out anew each time, turn by turn.
//!
//! A past turn leaves a [`Memory`]: the tasks spoken of, the list shown, the question asked. Working the
//! present turn out gives either calls to be made or the final text. Both are functions of the history, so
//! the assistant can be asked by any process at any time.

use super::answer;
use super::clause::Clause;
use super::history::{Halt, Task, Tools, Turn, turns};
use super::intent::{Action, Intent, NewTask, Target};
use super::message::intents;
use super::target::target;
use super::words::words;
use crate::model::Entry;
use serde_json::Value;

/// After so many rounds of calls the turn is brought to its end.
const ROUNDS_MAX: usize = 6;

/// So many turns back reaches the memory.
const TURNS_MAX: usize = 12;

/// What earlier turns left behind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Memory {
    /// The tasks spoken of last: "it", "both".
    pub(super) focus: Vec<Task>,
    /// The list shown last: "the second one".
    pub(super) shown: Vec<Task>,
    /// The question that waits for an answer.
    pub(super) question: Option<Question>,
}

/// A question of the assistant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Question {
    /// With which of these?
    Which(Action, Vec<Task>),
    /// Really delete these?
    Delete(Vec<Task>),
    /// Add these?
    Add(Vec<NewTask>),
    /// What is the new task, or what are the new tasks, called?
    Name {
        /// Whether several.
        several: bool,
    },
    /// What is the new title of this one?
    Title(Task),
    /// What is the new description of this one?
    Description(Task),
}

/// The next step of the assistant.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Call these tools.
    Call(Vec<(&'static str, Value)>),
    /// Say this; the turn is over.
    Say(String),
}

/// What to do next in this conversation.
pub(super) fn next_step(history: &[Entry]) -> Step {
    let turns = turns(history);
    let Some((present, past)) = turns.split_last() else {
        return Step::Say(answer::silence());
    };
    let recent = &past[past.len().saturating_sub(TURNS_MAX)..];
    let memory = recent.iter().fold(Memory::default(), |memory, turn| recall(&memory, turn));
    let work = work(&memory, present);
    if work.tools.wanted.is_empty() || present.rounds >= ROUNDS_MAX {
        Step::Say(work.text())
    } else {
        Step::Call(work.tools.wanted)
    }
}

/// What a past turn left behind.
fn recall(memory: &Memory, turn: &Turn) -> Memory {
    let work = work(memory, turn);
    // Another model may have led that turn, or it was broken off before the person saw the question.
    if same_words(&work.text(), &turn.text) { work.memory() } else { super::recall::from_facts(memory, turn) }
}

fn same_words(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}

/// Works a turn out as far as its calls were answered.
fn work<'a>(memory: &'a Memory, turn: &Turn) -> Work<'a> {
    let mut work = Work {
        memory,
        tools: Tools::new(turn.calls.clone()),
        listed: None,
        said: Vec::new(),
        focus: Vec::new(),
        shown: None,
        question: None,
    };
    let intents = intents(&turn.said);
    let answered = match &memory.question {
        Some(question) => work.answer(question, &turn.said, &intents),
        None => Ok(false),
    };
    match answered {
        Ok(true) => {}
        Ok(false) => {
            for intent in &intents {
                if !work.settle(|work| work.follow(intent, intents.len() == 1)) {
                    break;
                }
            }
        }
        halted @ Err(_) => {
            work.settle(|_| halted.map(|_| ()));
        }
    }
    work
}

/// A turn at work.
pub(super) struct Work<'a> {
    /// What was before.
    pub(super) memory: &'a Memory,
    /// The tools.
    pub(super) tools: Tools,
    /// All tasks, if they were listed in this turn, with what was changed since.
    pub(super) listed: Option<Vec<Task>>,
    said: Vec<String>,
    focus: Vec<Task>,
    shown: Option<Vec<Task>>,
    question: Option<Question>,
}

impl Work<'_> {
    fn text(&self) -> String {
        let mut said = self.said.clone();
        if !self.tools.wanted.is_empty() {
            said.push("That was a lot at once. Please say the rest again.".to_owned());
        }
        said.join("\n\n")
    }

    fn memory(self) -> Memory {
        Memory {
            focus: if self.focus.is_empty() { self.memory.focus.clone() } else { self.focus },
            shown: self.shown.unwrap_or_else(|| self.memory.shown.clone()),
            question: self.question,
        }
    }

    /// Runs a step; says why if it was refused. Gives false if calls have to be made first.
    fn settle(&mut self, step: impl FnOnce(&mut Self) -> Result<(), Halt>) -> bool {
        match step(self) {
            Ok(()) => true,
            Err(Halt::Refused(refusal)) => {
                self.say(answer::failed("I could not read your tasks", &refusal));
                true
            }
            Err(Halt::Calls) => false,
        }
    }

    /// Says something more.
    pub(super) fn say(&mut self, text: impl Into<String>) {
        self.said.push(text.into());
    }

    /// Asks something more.
    pub(super) fn ask(&mut self, question: Question, text: impl Into<String>) {
        self.question = Some(question);
        self.say(text);
    }

    /// The tasks spoken of last, in this turn or before.
    pub(super) fn focus(&self) -> &[Task] {
        if self.focus.is_empty() { &self.memory.focus } else { &self.focus }
    }

    /// The list shown last, in this turn or before.
    pub(super) fn shown(&self) -> &[Task] {
        self.shown.as_deref().unwrap_or(&self.memory.shown)
    }

    /// All tasks.
    pub(super) fn tasks(&mut self) -> Result<Vec<Task>, Halt> {
        if self.listed.is_none() {
            self.listed = Some(self.tools.list("all")?);
        }
        Ok(self.listed.clone().unwrap_or_default())
    }

    fn follow(&mut self, intent: &Intent, alone: bool) -> Result<(), Halt> {
        match intent {
            Intent::Add(tasks) => return self.add(tasks),
            Intent::Show(filter) => return self.show(*filter),
            Intent::Count(filter) => {
                let tasks = self.tools.list(filter.status())?;
                self.say(answer::count(&tasks, *filter));
            }
            Intent::Act(readings) => return self.act(readings),
            Intent::Undo => return self.undo(),
            Intent::AddUnnamed { several } => {
                let what =
                    if *several { "What are the tasks called?" } else { "What should the task be called?" };
                self.ask(Question::Name { several: *several }, what);
            }
            Intent::Offer(tasks) => self.offer(tasks),
            Intent::Talk(talk) => self.say(answer::talk(*talk)),
            Intent::Question => self.say(answer::off_topic()),
            Intent::Foreign => self.say(answer::foreign()),
            Intent::Silence => self.say(answer::silence()),
            Intent::TooLong => self.say(answer::too_long()),
            Intent::Unknown(said) => match target(Clause::new(said, &words(said))) {
                // "#3" alone asks for that task.
                target @ Target::Ids { bare: false, .. } => return self.act(&[(Action::Look, target)]),
                _ => self.say(answer::unknown(said, alone)),
            },
        }
        Ok(())
    }

    fn offer(&mut self, tasks: &[NewTask]) {
        let titles: Vec<String> =
            tasks.iter().map(|task| format!("**{}**", answer::escaped(&task.title))).collect();
        let what = match titles.as_slice() {
            [title] => format!("Shall I add {title} as a task?"),
            _ => format!("Shall I add these {} tasks?\n\n- {}", titles.len(), titles.join("\n- ")),
        };
        self.ask(Question::Add(tasks.to_vec()), format!("{what}\n\nSay “yes” or “no”."));
    }

    /// Remembers the list this turn showed.
    pub(super) fn showed(&mut self, tasks: Vec<Task>) {
        self.focus.clone_from(&tasks);
        self.shown = Some(tasks);
    }

    /// Remembers what this turn is about.
    pub(super) fn spoke_of(&mut self, tasks: Vec<Task>) {
        // A list that was only shown is forgotten when something is done.
        if self.shown.as_ref() == Some(&self.focus) {
            self.focus.clear();
        }
        self.focus.extend(tasks);
    }
}
