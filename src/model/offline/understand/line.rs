//! Reads a line as intents: splits it into requests, and reads each of them.

use super::clause::Clause;
use super::courtesy::strip_opening;
use super::intent::{Action, Intent, SmallTalk, Target};

use super::phrase::is_abbreviation;
use super::request::{orders_change, read};
use super::small_talk::small_talk;
use super::words::{Word, words};

/// A line has at most this many parts.
const PARTS_MAX: usize = 50;

/// How a part of a line is joined to the one before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    /// A new sentence.
    Sentence,
    /// "then".
    Loose,
    /// "and", or a comma.
    Tight,
}

/// What a line asks for, in order.
pub fn line_intents(line: &str) -> Vec<Intent> {
    let found = words(line);
    let whole = Clause::new(line, &found);
    if let Some(talk) = small_talk(whole) {
        return vec![Intent::SmallTalk(talk)];
    }
    // Each sentence is a list of parts.
    let mut sentences: Vec<Vec<Intent>> = vec![Vec::new()];
    let (mut start, mut current) = (0, None);
    let mut take = |part: Clause<'_>, ends: bool| {
        sentences.last_mut().into_iter().for_each(|parts| parts.push(read(part)));
        if ends {
            sentences.push(Vec::new());
        }
    };
    for (end, next, joint) in joints(&found) {
        // The meaning of the part so far decides how clear the next part must be.
        let so_far = current.get_or_insert_with(|| read(whole.range(start, end)));
        if !is_new_request(part(whole, &found, next), joint, so_far) {
            continue;
        }
        take(whole.range(start, end), joint == Joint::Sentence);
        (start, current) = (next, None);
    }
    take(whole.range(start, found.len()), false);
    retracted(sentences.into_iter().flat_map(understood).collect())
}

/// The parts of a sentence. If one of them was not understood, the assistant asks before it acts on the others: "if it
/// rains, delete task 3".
fn understood(parts: Vec<Intent>) -> Vec<Intent> {
    let unclear = |part: &Intent| matches!(part, Intent::Unknown(_) | Intent::Question | Intent::Foreign);
    if !parts.iter().any(unclear) {
        return parts;
    }
    parts.into_iter().map(Intent::doubted).collect()
}

/// Drops what the person takes back in the same line: "delete task 3, no wait".
fn retracted(parts: Vec<Intent>) -> Vec<Intent> {
    let takes_back = |part: &Intent| {
        matches!(part, Intent::SmallTalk(SmallTalk::No) | Intent::TakeBack | Intent::Correct(_))
    };
    let at = parts.iter().position(takes_back).unwrap_or_default();
    let changes = parts[..at].iter().any(|part| part.is_command() && !matches!(part, Intent::SmallTalk(_)));
    if !changes {
        return parts;
    }
    let after =
        parts[at..].iter().any(|part| matches!(part, Intent::Correct(_)) || !part.readings().is_empty());
    if after {
        parts.into_iter().map(Intent::doubted).collect()
    } else {
        vec![Intent::SmallTalk(SmallTalk::No)]
    }
}

/// The places between two parts: where one may end, where the next begins, and how they are joined.
fn joints(words: &[Word]) -> Vec<(usize, usize, Joint)> {
    let link = |at: usize| {
        let word = &words[at];
        word.quoted.is_none()
            && matches!(word.low.as_str(), "and" | "then" | "also" | "plus" | "&" | "afterwards" | "but")
    };
    let mut joints = Vec::new();
    let mut at = 1;
    while at < words.len() {
        let next = (at..words.len()).find(|&next| !link(next)).unwrap_or(words.len());
        let last = &words[at - 1];
        let ends = matches!(last.mark, Some('!' | '?' | ';' | '…'))
            || (last.mark == Some('.') && !is_abbreviation(&last.low));
        let loose = words[at..next].iter().any(|word| matches!(word.low.as_str(), "then" | "afterwards"));
        let joint = match (ends, loose || last.mark == Some('.')) {
            (true, _) => Joint::Sentence,
            (_, true) => Joint::Loose,
            _ => Joint::Tight,
        };
        if next < words.len() && (next > at || joint != Joint::Tight || last.mark == Some(',')) {
            joints.push((at, next, joint));
        }
        at = next.max(at) + 1;
    }
    joints.truncate(PARTS_MAX);
    joints
}

/// The words from `start` up to the next joint.
fn part<'a>(whole: Clause<'a>, words: &[Word], start: usize) -> Clause<'a> {
    let end = (start + 1..words.len()).find(|&at| {
        words[at - 1].mark.is_some_and(|mark| mark != ':')
            || (words[at].quoted.is_none()
                && matches!(words[at].low.as_str(), "and" | "then" | "plus" | "&" | "afterwards" | "but"))
    });
    whole.range(start, end.unwrap_or(words.len()))
}

/// Whether a part begins a new request. After "add buy bread and ..." that must be clear.
fn is_new_request(part: Clause<'_>, joint: Joint, so_far: &Intent) -> bool {
    let next = read(part);
    let body = strip_opening(part).0;
    let takes_back = matches!(next, Intent::SmallTalk(SmallTalk::No) | Intent::TakeBack | Intent::Correct(_));
    let names_text = match so_far {
        Intent::Add(_) | Intent::Offer(_) | Intent::AddUnnamed { .. } => true,
        so_far => so_far.readings().iter().any(|(action, _)| matches!(action, Action::Update { .. })),
    };
    let acts = !so_far.readings().is_empty() && !names_text;
    if joint != Joint::Tight {
        let asks = next == Intent::Question && part.asks();
        return next.is_command() || asks || (acts && joint == Joint::Sentence);
    }
    if takes_back || *so_far == Intent::TakeBack {
        return acts || *so_far == Intent::TakeBack;
    }
    match next {
        Intent::Add(_) => {
            body.strip("add|adding|create|creating|make|put|remind|i|we|do|set").is_some()
                || strip_opening(part).1.wished
        }
        Intent::List(_) | Intent::Agenda(_) | Intent::Count(_) => {
            body.words.len() > 1
                && body.strip("show|list|display|what|which|how|tell|give|view|see|count").is_some()
        }
        Intent::Act(readings) | Intent::Unsure(readings) => {
            let definite = readings.iter().any(|(_, target)| target.is_plain()) || body.has("task|tasks");
            let ordered = orders_change(body);
            let named = readings.iter().all(|(_, target)| *target != Target::Missing);
            let spoken = body.strip("i|we").is_some();
            let state = body.strip("mark|tick|set").is_some() && body.strip_end("<done>|pending").is_some();
            let reported = acts
                && readings
                    .iter()
                    .all(|(action, _)| matches!(action, Action::Complete | Action::Deny | Action::Reopen));
            named && (spoken || reported || (ordered && (definite || state || !names_text)))
        }
        Intent::Undo => !names_text || body.strip("undo|revert").is_some(),
        Intent::SmallTalk(_) => *so_far == Intent::SmallTalk(SmallTalk::Greeting),
        _ => false,
    }
}
