//! The plan of a day: what is overdue, and what is due on it.

use super::{Letter, text};
use crate::id::UserId;
use crate::tasks::server::{TaskError, Tasks};
use crate::tasks::{Task, View};
use jiff::ZonedDateTime;
use url::Url;

/// Most tasks of a plan.
const SHOWN: usize = 50;
/// So many of them are for tasks of the day itself, however many are overdue.
const OF_TODAY: usize = 40;

/// A person's day.
pub(super) struct Day {
    /// What was due before, the oldest first: some of it, if there is much.
    overdue: Vec<Task>,
    /// What is due on the day, by time: some of it, if there is much.
    today: Vec<Task>,
    /// How many tasks there are in all, and how many of them are overdue.
    all: usize,
    all_overdue: usize,
    now: ZonedDateTime,
}

impl Day {
    /// Reads the day of a person whose time and zone are those of `now`.
    pub(super) async fn read(tasks: &Tasks, user: &UserId, now: ZonedDateTime) -> Result<Self, TaskError> {
        let overview = tasks.overview(user).await?;
        let count = |count: i64| usize::try_from(count).unwrap_or_default();
        let (all, all_overdue) = (count(overview.today), count(overview.overdue));
        let today = all.saturating_sub(all_overdue);
        let mut overdue = tasks.view(user, &View::Today, 0).await?.tasks;
        let offset = u32::try_from(all_overdue).unwrap_or(u32::MAX);
        let mut of_today = tasks.view(user, &View::Today, offset).await?.tasks;
        overdue.truncate(all_overdue.min(SHOWN - today.min(OF_TODAY)));
        of_today.truncate(today.min(SHOWN - overdue.len()));
        Ok(Self { overdue, today: of_today, all, all_overdue, now })
    }

    /// The mail, with links to the page `tasks` and to the settings. `None` if there is nothing to do.
    pub(super) fn letter(&self, tasks: &Url, settings: &Url) -> Option<Letter> {
        if self.all == 0 {
            return None;
        }
        let today = self.now.date().to_string();
        let day = self.now.strftime("%a %-d %b").to_string();
        let amount = match (self.all, self.all_overdue) {
            (1, 0) => "1 task".to_owned(),
            (all, 0) => format!("{all} tasks"),
            (all, overdue) if all == overdue => format!("{overdue} overdue"),
            (all, overdue) => format!("{} due, {overdue} overdue", all - overdue),
        };
        let mut words = String::new();
        if !self.overdue.is_empty() {
            words.push_str("Overdue\n\n");
            words.extend(self.overdue.iter().map(|task| text::overdue(task, &today)));
            words.push('\n');
        }
        if !self.today.is_empty() {
            words.push_str(&format!("{day}\n\n"));
            words.extend(self.today.iter().map(text::today));
            words.push('\n');
        }
        let left = self.all.saturating_sub(self.overdue.len() + self.today.len());
        if left > 0 {
            words.push_str(&format!("and {left} more\n\n"));
        }
        words.push_str(&format!("{tasks}\n\n{}", text::footer(&self.now, settings)));
        Some(Letter { subject: format!("Your plan for {day}: {amount}"), text: words })
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests fail by panicking")]
mod tests {
    use super::*;
    use crate::calendar;
    use crate::timestamp::Timestamp;

    fn task(title: &str, due: &str) -> Task {
        let moment = "2026-11-01T00:00:00.000Z";
        serde_json::from_value(serde_json::json!({
            "id": 1, "title": title, "completed": false, "due": due, "created_at": moment, "updated_at": moment,
        }))
        .unwrap()
    }

    fn letter(overdue: Vec<Task>, today: Vec<Task>, all: usize, all_overdue: usize) -> Option<Letter> {
        let zone = calendar::zone("Europe/Berlin").unwrap();
        let now = calendar::in_zone(&Timestamp::parse("2026-12-04T06:00:00.000Z").unwrap(), &zone);
        let day = Day { overdue, today, all, all_overdue, now };
        let url = |text: &str| text.parse().unwrap();
        day.letter(&url("https://docket.example/tasks/today"), &url("https://docket.example/settings"))
    }

    #[test]
    fn a_plan_has_what_is_overdue_and_the_day_by_time() {
        let overdue = vec![task("Pay rent", "2026-12-01"), task("Call\nmom", "2026-12-03T17:00:00+01:00")];
        let today = vec![task("Dentist", "2026-12-04T09:30:00+01:00"), task("Buy milk", "2026-12-04")];
        let mail = letter(overdue, today, 60, 2).unwrap();
        assert_eq!(mail.subject, "Your plan for Fri 4 Dec: 58 due, 2 overdue");
        insta::assert_snapshot!(mail.text, @r"
        Overdue

        - Pay rent (Tue 1 Dec)
        - Call mom (Thu 3 Dec, 17:00)

        Fri 4 Dec

        - 09:30 Dentist
        - Buy milk

        and 56 more

        https://docket.example/tasks/today

        Times are those of Europe/Berlin. To get no such mail, or to change the zone:
        https://docket.example/settings
        ");
    }

    #[test]
    fn a_day_with_nothing_to_do_has_no_plan() {
        assert_eq!(letter(vec![], vec![], 0, 0), None);
        let one = letter(vec![], vec![task("Buy milk", "2026-12-04")], 1, 0).unwrap();
        assert_eq!(one.subject, "Your plan for Fri 4 Dec: 1 task");
        assert!(!one.text.contains("Overdue") && !one.text.contains("more"), "{}", one.text);
        assert_eq!(
            letter(vec![task("A", "2026-12-01")], vec![], 1, 1).unwrap().subject,
            "Your plan for Fri 4 Dec: 1 overdue"
        );
    }
}
