//! The command line: what each command does. `main` reads it and hands over.

mod error;
mod health;
mod migrate;
mod operator;
mod serve;
mod session;
mod table;
mod terminal;
mod user;

pub use error::CommandError;
pub use migrate::Migrate;
pub use session::Sessions;
pub use user::Users;

use crate::config::Settings;
use crate::http::Site;
use clap::Subcommand;

/// A command of the command line.
#[derive(Debug, Default, Subcommand)]
pub enum Command {
    /// Serve Docket (the default)
    #[default]
    Serve,
    /// Bring the database to this version's schema. SQLite needs it only when no server runs
    Migrate(Migrate),
    /// Ask the server on this machine whether it is ready, as health checks of containers do
    Health,
    /// Look after people's accounts, also while a server runs
    User(Users),
    /// Look after all sessions, also while a server runs
    Session(Sessions),
}

impl Command {
    /// Whether the command runs until it is stopped.
    pub fn serves(&self) -> bool {
        matches!(self, Self::Serve)
    }

    /// Runs the command to its end. A server serves `site` to browsers.
    ///
    /// # Errors
    /// If it fails. The text is for the person who gave the command.
    pub fn run(self, settings: &Settings, site: Site) -> Result<(), CommandError> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        runtime.map_err(CommandError::Runtime)?.block_on(self.work(settings, site))
    }

    async fn work(self, settings: &Settings, site: Site) -> Result<(), CommandError> {
        match self {
            Self::Serve => serve::run(settings, site).await,
            Self::Migrate(migrate) => migrate.run(settings).await,
            Self::Health => health::run(settings).await,
            Self::User(users) => users.run(settings).await,
            Self::Session(sessions) => sessions.run(settings).await,
        }
    }
}
