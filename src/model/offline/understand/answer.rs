//! Reads a message as the answer to a question that the assistant asked.

use super::add;
use super::clause::Clause;
use super::except;
use super::intent::{NewTask, Place, Target};
use super::target::target;
use super::words::words;

/// The tasks that a message names as the answer to "What should the task be called?". `several` if the question was
/// about several tasks.
pub fn new_tasks(said: &str, several: bool) -> Vec<NewTask> {
    if several || said.trim().contains('\n') {
        said.lines().flat_map(|line| add::titles(Clause::new(line, &words(line)), None)).collect()
    } else {
        add::new_task(Clause::new(said.trim_end(), &words(said))).into_iter().collect()
    }
}

/// The message as a title; empty if it has none.
pub fn title(said: &str) -> String {
    Clause::new(said.trim_end(), &words(said)).title()
}

/// The message as a description.
pub fn description(said: &str) -> String {
    let found = words(said);
    let clause = Clause::new(said.trim_end(), &found);
    clause.quoted().unwrap_or(clause.raw()).to_owned()
}

/// Which reading of a new task a message chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadingChoice {
    /// The date of this reading.
    Dated(usize),
    /// The words belong to the title.
    Kept,
    /// Nothing is to be added.
    Neither,
}

/// Reads a message as the answer to "Is it the date, or part of the title?", where `dated` readings have a date, and
/// one more has none.
pub fn reading(said: &str, dated: usize) -> Option<ReadingChoice> {
    let found = words(said);
    let clause = Clause::new(said.trim_end(), &found);
    let fill = "it|is|that|this|the|a|part|of|as|please|just|i|mean|meant|one|in|keep|leave|to|yes|no|not|belongs|number|option|so|its|task";
    if clause
        .strip("cancel|stop|nevermind|nothing|neither|forget")
        .or_else(|| clause.strip("never mind"))
        .is_some()
    {
        return Some(ReadingChoice::Neither);
    }
    let title = clause.has("title|name|titled|called");
    if title && clause.only(&[fill, "title|name|titled|called|date|when|due"]) {
        // "Not the title" is the date.
        let not = clause.find("not the|in|a? title|name").is_some();
        return if not && dated == 1 { Some(ReadingChoice::Dated(0)) } else { Some(ReadingChoice::Kept) };
    }
    if clause.has("date|when|due|deadline|day") && clause.only(&[fill, "date|when|due|deadline|day|time"]) {
        let not = clause.find("not the|a? date|due").is_some();
        return if not { Some(ReadingChoice::Kept) } else { (dated == 1).then_some(ReadingChoice::Dated(0)) };
    }
    if clause.only(&[fill, "yeah|yep|yup|sure|ok|okay|right|correct|exactly|y|do|add|go|ahead"])
        && clause.strip("yes|yeah|yep|yup|sure|ok|okay|right|correct|exactly|y|add|do|go").is_some()
    {
        return match dated {
            0 => Some(ReadingChoice::Kept),
            1 => Some(ReadingChoice::Dated(0)),
            _ => None,
        };
    }
    if clause.only(&[fill, "nope|nah|n|thanks"]) && clause.strip("no|nope|nah|n").is_some() {
        return Some(if dated == 0 { ReadingChoice::Neither } else { ReadingChoice::Kept });
    }
    let place = match places(said)?.as_slice() {
        [Place::Nth(place)] => place.checked_sub(1)?,
        [Place::Last(1)] => dated,
        _ => return None,
    };
    match place {
        place if place < dated => Some(ReadingChoice::Dated(place)),
        place if place == dated => Some(ReadingChoice::Kept),
        _ => None,
    }
}

/// The answer to "Which one?".
pub struct Choice {
    /// The tasks that it names.
    pub target: Target,
    /// Whether any of the candidates will do.
    pub any: bool,
}

/// The tasks that "yes, but not the milk" leaves out.
pub fn exceptions(said: &str) -> Option<Vec<Target>> {
    except::answered(Clause::new(said.trim_end(), &words(said)))
}

/// The places that "only the first two" names.
pub fn places(said: &str) -> Option<Vec<Place>> {
    let found = words(said);
    let clause = Clause::new(said.trim_end(), &found);
    let clause = clause.strip("yes|no|ok|okay? only|just?").unwrap_or(clause);
    match target(clause) {
        Target::Places(places) => Some(places),
        _ => None,
    }
}

/// Reads the message as a choice among candidates.
pub fn choice(said: &str) -> Choice {
    let found = words(said);
    let clause = Clause::new(said.trim_end(), &found);
    let clause =
        clause.strip("yes|no|ok|okay|sure|i mean|meant?").filter(|rest| !rest.is_empty()).unwrap_or(clause);
    let clause = clause.strip("i mean|meant|want").unwrap_or(clause);
    Choice { target: target(clause), any: clause.only(&["any|either|one|whichever|of|them|the"]) }
}
