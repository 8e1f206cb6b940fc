//! From the way a message names tasks to the tasks themselves; asks if that is not clear.

use super::answer;
use super::history::{Halt, Task};
use super::intent::{Action, Filter, Place, Target};
use super::matching::{by_parts, matching, pick};
use super::respond::{Question, Work};
use super::title::{Fit, fit};

/// How many candidates a question offers at most.
const CANDIDATES_MAX: usize = 10;

impl Filter {
    /// The filter as the tool `list_tasks` calls it.
    pub(super) fn status(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Pending => "pending",
            Self::Completed => "completed",
        }
    }
}

impl Work<'_> {
    /// The reading of an action whose title fits a task best.
    pub(super) fn best_reading(
        &mut self,
        readings: &[(Action, Target)],
    ) -> Result<Option<(Action, Target)>, Halt> {
        if let [reading] = readings {
            return Ok(Some(reading.clone()));
        }
        let tasks = self.tasks()?;
        let quality = |target: &Target| match target {
            Target::Title(said) | Target::Each(said) => {
                tasks.iter().filter_map(|task| fit(said, &task.title)).max()
            }
            _ => Some(Fit::Exact),
        };
        // Of equals the first is taken, hence the reversal.
        Ok(readings.iter().rev().max_by_key(|(_, target)| quality(target)).cloned())
    }

    /// The tasks that a target names. If there are none, or if it is not clear which, that is said or asked.
    pub(super) fn find(&mut self, action: &Action, target: &Target) -> Result<Vec<Task>, Halt> {
        match target {
            Target::Ids { ids, .. } => Ok(ids.iter().map(|id| Task::numbered(*id)).collect()),
            Target::It => match self.focus() {
                [task] => Ok(vec![task.clone()]),
                [] => self.ask_which(action),
                several => {
                    let several = several.to_vec();
                    self.ask_among(action, several)
                }
            },
            Target::Them => match (self.focus(), self.shown()) {
                (focus, _) if focus.len() > 1 => Ok(focus.to_vec()),
                (_, shown) if !shown.is_empty() => Ok(shown.to_vec()),
                ([task], _) => Ok(vec![task.clone()]),
                _ => self.ask_which(action),
            },
            Target::Newest => {
                let newest = self.tasks()?.into_iter().max_by_key(|task| task.id);
                Ok(self.or_nothing(newest.into_iter().collect()))
            }
            Target::Places(places) => self.at_places(action, places),
            Target::All(filter) => self.all(action, *filter),
            Target::Missing => self.ask_which(action),
            Target::Title(said) => self.by_title(action, said),
            Target::Each(said) => self.each(action, said),
        }
    }

    fn or_nothing(&mut self, tasks: Vec<Task>) -> Vec<Task> {
        if tasks.is_empty() {
            self.say("You have no tasks yet.");
        }
        tasks
    }

    fn all(&mut self, action: &Action, filter: Filter) -> Result<Vec<Task>, Halt> {
        // There is nothing to complete about what is done.
        let filter = if *action == Action::Complete { Filter::Pending } else { filter };
        let tasks = self.tools.list(filter.status())?;
        if tasks.is_empty() {
            let kind = answer::amount(2, filter).replace("2 ", "");
            self.say(format!("You have no {kind}, so there is nothing to {}.", answer::verb(action)));
        }
        Ok(tasks)
    }

    /// Places of the list shown last; without one, of the list that would be shown.
    fn at_places(&mut self, action: &Action, places: &[Place]) -> Result<Vec<Task>, Halt> {
        let mut list = self.shown().to_vec();
        // "The last one" is the one spoken of last, if that is newer than the list.
        if let ([Place::Last(1)], [task]) = (places, self.focus())
            && list.iter().all(|other| other.id != task.id)
        {
            return Ok(vec![task.clone()]);
        }
        if list.is_empty() {
            list = self.tasks()?;
            list.retain(|task| *action != Action::Complete || !task.completed);
            list.sort_by_key(|task| task.completed);
        }
        let found = pick(places, &list);
        if list.is_empty() {
            return Ok(self.or_nothing(list));
        }
        if found.is_empty() {
            self.say(format!("The list has only {}.", answer::amount(list.len(), Filter::All)));
        }
        Ok(found)
    }

    fn by_title(&mut self, action: &Action, said: &str) -> Result<Vec<Task>, Halt> {
        let tasks = self.tasks()?;
        let (found, fit) = matching(action, said, &tasks);
        // "Buy milk and call mom" has more than one title in it, but is none.
        let parts = if fit >= Some(Fit::Contains) { None } else { by_parts(action, said, &tasks) };
        if let Some(parts) = parts {
            return Ok(parts);
        }
        match (found.as_slice(), fit) {
            (_, Some(Fit::Near) | None) => {
                self.suggest(action, said, found);
                Ok(Vec::new())
            }
            ([task], _) if *action == Action::Complete && task.completed => {
                self.say(format!("{} is already done.", answer::named(task)));
                self.spoke_of(found.clone());
                Ok(Vec::new())
            }
            ([_], _) => Ok(found),
            _ if *action == Action::Look => Ok(found),
            _ => self.ask_among(action, found),
        }
    }

    fn each(&mut self, action: &Action, said: &str) -> Result<Vec<Task>, Halt> {
        let mut tasks = self.tasks()?;
        let all = tasks.clone();
        tasks.retain(|task| fit(said, &task.title) >= Some(Fit::Contains));
        tasks.retain(|task| *action != Action::Complete || !task.completed);
        if tasks.is_empty() {
            self.suggest(action, said, matching(action, said, &all).0);
        }
        Ok(tasks)
    }

    fn suggest(&mut self, action: &Action, said: &str, mut near: Vec<Task>) {
        let sorry = answer::not_found(said);
        near.truncate(CANDIDATES_MAX);
        match near.as_slice() {
            [] => self.say(format!("{sorry} Say “show my tasks” to see them all.")),
            [task] => {
                let text = format!("{sorry} Did you mean {}? Say “yes” or “no”.", answer::named(task));
                self.ask(Question::Which(action.clone(), near), text);
            }
            _ => {
                let text = format!("{sorry} Did you mean one of these?\n\n{}", answer::candidates(&near));
                self.ask(Question::Which(action.clone(), near), text);
            }
        }
    }

    /// Asks which of some tasks is meant.
    pub(super) fn ask_among(&mut self, action: &Action, mut tasks: Vec<Task>) -> Result<Vec<Task>, Halt> {
        tasks.sort_by_key(|task| task.id);
        let more = tasks.len() > CANDIDATES_MAX;
        let listed = answer::candidates(&tasks[..tasks.len().min(CANDIDATES_MAX)]);
        let end = if more {
            "\n\nThere are more; say more of the title, or a number such as “#7”."
        } else {
            ""
        };
        let text = format!("Which one do you want to {}?\n\n{listed}{end}", answer::verb(action));
        self.ask(Question::Which(action.clone(), tasks), text);
        Ok(Vec::new())
    }

    /// Asks which of all tasks is meant.
    fn ask_which(&mut self, action: &Action) -> Result<Vec<Task>, Halt> {
        let mut tasks = self.tasks()?;
        if *action == Action::Complete {
            tasks.retain(|task| !task.completed);
        }
        if tasks.is_empty() {
            self.say(format!("You have no tasks to {}.", answer::verb(action)));
            return Ok(tasks);
        }
        self.ask_among(action, tasks)
    }
}
