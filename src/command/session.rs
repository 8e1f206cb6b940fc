//! `docket session`: everybody's sessions.

use super::operator::Operator;
use super::table::table;
use super::{CommandError, terminal};
use crate::auth::server::ActiveSession;
use crate::config::Settings;
use crate::export::ExportedSession;
use crate::id::UserId;
use clap::{Args, Subcommand};
use serde::Serialize;

/// `docket session`.
#[derive(Args, Debug)]
#[command(arg_required_else_help = true)]
pub struct Sessions {
    /// Answer in JSON
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: SessionCommand,
}

#[derive(Debug, Subcommand)]
enum SessionCommand {
    /// List the sessions that have not expired, those that expire first first (10,000 at most)
    List {
        /// Only of this person
        #[arg(long, value_name = "EMAIL_OR_ID")]
        user: Option<String>,
    },
    /// Remove expired sessions, used-up links and old counts; a running server does so every hour
    Prune,
}

#[derive(Serialize)]
struct Listed {
    #[serde(flatten)]
    session: ExportedSession,
    user_id: UserId,
    email: String,
}

#[derive(Serialize)]
struct Pruned {
    sessions: u64,
}

impl Sessions {
    pub(super) async fn run(self, settings: &Settings) -> Result<(), CommandError> {
        let operator = Operator::open(settings).await?;
        match self.command {
            SessionCommand::List { user } => {
                let sessions = match user {
                    Some(user) => operator.auth.sessions(&operator.person(&user).await?.id).await?,
                    None => operator.auth.all_sessions().await?,
                };
                list(sessions, self.json)?;
            }
            SessionCommand::Prune => {
                let sessions = operator.auth.prune().await?;
                let text = format!("Removed {sessions} expired sessions.");
                terminal::print_answer(self.json, &Pruned { sessions }, &text)?;
            }
        }
        operator.close().await;
        Ok(())
    }
}

/// Writes sessions, without their tokens.
pub(super) fn list(sessions: Vec<ActiveSession>, json: bool) -> Result<(), CommandError> {
    let listed: Vec<_> = sessions
        .into_iter()
        .map(|session| Listed {
            user_id: session.user.id.clone(),
            email: session.user.email.clone(),
            session: session.into(),
        })
        .collect();
    let rows: Vec<_> = listed
        .iter()
        .map(|Listed { session, email, .. }| {
            [
                session.id.to_string(),
                email.clone(),
                session.created_at.to_minute(),
                session.last_used_at.to_minute(),
                session.expires_at.to_minute(),
                session.address.clone(),
                session.agent.clone(),
            ]
        })
        .collect();
    let head = ["SESSION", "EMAIL", "LOGGED IN", "LAST USED", "EXPIRES", "ADDRESS", "BROWSER"];
    terminal::print_answer(json, &listed, &table(head, &rows))
}
