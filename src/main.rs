//! The command line: reads it, and hands over.

use clap::Parser;
use docket::command::Command;
use docket::config::{Settable, load_env_file};
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

/// The C library's keeps what hashing a password takes, 19 MB, for each thread that ever did it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A self-hosted chat in which each person manages their own tasks by talking to an AI.
#[derive(Parser)]
#[command(version, about)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    settings: Settable,
}

fn main() -> ExitCode {
    if let Err(error) = load_env_file() {
        return fail(&error, 1);
    }
    let CommandLine { command, settings } = CommandLine::parse();
    let command = command.unwrap_or_default();
    // A server tells what it does; a command answers, and says no more unless something is wrong.
    let level = if command.serves() { "info,sqlx::query=error" } else { "warn,sqlx::query=error" };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error, 1),
    };
    match runtime.block_on(command.run(&settings)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error, error.exit_code()),
    }
}

fn fail(error: &dyn std::error::Error, code: u8) -> ExitCode {
    eprintln!("docket: {error}");
    ExitCode::from(code)
}
