//! The services that the commands for operators use, over the database that the settings name. A server may be
//! running on it.

use super::CommandError;
use crate::auth::User;
use crate::auth::server::{Auth, AuthError, Notices};
use crate::chat::server::Chat;
use crate::clock::Clock;
use crate::config::Settings;
use crate::db::Db;
use crate::export::Exporter;
use crate::feed::server::Feeds;
use crate::http::forgot_password_page;
use crate::mail::Mailer;
use crate::model::offline::Offline;
use crate::oauth::server::OAuth;
use crate::random::Random;
use crate::tasks::server::Tasks;
use secrecy::SecretString;
use std::sync::Arc;

pub(super) struct Operator {
    pub(super) db: Db,
    pub(super) auth: Auth,
    pub(super) oauth: OAuth,
    pub(super) tasks: Tasks,
    pub(super) chat: Chat,
    pub(super) clock: Clock,
}

impl Operator {
    /// Opens the database. It must exist and have this program's schema; only the server and `docket migrate` make or
    /// change one.
    pub(super) async fn open(settings: &Settings) -> Result<Self, CommandError> {
        let db = Db::connect_existing(&settings.existing_database_url()?).await?;
        db.check_schema().await?;
        let clock = Clock::system();
        // The secret signs cookies and tokens. No command makes either.
        let auth = Auth::new(db.clone(), SecretString::default(), false, clock.clone(), Random::system());
        let (secret, random) = (SecretString::default(), Random::system());
        let oauth = OAuth::new(db.clone(), secret, &settings.base_url()?, clock.clone(), random);
        let tasks = Tasks::new(db.clone(), clock.clone());
        let chat = Chat::new(db.clone(), tasks.clone(), Arc::new(Offline), clock.clone());
        Ok(Self { db, auth, oauth, tasks, chat, clock })
    }

    /// Makes exports.
    pub(super) fn exporter(&self) -> Exporter {
        let (db, auth, tasks, clock) =
            (self.db.clone(), self.auth.clone(), self.tasks.clone(), self.clock.clone());
        let feeds = Feeds::new(
            db.clone(),
            auth.clone(),
            tasks.clone(),
            clock.clone(),
            Random::system(),
            self.oauth.issuer(),
        );
        Exporter::new(db, auth, self.oauth.clone(), tasks, self.chat.clone(), feeds, clock)
    }

    /// Makes what it does to accounts known to their people, if mail is set up. Without this it mails nothing.
    pub(super) fn mail(&mut self, settings: &Settings) -> Result<Notices, CommandError> {
        let mailer = settings.mail()?.map(|mail| Mailer::new(&mail, Random::system())).transpose()?;
        let notices = Notices::new(mailer, &forgot_password_page(settings.base_url()?));
        self.auth = self.auth.clone().with_notices(notices.clone());
        Ok(notices)
    }

    /// The person with this e-mail address or id.
    pub(super) async fn person(&self, email_or_id: &str) -> Result<User, CommandError> {
        self.auth.user(email_or_id).await.map_err(|error| match error {
            AuthError::UserNotFound => CommandError::NoSuchPerson(email_or_id.to_owned()),
            other => other.into(),
        })
    }

    pub(super) async fn close(self) {
        self.db.close().await;
    }
}
