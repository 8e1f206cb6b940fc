//! The program: it parses the command line and runs the command.

use clap::Parser;
use docket::command::Command;
use docket::config::{Settings, load_env_file};
use docket::telemetry;
use std::process::ExitCode;

/// The C library's allocator would keep the 19 MB of a password's hash for every thread that ever hashed one.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A self-hosted chat in which each person manages their own tasks by talking to an AI.
#[derive(Parser)]
#[command(version, about)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    settings: Settings,
}

fn main() -> ExitCode {
    if let Err(error) = load_env_file() {
        return fail(&error, 1);
    }
    let CommandLine { command, settings } = CommandLine::parse();
    let command = command.unwrap_or_default();
    // A server logs what it does. A command logs only what goes wrong.
    telemetry::init(if command.serves() { "info" } else { "warn" });
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
