//! What a link gives: the tasks to do, as a calendar.

use super::{Feeds, NOTE_USE_AFTER};
use crate::auth::User;
use crate::error::{Error, Reason};
use crate::feed::store::{self, Feed};
use crate::revision::Revision;
use crate::tasks::Task;
use crate::tasks::file::calendar;
use crate::timestamp::Timestamp;
use jiff::civil::Date;

/// Most tasks of a calendar: those that are due first. Programs fetch all of it again and again.
const TASKS_MAX: usize = 5000;

/// Which tasks are events too. All are tasks (VTODO), which some calendars do not show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Events {
    /// Those that are due at a time.
    #[default]
    Timed,
    /// Also those that are due on a day.
    All,
}

/// A calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// A text that is another one if the calendar is.
    pub tag: String,
    /// When it changed.
    pub changed_at: Timestamp,
    tasks: Vec<Task>,
    events: Events,
    year: i16,
}

impl Feeds {
    /// The calendar of a link's person.
    ///
    /// # Errors
    /// If it was asked for too often.
    pub async fn content(&self, feed: Feed, user: &User, events: Events) -> Result<Content, Error> {
        if let Err(seconds) = self.requests.count(&user.id) {
            return Err(Error::Refused(Reason::TooManyRequests { seconds }.into()));
        }
        let now = self.clock.now();
        let tasks = self.tasks.open(&user.id, TASKS_MAX).await?;
        let year = first_year(&tasks, &now);
        let revision = Revision::of(&(env!("CARGO_PKG_VERSION"), year, &tasks)).to_string();
        let is_new = feed.revision.as_ref() != Some(&revision);
        let changed_at = if is_new { now.clone() } else { feed.changed_at.clone() };
        if is_new || feed.last_used_at.as_ref().is_none_or(|last| last.plus(NOTE_USE_AFTER) <= now) {
            let feed = Feed {
                last_used_at: Some(now),
                revision: Some(revision.clone()),
                changed_at: changed_at.clone(),
                ..feed
            };
            let mut transaction = self.db.write().await?;
            store::note(&mut transaction, &user.id, &feed).await?;
            transaction.commit().await?;
        }
        let kind = if events == Events::All { "all" } else { "timed" };
        Ok(Content { tag: format!("\"{revision}-{kind}\""), changed_at, tasks, events, year })
    }
}

impl Content {
    /// The calendar as a text.
    pub fn text(&self, user: &User) -> String {
        let mut text = calendar::head(Some("Docket"), &calendar::zones(&self.tasks), self.year);
        for task in &self.tasks {
            let is_timed = task.due.as_ref().is_some_and(|due| due.time().is_some());
            if is_timed || self.events == Events::All {
                text.push_str(&calendar::event(task, &user.id).unwrap_or_default());
            }
            // Docket reminds by itself.
            text.push_str(&calendar::todo(task, &user.id, false));
        }
        text.push_str(calendar::END);
        text
    }
}

/// The first year in which a task repeats, at most ten years ago.
fn first_year(tasks: &[Task], now: &Timestamp) -> i16 {
    let this = now.day().parse::<Date>().map_or(1970, |day| day.year());
    let years = tasks.iter().filter(|task| task.repeat.is_some()).filter_map(|task| {
        let day: Date = task.due.as_ref()?.day().parse().ok()?;
        Some(day.year() - 1)
    });
    years.min().unwrap_or(this - 1).clamp(this - 10, this - 1)
}
