//! Reads one request of a message as an intent. Each reader is asked in order; the first one that understands decides.

use super::clause::Clause;
use super::correction::correction;
use super::courtesy::{Opening, strip_closing, strip_opening};
use super::evidence::{Manner, planned, weighed};
use super::except::{halves, without};
use super::intent::{Action, Intent, SmallTalk, Target};
use super::language::is_foreign;
use super::report::{denial, report, still_open};
use super::small_talk::small_talk;
use super::verbs::TASK_VERBS;
use super::{add, agenda, complete, delete, plan, query, undo, update};

/// Words without a meaning of their own.
const COURTESY: &str =
    "please|pls|plz|so|well|oh|um|uh|actually|wait|sorry|also|and|then|now|just|alright|docket|assistant";

/// Reads one request.
pub fn read(clause: Clause<'_>) -> Intent {
    let (body, opening) = strip_opening(clause);
    let body = strip_closing(body);
    let intent = exception(body).unwrap_or_else(|| plain(clause, body, opening));
    let listed = body.strip("mark|tick|check|cross|set|strike|ticking|marking|setting").is_some();
    let intent = reminding(intent, body);
    let requested = opening.requested || clause.has("please|pls|plz");
    let opening = Opening { requested, ..opening };
    let intent = weighed(intent, Manner { opening, asks: clause.asks(), listed });
    or_title(intent, body)
}

/// Notes that the person wants to be reminded of the new tasks.
fn reminding(mut intent: Intent, body: Clause<'_>) -> Intent {
    if let Intent::Add(tasks) = &mut intent
        && add::reminds(body)
    {
        tasks.iter_mut().for_each(|task| task.reminds = true);
    }
    intent
}

/// Verbs of orders that may also begin a title.
const ORDERS: &str = "complete|finish|close|resolve|accomplish|finalize|conclude|mark|check|tick|cross|strike|cancel|\
    delete|remove|erase|drop|discard|scrap|trash|bin|kill|ditch|forget|purge|throw|toss|get|take|restore|recover|\
    scratch|read|put|set|clear|empty|wipe";

/// Adds the reading that the whole order is the title of a task: "Cancel the gym" may only name that task.
fn or_title(mut intent: Intent, body: Clause<'_>) -> Intent {
    if let Intent::Act(readings) | Intent::Unsure(readings) = &mut intent
        && let [(Action::Complete | Action::Delete | Action::Reopen, Target::Title(_))] = readings.as_slice()
        && body.strip(ORDERS).is_some()
    {
        readings.push((Action::Show, Target::Title(body.phrase())));
    }
    intent
}

fn plain(clause: Clause<'_>, body: Clause<'_>, opening: Opening) -> Intent {
    let said = || small_talk(clause).or_else(|| small_talk(body)).map(Intent::SmallTalk);
    said()
        .or_else(|| correction(clause))
        .or_else(|| correction(body))
        .or_else(|| undo::undo(body))
        .or_else(|| command(body))
        .or_else(|| still_open(body))
        .or_else(|| duty(body))
        .or_else(|| denial(body))
        .or_else(|| report(body))
        .or_else(|| {
            let wish = add::wish(clause).filter(|_| opening.wished)?;
            add::added(strip_closing(wish))
        })
        .unwrap_or_else(|| unclear(clause, body))
}

/// Reads "mark all as complete without the milk": the order stands before the exception.
fn exception(clause: Clause<'_>) -> Option<Intent> {
    let (all, but) = halves(clause)?;
    let reads = |clause| command(clause).or_else(|| report(clause));
    let whole = reads(clause);
    let of_all = |intent: &Intent, each: bool| match intent.readings() {
        [(_, Target::Except(all, _))] => each || !matches!(**all, Target::Each(_)),
        _ => false,
    };
    match &whole {
        Some(intent) if of_all(intent, false) => return whole,
        Some(intent) if intent.readings().is_empty() && intent.is_command() => return None,
        _ => {}
    }
    let ordered = reads(all).and_then(|order| match order.readings() {
        [(action, target)] => Intent::act(action.clone(), without(target.clone(), but)?),
        _ => None,
    });
    ordered.or(whole.filter(|intent| of_all(intent, true)))
}

/// Reads a clause that reopens, completes or deletes tasks.
fn complete_or_delete(clause: Clause<'_>) -> Option<Intent> {
    complete::reopen(clause).or_else(|| complete::complete(clause)).or_else(|| delete::delete(clause))
}

/// Whether a clause orders a change of tasks.
pub fn orders_change(clause: Clause<'_>) -> bool {
    complete_or_delete(clause).is_some() || plan::plan(clause).is_some() || update::update(clause).is_some()
}

fn command(clause: Clause<'_>) -> Option<Intent> {
    plan::plan(clause)
        .or_else(|| update::update(clause))
        .or_else(|| agenda::agenda(clause))
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
            Some(planned(Intent::Act(readings)))
        }
        Some(
            intent @ (Intent::List(_)
            | Intent::Agenda(_)
            | Intent::Count(_)
            | Intent::Add(_)
            | Intent::AddUnnamed { .. }),
        ) => Some(intent),
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
