//! The program: it parses the command line and runs the command.

use clap::Parser;
use docket::command::Command;
use docket::config::{Settings, load_env_file};
use docket::http::Site;
use docket::{system, telemetry};
use rust_embed::RustEmbed;
use std::process::ExitCode;

/// The C library's allocator would keep the 19 MB of a password's hash for every thread that ever hashed one.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What browsers load. A release holds it; a development build reads it from the disk.
#[derive(RustEmbed)]
#[folder = "target/site"]
#[allow_missing = true]
struct Files;

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
    system::keep_files_private();
    if let Err(error) = load_env_file() {
        return fail(&error, 1);
    }
    let CommandLine { command, settings } = CommandLine::parse();
    let command = command.unwrap_or_default();
    // A server logs what it does. A command logs only what goes wrong.
    telemetry::init(if command.serves() { "info" } else { "warn" });
    match command.run(&settings, Site::of::<Files>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error, error.exit_code()),
    }
}

fn fail(error: &dyn std::error::Error, code: u8) -> ExitCode {
    eprintln!("docket: {error}");
    ExitCode::from(code)
}
