//! Reads a message as intents: splits it into lines, splits a line into requests, and reads each request.

use super::add;
use super::clause::Clause;
use super::courtesy::strip_opening;
use super::intent::{Action, Intent, NewTask, SmallTalk, Target};
use super::language::is_foreign;
use super::request::{orders_change, read};
use super::small_talk::small_talk;
use super::words::{Word, words};

/// The most bytes of a message that is read.
const MESSAGE_MAX: usize = 8_000;
/// A line has at most this many parts.
const PARTS_MAX: usize = 50;

/// What a message asks for, in order. The result is never empty.
pub fn intents(message: &str) -> Vec<Intent> {
    if message.len() > MESSAGE_MAX {
        return vec![Intent::TooLong];
    }
    let lines: Vec<&str> = message.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let found = match lines.as_slice() {
        [] => return vec![Intent::Silence],
        [line] => single(line),
        [header, rest @ ..] => lines_intents(header, rest),
    };
    merged(found, message)
}

/// Reads the only line of a message. "- eggs" may be a task.
fn single(line: &str) -> Vec<Intent> {
    let Some(rest) = bullet(line) else {
        return line_intents(line);
    };
    let found = line_intents(rest);
    match item(rest) {
        Some(task) if matches!(found.as_slice(), [Intent::Unknown(_)]) => vec![Intent::Offer(vec![task])],
        _ => found,
    }
}

fn lines_intents(header: &str, rest: &[&str]) -> Vec<Intent> {
    let items = || rest.iter().filter_map(|line| item(bullet(line).unwrap_or(line))).collect::<Vec<_>>();
    let bullets = rest.iter().all(|line| bullet(line).is_some());
    if let Some(first) = bullet(header).filter(|_| bullets) {
        let each: Vec<Intent> = std::iter::once(first)
            .chain(rest.iter().filter_map(|line| bullet(line)))
            .flat_map(line_intents)
            .collect();
        if each.iter().all(Intent::is_command) {
            return each;
        }
        return vec![Intent::Offer(item(first).into_iter().chain(items()).collect())];
    }
    if bullets || header.ends_with(':') {
        let heading = line_intents(header.trim_end_matches([':', ' ']));
        let adds = matches!(heading.as_slice(), [Intent::AddUnnamed { .. }]) || announces(header);
        return match heading.as_slice() {
            _ if adds => vec![Intent::Add(items())],
            [Intent::Act(_)] => {
                let names: Vec<&str> = rest.iter().map(|line| bullet(line).unwrap_or(line)).collect();
                line_intents(&format!("{} {}", header.trim_end_matches([':', ' ']), names.join(", ")))
            }
            [Intent::Add(added)] if bullets => {
                vec![Intent::Add(added.iter().cloned().chain(items()).collect())]
            }
            _ if bullets => vec![Intent::Offer(items())],
            _ => std::iter::once(header).chain(rest.iter().copied()).flat_map(line_intents).collect(),
        };
    }
    std::iter::once(header).chain(rest.iter().copied()).flat_map(line_intents).collect()
}

/// Whether a line says that tasks follow: "My tasks for today:", "I need to:".
fn announces(header: &str) -> bool {
    let found = words(header);
    let clause = strip_opening(Clause::new(header, &found)).0;
    let heads = [
        "<add> the|these? following|these|this|those? to? my|the? to? do? todo|task? <tasks>|list?",
        "my|new|the? new|following? <tasks>|todo|to-do list? for? today|tomorrow?",
        "i|we need|have|must|should|got to? do? the? following?",
        "remind me to|of|about the? following?",
        "to do",
    ];
    heads.iter().any(|head| clause.strip(head).is_some_and(Clause::is_empty))
}

/// The text of a bulleted or numbered line.
fn bullet(line: &str) -> Option<&str> {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = if digits.len() < line.len() { digits.strip_prefix(['.', ')']) } else { None };
    let rest = numbered.or_else(|| line.strip_prefix(['-', '*', '•', '–', '·', '+']))?;
    let rest = rest.strip_prefix(char::is_whitespace)?.trim();
    let unticked = ["[ ]", "[x]", "[X]"].iter().find_map(|tick| rest.strip_prefix(tick));
    Some(unticked.unwrap_or(rest).trim()).filter(|rest| !rest.is_empty())
}

fn item(line: &str) -> Option<NewTask> {
    add::new_task(Clause::new(line, &words(line)))
}

/// How a part of a line is joined to the one before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    /// A new sentence, or "then".
    Loose,
    /// "and", or a comma.
    Tight,
}

fn line_intents(line: &str) -> Vec<Intent> {
    let found = words(line);
    let whole = Clause::new(line, &found);
    if let Some(talk) = small_talk(whole) {
        return vec![Intent::SmallTalk(talk)];
    }
    let mut intents = Vec::new();
    let (mut start, mut current) = (0, None);
    for (end, next, joint) in joints(&found) {
        // The meaning of the part so far decides how clear the next part must be.
        let so_far = current.get_or_insert_with(|| read(whole.range(start, end)));
        if !is_new_request(part(whole, &found, next), joint, so_far) {
            continue;
        }
        intents.push(read(whole.range(start, end)));
        (start, current) = (next, None);
    }
    intents.push(read(whole.range(start, found.len())));
    intents
}

/// The places between two parts: where one may end, where the next begins, and how they are joined.
fn joints(words: &[Word]) -> Vec<(usize, usize, Joint)> {
    let link = |at: usize| {
        let word = &words[at];
        word.quoted.is_none()
            && matches!(word.low.as_str(), "and" | "then" | "also" | "plus" | "&" | "afterwards")
    };
    let mut joints = Vec::new();
    let mut at = 1;
    while at < words.len() {
        let next = (at..words.len()).find(|&next| !link(next)).unwrap_or(words.len());
        let loose = matches!(words[at - 1].mark, Some('.' | '!' | '?' | ';' | '…'))
            || words[at..next].iter().any(|word| matches!(word.low.as_str(), "then" | "afterwards"));
        if next < words.len() && (next > at || loose || words[at - 1].mark == Some(',')) {
            joints.push((at, next, if loose { Joint::Loose } else { Joint::Tight }));
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
                && matches!(words[at].low.as_str(), "and" | "then" | "plus" | "&" | "afterwards"))
    });
    whole.range(start, end.unwrap_or(words.len()))
}

/// Whether a part begins a new request. After "add buy bread and ..." that must be clear.
fn is_new_request(part: Clause<'_>, joint: Joint, so_far: &Intent) -> bool {
    let next = read(part);
    let body = strip_opening(part).0;
    if joint == Joint::Loose {
        let asks = next == Intent::Question && part.words.last().is_some_and(|word| word.mark == Some('?'));
        return next.is_command() || asks;
    }
    let names_text = match so_far {
        Intent::Add(_) | Intent::Offer(_) | Intent::AddUnnamed { .. } => true,
        Intent::Act(readings) => readings.iter().any(|(action, _)| matches!(action, Action::Update { .. })),
        _ => false,
    };
    match next {
        Intent::Add(_) => {
            body.strip("add|adding|create|creating|make|put|remind|i|we|do|set").is_some()
                || strip_opening(part).1
        }
        Intent::List(_) | Intent::Count(_) => {
            body.words.len() > 1
                && body.strip("show|list|display|what|which|how|tell|give|view|see|count").is_some()
        }
        Intent::Act(readings) => {
            let definite = readings.iter().any(|(_, target)| target.is_plain()) || body.has("task|tasks");
            let ordered = orders_change(body);
            let named = readings.iter().all(|(_, target)| *target != Target::Missing);
            let spoken = body.strip("i|we").is_some();
            named && (spoken || (ordered && (definite || !names_text)))
        }
        Intent::Undo => !names_text || body.strip("undo|revert").is_some(),
        Intent::SmallTalk(_) => *so_far == Intent::SmallTalk(SmallTalk::Greeting),
        _ => false,
    }
}

/// Joins neighbouring requests to add tasks, and drops small talk beside commands. If no part was understood, the whole
/// message becomes one intent.
fn merged(found: Vec<Intent>, message: &str) -> Vec<Intent> {
    let unclear = |intent: &Intent| {
        matches!(intent, Intent::Unknown(_) | Intent::Question | Intent::Foreign | Intent::Offer(_))
    };
    let useful = |intent: &Intent| !unclear(intent) && !matches!(intent, Intent::SmallTalk(_));
    let commands = found.iter().any(useful);
    if !commands && found.iter().all(unclear) && found.len() > 1 {
        let whole = words(message);
        let foreign = is_foreign(message, Clause::new(message, &whole));
        let asks = found.contains(&Intent::Question);
        return vec![match (foreign, asks) {
            (true, _) => Intent::Foreign,
            (_, true) => Intent::Question,
            _ => Intent::Unknown(message.trim().to_owned()),
        }];
    }
    let mut merged: Vec<Intent> = Vec::new();
    for intent in found {
        match (merged.last_mut(), intent) {
            (Some(Intent::Add(tasks)), Intent::Add(more)) => tasks.extend(more),
            (_, Intent::SmallTalk(_)) if commands => {}
            (_, intent) => merged.push(intent),
        }
    }
    merged
}
