//! Mailing links that reset a forgotten password, and links that confirm an address.

use super::{Auth, AuthError, Client, ResetLink};
use crate::auth::User;
use crate::mail::{MailError, Mailer};
use crate::timestamp::Timestamp;
use crate::url;
use ::url::Url;
use secrecy::ExposeSecret;
use std::time::Duration;
use tokio_util::task::TaskTracker;

/// How long a shutdown waits for mails that are under way.
const GRACE: Duration = Duration::from_secs(10);
const SUBJECT: &str = "Reset your Docket password";
const ADDRESS_SUBJECT: &str = "Confirm your address for Docket";

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

    /// Mails the person a link that confirms their address, after the answer. It counts as a request for a link that resets
    /// the password does.
    ///
    /// # Errors
    /// [`AuthError::MailDisabled`] if links cannot be mailed. Also if too many were requested.
    pub async fn send_address_link(&self, user: &User, client: &Client) -> Result<(), AuthError> {
        let mailer = self.mailer.clone().ok_or(AuthError::MailDisabled)?;
        self.auth.admit_reset(&user.email, client).await?;
        let (auth, user) = (self.auth.clone(), user.clone());
        let mut page = self.page.clone();
        page.set_path(url::SETTINGS);
        self.under_way.spawn(async move {
            if let Err(error) = mail_address_link(&auth, &mailer, page, &user).await {
                tracing::error!(person = %user.id, %error, "mailing a link that confirms an address failed");
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

async fn mail_address_link(auth: &Auth, mailer: &Mailer, mut page: Url, user: &User) -> Result<(), Unsent> {
    let (token, until) = auth.address_link(user).await?;
    page.query_pairs_mut().append_pair(url::CONFIRM, token.expose_secret());
    page.set_fragment(Some(url::REMINDERS));
    Ok(mailer.send(&user.email, ADDRESS_SUBJECT, address_text(user, &page, &until)).await?)
}

/// The text of the mail with that link. As the other one, it contains nothing that the account's owner wrote.
fn address_text(user: &User, page: &Url, until: &Timestamp) -> String {
    format!(
        "Somebody, probably you, wants {site}\n\
         to mail reminders of tasks to {email}.\n\
         \n\
         To confirm that this address is yours, open this page in a browser in\n\
         which you are logged in:\n\
         \n\
         {page}\n\
         \n\
         It works once, until {until}.\n\
         \n\
         If you did not ask for this, you need not do anything: no reminders will\n\
         be mailed to you.\n",
        site = page.origin().ascii_serialization(),
        email = user.email,
        until = until.to_minute(),
    )
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
