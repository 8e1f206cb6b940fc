//! The rules of reminders that arrive: a reminder that is due is told once, in one transaction, over all replicas.
//!
//! Telling writes a row of `reminders`, which the open pages show, and a row of `deliveries` for each browser and each mail.
//! The rows are sent by [`outbox`], at least once: if a server dies after it sent one and before it noted that, it is sent
//! again, with the same name, so that the browser or the mail server takes it for the same.

mod outbox;

pub use crate::reminders::store::deliveries::{by_mail, to_browsers};
pub use outbox::{Carrier, Content, Failure, Parcel};

use super::{Reminder, store};
use crate::clock::Clock;
use crate::db::{Db, Scope};
use crate::id::{ReminderId, TaskId, UserId};
use crate::jobs::Job;
use crate::tasks::server::{Actor, Edit, EditOutcome, Looked, TaskError, Tasks, apply, due_reminder, snooze};
use crate::tasks::{Edited, store as tasks};
use futures::stream::{self, StreamExt};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// How often a replica looks for reminders that are due.
const LOOK: Duration = Duration::from_secs(1);
/// How many people are told at the same time.
const AT_ONCE: usize = 8;
/// A reminder that is told so much after its moment is late.
const LATE: time::Duration = time::Duration::MINUTE;
/// How often old reminders are deleted.
const FORGET_PERIOD: Duration = Duration::from_secs(3600);
/// How long a reminder that was told is kept.
const KEPT: time::Duration = time::Duration::days(30);
/// How many are deleted at once.
const FORGET_AT_ONCE: i64 = 1000;
/// The longest snooze, in minutes.
pub const SNOOZE_MAX: u32 = 7 * 24 * 60;

/// The reminders of all people on this server. Cheap to clone.
#[derive(Clone)]
pub struct Reminders {
    db: Db,
    clock: Clock,
    tasks: Tasks,
    carriers: Arc<[Arc<dyn Carrier>]>,
}

impl fmt::Debug for Reminders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reminders").field("carriers", &self.carriers.len()).finish_non_exhaustive()
    }
}

impl Reminders {
    /// Reminders of `tasks` in `db`. `carriers` bring them to people who have no page open.
    pub fn new(db: Db, tasks: Tasks, carriers: Vec<Arc<dyn Carrier>>, clock: Clock) -> Self {
        Self { db, clock, tasks, carriers: carriers.into() }
    }

    /// The periodic work: telling what is due and sending it, on every replica, and deleting what is old.
    pub fn jobs(&self) -> Vec<Job> {
        let (tell, send, forget) = (self.clone(), self.clone(), self.clone());
        vec![
            Job::on_every_replica("tell_reminders", LOOK, move || {
                let reminders = tell.clone();
                async move { reminders.tell().await }
            }),
            Job::on_every_replica("send_reminders", LOOK, move || {
                let reminders = send.clone();
                async move { reminders.send().await }
            }),
            Job::on_one_replica("forget_reminders", FORGET_PERIOD, move || {
                let reminders = forget.clone();
                async move { reminders.forget().await }
            }),
        ]
    }

    /// Tells every reminder that is due.
    async fn tell(&self) -> sqlx::Result<()> {
        loop {
            let waiting = self.tasks.waiting_to_remind().await?;
            let mut people: Vec<(UserId, Vec<TaskId>)> = Vec::new();
            for (user, task) in waiting {
                match people.iter_mut().find(|(known, _)| *known == user) {
                    Some((_, tasks)) => tasks.push(task),
                    None => people.push((user, vec![task])),
                }
            }
            if people.is_empty() {
                return Ok(());
            }
            let told = people.into_iter().map(|(user, tasks)| {
                let reminders = self.clone();
                async move { reminders.tell_person(&user, &tasks).await }
            });
            let told: Vec<sqlx::Result<usize>> = stream::iter(told).buffer_unordered(AT_ONCE).collect().await;
            let looked_at = told.into_iter().sum::<sqlx::Result<usize>>()?;
            if looked_at == 0 {
                // Other replicas look at these.
                return Ok(());
            }
        }
    }

    /// Tells the reminders of some tasks of a person. Returns how many tasks were looked at.
    async fn tell_person(&self, user: &UserId, tasks: &[TaskId]) -> sqlx::Result<usize> {
        let now = self.clock.now();
        let mut scope = self.db.write_as(user).await?;
        let mut looked_at = 0;
        for task in tasks {
            let looked = due_reminder(&mut scope, *task, &now).await?;
            looked_at += usize::from(!matches!(looked, Looked::Elsewhere));
            let Looked::Due(due) = looked else { continue };
            store::replace(&mut scope, due.task.id, &now).await?;
            let Some(id) = store::insert(&mut scope, due.task.id, &due.remind_at, &now).await? else {
                continue;
            };
            for carrier in self.carriers.iter() {
                carrier.take(&mut scope, id, &now).await?;
            }
        }
        scope.commit().await?;
        Ok(looked_at)
    }

    async fn forget(&self) -> sqlx::Result<()> {
        let limit = self.clock.now().plus(-KEPT);
        loop {
            let mut transaction = self.db.write().await?;
            let deleted = store::delete_old(&mut transaction, &limit, FORGET_AT_ONCE).await?;
            transaction.commit().await?;
            if deleted < FORGET_AT_ONCE.unsigned_abs() {
                return Ok(());
            }
        }
    }

    /// What was told and not dismissed, by the moments that the reminders are for.
    pub async fn open(&self, user: &UserId) -> sqlx::Result<Vec<Reminder>> {
        let mut scope = self.db.read_as(user).await?;
        let mut reminders = Vec::new();
        for row in store::open(&mut scope).await? {
            reminders.extend(reminder(&mut scope, row).await?);
        }
        Ok(reminders)
    }

    /// A reminder that nobody dismissed.
    pub async fn one(&self, user: &UserId, id: ReminderId) -> sqlx::Result<Option<Reminder>> {
        let mut scope = self.db.read_as(user).await?;
        match store::one(&mut scope, id).await? {
            Some(row) => reminder(&mut scope, row).await,
            None => Ok(None),
        }
    }

    /// Dismisses a reminder. One that is gone or dismissed is no error.
    pub async fn dismiss(&self, user: &UserId, id: ReminderId) -> sqlx::Result<()> {
        let mut scope = self.db.write_as(user).await?;
        store::dismiss(&mut scope, id, &self.clock.now()).await?;
        scope.commit().await
    }

    /// Marks the task of a reminder as done, or moves it on if it repeats.
    ///
    /// # Errors
    /// [`TaskError::NoReminder`].
    pub async fn done(&self, user: &UserId, id: ReminderId) -> Result<Edited, TaskError> {
        let now = self.clock.now();
        let mut scope = self.db.write_as(user).await?;
        let row = store::one(&mut scope, id).await?.ok_or(TaskError::NoReminder)?;
        // The same request may come twice at once. The second waits for the task here, and finds the reminder dismissed.
        tasks::locked(&mut scope, row.task_id).await?.ok_or(TaskError::NoReminder)?;
        store::one(&mut scope, id).await?.ok_or(TaskError::NoReminder)?;
        let EditOutcome { task, change, .. } =
            apply(&mut scope, Actor::Person, Edit::complete(row.task_id, true), &now).await?;
        store::dismiss(&mut scope, id, &now).await?;
        scope.commit().await?;
        Ok(Edited { task, change })
    }

    /// Dismisses a reminder and tells it again at a later moment.
    ///
    /// # Errors
    /// [`TaskError::NoReminder`], and [`TaskError::NotFound`] if its task is done.
    pub async fn snooze(&self, user: &UserId, id: ReminderId, until: Snooze) -> Result<(), TaskError> {
        let now = self.clock.now();
        let until = match until {
            Snooze::Minutes(minutes) => {
                now.plus(time::Duration::minutes(minutes.clamp(1, SNOOZE_MAX).into()))
            }
            Snooze::Tomorrow => self.tasks.tomorrow_morning(user).await?,
        };
        let mut scope = self.db.write_as(user).await?;
        let task = store::task(&mut scope, id).await?.ok_or(TaskError::NoReminder)?;
        snooze(&mut scope, task, &until, &now).await?;
        store::dismiss(&mut scope, id, &now).await?;
        Ok(scope.commit().await?)
    }
}

/// What a row says, with its task. `None` if the task is gone.
async fn reminder(scope: &mut Scope, row: store::Row) -> sqlx::Result<Option<Reminder>> {
    let task = tasks::list::task(scope, row.task_id).await?;
    Ok(task.map(|task| Reminder {
        id: row.id,
        task_id: row.task_id,
        title: task.title,
        due: task.due,
        late: row.remind_at.plus(LATE) < row.told_at,
        remind_at: row.remind_at,
        told_at: row.told_at,
    }))
}

/// When a reminder comes again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Snooze {
    /// So many minutes from now: 1 to [`SNOOZE_MAX`].
    Minutes(u32),
    /// At nine in the morning of the person's next day.
    Tomorrow,
}
