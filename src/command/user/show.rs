//! Accounts, and how much each person has here.

use super::ban;
use crate::auth::User;
use crate::auth::server::Ban;
use crate::command::operator::Operator;
use crate::command::table::{facts, table};
use crate::command::{CommandError, terminal};
use crate::error::Error;
use serde::Serialize;

/// A person and how much they have here.
#[derive(Serialize)]
pub(super) struct UserSummary {
    #[serde(flatten)]
    pub(super) user: User,
    /// Their ban, if it has not ended.
    ban: Option<Ban>,
    /// The ways in which they can log in.
    accounts: Vec<String>,
    /// Sessions that have not expired.
    sessions: usize,
    pub(super) tasks: i64,
    pub(super) conversations: i64,
    pub(super) messages: i64,
}

impl UserSummary {
    pub(super) async fn of(operator: &Operator, user: User) -> Result<Self, CommandError> {
        let accounts = operator.auth.accounts(&user.id).await?;
        let amount = operator.chat.amount(&user.id).await.map_err(Error::from)?;
        Ok(Self {
            ban: operator.auth.ban_of(&user.id).await?,
            accounts: accounts.into_iter().map(|account| account.provider).collect(),
            sessions: operator.auth.sessions(&user.id).await?.len(),
            tasks: operator.tasks.count(&user.id).await.map_err(Error::from)?,
            conversations: amount.conversations,
            messages: amount.messages,
            user,
        })
    }
}

pub(super) async fn list(operator: &Operator, json: bool) -> Result<(), CommandError> {
    let users = operator.auth.users().await?;
    let rows: Vec<_> = users
        .iter()
        .map(|user| [user.email.clone(), user.name.clone(), user.created_at.to_minute(), user.id.to_string()])
        .collect();
    terminal::print_answer(json, &users, &table(["EMAIL", "NAME", "CREATED", "ID"], &rows))
}

pub(super) async fn show(operator: &Operator, who: &str, json: bool) -> Result<(), CommandError> {
    let person = operator.person(who).await?;
    let shown = UserSummary::of(operator, person).await?;
    let text = facts([
        ("id", shown.user.id.to_string()),
        ("name", shown.user.name.clone()),
        ("email", shown.user.email.clone()),
        ("created", shown.user.created_at.to_minute()),
        ("banned", ban::describe(shown.ban.as_ref())),
        ("logs in with", shown.accounts.join(", ")),
        ("two factors", if shown.user.two_factor_enabled { "yes" } else { "no" }.to_owned()),
        ("sessions", shown.sessions.to_string()),
        ("tasks", shown.tasks.to_string()),
        ("conversations", shown.conversations.to_string()),
        ("messages", shown.messages.to_string()),
    ]);
    terminal::print_answer(json, &shown, &text)
}
