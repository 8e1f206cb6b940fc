//! "Undo that": what asks for it, doing it, and what is said of it.

use super::answer::{amount, escaped, failed, named};
use super::clause::Clause;
use super::history::{Halt, Task};
use super::intent::{Filter, Intent};
use super::respond::Work;
use serde_json::{Value, json};

/// How it is asked for, as patterns; nothing but [`REST`] may follow.
const ASKS: &[&str] = &[
    "undo|revert|reverse what|whatever you|i|we have? just? did|done|changed|deleted|added|completed",
    "undo|revert|un-do|rollback the|my|your|that|this|those|these|it? very? last|latest|previous|recent|other? \
        change|changes|action|actions|step|thing|things|one|command|edit|edits|update|deletion|addition?",
    "reverse the|your|my? last|latest|previous? that|it|this|them|those|change|changes|action|step",
    "roll|take|turn|change|switch|set|put|bring|give|get that|it|this|them|those|everything back",
    "put|bring|get|give the|that|this|those|my task|tasks|one|ones|item back",
    "i want|need|would that|it|this|them|those back",
    "restore|recover|undelete|reinstate the|my|that|this|those? deleted|last? that|it|this|them|those|task|\
        tasks|one|ones",
];
const REST: &str = "please|then|now|again|docket|all|too|also|on|in|to|onto|the|my|list|tasks|for|me|as|it|was|\
    before|how|were|they|you|did|just|anyway|everything|and";

/// Reads a clause that asks to take back what was done last, whatever that was.
pub(super) fn undo(clause: Clause<'_>) -> Option<Intent> {
    ASKS.iter().any(|ask| clause.strip(ask).is_some_and(|rest| rest.only(&[REST]))).then_some(Intent::Undo)
}

impl Work<'_> {
    /// Takes back what was done last, and says what or why not.
    pub(super) fn undo(&mut self) -> Result<(), Halt> {
        let answer = self.tools.call(vec![("undo_last_change", json!({}))])?.pop();
        match answer {
            Some(Ok(content)) => {
                let (changes, refused) = (list(&content, "changes"), list(&content, "refused"));
                self.say(undid(changes));
                for refusal in refused {
                    self.say(kept(refusal));
                }
                let is_there = |change: &&Value| change["undid"] != "created";
                self.spoke_of(changes.iter().filter(is_there).filter_map(Task::read).collect());
                // What was listed is no longer so.
                self.listed = None;
            }
            Some(Err(refusal)) if refusal.code == "NOTHING_TO_UNDO" => {
                self.say(
                    "There is nothing to undo: I changed nothing in this conversation that still stands.",
                );
            }
            Some(Err(refusal)) => self.say(failed("I could not undo that", &refusal)),
            None => {}
        }
        Ok(())
    }
}

fn list<'a>(content: &'a Value, key: &str) -> &'a [Value] {
    content.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// What was taken back.
fn undid(changes: &[Value]) -> String {
    let told: Vec<String> =
        changes.iter().filter_map(|change| Some(now(&Task::read(change)?, change))).collect();
    match told.as_slice() {
        [one] => format!("Undone: {one}."),
        _ => {
            let lines = told.iter().map(|line| format!("- {line}\n")).collect::<String>();
            let count = amount(told.len(), Filter::All);
            format!("Undone what I did to {count}:\n\n{}", lines.trim_end())
        }
    }
}

/// How a task is now that a change was taken back.
fn now(task: &Task, change: &Value) -> String {
    let is = match change["undid"].as_str() {
        Some("created") => "is off your list again",
        Some("completed") => "is pending again",
        Some("deleted") => "is back on your list",
        _ => "is as it was before",
    };
    format!("{} {is}", named(task))
}

/// What was not taken back, and why.
fn kept(refusal: &Value) -> String {
    let task = Task::read(refusal).unwrap_or_default();
    let detail = refusal["detail"].as_str().map(escaped).unwrap_or_default();
    format!("I did not undo what I did to {}: {detail}", named(&task))
}
