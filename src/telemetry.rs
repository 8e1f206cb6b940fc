//! The log, which goes to standard error.

use tracing_subscriber::EnvFilter;

/// Starts the log. It holds messages of `level` and above, unless `RUST_LOG` says otherwise.
pub fn init(level: &str) {
    // sqlx warns of every slow statement, with its whole text. rmcp tells of each request three times, and warns of what
    // clients do wrong. webauthn-rs calls a wrong answer of a client an error; the rules log each refusal themselves.
    // async-nats tells of each attempt to connect; `db/nats.rs` says it once.
    let quiet = "sqlx::query=error,rmcp=error,webauthn_rs=off,webauthn_rs_core=off,async_nats=off";
    let default = || EnvFilter::new(format!("{level},{quiet}"));
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| default());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
