//! Invitations.

use crate::command::operator::Operator;
use crate::command::{CommandError, terminal};
use crate::config::Settings;
use crate::timestamp::Timestamp;
use clap::Args;
use serde::Serialize;
use time::Duration;

#[derive(Args, Debug)]
pub(super) struct Invite {
    /// Only for this e-mail address [default: for anybody who has the link]
    #[arg(long)]
    email: Option<String>,
    /// For how many days it works
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u16).range(1..=365))]
    days: u16,
}

/// The answer.
#[derive(Serialize)]
struct Invited {
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    url: String,
    expires_at: Timestamp,
}

impl Invite {
    pub(super) async fn run(
        self,
        operator: &Operator,
        settings: &Settings,
        json: bool,
    ) -> Result<(), CommandError> {
        let base = settings.base_url()?;
        let life = Duration::days(self.days.into());
        let invitation = operator.auth.invite(self.email.as_deref(), life).await?;
        let url = invitation.address(&base).to_string();
        let until = invitation.expires_at.to_minute();
        let who = invitation.email.as_deref().unwrap_or("One person");
        let text = format!("{url}\n{who} can make an account with it, once, until {until}.");
        let answer = Invited { email: invitation.email, url, expires_at: invitation.expires_at };
        terminal::print_answer(json, &answer, &text)
    }
}
