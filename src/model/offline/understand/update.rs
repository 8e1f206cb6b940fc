//! Clauses that give a task another title or description.

use super::add::split_description;
use super::clause::{Clause, one_of};
use super::intent::{Action, Intent, Target};
use super::target::target;

/// Words between a task and its new title or description.
const BECOMES: &str = "to|as|into|with|=|->|→|say|be";

/// States, which are not titles: "set task 3 to completed".
const STATES: &str =
    "done|complete|completed|finished|closed|pending|open|incomplete|undone|not|yet|unfinished";

/// Reads a clause that changes a title or a description.
pub fn update(clause: Clause<'_>) -> Option<Intent> {
    let clause =
        clause.strip("no|nope|actually|rather|instead").filter(|rest| !rest.is_empty()).unwrap_or(clause);
    description(clause).or_else(|| title(clause))
}

fn described(target: Target, text: Clause<'_>) -> Option<Intent> {
    if text.is_empty() {
        return Intent::act(Action::Describe, target);
    }
    let text = text.quoted().unwrap_or_else(|| text.raw().trim_start_matches([':', '-', ' ']));
    Intent::act(Action::Update { title: None, description: Some(text.to_owned()) }, target)
}

fn description(clause: Clause<'_>) -> Option<Intent> {
    let removing = "remove|delete|clear|erase|drop the|its|their|a? <note>";
    if let Some(rest) = clause.strip(removing) {
        let target = target(rest.strip("of|from|for|on|in").unwrap_or(rest));
        let target = if target == Target::Missing { Target::It } else { target };
        return Intent::act(Action::Update { title: None, description: Some(String::new()) }, target);
    }
    let verb = "change|update|edit|modify|set|add|put|write|give|attach|append|replace|make|rewrite";
    // "update the description of task 2 to ...", "add a note to task 2: ..."
    let of = format!("{verb} a|an|the|its|new|another? new? <note> of|to|for|on|from|in");
    if let Some(rest) = clause.strip(&of) {
        if clause.strip("make a note").is_some() {
            return None;
        }
        let (name, text) = halves(rest, "to|as|with|=|saying|that|say|says|is")
            .unwrap_or((rest, rest.after(rest.words.len())));
        return named(clause, name).and_then(|target| described(target, text));
    }
    // "add the note 'X' to task 2"
    if let Some(rest) = clause.strip("add|put|write|attach|append a|an|the|this? <note>") {
        let at = (1..rest.words.len())
            .rev()
            .find(|&at| rest.after(at).strip("to|on").is_some_and(|rest| target(rest).is_plain()))?;
        return described(target(rest.after(at + 1)), rest.range(0, at));
    }
    // "update task 2 with description ..."
    if let Some((at, text)) =
        clause.strip(verb).and_then(|rest| rest.find("with|to a|the|this|new? description|note of|as|to?"))
    {
        let name = clause.range(1, at + 1);
        let target = target(name);
        if target != Target::Missing
            && !text.is_empty()
            && (target.is_plain() || !(is_adding(clause) || name.has("to|as|into|with")))
        {
            return described(target, text);
        }
    }
    // "change task 2's description to ...", "set its description to ..."
    let rest = clause.strip(verb)?;
    let (at, text) = rest
        .find(&format!("<note> {BECOMES}"))
        .or_else(|| rest.find("description:|note:|notes:|desc:|details:"))?;
    let possessive = rest.range(0, at);
    if possessive.strip_end("and the|its?").is_some() {
        return None;
    }
    let name = match possessive.strip("its|the|a") {
        Some(rest) if rest.is_empty() => Target::It,
        _ => named(clause, possessive).filter(|target| target.is_plain() || !is_adding(clause))?,
    };
    described(name, text)
}

/// The task named before "description" or "title". A clause that adds a note must name a definite task.
fn named(clause: Clause<'_>, name: Clause<'_>) -> Option<Target> {
    let target = owner(name);
    // "Add a note to the invoice" may well be a task.
    let certain = target.is_plain() || name.has("task") || clause.has("description");
    (certain || !is_adding(clause)).then_some(target)
}

fn is_adding(clause: Clause<'_>) -> bool {
    matches!(clause.low(0), "add" | "make" | "put" | "write" | "append" | "attach")
}

/// The words before a separating word or a colon, and the words after it.
fn halves<'a>(clause: Clause<'a>, separator: &str) -> Option<(Clause<'a>, Clause<'a>)> {
    (0..clause.words.len()).find_map(|at| {
        let colon = at > 0 && clause.words[at - 1].mark == Some(':');
        if colon {
            return Some((clause.range(0, at), clause.after(at)));
        }
        let rest = clause.after(at).strip(separator)?;
        (at > 0).then_some((clause.range(0, at), rest))
    })
}

fn title(clause: Clause<'_>) -> Option<Intent> {
    // "call it X", "make that X", "it should be called X"
    let call =
        ["call|name|title it|that|this|them", "make it|that|this", "it should be|say|read called|named?"];
    if let Some(rest) = clause.strip_any(&call) {
        let done = rest.only(&["done|complete|completed|finished|so|as|up|a|day"]);
        if rest.is_empty() && matches!(clause.low(0), "call" | "name" | "title") {
            return Intent::act(Action::Retitle, Target::It);
        }
        let idiom = rest.only(&["a|an|day|night|quits|off|back|up|out|even|now|later|again"]);
        if rest.is_empty() || done || idiom {
            return None;
        }
        // "Call that number" is something to do.
        let named = clause.low(1) == "it" || clause.low(0) != "call";
        let titled = rest.quoted().is_some() || rest.words.len() > 1;
        let intent = retitled(vec![(Target::It, rest)])?;
        return Some(if named && titled { intent } else { intent.doubted() });
    }
    if let Some(rest) = clause
        .strip("call|name")
        .filter(|rest| rest.low(0) == "task" || rest.words.first().is_some_and(|word| word.hash))
    {
        let at = if rest.low(0) == "task" { 2 } else { 1 };
        let target = target(rest.range(0, at));
        return if target.is_plain() && rest.words.len() > at {
            retitled(vec![(target, rest.after(at))])
        } else {
            None
        };
    }
    if let Some((at, rest)) = clause.find("should|must be|read|say called|named|titled?") {
        let target = target(clause.range(0, at));
        return if target.is_plain() && !rest.is_empty() { retitled(vec![(target, rest)]) } else { None };
    }
    let rest = clause.strip(
        "change|rename|update|edit|modify|retitle|reword|rephrase|replace|correct|make|\
        changing|renaming|updating|set|turn|fix",
    )?;
    let verb = clause.low(0);
    let renames = matches!(verb, "rename" | "retitle" | "reword" | "rephrase" | "renaming");
    let of = rest.strip("the|its|a? new? title|name|wording|text of|for|on?");
    let body = of.unwrap_or(rest);
    if matches!(verb, "set" | "turn" | "fix" | "correct" | "make")
        && of.is_none()
        && !target(body.range(0, 2)).is_plain()
    {
        return None;
    }
    let separator = if verb == "replace" { "with|by" } else { BECOMES };
    let mut readings: Vec<(Target, Clause<'_>)> = Vec::new();
    for at in 0..body.words.len() {
        let colon = at > 0 && body.words[at - 1].mark == Some(':');
        let new = if colon { Some(body.after(at)) } else { body.after(at).strip(separator) };
        let new = new.map(|new| new.strip("a|the|new? title|name of|as|to?").unwrap_or(new));
        if let Some(new) = new.filter(|new| !new.is_empty()) {
            readings.push((possessor(body.range(0, at)), new));
        }
    }
    let quoted_new = readings.iter().any(|(_, new)| new.quoted().is_some());
    readings.retain(|(_, new)| !quoted_new || new.quoted().is_some());
    if let Some(plain) = readings.iter().position(|(target, _)| target.is_plain()) {
        readings = vec![readings.swap_remove(plain)];
    }
    if readings.is_empty() {
        let target = possessor(body.strip_end(BECOMES).unwrap_or(body));
        let asks = renames || of.is_some() || target.is_plain() || body.has("task");
        return if asks { Intent::act(Action::Retitle, target) } else { None };
    }
    // "Move the dentist to Friday" is hardly a new title.
    let unlike = readings.iter().any(|(_, new)| new.quoted().is_none() && is_attribute(*new));
    let vague = matches!(verb, "set" | "turn" | "fix" | "correct" | "make") && of.is_none();
    let intent = retitled(readings)?;
    Some(if (unlike && !renames) || vague { intent.doubted() } else { intent })
}

/// Whether a clause only names a day, a time or a degree of importance.
fn is_attribute(clause: Clause<'_>) -> bool {
    const TIMES: &str = "today|tomorrow|tonight|monday|tuesday|wednesday|thursday|friday|saturday|sunday|next|this|week|\
        weekend|month|year|morning|noon|midnight|evening|afternoon|later|soon|am|pm|a.m|p.m|at|on|by|in|the|o'clock|\
        days|hours|high|higher|low|lower|medium|priority|urgent|important|daily|weekly|monthly|recurring|private|january|february|march|april|may|june|july|august|september|october|november|december";
    clause
        .words
        .iter()
        .all(|word| one_of(TIMES, &word.low) || word.low.starts_with(|first: char| first.is_ascii_digit()))
}

/// The task of "task 2", "task 2's title" or "buy milk's name". "The title" alone means the task spoken of.
fn possessor(clause: Clause<'_>) -> Target {
    let clause = clause.strip_end("title|name|wording|text").unwrap_or(clause);
    owner(clause)
}

/// The task of a possessive such as "task 2's". No words mean the task spoken of.
fn owner(clause: Clause<'_>) -> Target {
    match target(clause) {
        Target::Missing => Target::It,
        Target::Title(title) => {
            let owner = title.strip_suffix("'s").or_else(|| title.strip_suffix("’s"));
            Target::Title(owner.unwrap_or(&title).to_owned())
        }
        target => target,
    }
}

fn retitled(readings: Vec<(Target, Clause<'_>)>) -> Option<Intent> {
    let acts: Vec<(Action, Target)> = readings
        .into_iter()
        .filter(|(_, new)| !new.only(&[STATES]))
        .filter_map(|(target, new)| {
            let (new, description) = split_description(new);
            let title = new.title();
            (!title.is_empty()).then_some((Action::Update { title: Some(title), description }, target))
        })
        .collect();
    (!acts.is_empty()).then_some(Intent::Act(acts))
}
