//! The command line: what each command does. `main` reads it and hands over.

mod error;
mod migrate;
mod operator;
mod serve;
mod session;
mod table;
mod terminal;
mod user;

pub use error::CommandError;
pub use session::Sessions;
pub use user::Users;

use crate::config::Settable;
use clap::Subcommand;

/// What can be asked for from the command line.
#[derive(Debug, Default, Subcommand)]
pub enum Command {
    /// Serve Docket (the default)
    #[default]
    Serve,
    /// Bring the database to this version's schema. SQLite needs it only when no server runs
    Migrate {
        /// Go back to this version instead; 0 removes every table and all data in them
        #[arg(long, value_name = "VERSION")]
        down_to: Option<i64>,
    },
    /// Look after people's accounts, also while a server runs
    User(Users),
    /// Look after all sessions, also while a server runs
    Session(Sessions),
}

impl Command {
    /// Whether this runs until it is stopped.
    pub fn serves(&self) -> bool {
        matches!(self, Self::Serve)
    }

    /// Does it.
    ///
    /// # Errors
    /// If it could not be done; the text is for whoever asked.
    pub async fn run(self, settings: &Settable) -> Result<(), CommandError> {
        match self {
            Self::Serve => serve::run(settings).await,
            Self::Migrate { down_to } => migrate::run(settings, down_to).await,
            Self::User(users) => users.run(settings).await,
            Self::Session(sessions) => sessions.run(settings).await,
        }
    }
}
