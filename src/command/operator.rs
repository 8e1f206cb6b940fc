//! What the commands for operators work with: the rules over the database of the settings, beside a server that may
//! be running on it.

use super::CommandError;
use crate::auth::User;
use crate::auth::server::{Auth, AuthError};
use crate::chat::server::Chat;
use crate::config::Settable;
use crate::db::Db;
use crate::model::offline::Offline;
use crate::tasks::server::Tasks;
use secrecy::SecretString;
use std::sync::Arc;

pub(super) struct Operator {
    db: Db,
    pub(super) auth: Auth,
    pub(super) tasks: Tasks,
    pub(super) chat: Chat,
}

impl Operator {
    /// Opens the database. It has to be there, with this program's schema: bringing it there is for the server, or
    /// for `docket migrate`.
    pub(super) async fn open(settings: &Settable) -> Result<Self, CommandError> {
        let db = Db::connect_existing(&settings.existing_database_url()).await?;
        db.check_schema().await?;
        // Nothing here makes a cookie or a token, which is what the secret is for.
        let auth = Auth::new(db.clone(), SecretString::default(), false);
        let tasks = Tasks::new(db.clone());
        let chat = Chat::new(db.clone(), tasks.clone(), Arc::new(Offline));
        Ok(Self { db, auth, tasks, chat })
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
