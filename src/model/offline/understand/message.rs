//! Reads a message as intents: splits it into lines, and puts together what they ask for.

use super::clause::Clause;
use super::intent::Intent;
use super::language::is_foreign;
use super::lines::{several, single};
use super::words::words;

/// The most bytes of a message that is read.
const MESSAGE_MAX: usize = 8_000;

/// What a message asks for, in order. The result is never empty.
pub fn intents(message: &str) -> Vec<Intent> {
    if message.len() > MESSAGE_MAX {
        return vec![Intent::TooLong];
    }
    let lines: Vec<&str> = message.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let found = match lines.as_slice() {
        [] => return vec![Intent::Silence],
        [line] => single(line),
        [header, rest @ ..] => several(header, rest),
    };
    merged(found, message)
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
