//! The command line: reads it, and hands over.

use clap::{Parser, Subcommand};
use docket::config::{Config, Settable, load_env_file};
use docket::db::Db;
use docket::server::Server;
use std::process::ExitCode;
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

/// A self-hosted chat in which each person manages their own tasks by talking to an AI.
#[derive(Parser)]
#[command(version, about)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    settings: Settable,
}

#[derive(Subcommand)]
enum Command {
    /// Serve Docket (the default)
    Serve,
    /// Bring the database to this version's schema. SQLite needs it only when no server runs
    Migrate {
        /// Go back to this version instead; 0 removes every table and all data in them
        #[arg(long, value_name = "VERSION")]
        down_to: Option<i64>,
    },
}

fn main() -> ExitCode {
    if let Err(error) = load_env_file() {
        return fail(&error);
    }
    let CommandLine { command, settings } = CommandLine::parse();
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx::query=error"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error),
    };
    let outcome = runtime.block_on(async {
        match command.unwrap_or(Command::Serve) {
            Command::Serve => serve(&settings).await,
            Command::Migrate { down_to } => migrate(&settings, down_to).await,
        }
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(error.as_ref()),
    }
}

async fn serve(settings: &Settable) -> Result<(), Box<dyn std::error::Error>> {
    let config = Config::resolve(settings)?;
    let public_url = config.public_url.clone();
    let server = Server::build(config).await?;
    let local = format!("http://{}", server.address());
    say(&format!("Docket is at {}", public_url.map_or(local, |url| url.to_string())));
    let stop = CancellationToken::new();
    tokio::spawn({
        let stop = stop.clone();
        async move {
            asked_to_stop().await;
            stop.cancel();
        }
    });
    Ok(server.serve(stop).await?)
}

async fn migrate(settings: &Settable, down_to: Option<i64>) -> Result<(), Box<dyn std::error::Error>> {
    let mut db = Db::connect(&settings.database_url()?).await?;
    let outcome = match down_to {
        Some(version) => {
            db.migrate_down(version).await?;
            format!("The {} schema is back at version {version}.", db.engine())
        }
        None => {
            db.migrate().await?;
            format!("The {} schema is up to date.", db.engine())
        }
    };
    db.close().await;
    say(&outcome);
    Ok(())
}

/// Resolves at Ctrl-C, or at the SIGTERM that service managers send.
async fn asked_to_stop() {
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}

#[expect(clippy::print_stdout, reason = "what a person at the terminal asked for")]
fn say(text: &str) {
    println!("{text}");
}

fn fail(error: &dyn std::error::Error) -> ExitCode {
    eprintln!("docket: {error}");
    ExitCode::FAILURE
}
