//! Understands plain English about tasks: pure functions from a text to [`Intent`]s. They know neither the tasks nor
//! the conversation.
//!
//! `words` cuts a message into words, `clause` matches patterns, `message` reads its `lines`, `line` splits one into
//! requests, and `request` reads each of them without its `courtesy`. The readers are `add`, `complete`, `delete`,
//! `update`, `plan`, `sorting`, `query`, `agenda`, `undo` and `small_talk`; `when` knows dates; `target` reads which tasks are meant, and `naming` how they are named.
//! `answer` reads a message as an answer to a question.

mod add;
mod agenda;
pub mod answer;
mod clause;
mod complete;
mod correction;
mod courtesy;
mod delete;
mod doubt;
mod evidence;
mod except;
mod intent;
mod language;
mod line;
mod lines;
mod message;
mod naming;
mod phrase;
mod plan;
mod query;
mod report;
mod request;
mod small_talk;
mod sorting;
mod stem;
mod target;
mod title_fit;
mod undo;
mod update;
mod verbs;
mod when;
mod words;

pub use doubt::{Doubt, doubt, foreign_verb};
pub use intent::{Action, Field, Filter, Intent, NewTask, Period, Place, Planning, Query, SmallTalk, Target};
pub use message::intents;
pub use target::{separate_targets, target_of};
pub use title_fit::{Fit, fit};
