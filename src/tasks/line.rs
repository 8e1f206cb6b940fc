//! A task that the person writes as one line of text, and what the server understood of it.

use serde::{Deserialize, Serialize};

/// A line as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The title that the task would have.
    pub title: String,
    /// What else was understood, in the order of a row.
    pub understood: Vec<Understood>,
    /// If the words can be read in several ways: what each would mean. Until the person chooses one, they stay in the title.
    pub choices: Vec<String>,
}

/// Something that was understood.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Understood {
    /// What it is about.
    pub about: About,
    /// What it means, in words.
    pub meaning: String,
    /// The parts of the line that say so. They are not in the title.
    pub taken: Vec<String>,
}

/// What a part of a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum About {
    /// When it is due.
    Due,
    /// When it starts.
    Start,
    /// How it repeats.
    Repeat,
    /// When to remind of it.
    Reminder,
    /// How much it matters.
    Priority,
    /// Its tags.
    Tag,
    /// Its list.
    List,
}
