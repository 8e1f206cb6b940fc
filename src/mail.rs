//! Sending mail, by SMTP.

use crate::random::Random;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use secrecy::{ExposeSecret, SecretString};
use std::time::Duration;

/// How long a mail server has for one mail, from the connection to its last answer.
const TIMEOUT: Duration = Duration::from_secs(30);
/// The random characters of a `Message-ID`.
const MESSAGE_ID_LENGTH: usize = 24;

/// The server that takes the mail, and the sender's address.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The mail server's name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is encrypted.
    pub encryption: Encryption,
    /// The user and the password, if the server asks for them.
    pub login: Option<(String, SecretString)>,
    /// The sender.
    pub from: Mailbox,
}

/// How a connection to a mail server is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// From its start (`smtps`).
    Immediate,
    /// After the greeting (STARTTLS), or nothing is sent.
    Required,
    /// Not at all.
    None,
}

/// Why a mail could not be sent. Its text never holds the mail or a password.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The address is none that mail can be sent to.
    #[error("not an address that mail can be sent to")]
    Address(#[from] lettre::address::AddressError),
    /// The mail could not be put together.
    #[error("the mail could not be put together: {0}")]
    Message(#[from] lettre::error::Error),
    /// The mail server could not be reached, or did not take the mail.
    #[error("the mail server did not take it: {0}")]
    Smtp(#[from] lettre::transport::smtp::Error),
    /// The mail server took too long.
    #[error("the mail server took longer than {} s", TIMEOUT.as_secs())]
    Timeout,
}

/// Sends mail. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    random: Random,
}

impl Mailer {
    /// A mailer for the server that `settings` name. Each mail's `Message-ID` comes from `random`. It connects only when it sends a mail.
    ///
    /// # Errors
    /// If connections cannot be encrypted for such a server name.
    pub fn new(settings: &Settings, random: Random) -> Result<Self, MailError> {
        let tls = || TlsParameters::new(settings.host.clone());
        let tls = match settings.encryption {
            Encryption::Immediate => Tls::Wrapper(tls()?),
            Encryption::Required => Tls::Required(tls()?),
            Encryption::None => Tls::None,
        };
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host)
            .port(settings.port)
            .tls(tls)
            .timeout(Some(TIMEOUT))
            // The mail server does not need to know this machine's name.
            .hello_name(ClientId::Domain(settings.from.email.domain().to_owned()));
        if let Some((user, password)) = &settings.login {
            let password = password.expose_secret().to_owned();
            transport = transport.credentials(Credentials::new(user.clone(), password));
        }
        Ok(Self { transport: transport.build(), from: settings.from.clone(), random })
    }

    /// Sends plain text to one address. Returns when the mail server has accepted it.
    ///
    /// # Errors
    /// If the server does not accept it in time.
    pub async fn send(&self, to: &str, subject: &str, text: String) -> Result<(), MailError> {
        self.send_as(&self.random.alphanumeric(MESSAGE_ID_LENGTH), to, subject, text).await
    }

    /// The same for a mail that may be sent again after a crash: its `Message-ID` begins with `id`, letters, digits and
    /// hyphens, so mail programs know both for one.
    ///
    /// # Errors
    /// If the server does not accept it in time.
    pub async fn send_as(&self, id: &str, to: &str, subject: &str, text: String) -> Result<(), MailError> {
        let to: Address = to.parse()?;
        let mail = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(subject)
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            // Stops holiday notices from answering (RFC 3834).
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ))
            .header(ContentType::TEXT_PLAIN)
            .body(text)?;
        match tokio::time::timeout(TIMEOUT, self.transport.send(mail)).await {
            Ok(sent) => Ok(sent.map(drop)?),
            Err(_) => Err(MailError::Timeout),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encryption_can_be_set_up() -> Result<(), Box<dyn std::error::Error>> {
        for encryption in [Encryption::Immediate, Encryption::Required, Encryption::None] {
            let settings = Settings {
                host: "mail.example.com".into(),
                port: 465,
                encryption,
                login: Some(("docket".into(), "hunter2".into())),
                from: "Docket <docket@example.com>".parse()?,
            };
            let mailer = Mailer::new(&settings, Random::system())?;
            assert!(!format!("{settings:?} {mailer:?}").contains("hunter2"), "{encryption:?}");
        }
        Ok(())
    }
}
