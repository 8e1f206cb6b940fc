//! Finds the tasks that a target names, and asks if that is not clear.

use super::matching::{best_matches, matches_by_parts, pick};
use super::memory::Question;
use super::reply::Reply;
use super::tools::Halt;
use crate::model::offline::task::Task;
use crate::model::offline::understand::{
    Action, Doubt, Filter, Fit, Place, Target, doubt, fit, foreign_verb,
};
use crate::model::offline::wording::{changes, lists, questions};

/// How many candidates a question offers at most.
const CANDIDATES_MAX: usize = 10;

impl Reply<'_> {
    /// The reading whose title fits a task best.
    pub fn best_reading(&mut self, readings: &[(Action, Target)]) -> Result<Option<(Action, Target)>, Halt> {
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
        // An order is the title of a task only if it has the same words.
        let weight = |(action, target): &(Action, Target)| {
            quality(target).filter(|fit| *action != Action::Show || *fit >= Fit::Same)
        };
        // `max_by_key` takes the last of equals, and we want the first.
        Ok(readings.iter().rev().max_by_key(|reading| weight(reading)).cloned())
    }

    /// The tasks that a target names. If there are none, the reply says so. If they are not clear, it asks.
    pub fn find(&mut self, action: &Action, target: &Target) -> Result<Vec<Task>, Halt> {
        match target {
            Target::Ids { ids, bare } => self.by_numbers(action, ids, *bare),
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
            Target::Planned(query) => self.planned(query),
            Target::Missing => self.ask_which(action),
            Target::Title(said) => self.by_title(action, said),
            Target::Each(said) => self.each(action, said),
            Target::Except(all, exceptions) => self.except(action, all, exceptions),
        }
    }

    /// The tasks with these numbers. A figure that is no number of a task may be a title: "delete 1984".
    fn by_numbers(&mut self, action: &Action, ids: &[i64], bare: bool) -> Result<Vec<Task>, Halt> {
        if let ([id], true) = (ids, bare) {
            let said = id.to_string();
            let tasks = self.tasks()?;
            let place = usize::try_from(*id).is_ok_and(|place| (1..=self.shown().len()).contains(&place));
            let mut named =
                tasks.iter().filter(|task| fit(&said, &task.title) >= Some(Fit::Contains)).peekable();
            if !place && tasks.iter().all(|task| task.id != *id) && named.peek().is_some() {
                let named = named.cloned().collect();
                self.suggest(action, &said, named);
                return Ok(Vec::new());
            }
        }
        Ok(ids.iter().map(|id| Task::numbered(*id)).collect())
    }

    fn or_nothing(&mut self, tasks: Vec<Task>) -> Vec<Task> {
        if tasks.is_empty() {
            self.say(lists::no_tasks());
        }
        tasks
    }

    fn all(&mut self, action: &Action, filter: Filter) -> Result<Vec<Task>, Halt> {
        // A completed task cannot be completed again.
        let filter = match action {
            Action::Complete => Filter::Pending,
            Action::Reopen => Filter::Completed,
            _ => filter,
        };
        let tasks = self.tools.list(filter)?;
        if tasks.is_empty() {
            self.say(lists::nothing_to(action, filter));
        }
        Ok(tasks)
    }

    /// The tasks at these places of the list shown last, or of the list that would be shown now.
    fn at_places(&mut self, action: &Action, places: &[Place]) -> Result<Vec<Task>, Halt> {
        let mut list = self.shown().to_vec();
        // "The last one" is the task spoken of last, if that came after the list.
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
            self.say(lists::only(list.len()));
        }
        Ok(found)
    }

    fn by_title(&mut self, action: &Action, said: &str) -> Result<Vec<Task>, Halt> {
        let tasks = self.tasks()?;
        let (found, fit) = best_matches(action, said, &tasks);
        let certain = |task: &Task| doubt(action, said, &task.title).is_none();
        // "Buy milk and call mom" may be two titles.
        let parts = if fit >= Some(Fit::Contains) { None } else { matches_by_parts(action, said, &tasks) };
        if let Some(parts) = parts {
            return Ok(parts);
        }
        match (found.as_slice(), fit) {
            (_, Some(Fit::Near) | None) => {
                self.suggest(action, said, found);
                Ok(Vec::new())
            }
            _ if *action != Action::Show && !found.iter().any(certain) => {
                self.doubtful(action, said, found);
                Ok(Vec::new())
            }
            ([task], _) if *action == Action::Complete && task.completed => {
                self.say(changes::already_done(task));
                self.remember_tasks(found.clone());
                Ok(Vec::new())
            }
            ([_], _) => Ok(found),
            _ if *action == Action::Show => Ok(found),
            _ => self.ask_among(action, found),
        }
    }

    fn each(&mut self, action: &Action, said: &str) -> Result<Vec<Task>, Halt> {
        let mut tasks = self.tasks()?;
        let all = tasks.clone();
        tasks.retain(|task| {
            fit(said, &task.title) >= Some(Fit::Contains) && doubt(action, said, &task.title).is_none()
        });
        tasks.retain(|task| *action != Action::Complete || !task.completed);
        if tasks.is_empty() {
            self.suggest(action, said, best_matches(action, said, &all).0);
        }
        Ok(tasks)
    }

    /// Asks about a task whose title does not explain all words.
    fn doubtful(&mut self, action: &Action, said: &str, found: Vec<Task>) {
        match found.as_slice() {
            [task] if matches!(action, Action::Deny) => self.say(changes::still_pending(task)),
            [task] if doubt(action, said, &task.title) == Some(Doubt::Cancelled) => {
                self.confirm(&Action::Delete, found);
            }
            [_] => self.confirm(action, found),
            _ => self.suggest(action, said, found),
        }
    }

    fn suggest(&mut self, action: &Action, said: &str, mut near: Vec<Task>) {
        near.truncate(CANDIDATES_MAX);
        // "I cancelled the dentist" does not complete "Book the dentist".
        let foreign = |task: &Task| foreign_verb(action, said, &task.title);
        let action = match near.as_slice() {
            [] => action,
            [task] if foreign(task) == Some(Doubt::Cancelled) => return self.confirm(&Action::Delete, near),
            near if near.iter().all(|task| foreign(task).is_some()) => &Action::Show,
            _ => action,
        };
        let text = questions::did_you_mean(said, &near);
        if near.is_empty() {
            self.say(text);
        } else {
            self.ask(Question::Which(action.clone(), near), text);
        }
    }

    /// Asks which of these tasks is meant.
    fn ask_among(&mut self, action: &Action, mut tasks: Vec<Task>) -> Result<Vec<Task>, Halt> {
        tasks.sort_by_key(|task| task.id);
        let listed = &tasks[..tasks.len().min(CANDIDATES_MAX)];
        let text = questions::which(action, listed, tasks.len() > CANDIDATES_MAX);
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
            self.say(lists::no_tasks_to(action));
            return Ok(tasks);
        }
        self.ask_among(action, tasks)
    }
}
