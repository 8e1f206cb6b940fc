//! Carries out what a message asks for, one intent at a time.

use super::memory::Question;
use super::reply::Reply;
use super::tools::Halt;
use crate::model::offline::task::Task;
use crate::model::offline::understand::answer::title;
use crate::model::offline::understand::{
    Action, Filter, Intent, Planning, SmallTalk, Target, intents, target_of,
};
use crate::model::offline::wording::{changes, lists, questions, small_talk};
use crate::quick_add::read_date;

impl Reply<'_> {
    /// Carries out an intent. `alone` if the message asks for nothing else.
    pub fn carry_out(&mut self, intent: &Intent, alone: bool) -> Result<(), Halt> {
        match intent {
            Intent::Add(tasks) => return self.add(tasks),
            Intent::List(filter) => return self.list(*filter),
            Intent::Agenda(query) => return self.show_agenda(query),
            Intent::Count(filter) => {
                let tasks = self.tools.list(*filter)?;
                self.say(lists::count(&tasks, *filter, self.tools.partial.as_ref()));
            }
            Intent::Act(readings) => return self.act(readings, true),
            Intent::Unsure(readings) => return self.act(readings, false),
            Intent::Undo => return self.undo(),
            Intent::TakeBack if self.memory.did.is_some() || self.memory.added => return self.undo(),
            Intent::TakeBack => self.say(small_talk::answer(SmallTalk::No)),
            Intent::Correct(meant) => return self.correct(meant, alone),
            Intent::AddUnnamed { several } => {
                self.ask(Question::Name { several: *several }, questions::new_titles(*several));
            }
            Intent::Offer(tasks) => self
                .ask(Question::Add(tasks.clone()), questions::add_these(&self.offered(tasks), &self.today())),
            Intent::SmallTalk(SmallTalk::No) if self.memory.did.is_some() || self.memory.added => {
                self.ask(Question::Undo, questions::undo());
            }
            Intent::SmallTalk(talk) => self.say(small_talk::answer(*talk)),
            Intent::Question => self.say(small_talk::off_topic()),
            Intent::Foreign => self.say(small_talk::foreign()),
            Intent::Silence => self.say(small_talk::silence()),
            Intent::TooLong => self.say(small_talk::too_long()),
            Intent::Unknown(said) => match target_of(said) {
                // "#3" alone asks for that task.
                target @ Target::Ids { bare: false, .. } => return self.act(&[(Action::Show, target)], true),
                _ => self.say(small_talk::unknown(said, alone)),
            },
        }
        Ok(())
    }

    fn list(&mut self, filter: Filter) -> Result<(), Halt> {
        let mut tasks = self.tools.list(filter)?;
        tasks.sort_by_key(|task| task.completed);
        self.say(match self.tools.partial {
            Some(_) => lists::newest(&tasks, &self.today()),
            None => lists::list(&tasks, filter, &self.today()),
        });
        self.remember_list(tasks);
        Ok(())
    }

    /// Does something with the tasks that a target names. If the person may have meant something else, it asks first. So
    /// it does if a title was looked for among the newest tasks alone: an older task may have the same.
    pub fn act(&mut self, readings: &[(Action, Target)], sure: bool) -> Result<(), Halt> {
        let Some((action, target)) = self.best_reading(readings)? else {
            return Ok(());
        };
        let mut found = self.find(&action, &target)?;
        if found.is_empty() {
            return Ok(());
        }
        let many = found.len() > 2 || matches!(target, Target::All(_) | Target::Except(..));
        let harmless = matches!(
            target,
            Target::All(Filter::Completed) | Target::Ids { .. } | Target::Title(_) | Target::Places(_)
        );
        let changes = !matches!(action, Action::Show | Action::Deny);
        let searched = matches!(
            target,
            Target::Title(_) | Target::Each(_) | Target::All(_) | Target::Except(..) | Target::Places(_)
        );
        let sure = sure && !(searched && self.tools.partial.is_some());
        let broad =
            matches!(action, Action::Plan(_)) && matches!(target, Target::All(_) | Target::Except(..));
        if (changes && !sure) || broad || (action == Action::Delete && many && !harmless) {
            found = self.known(found)?;
            if !found.is_empty() {
                self.confirm(&action, found);
            }
            return Ok(());
        }
        let bare = matches!(target, Target::Ids { bare: true, .. });
        self.perform(&action, &found, bare)?;
        if action == Action::Show && readings.len() > 1 {
            self.say(questions::what_to_do());
        }
        Ok(())
    }

    /// The tasks with their titles, without those that do not exist.
    pub fn known(&mut self, wanted: Vec<Task>) -> Result<Vec<Task>, Halt> {
        let tasks = self.tasks()?;
        let mut found = Vec::new();
        for task in wanted {
            match tasks.iter().find(|other| other.id == task.id) {
                Some(task) => found.push(task.clone()),
                None if self.tools.partial.is_some() => found.push(task),
                None => self.say(changes::missing(task.id)),
            }
        }
        Ok(found)
    }

    /// Corrects the last change: "no, I meant oat milk".
    fn correct(&mut self, meant: &str, alone: bool) -> Result<(), Halt> {
        // "No, I meant friday", after a date was read.
        let dated = self.memory.added || matches!(self.memory.did, Some(Action::Plan(_)));
        if dated && read_date(meant.trim_end_matches(['.', '!']), self.now).is_some() {
            let planning = Planning::Move(meant.trim_end_matches(['.', '!']).to_owned());
            return self.act(&[(Action::Plan(planning), Target::It)], true);
        }
        let read = intents(meant);
        let commands = read.iter().all(|intent| matches!(intent, Intent::Act(_) | Intent::Add(_)));
        let did = self.memory.did.clone();
        if self.memory.added && !commands {
            let title = title(meant);
            let change = Action::Update { title: Some(title), description: None };
            return self.act(&[(change, Target::It)], true);
        }
        match did {
            Some(Action::Update { title: Some(_), .. }) if !commands => {
                let change = Action::Update { title: Some(title(meant)), description: None };
                self.act(&[(change, Target::It)], true)
            }
            Some(action @ (Action::Complete | Action::Delete | Action::Reopen)) => {
                self.undo()?;
                match (commands, read.as_slice()) {
                    (true, [intent]) => self.carry_out(intent, alone),
                    _ => self.act(&[(action, target_of(meant))], true),
                }
            }
            _ if commands => read.iter().try_for_each(|intent| self.carry_out(intent, alone)),
            _ => {
                self.say(small_talk::unknown(meant, alone));
                Ok(())
            }
        }
    }
}
