//! Messages of several lines, and lines with bullets: lists of tasks, or an order on each line.

use super::add;
use super::clause::Clause;
use super::courtesy::strip_opening;
use super::intent::{Action, Intent, NewTask, Target};
use super::line::line_intents;
use super::words::words;

/// A line with more words is no task.
const ITEM_MAX: usize = 15;

/// A line without its bullet.
#[derive(Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    /// Whether it has a bullet or a box.
    listed: bool,
    /// Whether its box is ticked.
    ticked: bool,
}

impl<'a> Line<'a> {
    fn new(line: &'a str) -> Self {
        let listed = bullet(line);
        let rest = listed.unwrap_or(line);
        let boxes = [
            ("[ ]", false),
            ("[]", false),
            ("☐", false),
            ("[x]", true),
            ("[X]", true),
            ("☑", true),
            ("✅", true),
        ];
        let boxed = boxes
            .iter()
            .find_map(|(mark, ticked)| Some((rest.strip_prefix(mark)?.trim(), *ticked)))
            .filter(|(text, _)| !text.is_empty());
        let (text, ticked) = boxed.unwrap_or((rest, false));
        Self { text, listed: listed.is_some() || boxed.is_some(), ticked }
    }

    fn task(self) -> Option<NewTask> {
        let task = add::new_task(Clause::new(self.text, &words(self.text)))?;
        Some(NewTask { completed: self.ticked, ..task })
    }

    /// Whether the line orders something that cannot be meant as a task. "Cancel the gym" can.
    fn orders(self) -> bool {
        let found = words(self.text);
        let body = strip_opening(Clause::new(self.text, &found)).0;
        let listed = "mark|tick|untick|delete|remove|rename|reopen|uncheck|i|we|add|show|list";
        let explicit = body.strip(listed).is_some() && !self.listed;
        let plain = |(_, target): &(Action, Target)| target.is_plain();
        let clear = |intent: &Intent| match intent {
            Intent::Act(readings) => explicit || readings.iter().any(plain),
            intent => intent.is_command() && !matches!(intent, Intent::Unsure(_)),
        };
        !self.ticked && line_intents(self.text).iter().all(clear)
    }

    /// Whether the line can be a task: it is short, says nothing of the person, and asks nothing.
    fn is_item(self) -> bool {
        let found = words(self.text);
        let clause = Clause::new(self.text, &found);
        let short = (1..=ITEM_MAX).contains(&found.len()) && !clause.asks();
        let of_people = clause.strip("i|we|hi|hello|dear|hey|thanks|best|you|he|she|they").is_some();
        let talk = matches!(
            line_intents(self.text).as_slice(),
            [Intent::SmallTalk(_) | Intent::List(_) | Intent::Agenda(_) | Intent::Foreign]
        );
        let code = self.text.ends_with([';', '{', '}', '>']) || self.text.starts_with(['<', '>', '{', '}']);
        short && !of_people && !talk && !code
    }
}

/// Reads the only line of a message. "- eggs" may be a task.
pub fn single(text: &str) -> Vec<Intent> {
    let line = Line::new(text);
    let found = line_intents(line.text);
    let unclear = matches!(found.as_slice(), [Intent::Unknown(_)]) || line.ticked || !line.orders();
    match line.task() {
        Some(task) if line.listed && unclear && line.is_item() => vec![Intent::Offer(vec![task])],
        _ => found,
    }
}

/// Reads the lines of a message.
pub fn several(header: &str, rest: &[&str]) -> Vec<Intent> {
    let first = Line::new(header);
    let rest: Vec<Line<'_>> = rest.iter().map(|line| Line::new(line)).collect();
    let tasks = || rest.iter().filter_map(|line| line.task()).collect::<Vec<_>>();
    let all = || std::iter::once(first).chain(rest.iter().copied());
    let bullets = rest.iter().all(|line| line.listed);
    if !first.listed {
        let heading = line_intents(header.trim_end_matches([':', ' ']));
        let announced = matches!(heading.as_slice(), [Intent::AddUnnamed { .. }]) || announces(header);
        let items = rest.iter().all(|line| !line.orders());
        match heading.as_slice() {
            _ if announced && (bullets || header.ends_with(':') || items) => {
                return vec![Intent::Add(tasks())];
            }
            [Intent::Add(added)] if items && rest.iter().all(|line| line.is_item()) => {
                return vec![Intent::Add(added.iter().cloned().chain(tasks()).collect())];
            }
            _ if !bullets && !header.ends_with(':') => {}
            [Intent::Act(_) | Intent::Unsure(_)] => {
                let names: Vec<&str> = rest.iter().map(|line| line.text).collect();
                return line_intents(&format!(
                    "{} {}",
                    header.trim_end_matches([':', ' ']),
                    names.join(", ")
                ));
            }
            _ if did(header) => {
                let names: Vec<&str> = rest.iter().map(|line| line.text).collect();
                return line_intents(&format!("I finished {}", names.join(", ")));
            }
            _ if bullets => return vec![Intent::Offer(tasks())],
            _ => {}
        }
    }
    if all().all(Line::orders) {
        return all().flat_map(|line| line_intents(line.text)).collect();
    }
    if all().all(Line::is_item) && !all().any(|line| !line.listed && line.orders()) {
        return vec![Intent::Offer(all().filter_map(Line::task).collect())];
    }
    // Lines that were not understood may say why not to act.
    let found: Vec<Intent> = all().flat_map(|line| line_intents(line.text)).collect();
    let harmless =
        |intent: &Intent| intent.is_command() || matches!(intent, Intent::Question | Intent::Offer(_));
    if found.iter().all(harmless) { found } else { found.into_iter().map(Intent::doubted).collect() }
}

/// Whether a line says that tasks follow: "My tasks for today:", "I need to:".
fn announces(header: &str) -> bool {
    let heads = [
        "<add> the|these? following|these|this|those? to? my|the? to? do? todo|task? <tasks>|list?",
        "my|new|the? new|following? <tasks>|todo|to-do list? for? today|tomorrow?",
        "i|we need|have|must|should|got to? do? the? following?",
        "remind me to|of|about the? following?",
        "to do",
    ];
    is_one_of(header, &heads)
}

/// Whether a line says that what follows is done: "I did these:".
fn did(header: &str) -> bool {
    is_one_of(
        header,
        &[
            "i|we have|already|just? did|done|finished|completed already? these|this|the? following?",
            "done|finished|completed",
        ],
    )
}

fn is_one_of(header: &str, heads: &[&str]) -> bool {
    let found = words(header);
    let clause = strip_opening(Clause::new(header, &found)).0;
    heads.iter().any(|head| clause.strip(head).is_some_and(Clause::is_empty))
}

/// The text of a bulleted or numbered line.
fn bullet(line: &str) -> Option<&str> {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = if digits.len() < line.len() { digits.strip_prefix(['.', ')']) } else { None };
    let rest = numbered.or_else(|| line.strip_prefix(['-', '*', '•', '–', '·', '+']))?;
    let rest = rest.strip_prefix(char::is_whitespace)?.trim();
    Some(rest).filter(|rest| !rest.is_empty())
}
