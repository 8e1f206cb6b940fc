//! Clauses that sort tasks: "set the priority of the rent to 1", "tag it with @phone", "put the milk in #home".

use super::clause::Clause;
use super::intent::{Field, Intent, Planning, Target};
use super::plan::planned;
use super::target::target;

/// The level of "1", "p1", "high" and the like.
fn level(clause: Clause<'_>, alone: bool) -> Option<Option<u8>> {
    let clause = clause.strip("a|the").unwrap_or(clause);
    let (word, named) = match (clause.strip("priority|prio"), clause.strip_end("priority|prio")) {
        (Some(rest), _) if rest.words.len() == 1 => (rest.low(0), true),
        (_, Some(rest)) if rest.words.len() == 1 => (rest.low(0), true),
        _ if clause.words.len() == 1 => (clause.low(0), false),
        _ => return None,
    };
    let mark = word.strip_prefix('p').filter(|digit| digit.len() == 1);
    let named = named || alone || mark.is_some() || word == "urgent";
    let level = match mark.unwrap_or(word) {
        "1" | "one" | "highest" | "top" | "high" | "urgent" => Some(1),
        "2" | "two" | "medium" => Some(2),
        "3" | "three" | "low" | "normal" => Some(3),
        "4" | "four" | "lowest" => Some(4),
        "none" | "no" => None,
        _ => return None,
    };
    named.then_some(level)
}

/// "set the priority of X to 1", "make X high priority", "give X priority 2", "X is p1".
pub(super) fn priority(clause: Clause<'_>) -> Option<Intent> {
    let verb = clause.strip("set|change|make|update|raise|lower|give|mark|assign");
    let of = verb.and_then(|rest| rest.strip("the|its|a|new? priority"));
    let named = of.and_then(|rest| rest.strip("of|for|on"));
    if let Some(level) = of.and_then(|rest| rest.strip("to|as|=?")).and_then(|tail| level(tail, true)) {
        return prioritised(level, Target::It);
    }
    let rest = match (named, verb) {
        (Some(rest), _) | (None, Some(rest)) => rest,
        (None, None) if !clause.asks() => clause,
        (None, None) => return None,
    };
    (1..rest.words.len()).find_map(|at| {
        let linked = if verb.is_some() { "to|as|with|of|be?" } else { "is|has|gets" };
        let tail = rest.after(at).strip(linked)?;
        prioritised(level(tail, named.is_some())?, target(rest.range(0, at)))
    })
}

fn prioritised(level: Option<u8>, of: Target) -> Option<Intent> {
    planned(level.map_or(Planning::Clear(Field::Priority), Planning::Priority), of)
}

/// The name behind a sign, such as `@phone`. A bare word counts if there need be no sign.
fn signed(clause: Clause<'_>, sign: char, bare: bool) -> Option<String> {
    let [word] = clause.words else { return None };
    let raw = clause.raw().trim_end_matches(['.', '!', ',', ';', '?']);
    let name = match raw.strip_prefix(sign) {
        Some(name) => name,
        None if bare && word.quoted.is_none() && !raw.starts_with(['@', '#']) => raw,
        None => clause.quoted().filter(|_| bare)?,
    };
    let fits = name.chars().any(char::is_alphabetic) && name.chars().count() <= 50;
    fits.then(|| name.to_owned())
}

/// "tag X with @phone", "add the tag phone to X", "remove @phone from X", "untag X".
pub(super) fn tagged(clause: Clause<'_>) -> Option<Intent> {
    if let Some(rest) = clause.strip("tag|label") {
        return (1..rest.words.len()).find_map(|at| {
            let linked = rest.after(at).strip("with|as|by the? tag|label?");
            let tag = signed(linked.unwrap_or(rest.after(at)), '@', linked.is_some())?;
            planned(Planning::Tag(tag), target(rest.range(0, at)))
        });
    }
    if let Some(rest) = clause.strip("untag") {
        return planned(Planning::Untag(None), target(rest));
    }
    let adds = clause.strip("add|put|attach|give");
    let rest = adds.or_else(|| clause.strip("remove|delete|drop|take"))?;
    let noun = rest.strip("the|a? tag|label");
    let rest = noun.unwrap_or(rest);
    let tag = signed(rest.range(0, 1), '@', noun.is_some())?;
    let name = rest.after(1).strip(if adds.is_some() { "to|on" } else { "from|off|of" })?;
    let planning = if adds.is_some() { Planning::Tag(tag) } else { Planning::Untag(Some(tag)) };
    if name.is_empty() { None } else { planned(planning, target(name)) }
}

/// "put X in #home", "move X to the list work", "take X out of #home".
pub(super) fn listed(clause: Clause<'_>) -> Option<Intent> {
    if let Some(rest) = clause.strip("take|remove|delete|drop") {
        let at = (1..rest.words.len()).find(|at| {
            rest.after(*at).strip("out? of|from|off").is_some_and(|list| {
                signed(list, '#', false).is_some() || list.only(&["its|list"]) && list.has("its")
            })
        })?;
        return planned(Planning::Clear(Field::List), target(rest.range(0, at)));
    }
    let adds = clause.strip("add");
    let rest = adds.or_else(|| clause.strip("put|move|file|sort|assign"))?;
    (1..rest.words.len()).find_map(|at| {
        let place = rest.after(at).strip("in|into|to|on|onto|under")?;
        let noun = place.strip("the|my? list|project called|named?");
        let list = signed(noun.unwrap_or(place), '#', noun.is_some())?;
        let of = target(rest.range(0, at));
        // "Add milk to #home" is a new task.
        if adds.is_some() && !of.is_plain() { None } else { planned(Planning::List(list), of) }
    })
}
