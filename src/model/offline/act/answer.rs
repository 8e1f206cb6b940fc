//! Takes the person's answer to a question of the assistant.

use super::matching::{best_matches, pick};
use super::memory::Question;
use super::reply::Reply;
use super::tools::Halt;
use crate::model::offline::task::Task;
use crate::model::offline::understand::answer::{choice, description, exceptions, new_tasks, places, title};
use crate::model::offline::understand::{Action, Filter, Intent, SmallTalk, Target};
use crate::model::offline::wording::{questions, small_talk};

impl Reply<'_> {
    /// Takes a message as the answer to a question. Returns false if the message is about something else.
    pub fn answer(&mut self, question: &Question, said: &str, intents: &[Intent]) -> Result<bool, Halt> {
        let talk = match intents {
            [Intent::SmallTalk(talk)] => Some(*talk),
            _ => None,
        };
        if let Question::Reading(open) = question {
            return self.choose_reading(open, said, intents);
        }
        if talk == Some(SmallTalk::No) {
            self.say(small_talk::answer(SmallTalk::No));
            return Ok(true);
        }
        match question {
            Question::Which(action, tasks) => self.choose(action, tasks, said, intents),
            Question::Confirm(action, tasks) => {
                // "Complete everything except the rent" is no answer to "Delete all 3 tasks?".
                let is_order = |intent: &Intent| match intent {
                    Intent::Act(readings) => {
                        readings.iter().all(|(other, _)| other != action && *other != Action::Show)
                    }
                    _ => false,
                };
                if let Some(rest) = exceptions(said).filter(|_| !intents.iter().any(is_order)) {
                    return self.confirmed_except(action, tasks, &rest).map(|()| true);
                }
                let again = [Target::All(Filter::All), Target::All(Filter::Pending), Target::Them]
                    .into_iter()
                    .any(|target| intents == [Intent::Act(vec![(action.clone(), target)])]);
                let sure = talk == Some(SmallTalk::Yes) || again;
                self.if_sure(question, sure, intents, |reply| reply.perform(action, tasks, false))
            }
            Question::Reading(_) => Ok(false),
            Question::When(tasks) => self.answer_when(tasks, said),
            Question::Undo => self.if_sure(question, talk == Some(SmallTalk::Yes), intents, Self::undo),
            Question::Add(tasks) if places(said).is_some() => {
                let chosen = pick(&places(said).unwrap_or_default(), tasks);
                if chosen.is_empty() { Ok(false) } else { self.add(&chosen).map(|()| true) }
            }
            Question::Add(tasks) => {
                let again = matches!(intents, [Intent::AddUnnamed { .. }]);
                self.if_sure(question, talk == Some(SmallTalk::Yes) || again, intents, |reply| {
                    reply.add(tasks)
                })
            }
            _ if talk.is_some() || !is_free_text(intents) => Ok(false),
            Question::Name { several } => {
                let tasks = new_tasks(said, *several);
                if tasks.is_empty() {
                    return Ok(false);
                }
                self.add(&tasks).map(|()| true)
            }
            Question::Title(task) => {
                let title = title(said);
                let change = Action::Update { title: Some(title.clone()), description: None };
                if title.is_empty() {
                    Ok(false)
                } else {
                    self.perform(&change, std::slice::from_ref(task), false).map(|()| true)
                }
            }
            Question::Description(task) => {
                let change = Action::Update { title: None, description: Some(description(said)) };
                self.perform(&change, std::slice::from_ref(task), false).map(|()| true)
            }
        }
    }

    /// Acts if the person is sure. Asks again if the answer means nothing else.
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
        self.ask(question.clone(), questions::yes_or_no());
        Ok(true)
    }

    fn choose(
        &mut self,
        action: &Action,
        tasks: &[Task],
        said: &str,
        intents: &[Intent],
    ) -> Result<bool, Halt> {
        let yes = matches!(intents, [Intent::SmallTalk(SmallTalk::Yes)]);
        let choice = choice(said);
        if !yes && intents.iter().any(Intent::is_command) {
            return Ok(false);
        }
        let found = match &choice.target {
            _ if yes || choice.any => tasks.to_vec(),
            Target::Ids { ids, bare } => match self.by_figure(action, tasks, ids, *bare) {
                Some(found) => found,
                None => return Ok(true),
            },
            Target::Places(places) => pick(places, tasks),
            Target::All(_) | Target::Them if *action == Action::Delete && tasks.len() > 2 => {
                self.confirm(action, tasks.to_vec());
                return Ok(true);
            }
            Target::All(_) | Target::Them => return self.perform(action, tasks, false).map(|()| true),
            Target::It if tasks.len() == 1 => tasks.to_vec(),
            Target::Newest => tasks.iter().max_by_key(|task| task.id).cloned().into_iter().collect(),
            Target::Title(said) | Target::Each(said) => best_matches(&Action::Show, said, tasks).0,
            Target::It | Target::Missing | Target::Planned(_) | Target::Except(..) => Vec::new(),
        };
        let single = found.len() == 1 || matches!(choice.target, Target::Ids { .. } | Target::Places(_));
        if !found.is_empty() && single {
            return self.perform(action, &found, false).map(|()| true);
        }
        if found.is_empty()
            && matches!(intents, [Intent::Question | Intent::Foreign | Intent::Offer(_) | Intent::TooLong])
        {
            return Ok(false);
        }
        let among = if found.is_empty() { tasks.to_vec() } else { found };
        let text = questions::not_sure_which(&among);
        self.ask(Question::Which(action.clone(), among), text);
        Ok(true)
    }

    /// The candidates that figures mean. "#7" is a number; "2" may also be a place in the list of candidates. `None` if
    /// that is not clear; then the reply asks.
    fn by_figure(&mut self, action: &Action, tasks: &[Task], ids: &[i64], bare: bool) -> Option<Vec<Task>> {
        let mut found = Vec::new();
        for id in ids {
            let numbered = tasks.iter().find(|task| task.id == *id);
            let place =
                usize::try_from(*id).ok().and_then(|place| tasks.get(place.checked_sub(1)?)).filter(|_| bare);
            match (numbered, place) {
                (Some(one), Some(other)) if one != other => {
                    let text = questions::number_or_place(one, *id, other);
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

/// Whether a message can be a title or a description, because it asks for nothing definite.
fn is_free_text(intents: &[Intent]) -> bool {
    !intents.iter().any(|intent| match intent {
        Intent::Act(readings) | Intent::Unsure(readings) => {
            readings.iter().any(|(_, target)| target.is_plain())
        }
        Intent::SmallTalk(talk) => *talk != SmallTalk::Yes,
        Intent::Silence | Intent::TooLong | Intent::Question | Intent::TakeBack => true,
        intent => intent.is_command(),
    })
}
