//! New accounts, and the links with which people choose a password.

use crate::auth::User;
use crate::auth::server::{NewAccount, ResetLink};
use crate::command::operator::Operator;
use crate::command::{CommandError, terminal};
use crate::config::Settings;
use crate::http::reset_page;
use crate::random::Random;
use crate::timestamp::Timestamp;
use clap::Args;
use serde::Serialize;
use url::Url;

/// The characters of a password that nobody knows (119 bits).
const PASSWORD_LENGTH: usize = 20;

#[derive(Args, Debug)]
pub(super) struct Create {
    /// The person's e-mail address
    email: String,
    /// What the person is called
    #[arg(long, default_value = "")]
    name: String,
    #[command(flatten)]
    password: PasswordSource,
}

/// Where the password comes from. Without any of these the command asks for it.
#[derive(Args, Debug)]
#[group(multiple = false)]
struct PasswordSource {
    /// Read the password from the first line of standard input
    #[arg(long)]
    password_stdin: bool,
    /// Make a link by which the person chooses a password
    #[arg(long)]
    reset_link: bool,
}

#[derive(Serialize)]
struct Created<'a> {
    #[serde(flatten)]
    user: &'a User,
    #[serde(skip_serializing_if = "Option::is_none")]
    reset_link: Option<Link>,
}

/// A link with which a person chooses a password.
#[derive(Serialize)]
struct Link {
    url: String,
    expires_at: Timestamp,
}

impl Create {
    pub(super) async fn run(
        self,
        operator: &Operator,
        settings: &Settings,
        json: bool,
    ) -> Result<(), CommandError> {
        let page = reset_page(settings.base_url()?);
        let Self { email, name, password: source } = self;
        // The person chooses another by the link. Nobody learns this one.
        let password = if source.reset_link {
            Random::system().alphanumeric(PASSWORD_LENGTH).into()
        } else {
            terminal::new_password(source.password_stdin)?
        };
        let account = NewAccount { name, email, password, image: None };
        let user = operator.auth.create_account(account).await?;
        let mut text = format!("Made an account for {}, with the id {}.", user.email, user.id);
        let mut created = Created { user: &user, reset_link: None };
        if source.reset_link {
            let link = link(&operator.auth.reset_link(user.clone()).await?, &page);
            text.push_str(&format!("\n{}", link.text()));
            created.reset_link = Some(link);
        }
        terminal::print_answer(json, &created, &text)
    }
}

pub(super) async fn reset_link(
    operator: &Operator,
    settings: &Settings,
    who: &str,
    json: bool,
) -> Result<(), CommandError> {
    let page = reset_page(settings.base_url()?);
    let person = operator.person(who).await?;
    let link = link(&operator.auth.reset_link(person).await?, &page);
    terminal::print_answer(json, &link, &link.text())
}

fn link(link: &ResetLink, page: &Url) -> Link {
    Link { url: link.address(page).into(), expires_at: link.expires_at.clone() }
}

impl Link {
    fn text(&self) -> String {
        format!(
            "{}\nAnybody who opens it can set the password, once, until {}.",
            self.url,
            self.expires_at.to_minute()
        )
    }
}
