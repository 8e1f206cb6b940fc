//! The program as operators use it, beside a server on the same database.

#![cfg(feature = "ssr")]
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

#[path = "../support/code_app.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod code_app;
#[path = "../support/database.rs"]
mod database;
#[path = "../support/process.rs"]
mod process;
#[path = "../support/program.rs"]
mod program;
#[path = "../support/server.rs"]
#[expect(dead_code, reason = "the tests of the server use the rest")]
mod server;
#[path = "../support/smtp.rs"]
#[expect(dead_code, reason = "the tests of mail use the rest")]
mod smtp;
#[path = "../support/upstream.rs"]
#[expect(dead_code, unused_imports, reason = "the tests of the model's client use the rest")]
mod upstream;

mod accounts;
mod files;
mod health;
mod log;
mod refusals;
mod served;

use database::{Engine, TestDatabase};
use program::{Program, ProgramOutput};
use server::{PASSWORD, TestServer, location, offline};
