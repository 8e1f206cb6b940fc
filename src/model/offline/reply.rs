//! The person's answer to a question of the assistant.

use super::add;
use super::answer;
use super::clause::Clause;
use super::history::{Halt, Task};
use super::intent::{Action, Filter, Intent, Talk, Target};
use super::matching::{matching, pick};
use super::respond::{Question, Work};
use super::target::target;
use super::words::words;

impl Work<'_> {
    /// Takes a message as the answer to a question. Gives false if it is none, but something new.
    pub(super) fn answer(
        &mut self,
        question: &Question,
        said: &str,
        intents: &[Intent],
    ) -> Result<bool, Halt> {
        let talk = match intents {
            [Intent::Talk(talk)] => Some(*talk),
            _ => None,
        };
        if talk == Some(Talk::No) {
            self.say(answer::talk(Talk::No));
            return Ok(true);
        }
        let found = words(said);
        let clause = Clause::new(said.trim_end(), &found);
        match question {
            Question::Which(action, tasks) => self.choose(action, tasks, clause, intents),
            Question::Delete(tasks) => {
                let again = [Target::All(Filter::All), Target::All(Filter::Pending), Target::Them]
                    .into_iter()
                    .any(|target| intents == [Intent::Act(vec![(Action::Delete, target)])]);
                let sure = talk == Some(Talk::Yes) || again;
                self.if_sure(question, sure, intents, |work| work.perform(&Action::Delete, tasks, false))
            }
            Question::Add(tasks) => {
                let again = matches!(intents, [Intent::AddUnnamed { .. }]);
                self.if_sure(question, talk == Some(Talk::Yes) || again, intents, |work| work.add(tasks))
            }
            _ if talk.is_some_and(|talk| talk != Talk::Yes) || !is_free_text(intents) => Ok(false),
            Question::Name { several } => {
                let tasks = if *several || said.trim().contains('\n') {
                    said.lines().flat_map(|line| add::list(Clause::new(line, &words(line)), None)).collect()
                } else {
                    add::new_task(clause).into_iter().collect::<Vec<_>>()
                };
                if tasks.is_empty() {
                    return Ok(false);
                }
                self.add(&tasks).map(|()| true)
            }
            Question::Title(task) => {
                let title = clause.title();
                let change = Action::Change { title: Some(title.clone()), description: None };
                if title.is_empty() {
                    Ok(false)
                } else {
                    self.perform(&change, std::slice::from_ref(task), false).map(|()| true)
                }
            }
            Question::Description(task) => {
                let text = clause.quoted().unwrap_or(clause.raw()).to_owned();
                let change = Action::Change { title: None, description: Some(text) };
                self.perform(&change, std::slice::from_ref(task), false).map(|()| true)
            }
        }
    }

    /// Does it if the person said yes; asks again if the answer says nothing else either.
    fn if_sure(
        &mut self,
        question: &Question,
        sure: bool,
        intents: &[Intent],
        act: impl FnOnce(&mut Self) -> Result<(), Halt>,
    ) -> Result<bool, Halt> {
        if sure {
            return act(self).map(|()| true);
        }
        if !matches!(intents, [Intent::Unknown(_) | Intent::Silence]) {
            return Ok(false);
        }
        self.ask(question.clone(), "I am not sure what you mean. Please say “yes” or “no”.");
        Ok(true)
    }

    fn choose(
        &mut self,
        action: &Action,
        tasks: &[Task],
        clause: Clause<'_>,
        intents: &[Intent],
    ) -> Result<bool, Halt> {
        let yes = matches!(intents, [Intent::Talk(Talk::Yes)]);
        let clause = clause
            .strip("yes|no|ok|okay|sure|i mean|meant?")
            .filter(|rest| !rest.is_empty())
            .unwrap_or(clause);
        let clause = clause.strip("i mean|meant|want").unwrap_or(clause);
        let wanted = target(clause);
        if !yes && intents.iter().any(Intent::is_command) {
            return Ok(false);
        }
        let any = clause.only(&["any|either|one|whichever|of|them|the"]);
        let found = match &wanted {
            _ if yes || any => tasks.to_vec(),
            Target::Ids { ids, bare } => match self.by_figure(action, tasks, ids, *bare) {
                Some(found) => found,
                None => return Ok(true),
            },
            Target::Places(places) => pick(places, tasks),
            Target::All(_) | Target::Them if *action == Action::Delete && tasks.len() > 2 => {
                return self.confirm_delete(tasks.to_vec()).map(|()| true);
            }
            Target::All(_) | Target::Them => return self.perform(action, tasks, false).map(|()| true),
            Target::It if tasks.len() == 1 => tasks.to_vec(),
            Target::Newest => tasks.iter().max_by_key(|task| task.id).cloned().into_iter().collect(),
            Target::Title(said) | Target::Each(said) => matching(&Action::Look, said, tasks).0,
            Target::It | Target::Missing => Vec::new(),
        };
        let single = found.len() == 1 || matches!(wanted, Target::Ids { .. } | Target::Places(_));
        if !found.is_empty() && single {
            return self.perform(action, &found, false).map(|()| true);
        }
        if found.is_empty()
            && matches!(intents, [Intent::Question | Intent::Foreign | Intent::Offer(_) | Intent::TooLong])
        {
            return Ok(false);
        }
        let among = if found.is_empty() { tasks.to_vec() } else { found };
        let end = "Say a number such as “#7”, a piece of the title, or “cancel”.";
        self.ask(
            Question::Which(action.clone(), among.clone()),
            format!("I am not sure which one you mean.\n\n{}\n\n{end}", answer::candidates(&among)),
        );
        Ok(true)
    }

    /// The candidates that figures mean: "#7" is a number, "2" may also be a place in the list of candidates.
    /// None if that is not clear, which is said then.
    fn by_figure(&mut self, action: &Action, tasks: &[Task], ids: &[i64], bare: bool) -> Option<Vec<Task>> {
        let mut found = Vec::new();
        for id in ids {
            let numbered = tasks.iter().find(|task| task.id == *id);
            let place =
                usize::try_from(*id).ok().and_then(|place| tasks.get(place.checked_sub(1)?)).filter(|_| bare);
            match (numbered, place) {
                (Some(one), Some(other)) if one != other => {
                    let text = format!(
                        "Do you mean task #{}, **{}**, or number {id} of this list, **{}** (#{})? \
                         Say “#{}” or “#{}”.",
                        one.id,
                        answer::escaped(&one.title),
                        answer::escaped(&other.title),
                        other.id,
                        one.id,
                        other.id
                    );
                    self.ask(Question::Which(action.clone(), tasks.to_vec()), text);
                    return None;
                }
                (Some(task), _) | (None, Some(task)) => found.push(task.clone()),
                (None, None) => {}
            }
        }
        Some(found)
    }
}

/// Whether a message can be a title or a description: it orders nothing definite.
fn is_free_text(intents: &[Intent]) -> bool {
    !intents.iter().any(|intent| match intent {
        Intent::Act(readings) => readings.iter().any(|(_, target)| target.is_plain()),
        Intent::Talk(talk) => *talk != Talk::Yes,
        Intent::Silence | Intent::TooLong => true,
        intent => intent.is_command(),
    })
}
