//! Mails that tell a person what happened to their account, so that they notice somebody else.

use super::Client;
use crate::auth::User;
use crate::mail::Mailer;
use crate::timestamp::Timestamp;
use std::sync::{Arc, Mutex, PoisonError};
use tokio_util::task::TaskTracker;
use url::Url;

/// What happened to an account.
#[derive(Clone, Debug)]
pub(crate) enum Notice {
    /// The password was changed.
    PasswordChanged {
        /// When.
        at: Timestamp,
    },
    /// The password was reset, by a link or by an operator.
    PasswordReset {
        /// When.
        at: Timestamp,
    },
    /// Wrong codes have locked the second factor.
    SecondFactorLocked {
        /// Who gave the last one.
        client: Client,
        /// When.
        at: Timestamp,
    },
    /// A passkey was added.
    PasskeyAdded {
        /// When.
        at: Timestamp,
    },
    /// A passkey was removed.
    PasskeyRemoved {
        /// When.
        at: Timestamp,
    },
    /// Two-factor log-in was turned on.
    TwoFactorOn {
        /// When.
        at: Timestamp,
    },
    /// Two-factor log-in was turned off.
    TwoFactorOff {
        /// When.
        at: Timestamp,
    },
    /// New recovery codes were made.
    NewRecoveryCodes {
        /// When.
        at: Timestamp,
    },
    /// A recovery code was used.
    RecoveryCodeUsed {
        /// By whom.
        client: Client,
        /// How many are left.
        left: usize,
        /// When.
        at: Timestamp,
    },
    /// Somebody logged in at a place from which the person had not logged in lately.
    NewDevice {
        /// The client.
        client: Client,
        /// When.
        at: Timestamp,
    },
}

/// Mails notices, if mail is set up. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Notices {
    mailer: Option<Mailer>,
    /// The page where people choose a new password.
    reset_page: String,
    under_way: TaskTracker,
    /// Why the last mail that failed could not be sent.
    failure: Arc<Mutex<Option<String>>>,
}

impl Notices {
    /// Mails notices that name `forgot_password`, the page where people ask for a new password. Without a `mailer` it
    /// mails nothing.
    pub fn new(mailer: Option<Mailer>, forgot_password: &Url) -> Self {
        Self { mailer, reset_page: forgot_password.to_string(), ..Self::default() }
    }

    /// Mails a notice after the answer. A mail that cannot be sent changes nothing but the log.
    pub(crate) fn tell(&self, user: &User, notice: Notice) {
        let Some(mailer) = self.mailer.clone() else { return };
        let (user, page, failure) = (user.clone(), self.reset_page.clone(), self.failure.clone());
        self.under_way.spawn(async move {
            let (subject, text) = notice.words(&user, &page);
            if let Err(error) = mailer.send(&user.email, subject, text).await {
                tracing::error!(person = %user.id, %error, "mailing a notice failed");
                *failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(error.to_string());
            }
        });
    }

    /// Resolves when no mail is under way.
    pub(crate) async fn end(&self) {
        self.under_way.close();
        self.under_way.wait().await;
    }

    /// Resolves when no mail is under way.
    ///
    /// # Errors
    /// If a mail could not be sent. The text says why.
    pub async fn sent(&self) -> Result<(), String> {
        self.end().await;
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).take().map_or(Ok(()), Err)
    }
}

impl Notice {
    /// The subject and the text of the mail. They contain nothing that a stranger could have written, but the name that
    /// a browser gives itself, cut to one short line.
    fn words(&self, user: &User, page: &str) -> (&'static str, String) {
        let email = &user.email;
        match self {
            Self::PasswordChanged { at } => (
                "Your Docket password was changed",
                format!(
                    "The password of your account {email} was changed\n\
                     at {at}.\n\
                     \n\
                     If it was you, you need not do anything. If it was not, choose a new\n\
                     one now, which ends every log-in:\n\
                     \n\
                     {page}\n\
                     \n\
                     Passkeys stay. If you have any, look at them in the settings.\n",
                    at = at.to_minute()
                ),
            ),
            Self::PasswordReset { at } => (
                "Your Docket password was reset",
                format!(
                    "The password of your account {email} was reset\n\
                     at {at}. That ended every log-in, and removed your passkeys, access\n\
                     tokens and connected apps.\n\
                     \n\
                     If it was you, you need not do anything. If it was not, choose a new\n\
                     one now:\n\
                     \n\
                     {page}\n",
                    at = at.to_minute()
                ),
            ),
            Self::SecondFactorLocked { client, at } => (
                "Wrong codes at the log-in to Docket",
                format!(
                    "Somebody who knows the password of your account {email}\n\
                     gave wrong codes for the second step of the log-in, so no code works\n\
                     for a while:\n\
                     \n\
                     When: {at}\n\
                     Address: {address}\n\
                     Browser: {agent}\n\
                     \n\
                     If it was you, wait and try again. If it was not, choose a new password\n\
                     now:\n\
                     \n\
                     {page}\n",
                    at = at.to_minute(),
                    address = if client.address.is_empty() { "unknown" } else { &client.address },
                    agent = browser(&client.agent),
                ),
            ),
            Self::PasskeyAdded { at } => (
                "A passkey was added to your Docket account",
                format!(
                    "A passkey was added to your account {email}\n\
                     at {at}. It opens the account without the password.\n\
                     \n\
                     If it was you, you need not do anything. If it was not, choose a new\n\
                     password now, which ends every log-in and removes all passkeys:\n\
                     \n\
                     {page}\n",
                    at = at.to_minute()
                ),
            ),
            Self::PasskeyRemoved { at } => (
                "A passkey was removed from your Docket account",
                format!(
                    "A passkey was removed from your account {email}\n\
                     at {at}.\n\
                     \n\
                     If it was you, you need not do anything. If it was not, choose a new\n\
                     password now, which ends every log-in:\n\
                     \n\
                     {page}\n",
                    at = at.to_minute()
                ),
            ),
            Self::TwoFactorOn { at } => (
                "Two-factor log-in to Docket is on",
                format!(
                    "A log-in to your account {email} takes\n\
                     a code of your authenticator app from now on. It was turned on\n\
                     at {at}.\n\
                     \n\
                     {advice}",
                    at = at.to_minute(),
                    advice = advice(page),
                ),
            ),
            Self::TwoFactorOff { at } => (
                "Two-factor log-in to Docket is off",
                format!(
                    "A log-in to your account {email} takes\n\
                     the password alone from now on. Two-factor log-in was turned off\n\
                     at {at}.\n\
                     \n\
                     {advice}",
                    at = at.to_minute(),
                    advice = advice(page),
                ),
            ),
            Self::NewRecoveryCodes { at } => (
                "New Docket recovery codes",
                format!(
                    "New recovery codes were made for your account {email}\n\
                     at {at}. The old ones do not work any more.\n\
                     \n\
                     {advice}",
                    at = at.to_minute(),
                    advice = advice(page),
                ),
            ),
            Self::RecoveryCodeUsed { client, left, at } => (
                "A Docket recovery code was used",
                format!(
                    "A recovery code of your account {email} was used:\n\
                     \n\
                     When: {at}\n\
                     Address: {address}\n\
                     Browser: {agent}\n\
                     Codes that are left: {left}\n\
                     \n\
                     {advice}",
                    at = at.to_minute(),
                    address = if client.address.is_empty() { "unknown" } else { &client.address },
                    agent = browser(&client.agent),
                    advice = advice(page),
                ),
            ),
            Self::NewDevice { client, at } => (
                "New log-in to Docket",
                format!(
                    "Somebody logged in to your account {email}\n\
                     from a place that is new here:\n\
                     \n\
                     When: {at}\n\
                     Address: {address}\n\
                     Browser: {agent}\n\
                     \n\
                     If it was you, you need not do anything. If it was not, choose a new\n\
                     password now, which ends every log-in:\n\
                     \n\
                     {page}\n",
                    at = at.to_minute(),
                    address = if client.address.is_empty() { "unknown" } else { &client.address },
                    agent = browser(&client.agent),
                ),
            ),
        }
    }
}

/// What to do if somebody else did it.
fn advice(page: &str) -> String {
    format!(
        "If it was you, you need not do anything. If it was not, choose a new\n\
         password now, which ends every log-in:\n\
         \n\
         {page}\n"
    )
}

/// A browser's name on one line, without anything that a mail program would make a link of.
fn browser(agent: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || ";()_".contains(c) { c } else { ' ' };
    let plain: String = agent.chars().map(plain).take(120).collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if plain.is_empty() { "unknown".to_owned() } else { plain }
}

#[cfg(test)]
mod tests {
    use super::browser;

    #[test]
    fn a_browsers_name_is_no_message_of_a_stranger() {
        assert_eq!(browser("curl/8.5.0"), "curl 8 5 0");
        let bad = browser("Visit http://evil.example/now\r\n\r\nor call +1 555 <b>");
        assert_eq!(bad, "Visit http evil example now or call 1 555 b");
        assert_eq!(browser(""), "unknown");
        assert_eq!(browser(&"x".repeat(500)).len(), 120);
    }
}
