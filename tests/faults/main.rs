//! A running Docket under faults: processes are killed, connections are cut, and the model gives wrong answers. No word
//! may be lost or doubled, and every reply must end in a state that is true. Each test prints a line with its counts.
//!
//! The tests read events as JSON, as a client of any version would, and not with the types of this version.

#![cfg(feature = "ssr")]
#![expect(clippy::disallowed_methods, reason = "it measures programs that run, so it needs the real time")]
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

#[path = "../support/database.rs"]
mod database;
#[path = "../support/nats.rs"]
#[expect(dead_code, reason = "the benchmarks use the rest")]
mod nats_server;
#[path = "../support/program.rs"]
#[expect(dead_code, reason = "the tests of the commands use the rest")]
mod program;
#[path = "../support/proxy.rs"]
#[expect(dead_code, reason = "the benchmarks use the rest")]
mod proxy;
#[path = "../support/receiver.rs"]
#[expect(dead_code, reason = "the tests of the server use the rest")]
mod receiver;
#[path = "../support/replica.rs"]
mod replica;
#[path = "../support/server.rs"]
#[expect(dead_code, reason = "the tests of the server use the rest")]
mod server;
#[path = "../support/upstream.rs"]
#[expect(dead_code, reason = "the tests of the model's client use the rest")]
mod upstream;

mod clocks;
mod disconnects;
mod gone_in_commit;
mod killed;
mod leaving;
mod listener;
mod lost_answers;
mod model;
mod nats;
mod network;
mod outage;
mod panicked;
mod reader;
mod reminding;
mod stopping;
mod storm;
mod swallowed;
mod tally;
mod telling;
mod words;
mod world;

use std::io::Write;
use std::time::Duration;

/// How soon a reply must end after its writer died: 11 s of silence, a sweep every 3 s, and a second to spare.
const DEAD_WITHIN: Duration = Duration::from_secs(15);
/// The most text, in time, that a killed server may lose.
const LOST_AT_MOST: Duration = Duration::from_secs(1);
/// How much a busy machine may add to both.
const SLACK: Duration = Duration::from_secs(2);

/// The seed of this run's random numbers. Set FAULT_SEED to repeat another run.
fn seed() -> u64 {
    std::env::var("FAULT_SEED").map_or_else(|_| rand::random(), |seed| seed.parse().unwrap())
}

/// Prints a line past the test runner's capture. `script/test` shows it.
fn report(line: &str) {
    let mut output = std::io::stdout();
    writeln!(output, "faults: {line}").unwrap();
}
