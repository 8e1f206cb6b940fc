//! Mailing links that reset a forgotten password.

use super::{Auth, AuthError, Client, ResetLink};
use crate::mail::{MailError, Mailer};
use std::time::Duration;
use tokio_util::task::TaskTracker;
use url::Url;

/// How long a shutdown waits for mails that are under way.
const GRACE: Duration = Duration::from_secs(10);
const SUBJECT: &str = "Reset your Docket password";

/// Resets forgotten passwords by mail, if mail is set up. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Recovery {
    auth: Auth,
    mailer: Option<Mailer>,
    page: Url,
    under_way: TaskTracker,
}

/// Why a link was not mailed. Only for the log.
#[derive(Debug, thiserror::Error)]
enum Unsent {
    #[error(transparent)]
    Auth(#[from] AuthError),
    #[error(transparent)]
    Mail(#[from] MailError),
}

impl Recovery {
    /// Mails links to `page`, where a person chooses a new password. Without a `mailer` it mails nothing.
    pub fn new(auth: Auth, mailer: Option<Mailer>, page: Url) -> Self {
        Self { auth, mailer, page, under_way: TaskTracker::new() }
    }

    /// Whether links can be mailed.
    pub fn by_mail(&self) -> bool {
        self.mailer.is_some()
    }

    /// Mails a link to the person with this e-mail address, if there is one. Looking for the person and mailing happen
    /// after the answer, so that neither the answer nor its time tells whether there is one.
    ///
    /// # Errors
    /// [`AuthError::MailDisabled`] if links cannot be mailed. Also if this is not an e-mail address, or too many links
    /// were requested.
    pub async fn request(&self, email: &str, client: &Client) -> Result<(), AuthError> {
        let mailer = self.mailer.clone().ok_or(AuthError::MailDisabled)?;
        let email = self.auth.admit_reset(email, client).await?;
        let (auth, page, client) = (self.auth.clone(), self.page.clone(), client.address.clone());
        self.under_way.spawn(async move {
            match mail_link(&auth, &mailer, &page, &email).await {
                Ok(Some(link)) => {
                    tracing::info!(target: "docket::security", person = %link.user.id, client,
                        "mailed a link that resets the password");
                }
                Ok(None) => tracing::debug!("a link was asked for an address that nobody here has"),
                Err(error) => tracing::error!(%error, "mailing a link that resets a password failed"),
            }
        });
        Ok(())
    }

    /// Waits a few seconds for the mails that are under way. For a shutdown.
    pub async fn end(&self) {
        self.under_way.close();
        let mails = async { tokio::join!(self.under_way.wait(), self.auth.notices.end()) };
        if tokio::time::timeout(GRACE, mails).await.is_err() {
            tracing::warn!("mails that were under way are not sent");
        }
    }
}

async fn mail_link(
    auth: &Auth,
    mailer: &Mailer,
    page: &Url,
    email: &str,
) -> Result<Option<ResetLink>, Unsent> {
    let Some(link) = auth.reset_link_for(email).await? else { return Ok(None) };
    mailer.send(&link.user.email, SUBJECT, text(&link, page)).await?;
    Ok(Some(link))
}

/// The text of the mail. It contains nothing that the account's owner wrote. A stranger can make an account with
/// another person's address, and its name would then speak to that person.
fn text(link: &ResetLink, page: &Url) -> String {
    format!(
        "Somebody, probably you, asked for a new password for the account\n\
         {email} on {site}.\n\
         \n\
         To choose one, open this page:\n\
         \n\
         {address}\n\
         \n\
         It works once, until {until}. A new password ends\n\
         every log-in that there is now.\n\
         \n\
         If you did not ask for this, you need not do anything: your password\n\
         stays as it is.\n",
        email = link.user.email,
        site = page.origin().ascii_serialization(),
        address = link.address(page),
        until = link.expires_at.to_minute(),
    )
}
