//! Mails reminders, and the plan of the day. Only to addresses that are confirmed: anybody can make an account with a
//! stranger's address, and what it says would then speak to that stranger.

mod day;
mod text;

use super::server::{Carrier, Content, Failure, Parcel, by_mail};
use crate::auth::server::{Auth, AuthError};
use crate::db::Scope;
use crate::id::{ReminderId, UserId};
use crate::jobs::Job;
use crate::mail::{MailError, Mailer};
use crate::tasks::server::{TaskError, Tasks};
use crate::timestamp::Timestamp;
use crate::url;
use ::url::Url;
use day::Day;
use futures::future::BoxFuture;
use std::time::Duration;

/// How often somebody looks for plans that are due.
const LOOK: Duration = Duration::from_secs(5);

/// Brings reminders and plans to people's mailboxes. Cheap to clone.
#[derive(Clone, Debug)]
pub struct ReminderMail {
    mailer: Mailer,
    auth: Auth,
    tasks: Tasks,
    /// The server's own address, for links.
    base: Url,
}

/// A mail: subject and text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Letter {
    subject: String,
    text: String,
}

impl ReminderMail {
    /// Sends by `mailer`. Links lead to the server at `base`.
    pub fn new(mailer: Mailer, auth: Auth, tasks: Tasks, base: Url) -> Self {
        Self { mailer, auth, tasks, base }
    }

    /// The periodic work: finding the plans that are due.
    pub fn jobs(&self) -> Vec<Job> {
        let tasks = self.tasks.clone();
        vec![Job::on_one_replica("plan_days", LOOK, move || {
            let tasks = tasks.clone();
            async move { tasks.send_due_plans().await.map(drop) }
        })]
    }

    /// Sends what the parcel says, unless there is nothing to say or nobody who wants it.
    async fn deliver(&self, parcel: &Parcel) -> Result<(), Failure> {
        let user = &parcel.user;
        let Some(address) = self.auth.confirmed_address(user).await.map_err(of_account)? else {
            return Ok(());
        };
        let Some((name, letter)) = self.letter(user, &parcel.content).await.map_err(of_tasks)? else {
            return Ok(());
        };
        let id = format!("{name}-{}", parcel.id);
        self.mailer.send_as(&id, &address, &letter.subject, letter.text).await.map_err(of_mail)
    }

    /// The mail, and the beginning of its name. The name has what the mail is about, because a number comes again in another
    /// database.
    async fn letter(&self, user: &UserId, content: &Content) -> Result<Option<(String, Letter)>, TaskError> {
        let wishes = self.tasks.mail_wishes(user).await?;
        let now = self.tasks.local_time(user).await?;
        Ok(match content {
            Content::Reminder(reminder) if wishes.reminders => {
                let task = self.page(&url::task(reminder.task_id));
                let name = format!("reminder-{}", reminder.remind_at.unix_milliseconds());
                Some((name, text::reminder(reminder, &now, &task, &self.settings())))
            }
            Content::Plan(day) if wishes.plan_time.is_some() && now.date().to_string() == *day => {
                let day = Day::read(&self.tasks, user, now).await?;
                let letter = day.letter(&self.page(url::TASKS_TODAY), &self.settings());
                letter.map(|letter| ("plan".to_owned(), letter))
            }
            Content::Reminder(_) | Content::Plan(_) => None,
        })
    }

    fn settings(&self) -> Url {
        let mut settings = self.page(url::SETTINGS);
        settings.set_fragment(Some(url::REMINDERS));
        settings
    }

    fn page(&self, path: &str) -> Url {
        let mut page = self.base.clone();
        page.set_path(path);
        page.set_query(None);
        page.set_fragment(None);
        page
    }
}

impl Carrier for ReminderMail {
    fn take<'a>(
        &'a self,
        scope: &'a mut Scope,
        reminder: ReminderId,
        now: &'a Timestamp,
    ) -> BoxFuture<'a, sqlx::Result<()>> {
        Box::pin(by_mail(scope, reminder, now))
    }

    fn carries(&self, parcel: &Parcel) -> bool {
        parcel.subscription.is_none()
    }

    fn send<'a>(&'a self, parcel: &'a Parcel) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(self.deliver(parcel))
    }
}

fn of_account(error: AuthError) -> Failure {
    Failure::Later { reason: error.to_string(), after: None }
}

fn of_tasks(error: TaskError) -> Failure {
    Failure::Later { reason: error.to_string(), after: None }
}

fn of_mail(error: MailError) -> Failure {
    match error {
        MailError::Address(_) | MailError::Message(_) => Failure::Never(error.to_string()),
        MailError::Smtp(ref smtp) if smtp.is_permanent() => Failure::Never(error.to_string()),
        MailError::Smtp(_) | MailError::Timeout => Failure::Later { reason: error.to_string(), after: None },
    }
}
