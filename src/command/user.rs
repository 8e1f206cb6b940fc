//! `docket user`: people's accounts.

mod account;
mod ban;
mod create;
mod invite;
mod show;
mod two_factor;

use super::operator::Operator;
use super::{CommandError, session, terminal};
use crate::config::Settings;
use crate::export::Exporter;
use ban::NewBan;
use clap::{Args, Subcommand};
use create::Create;
use futures::StreamExt;
use invite::Invite;

/// `docket user`.
#[derive(Args, Debug)]
#[command(arg_required_else_help = true)]
pub struct Users {
    /// Answer in JSON
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: UserCommand,
}

/// The person that a command is about.
#[derive(Args, Debug)]
struct UserArgument {
    /// The person
    #[arg(value_name = "EMAIL_OR_ID")]
    user: String,
}

/// Consent to something that cannot be undone.
#[derive(Args, Debug)]
struct Confirmation {
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

#[derive(Debug, Subcommand)]
enum UserCommand {
    /// List everybody
    List,
    /// Show one person and how much they have here
    Show(UserArgument),
    /// Make an account
    Create(Create),
    /// Make a link by which a person makes an account, once, while SIGN_UP is invite
    Invite(Invite),
    /// Set a person's password, end all their sessions, and tell them by mail if that is set up
    SetPassword {
        #[command(flatten)]
        who: UserArgument,
        /// Read the password from the first line of standard input
        #[arg(long)]
        password_stdin: bool,
        #[command(flatten)]
        confirmation: Confirmation,
    },
    /// List a person's sessions that have not expired, the newest first
    Sessions(UserArgument),
    /// End a person's session, or all of them
    Revoke {
        #[command(flatten)]
        who: UserArgument,
        /// The session's id
        #[arg(value_name = "SESSION", required_unless_present = "all", conflicts_with = "all")]
        session: Option<String>,
        /// End all of them
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        confirmation: Confirmation,
    },
    /// Remove all passkeys of a person
    RemovePasskeys {
        #[command(flatten)]
        who: UserArgument,
        #[command(flatten)]
        confirmation: Confirmation,
    },
    /// Ban a person and end all their sessions and tokens
    Ban {
        #[command(flatten)]
        who: UserArgument,
        #[command(flatten)]
        ban: NewBan,
        #[command(flatten)]
        confirmation: Confirmation,
    },
    /// End a person's ban
    Unban(UserArgument),
    /// Let a person who has lost their authenticator app and recovery codes log in with the password alone
    ResetTwoFactor {
        #[command(flatten)]
        who: UserArgument,
        #[command(flatten)]
        confirmation: Confirmation,
    },
    /// Delete a person's account with their tasks, conversations, messages and sessions
    Delete {
        #[command(flatten)]
        who: UserArgument,
        #[command(flatten)]
        confirmation: Confirmation,
    },
    /// Write all that is here about a person, as JSON
    Export(UserArgument),
    /// Make a link by which a person chooses a new password; it works once, for an hour
    ResetLink(UserArgument),
}

impl Users {
    pub(super) async fn run(self, settings: &Settings) -> Result<(), CommandError> {
        let mut operator = Operator::open(settings).await?;
        let json = self.json;
        match self.command {
            UserCommand::List => show::list(&operator, json).await?,
            UserCommand::Show(who) => show::show(&operator, &who.user, json).await?,
            UserCommand::Create(create) => create.run(&operator, settings, json).await?,
            UserCommand::Invite(invite) => invite.run(&operator, settings, json).await?,
            UserCommand::SetPassword { who, password_stdin, confirmation } => {
                let notices = operator.mail(settings)?;
                let yes = confirmation.yes;
                account::set_password(&operator, &notices, &who.user, password_stdin, yes, json).await?;
            }
            UserCommand::Sessions(who) => {
                let person = operator.person(&who.user).await?;
                session::list(operator.auth.sessions(&person.id).await?, json)?;
            }
            UserCommand::Revoke { who, session, confirmation, .. } => {
                account::revoke(&operator, &who.user, session, confirmation.yes, json).await?;
            }
            UserCommand::RemovePasskeys { who, confirmation } => {
                let notices = operator.mail(settings)?;
                account::remove_passkeys(&operator, &notices, &who.user, confirmation.yes, json).await?;
            }
            UserCommand::Ban { who, ban, confirmation } => {
                ban::ban(&operator, &who.user, ban, confirmation.yes, json).await?;
            }
            UserCommand::Unban(who) => ban::unban(&operator, &who.user, json).await?,
            UserCommand::ResetTwoFactor { who, confirmation } => {
                let notices = operator.mail(settings)?;
                two_factor::reset(&operator, &notices, &who.user, confirmation.yes, json).await?;
            }
            UserCommand::Delete { who, confirmation } => {
                account::delete(&operator, &who.user, confirmation.yes, json).await?;
            }
            UserCommand::Export(who) => {
                let person = operator.person(&who.user).await?;
                let exporter = Exporter::new(
                    operator.db.clone(),
                    operator.auth.clone(),
                    operator.oauth.clone(),
                    operator.tasks.clone(),
                    operator.chat.clone(),
                    operator.clock.clone(),
                );
                let mut pieces = exporter.export(&person)?;
                while let Some(piece) = pieces.next().await {
                    terminal::print_piece(&piece?)?;
                }
                terminal::print("")?;
            }
            UserCommand::ResetLink(who) => create::reset_link(&operator, settings, &who.user, json).await?,
        }
        operator.close().await;
        Ok(())
    }
}
