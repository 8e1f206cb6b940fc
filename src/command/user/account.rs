//! Changing and deleting an account.

use super::show::UserSummary;
use crate::auth::server::Notices;
use crate::command::operator::Operator;
use crate::command::{CommandError, terminal};
use crate::id::SessionId;
use serde::Serialize;

#[derive(Serialize)]
struct Revoked {
    sessions: u64,
}

/// Sets a password. The person is told of it by mail, as when the page sets it.
pub(super) async fn set_password(
    operator: &Operator,
    notices: &Notices,
    who: &str,
    from_input: bool,
    yes: bool,
    json: bool,
) -> Result<(), CommandError> {
    let person = operator.person(who).await?;
    terminal::confirm(&format!("All sessions of {} will end.", person.email), yes)?;
    let password = terminal::new_password(from_input)?;
    operator.auth.set_password(&person.id, password).await?;
    let text = format!("{} has a new password and is logged out everywhere.", person.email);
    terminal::print_answer(json, &person, &text)?;
    told(notices, "the password is set", &person.email).await
}

/// Waits until the person is told by mail. Says so if they could not be.
pub(super) async fn told(notices: &Notices, what: &str, email: &str) -> Result<(), CommandError> {
    if let Err(why) = notices.sent().await {
        terminal::warn(&format!("{what}, but {email} could not be told by mail: {why}"))?;
    }
    Ok(())
}

pub(super) async fn revoke(
    operator: &Operator,
    who: &str,
    session: Option<String>,
    yes: bool,
    json: bool,
) -> Result<(), CommandError> {
    let person = operator.person(who).await?;
    let sessions = match session {
        Some(session) => {
            operator.auth.end_session(&person.id, &SessionId::new(session)).await?;
            1
        }
        None => {
            terminal::confirm(&format!("All sessions of {} will end.", person.email), yes)?;
            operator.auth.end_sessions(&person.id, None).await?
        }
    };
    let text = format!("Ended {sessions} {} of {}.", plural(sessions, "session"), person.email);
    terminal::print_answer(json, &Revoked { sessions }, &text)
}

#[derive(Serialize)]
struct Removed {
    passkeys: u64,
}

pub(super) async fn remove_passkeys(
    operator: &Operator,
    notices: &Notices,
    who: &str,
    yes: bool,
    json: bool,
) -> Result<(), CommandError> {
    let person = operator.person(who).await?;
    terminal::confirm(&format!("All passkeys of {} will stop working.", person.email), yes)?;
    let passkeys = operator.auth.remove_passkeys(&person.id).await?;
    let text = format!("Removed {passkeys} {} of {}.", plural(passkeys, "passkey"), person.email);
    terminal::print_answer(json, &Removed { passkeys }, &text)?;
    told(notices, "the passkeys are removed", &person.email).await
}

pub(super) async fn delete(
    operator: &Operator,
    who: &str,
    yes: bool,
    json: bool,
) -> Result<(), CommandError> {
    let person = operator.person(who).await?;
    let shown = UserSummary::of(operator, person).await?;
    let what = format!(
        "{} will be deleted, with {} tasks, {} conversations and {} messages.",
        shown.user.email, shown.tasks, shown.conversations, shown.messages
    );
    terminal::confirm(&what, yes)?;
    operator.auth.delete_user(&shown.user.id).await?;
    terminal::print_answer(json, &shown, &format!("{} is deleted.", shown.user.email))
}

fn plural(number: u64, noun: &str) -> String {
    if number == 1 { noun.to_owned() } else { [noun, "s"].concat() }
}
