//! Clauses that change a task's plan: "move the dentist to Friday", "tag it with @phone", "stop repeating the rent".

use super::clause::{Clause, one_of};
use super::intent::{Action, Field, Intent, Planning, Target};
use super::sorting::{listed, priority, tagged};
use super::target::target;
use super::when::{date, is_date};

/// Verbs that move a task to another day.
const MOVES: &str = "move|push|postpone|reschedule|snooze|delay|defer|shift|bring|bump|moving|pushing|postponing|rescheduling";
/// Verbs that only do so with "to" and a date.
const LOOSE: &str = "put|change|set|update";
/// Verbs that say nothing else, so that "move the sofa tomorrow" is a task and "postpone the sofa" is not.
const CERTAIN: &str = "postpone|reschedule|snooze|defer|delay|postponing|rescheduling";

/// Reads a clause that changes a plan.
pub fn plan(clause: Clause<'_>) -> Option<Intent> {
    // "Make a task to clean the fridge every week" is a new one.
    if clause
        .strip("make|set|give|add me? a|an|another new? <task>")
        .is_some_and(|rest| clause.low(1) != "reminder" && !rest.is_empty())
        && clause.strip("set|add a|an|another reminder").is_none()
    {
        return None;
    }
    let readers: [fn(Clause<'_>) -> Option<Intent>; 9] =
        [cleared, unrepeated, repeated, priority, tagged, listed, reminded, due, moved];
    readers.into_iter().find_map(|read| read(clause))
}

pub(super) fn planned(planning: Planning, of: Target) -> Option<Intent> {
    let of = if of == Target::Missing { Target::It } else { of };
    Intent::act(Action::Plan(planning), of)
}

/// "move X to monday", "snooze it for an hour", "push the call by 2 days", "reschedule the dentist tomorrow".
fn moved(clause: Clause<'_>) -> Option<Intent> {
    let loose = clause.strip(LOOSE).filter(|rest| rest.low(0) != "up");
    let rest = clause.strip(MOVES).or(loose)?;
    let certain = one_of(CERTAIN, clause.low(0));
    // "Change task 1 to Call dad and the note to at noon" is about texts.
    let texts = |name: Clause<'_>| loose.is_some() && name.has("to|into|description|note|title|name");
    let to = if certain {
        "off|back|forward|out|over? to|until|till|til|for|on|onto"
    } else {
        "off|back|forward|over? to|until|till|til|onto"
    };
    for at in 0..rest.words.len() {
        let name = rest.range(0, at);
        let tail = rest.after(at);
        if let Some(length) = tail.strip("back|forward|out? by").filter(|length| is_length(*length)) {
            return planned(Planning::Later(length.phrase()), target(name));
        }
        if let Some(length) = tail.strip("back? for|another").filter(|length| certain && is_length(*length)) {
            return planned(Planning::Move(format!("in {}", length.phrase())), target(name));
        }
        if let Some(when) = tail.strip(to).filter(|when| is_date(*when) && !texts(name)) {
            return planned(Planning::Move(when.phrase()), target(name));
        }
        if certain && at > 0 && is_date(tail) {
            return planned(Planning::Move(tail.phrase()), target(name));
        }
    }
    // "Snooze the dentist" leaves the day open.
    let open = certain && clause.low(0) != "delay" && !rest.is_empty() && rest.words.len() <= 8;
    open.then(|| Intent::act(Action::Postpone, target(rest)))?
}

/// Whether a clause is a length of time: "an hour", "2 days".
fn is_length(clause: Clause<'_>) -> bool {
    !clause.is_empty()
        && super::when::date_of(&format!("in {}", clause.phrase())).is_some_and(|entry| entry.doubt.is_none())
}

/// "X is due friday", "set the deadline of X to monday", "make X due tomorrow".
fn due(clause: Clause<'_>) -> Option<Intent> {
    const DATE: &str = "the|its|a|new? new? due|deadline date|time?";
    let verb = clause.strip("set|change|make|move|update|push|give|add");
    if let Some(rest) = verb {
        let named = rest
            .strip("the|its? date|time")
            .or_else(|| rest.strip(DATE))
            .and_then(|rest| rest.strip("of|for|on|to"));
        if let Some(rest) = named {
            return split(rest, "to|as|is|at|on|for?");
        }
        if let Some(rest) = rest.strip("its due|deadline date|time? to|as|on?").filter(|rest| is_date(*rest))
        {
            return planned(Planning::Move(rest.phrase()), Target::It);
        }
        let dated = split(rest, "a due|deadline date|time? of|on|at|for?");
        // "Add pay the taxes due 31 march" is a new task.
        let adds = clause.low(0) == "add";
        return dated.or_else(|| if adds { None } else { split(rest, "be|to|as? due by|on|at?") });
    }
    if is_question(clause) {
        return None;
    }
    let rest = clause.strip("the due|deadline date|time? of|for").unwrap_or(clause);
    let named = rest.words.len() < clause.words.len();
    split(rest, "is|are now|only? due by|on|at?")
        .or_else(|| if named { split(rest, "is|are now?") } else { None })
}

fn is_question(clause: Clause<'_>) -> bool {
    clause.asks() || clause.strip("what|which|when|is|are|do|does|did|was|were|if").is_some()
}

/// A target, then the pattern, then a date.
fn split(clause: Clause<'_>, pattern: &str) -> Option<Intent> {
    (1..clause.words.len()).find_map(|at| {
        let when = clause.after(at).strip(pattern).filter(|when| is_date(*when))?;
        planned(Planning::Move(when.phrase()), target(clause.range(0, at)))
    })
}

/// "remove the due date of X", "clear its priority", "X has no deadline".
fn cleared(clause: Clause<'_>) -> Option<Intent> {
    const VERB: &str = "remove|clear|delete|drop|unset|erase|cancel|take away|off?";
    const FIELDS: &[(&str, Field)] = &[
        ("due? date|deadline", Field::Due),
        ("due time?", Field::Due),
        ("start date|day", Field::Start),
        ("reminders", Field::Reminders),
        ("reminder", Field::Reminders),
        ("priority", Field::Priority),
        ("repetition|recurrence|repeat", Field::Repeat),
    ];
    let rest = clause.strip(VERB).and_then(|rest| rest.strip("the|its|all|any? due? date|deadline|time|start|reminders|reminder|priority|repetition|recurrence|repeat").map(|_| rest));
    if let Some(rest) = rest {
        let rest = rest.strip("the|its|all|any").unwrap_or(rest);
        let (field, after) = FIELDS.iter().find_map(|(words, field)| Some((*field, rest.strip(words)?)))?;
        let of = after.strip("of|from|for|on");
        // "Delete the reminder to call mom" means the task.
        let single = rest.low(0) == "reminder";
        return match of {
            None if after.is_empty() && !single => planned(Planning::Clear(field), Target::It),
            Some(of) if !single || target(of).is_plain() => planned(Planning::Clear(field), target(of)),
            _ => None,
        };
    }
    if let Some(rest) = clause.strip("unschedule") {
        return planned(Planning::Clear(Field::Due), target(rest));
    }
    if is_question(clause) {
        return None;
    }
    let name = clause
        .strip_end("has|have no due? date|deadline")
        .or_else(|| clause.strip_end("is|are not due anymore|any?"))?;
    planned(Planning::Clear(Field::Due), target(name))
}

/// "stop repeating X", "X should not repeat".
fn unrepeated(clause: Clause<'_>) -> Option<Intent> {
    let clear = |name: Clause<'_>| planned(Planning::Clear(Field::Repeat), target(name));
    if let Some(rest) = clause.strip("stop repeating").or_else(|| clause.strip("do not repeat")) {
        return clear(rest.strip_end("anymore|again").filter(|rest| !rest.is_empty()).unwrap_or(rest));
    }
    let inner = clause.strip("stop|make|set").unwrap_or(clause);
    let ends = [
        "from repeating",
        "should|must|does|do|to? not repeat|recur anymore?",
        "no longer repeats|repeat",
        "not repeating",
    ];
    inner.strip_end_any(&ends).filter(|name| !name.is_empty()).and_then(clear)
}

/// "make X repeat every week", "repeat X daily", "X repeats monthly", "make X weekly".
fn repeated(clause: Clause<'_>) -> Option<Intent> {
    let every = |clause: Clause<'_>| date(clause).is_some_and(|entry| entry.repeat.is_some());
    let verb = clause.strip("make|set|have|let");
    let rest = verb.or_else(|| clause.strip("repeat")).unwrap_or(clause);
    for at in 0..rest.words.len() {
        let (name, tail) = (rest.range(0, at), rest.after(at));
        let repeats = tail
            .strip("should|to|must|will? repeat|repeats|recur|recurs|repeating|recurring")
            .filter(|tail| every(*tail));
        let bare = (verb.is_some() || clause.low(0) == "repeat") && every(tail);
        let plain = verb.is_none() || matches!(clause.low(0), "make" | "set");
        if let Some(when) = repeats.or(Some(tail).filter(|_| bare && plain)) {
            return planned(Planning::Repeat(when.phrase()), target(name));
        }
    }
    // "change the repetition of X to every week"
    let rest = clause.strip("change|set|update the|its? repetition|recurrence of|for|to")?;
    if clause.find("its repetition|recurrence").is_some() && every(rest) {
        return planned(Planning::Repeat(rest.phrase()), Target::It);
    }
    (1..rest.words.len()).find_map(|at| {
        let when = rest.after(at).strip("to").filter(|when| every(*when))?;
        planned(Planning::Repeat(when.phrase()), target(rest.range(0, at)))
    })
}

/// "remind me about task 3 at 5", "set a reminder for it tomorrow at 9". A title that is named here is a new task.
fn reminded(clause: Clause<'_>) -> Option<Intent> {
    let of = |name: Clause<'_>, when: Clause<'_>| {
        let target = target(name);
        let fits = target.is_plain() && is_date(when);
        if fits { planned(Planning::Remind(when.phrase()), target) } else { None }
    };
    let first = clause
        .strip("remind me|us about|of")
        .or_else(|| clause.strip("set|add|create a|an|another reminder for|to|on"));
    if let Some(rest) = first {
        return (1..rest.words.len()).find_map(|at| of(rest.range(0, at), rest.after(at)));
    }
    let rest = clause.strip("remind me|us")?;
    (1..rest.words.len()).find_map(|at| of(rest.after(at).strip("about|of")?, rest.range(0, at)))
}
