//! Bans.

use crate::auth::User;
use crate::auth::server::Ban;
use crate::command::operator::Operator;
use crate::command::{CommandError, terminal};
use clap::Args;
use serde::Serialize;

#[derive(Args, Debug)]
pub(super) struct NewBan {
    /// Why. The person is told when they log in
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// End the ban after so many days
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    days: Option<u16>,
}

#[derive(Serialize)]
struct Banned<'a> {
    #[serde(flatten)]
    user: &'a User,
    ban: Option<&'a Ban>,
}

pub(super) async fn ban(
    operator: &Operator,
    who: &str,
    new: NewBan,
    yes: bool,
    json: bool,
) -> Result<(), CommandError> {
    let person = operator.person(who).await?;
    terminal::confirm(&format!("All sessions and tokens of {} will end.", person.email), yes)?;
    let ban = operator.auth.ban(&person.id, new.reason.as_deref(), new.days).await?;
    let text = format!("{} is banned {}.", person.email, end(&ban));
    terminal::print_answer(json, &Banned { user: &person, ban: Some(&ban) }, &text)
}

pub(super) async fn unban(operator: &Operator, who: &str, json: bool) -> Result<(), CommandError> {
    let person = operator.person(who).await?;
    if !operator.auth.unban(&person.id).await? {
        return Err(CommandError::Refused(format!("{} is not banned", person.email)));
    }
    let text = format!("{} can log in again.", person.email);
    terminal::print_answer(json, &Banned { user: &person, ban: None }, &text)
}

/// A ban in a few words.
pub(super) fn describe(ban: Option<&Ban>) -> String {
    match ban {
        None => "no".to_owned(),
        Some(ban @ Ban { reason: None, .. }) => end(ban),
        Some(ban @ Ban { reason: Some(reason), .. }) => format!("{}: {reason}", end(ban)),
    }
}

fn end(ban: &Ban) -> String {
    let until = ban.expires_at.as_ref().map(|time| format!("until {}", time.to_minute()));
    until.unwrap_or_else(|| "without an end".to_owned())
}
