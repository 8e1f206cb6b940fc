//! The rules and their queries, on SQLite and on PostgreSQL: what one person can do, and another cannot.

#![cfg(feature = "ssr")]
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

#[path = "../support/database.rs"]
#[macro_use]
mod database;
#[path = "../support/code_app.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod code_app;
#[path = "../support/process.rs"]
mod process;
#[path = "../support/proxy.rs"]
#[expect(dead_code, reason = "other tests and the benchmarks use the rest")]
mod proxy;

mod accounts;
mod chats;
mod conversations;
mod drafts;
mod feedback;
mod forgetting;
mod full;
mod imports;
mod isolation;
mod jobs;
mod journal;
mod migrations;
mod news;
mod patience;
mod people;
mod plans;
mod pooler;
mod programs;
mod replies;
mod scripted;
mod search;
mod takeover;
mod task_files;
mod tasks;
mod threads;
mod titles;
mod two_factor;
mod undo;
mod usage;

use database::{Engine, TestDatabase};
use docket::clock::Clock;
use docket::db::Db;
use docket::jobs::{Job, Jobs};
use docket::random::Random;
use secrecy::SecretString;

/// A replica that runs these jobs.
fn jobs(db: &Db, jobs: Vec<Job>, clock: &Clock) -> Jobs {
    Jobs::new(db.clone(), clock.clone(), &Random::system(), jobs)
}
