//! Clauses that ask to add tasks: "add ...", "remind me to ...", "I need to ...".

use super::clause::{Clause, number};
use super::intent::{Intent, NewTask};
use super::stem::is_past;
use super::verbs::TASK_VERBS;
use super::when::is_date;

/// Openings before one title.
const ONE: &[&str] = &[
    "<add> me? a|an|the|my|another|one|this|as? new|quick? <task> <named>|that|with? title|says|reads?",
    "make|making me? a|an|another|one|this|new new|quick? <task> <named>|that? says|reads?",
    "make|take|add|leave a|another note to|that|of|about?",
    "add|adding to my|the|our to? do? todo|to-do|task? list|tasks|todos|to-dos",
    "i need|want|would like? a|an|another new? <task> <named>?",
    "give me a|another new? <task> <named>?",
    "new|another|next <task> <named>?",
    "set|setting up? a|an|another reminder to|for|about?",
    "note to self to?",
    "note|write|jot down that?",
    "to do:",
    "todo|to-do",
    "task:|reminder:|remember:|note:|add:",
];

/// Openings before several titles.
const SEVERAL: &[&str] = &[
    "<add> me? the|these|those|some|a|my|all? following|few|couple|next? of? <number>? new|more|other|\
        following|separate? <tasks> <named>?",
    "<add> the|these|those? following? to my|the|our to? do? todo|to-do|task? list|tasks|todos|to-dos",
    "make|making the|these|those|some|a|following|few|couple? of? <number>? new|more? <tasks> <named>?",
    "<add> the following|these:|those:|following:",
    "new|more <tasks> <named>?",
    "tasks:|todos:|to-dos:|reminders:",
];

/// Openings with which people say what they have to do.
const WISHES: &[&str] = &[
    "do|should not let me|us forget to|about|that?",
    "do not forget to|about|that?",
    "i|we must|should|can|may not forget to|about?",
    "i|we do not want to forget to|about?",
    "remind me|us to|about|of|that?",
    "please? remember to|that|about?",
    "make sure i|we|to|that? i|we?",
    "help me|us to? remember|not to? forget? to|about?",
    "i|we also|really|still|just|have|will? need|have|want|got|ought|must|should|would like? to? remember|\
        remind? not? myself? to? forget? to",
    "i|we? also|really|still|just|definitely|will|absolutely? need|have|got|ought to also|really|still?",
    "i|we have got to",
    "i|we also|really|still|just|definitely? must|should also|really|still?",
    "must",
    "i am supposed to",
];

/// What follows "I need to" without being a task.
const NO_TASK: &[&str] = &[
    "when|how|what|why|who|where|if",
    "know",
    "say",
    "admit",
    "confess",
    "understand",
    "ask you",
    "tell you",
    "thank you",
    "talk to you",
];

/// Places in the middle of a clause where the description begins.
const DESCRIPTIONS: &[&str] = &[
    "-|–|—|and? with a|the|this|its? description|note|desc of|saying|that|is|as? says|reads?",
    "and a|the|its? description of|saying|that|is|as|to? says|reads?",
    "-|–|—|and|with? a|the? description:|note:|notes:|desc:|detail:|details:",
    "described as",
];

const LIST_END: &[&str] = &[
    "to|on|onto|in|into my|the|our to? do? todo|to-do|task|shopping|grocery? list|lists|tasks|todos|to-dos",
    "as|to a|another|my new? <task>",
    "as a to do",
];

/// Reads a clause that asks to add something.
pub fn add(clause: Clause<'_>) -> Option<Intent> {
    let no_title = clause.strip_any(&[
        "<add> me? a|an|the|my|another|one|this? new? <task>|one|more|something",
        "<add> it|that|this|something|more",
        "new|another <task>",
        "add|adding",
        "i need|want|would like? to? add? a|another new? <task>",
    ]);
    if no_title.is_some_and(Clause::is_empty) {
        return Some(Intent::AddUnnamed { several: false });
    }
    if let Some(rest) = clause.strip_any(SEVERAL) {
        let amount = clause
            .words
            .iter()
            .take_while(|word| !rest.words.contains(word))
            .find_map(|word| number(&word.low));
        let tasks = titles(rest, amount.and_then(|amount| usize::try_from(amount).ok()));
        return Some(if tasks.is_empty() {
            Intent::AddUnnamed { several: true }
        } else {
            Intent::Add(tasks)
        });
    }
    if let Some(middle) =
        clause.strip("put|stick|throw|pop|get|write").and_then(|rest| rest.strip_end(LIST_END[0]))
    {
        return added(middle);
    }
    if let Some(reminder) = timed(clause) {
        return Some(reminder);
    }
    clause.strip_any(ONE).or_else(|| clause.strip("add|adding to?")).and_then(added)
}

/// Whether the clause asks for a reminder, not only for a task.
pub fn reminds(clause: Clause<'_>) -> bool {
    let asks = [
        "please? remind me|us",
        "i|we want|need you to remind me|us",
        "set|add|create? a|an|another? reminder",
        "reminder:",
    ];
    clause.strip_any(&asks).is_some()
}

/// What has to be done, from "I need to ..." or "remind me to ...".
pub fn wish(clause: Clause<'_>) -> Option<Clause<'_>> {
    // "I should have paid" is about the past.
    let past = |rest: &Clause<'_>| rest.low(0) == "have" && (is_past(rest.low(1)) || rest.low(1) == "been");
    let rest = clause.strip_any(WISHES)?;
    (!rest.is_empty() && rest.strip_any(NO_TASK).is_none() && !past(&rest)).then_some(rest)
}

/// Reads what to add: one title, perhaps with a description, or several quoted titles.
pub fn added(clause: Clause<'_>) -> Option<Intent> {
    if clause.only(&["it|that|this|them|something|these|those"]) {
        return Some(Intent::AddUnnamed { several: false });
    }
    let together = clause.strip_end("as <number>? new|separate|different|my? <tasks>");
    let quoted = clause.words.iter().filter(|word| word.quoted.is_some()).count();
    let only_quotes =
        clause.words.iter().all(|word| word.quoted.is_some() || matches!(word.low.as_str(), "and" | "&"));
    let tasks = match together {
        Some(several) => titles(several, None),
        None if quoted > 1 && only_quotes => titles(clause, None),
        None => each_verb(clause).unwrap_or_else(|| new_task(clause).into_iter().collect()),
    };
    (!tasks.is_empty()).then_some(Intent::Add(tasks))
}

/// Reads "buy milk, call the dentist and pay the bill" as three titles. Each part must begin with a verb that has an
/// object of its own: "review and sign the contract" is one title.
fn each_verb(clause: Clause<'_>) -> Option<Vec<NewTask>> {
    let mut parts = Vec::new();
    let mut start = 0;
    for at in 1..=clause.words.len() {
        let and = matches!(clause.low(at), "and" | "&" | "then");
        let ends = at == clause.words.len() || and || matches!(clause.words[at - 1].mark, Some(',' | ';'));
        if ends && at > start {
            let part = clause.range(start, at);
            let part = part.strip("and|&|then|also then|also?").unwrap_or(part);
            if !part.is_empty() {
                parts.push(part);
            }
            start = at;
        }
    }
    const PRONOUNS: &str = "it|them|him|her|that|this|there|one|everything";
    let acts = |part: &Clause<'_>| {
        part.words.len() > 1 && part.strip(TASK_VERBS).is_some_and(|rest| rest.strip("and|or|to").is_none())
    };
    let alone = |part: &Clause<'_>| !part.has(PRONOUNS);
    let several = parts.len() > 1 && parts.iter().all(acts) && parts[1..].iter().all(alone);
    several.then(|| parts.into_iter().filter_map(new_task).collect())
}

/// Reads "remind me tomorrow to call mom" as "Call mom tomorrow".
fn timed(clause: Clause<'_>) -> Option<Intent> {
    let rest = clause.strip("please? remind me|us")?;
    let (at, task) =
        (1..rest.words.len()).find_map(|at| Some((at, rest.after(at).strip("to|about|that|of")?)))?;
    let when = rest.range(0, at);
    if !is_date(when) {
        when.strip("tomorrow|today|tonight|on|at|next|in|this|every|later|before|after|by")?;
    }
    let mut task = new_task(task)?;
    task.title = format!("{} {}", task.title, rest.range(0, at).phrase());
    task.reminds = true;
    (1..12).contains(&at).then_some(Intent::Add(vec![task]))
}

/// Reads a title, perhaps with a description.
pub fn new_task(clause: Clause<'_>) -> Option<NewTask> {
    let (clause, description) = split_description(clause);
    let mut clause = clause.strip_end_any(LIST_END).filter(|rest| !rest.is_empty()).unwrap_or(clause);
    if let Some(rest) = clause.strip("a|an").filter(|rest| !rest.is_empty()) {
        clause = rest.strip_end("<task>").filter(|rest| !rest.is_empty()).unwrap_or(rest);
    }
    let (title, quoted) = (clause.title(), clause.quoted().is_some());
    (!title.is_empty()).then_some(NewTask { title, description, completed: false, quoted, reminds: false })
}

/// Splits a clause into the words before the description, and the description.
pub fn split_description(clause: Clause<'_>) -> (Clause<'_>, Option<String>) {
    let found = (1..clause.words.len()).find_map(|at| Some((at, clause.after(at).strip_any(DESCRIPTIONS)?)));
    match found {
        Some((at, rest)) if !rest.is_empty() => {
            let text = rest.quoted().unwrap_or_else(|| rest.raw().trim_start_matches([':', '-', ' ']));
            let text = if text.contains('(') { text } else { text.trim_end_matches(')') };
            (clause.range(0, at), Some(text.trim().to_owned()))
        }
        _ => (clause, None),
    }
}

/// Reads several titles: "a; b", "a, b and c", or without a comma "a and b". `amount` is the announced number.
pub fn titles(clause: Clause<'_>, amount: Option<usize>) -> Vec<NewTask> {
    let mark = if clause.words.iter().any(|word| word.mark == Some(';')) { ';' } else { ',' };
    let mut items = Vec::new();
    let mut start = 0;
    for (at, word) in clause.words.iter().enumerate() {
        if word.mark == Some(mark) || at + 1 == clause.words.len() {
            items.push(clause.range(start, at + 1));
            start = at + 1;
        }
    }
    // Split at the last "and", unless there are enough without it: "two tasks: buy bread and butter, call mom".
    if amount.is_none_or(|amount| items.len() < amount)
        && let Some(last) = items.pop()
    {
        let and = (1..last.words.len()).rev().find(|&at| matches!(last.low(at), "and" | "&"));
        match and.filter(|_| mark == ',' && !matches!(last.low(0), "and" | "&")) {
            Some(at) => items.extend([last.range(0, at), last.after(at + 1)]),
            None => items.push(last),
        }
    }
    items
        .into_iter()
        .map(|item| {
            item.strip("and|&? also|then? one? to|for?").filter(|rest| !rest.is_empty()).unwrap_or(item)
        })
        .filter_map(new_task)
        .collect()
}
