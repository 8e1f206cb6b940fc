//! Reads one request of a message as an intent. Each reader is asked in order; the first one that understands decides.

use super::clause::Clause;
use super::courtesy::{strip_closing, strip_opening};
use super::intent::{Intent, SmallTalk, Target};
use super::language::is_foreign;
use super::small_talk::small_talk;
use super::{add, complete, delete, query, undo, update};

/// Words without a meaning of their own.
const COURTESY: &str =
    "please|pls|plz|so|well|oh|um|uh|actually|wait|sorry|also|and|then|now|just|alright|docket|assistant";

/// Reads one request.
pub fn read(clause: Clause<'_>) -> Intent {
    let (body, wished) = strip_opening(clause);
    let body = strip_closing(body);
    let said = || small_talk(clause).or_else(|| small_talk(body)).map(Intent::SmallTalk);
    said()
        .or_else(|| undo::undo(body))
        .or_else(|| command(body))
        .or_else(|| duty(body))
        .or_else(|| complete::report(body))
        .or_else(|| {
            if wished { add::wish(clause).and_then(|rest| add::added(strip_closing(rest))) } else { None }
        })
        .unwrap_or_else(|| unclear(clause, body))
}

/// Reads a clause that reopens, completes or deletes tasks.
fn complete_or_delete(clause: Clause<'_>) -> Option<Intent> {
    complete::reopen(clause).or_else(|| complete::complete(clause)).or_else(|| delete::delete(clause))
}

/// Whether a clause orders a change of tasks.
pub fn orders_change(clause: Clause<'_>) -> bool {
    complete_or_delete(clause).is_some() || update::update(clause).is_some()
}

fn command(clause: Clause<'_>) -> Option<Intent> {
    update::update(clause)
        .or_else(|| query::query(clause))
        .or_else(|| complete_or_delete(clause))
        .or_else(|| add::add(clause))
}

/// Reads "I need to ..." as a task, or as an order if it certainly means the list: "I have to delete task 3".
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
        Some(intent @ (Intent::List(_) | Intent::Count(_) | Intent::Add(_) | Intent::AddUnnamed { .. })) => {
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
        return Intent::SmallTalk(SmallTalk::No);
    }
    if body.only(&[COURTESY])
        && body.words.iter().any(|word| !word.low.is_empty() && word.low.contains(char::is_alphabetic))
    {
        return Intent::SmallTalk(SmallTalk::Greeting);
    }
    let asked = clause.words.last().is_some_and(|word| word.mark == Some('?'));
    if asked || body.strip(ASKS).is_some_and(|rest| !rest.is_empty()) {
        return Intent::Question;
    }
    let doable = body.strip(TASK_VERBS).is_some_and(|rest| !rest.is_empty()) && body.words.len() <= 15;
    let needed =
        body.strip("i|we need|want|require").filter(|rest| !rest.is_empty() && rest.words.len() <= 8);
    match add::new_task(needed.unwrap_or(body)).filter(|_| doable || needed.is_some()) {
        Some(task) => Intent::Offer(vec![task]),
        None => Intent::Unknown(clause.raw().to_owned()),
    }
}

/// Verbs that often begin a task.
const TASK_VERBS: &str = "buy|call|pay|email|mail|write|send|clean|wash|book|fix|pick|go|visit|order|schedule|\
    plan|prepare|study|learn|meet|return|renew|water|feed|walk|cook|bake|file|submit|review|make|do|take|\
    text|ring|phone|practice|organize|organise|repair|install|create|bring|collect|iron|vacuum|mow|paint|\
    pack|print|register|replace|research|sell|sew|sign|sort|start|update|upload|draft|check|drop|arrange|\
    attend|change|charge|contact|deliver|exercise|read|shop|wrap|get|invite|cancel|finalize|hoover|tidy|\
    build|design|test|deploy|apply|backup|donate|empty|reply|respond|discuss";
