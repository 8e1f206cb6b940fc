//! Carries out what a message asks for, one intent at a time.

use super::memory::Question;
use super::reply::Reply;
use super::tools::Halt;
use crate::model::offline::understand::{Action, Filter, Intent, Target, target_of};
use crate::model::offline::wording::{lists, questions, small_talk};

impl Reply<'_> {
    /// Carries out an intent. `alone` if the message asks for nothing else.
    pub fn carry_out(&mut self, intent: &Intent, alone: bool) -> Result<(), Halt> {
        match intent {
            Intent::Add(tasks) => return self.add(tasks),
            Intent::List(filter) => return self.list(*filter),
            Intent::Count(filter) => {
                let tasks = self.tools.list(*filter)?;
                self.say(lists::count(&tasks, *filter));
            }
            Intent::Act(readings) => return self.act(readings),
            Intent::Undo => return self.undo(),
            Intent::AddUnnamed { several } => {
                self.ask(Question::Name { several: *several }, questions::new_titles(*several));
            }
            Intent::Offer(tasks) => self.ask(Question::Add(tasks.clone()), questions::add_these(tasks)),
            Intent::SmallTalk(talk) => self.say(small_talk::answer(*talk)),
            Intent::Question => self.say(small_talk::off_topic()),
            Intent::Foreign => self.say(small_talk::foreign()),
            Intent::Silence => self.say(small_talk::silence()),
            Intent::TooLong => self.say(small_talk::too_long()),
            Intent::Unknown(said) => match target_of(said) {
                // "#3" alone asks for that task.
                target @ Target::Ids { bare: false, .. } => return self.act(&[(Action::Show, target)]),
                _ => self.say(small_talk::unknown(said, alone)),
            },
        }
        Ok(())
    }

    fn list(&mut self, filter: Filter) -> Result<(), Halt> {
        let mut tasks = self.tools.list(filter)?;
        tasks.sort_by_key(|task| task.completed);
        self.say(lists::list(&tasks, filter));
        self.remember_list(tasks);
        Ok(())
    }

    /// Does something with the tasks that a target names.
    fn act(&mut self, readings: &[(Action, Target)]) -> Result<(), Halt> {
        let Some((action, target)) = self.best_reading(readings)? else {
            return Ok(());
        };
        let found = self.find(&action, &target)?;
        if found.is_empty() {
            return Ok(());
        }
        let many = found.len() > 2 || matches!(target, Target::All(_));
        let harmless = matches!(
            target,
            Target::All(Filter::Completed) | Target::Ids { .. } | Target::Title(_) | Target::Places(_)
        );
        if action == Action::Delete && many && !harmless {
            self.confirm_delete(found);
            return Ok(());
        }
        let bare = matches!(target, Target::Ids { bare: true, .. });
        self.perform(&action, &found, bare)
    }
}
