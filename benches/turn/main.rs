//! What the engine costs, and what people wait for, as they meet it: beside a bare relay of the same stream in the same
//! run, with everything stored, and with the compression that browsers ask for.
//!
//!     cargo bench --no-default-features --features ssr --bench turn            # everything, about half an hour
//!     cargo bench --no-default-features --features ssr --bench turn -- closed  # one scenario, or several
//!
//! | scenario | what it shows |
//! |---|---|
//! | `closed` | people who send the next message when the reply has ended: turns per second, first word, CPU per turn |
//! | `open` | running replies at 10 words/s for a minute, of 2 KB and 20 KB: first word, CPU per word, memory |
//! | `block` | a reply that is one block of code: its cost must grow with its length, and not faster |
//! | `hole` | a network to PostgreSQL that swallows everything for 30 s: what is said meanwhile, and what is left |
//! | `follow` | how far a reader at another replica is behind one at the writer's, by NOTIFY and by NATS |
//!
//! With `TEST_POSTGRES_URL`, `closed` adds PostgreSQL. `hole` and `follow` need it. With `nats-server`
//! installed, `follow` starts one. More words narrow a run: `sqlite` or
//! `postgres`, a number of people, and `plain` for readers that do not ask for compression.
//!
//! Docket and the relay are processes of their own. The model and the people share this process. All share the machine's
//! cores, so at the highest levels the numbers show the machine as much as the servers.

#![expect(clippy::disallowed_methods, reason = "it measures programs that run, so it needs the real time")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a benchmark prints, and stops at what it cannot do"
)]

mod block;
mod closed;
#[path = "../../tests/support/database.rs"]
mod database;
mod door;
mod figures;
mod follow;
mod hole;
mod model;
#[path = "../../tests/support/nats.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod nats_server;
mod network;
mod open;
mod people;
mod process;
#[path = "../../tests/support/program.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod program;
mod reader;
mod relay;
#[path = "../../tests/support/replica.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod replica;
mod stage;
mod table;
mod target;
mod wanted;
mod window;

use database::Engine;
use wanted::Wanted;

fn main() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    match relay::asked_for() {
        Some(model) => runtime.block_on(relay::serve(model)),
        None if process::raise_file_limit() => {}
        None => runtime.block_on(measure(&Wanted::from_arguments())),
    }
}

async fn measure(wanted: &Wanted) {
    println!("{} cores, shared by the servers, the model and the people", wanted::cores());
    if wanted.scenario("closed") {
        for engine in wanted.engines() {
            closed::run(wanted, engine).await;
        }
    }
    if wanted.scenario("open") {
        // PostgreSQL only by its name: ten minutes more.
        let engine = if wanted.is_named("postgres") { Engine::Postgres } else { Engine::Sqlite };
        open::run(wanted, engine).await;
    }
    if wanted.scenario("block") {
        block::run(wanted).await;
    }
    if wanted.scenario("hole") && wanted.has_postgres("hole") {
        hole::run().await;
    }
    if wanted.scenario("follow") && wanted.has_postgres("follow") {
        follow::run(wanted).await;
    }
}
