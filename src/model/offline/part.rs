//! One part of a message as an intent: without the courtesy around it, and with the readers asked in order.

use super::clause::Clause;
use super::intent::{Intent, Talk, Target};
use super::talk::{is_foreign, talk};
use super::{act, add, change, show, undo};

/// Words of courtesy before what is asked.
const LEADS: &[&str] = &[
    "would|do you mind",
    "can|could|would|will you please|kindly?",
    "can|could|may|might i|we please?",
    "i would like|love|prefer you to",
    "i want|need you to",
    "i would appreciate if you could|would",
    "is it possible to",
    "please|pls|plz|kindly",
    "oops|whoops|ups|ouch",
    "hey|hi|hello|hiya|ok|okay|so|well|now|just|also|and|then|oh|great|cool|perfect|nice|alright|right|sure|\
        awesome|um|uh|but|first|finally",
    "thanks|thank you?",
    "docket|assistant|bot there?",
    "yes|yeah|yep|sorry|no|nope|actually|wait",
    "let us|me",
    "go ahead and|to",
    "try to",
    "you can|could|should|may",
    "i think|believe|guess|suppose that?",
    "it? looks|seems like|that",
];
/// Words with which people wish for something; what follows may be an order or a task.
const WISHFUL: &[&str] = &["i|we would like|love to", "i|we really|also|just? want|wish to"];

/// Words that say nothing by themselves.
const COURTESY: &str =
    "please|pls|plz|so|well|oh|um|uh|actually|wait|sorry|also|and|then|now|just|alright|docket|assistant";

/// Without the courtesy before it, and whether it was wished for.
pub(super) fn opened(mut clause: Clause<'_>) -> (Clause<'_>, bool) {
    let mut wished = false;
    loop {
        // "first one" and "first two" are places, "no need to" is a refusal: no courtesy.
        let place = clause.strip("first one|two|three|task").is_some()
            || clause.strip("no need|more|longer").is_some();
        let lead = clause.strip_any(LEADS).filter(|_| !place).filter(|rest| !rest.is_empty());
        let wish = clause.strip_any(WISHFUL).filter(|rest| !rest.is_empty());
        wished |= wish.is_some();
        match wish.or(lead) {
            Some(rest) => clause = rest,
            None => return (clause, wished),
        }
    }
}

/// Without the courtesy after it.
fn closed(mut clause: Clause<'_>) -> Clause<'_> {
    const ENDS: &[&str] = &[
        "please|pls|plz",
        "thanks|thx|cheers so|very? much?",
        "thank you so|very? much?",
        "for me",
        "if you can|could|would",
    ];
    while let Some(rest) = clause.strip_end_any(ENDS).filter(|rest| !rest.is_empty()) {
        clause = rest;
    }
    clause
}

/// What one part asks for.
pub(super) fn read(clause: Clause<'_>) -> Intent {
    let (body, wished) = opened(clause);
    let body = closed(body);
    let said = || talk(clause).or_else(|| talk(body)).map(Intent::Talk);
    said()
        .or_else(|| undo::undo(body))
        .or_else(|| command(body))
        .or_else(|| duty(body))
        .or_else(|| act::report(body))
        .or_else(|| if wished { add::wish(clause).and_then(|rest| add::added(closed(rest))) } else { None })
        .unwrap_or_else(|| unclear(clause, body))
}

fn command(clause: Clause<'_>) -> Option<Intent> {
    change::change(clause)
        .or_else(|| show::show(clause))
        .or_else(|| act::act(clause))
        .or_else(|| add::add(clause))
}

/// "I need to ...": a task, or an order if it can only mean the list: "I have to delete task 3".
fn duty(clause: Clause<'_>) -> Option<Intent> {
    let rest = add::wish(clause)?;
    let order = command(rest).filter(|_| {
        clause.strip("i|we").is_some()
            && clause.strip_any(&["i|we must|should? not? remember|forget"]).is_none()
    });
    match order {
        Some(Intent::Act(readings))
            if readings.iter().any(|(_, target)| target.is_plain() && *target != Target::It) =>
        {
            Some(Intent::Act(readings))
        }
        Some(intent @ (Intent::Show(_) | Intent::Count(_) | Intent::Add(_) | Intent::AddUnnamed { .. })) => {
            Some(intent)
        }
        _ => add::added(rest),
    }
}

fn unclear(clause: Clause<'_>, body: Clause<'_>) -> Intent {
    const ASKS: &str = "what|who|whom|whose|where|when|why|how|which|is|are|am|was|were|do|does|did|can|\
        could|will|would|should|has|have|may";
    if is_foreign(clause.raw(), clause) {
        return Intent::Foreign;
    }
    if body.strip("do not").or_else(|| body.strip("never")).is_some() {
        return Intent::Talk(Talk::No);
    }
    if body.only(&[COURTESY])
        && body.words.iter().any(|word| !word.low.is_empty() && word.low.contains(char::is_alphabetic))
    {
        return Intent::Talk(Talk::Greeting);
    }
    let asked = clause.words.last().is_some_and(|word| word.mark == Some('?'));
    if asked || body.strip(ASKS).is_some_and(|rest| !rest.is_empty()) {
        return Intent::Question;
    }
    let doable = body.strip(DEEDS).is_some_and(|rest| !rest.is_empty()) && body.words.len() <= 15;
    let needed =
        body.strip("i|we need|want|require").filter(|rest| !rest.is_empty() && rest.words.len() <= 8);
    match add::new_task(needed.unwrap_or(body)).filter(|_| doable || needed.is_some()) {
        Some(task) => Intent::Offer(vec![task]),
        None => Intent::Unknown(clause.raw().to_owned()),
    }
}

/// Verbs that a task often begins with.
const DEEDS: &str = "buy|call|pay|email|mail|write|send|clean|wash|book|fix|pick|go|visit|order|schedule|\
    plan|prepare|study|learn|meet|return|renew|water|feed|walk|cook|bake|file|submit|review|make|do|take|\
    text|ring|phone|practice|organize|organise|repair|install|create|bring|collect|iron|vacuum|mow|paint|\
    pack|print|register|replace|research|sell|sew|sign|sort|start|update|upload|draft|check|drop|arrange|\
    attend|change|charge|contact|deliver|exercise|read|shop|wrap|get|invite|cancel|finalize|hoover|tidy|\
    build|design|test|deploy|apply|backup|donate|empty|reply|respond|discuss";
