//! A running server, with requests over HTTP as browsers and programs send them.

#![cfg(feature = "ssr")]
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

#[path = "../support/authenticator.rs"]
mod authenticator;
#[path = "../support/database.rs"]
#[macro_use]
mod database;
#[path = "../support/code_app.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod code_app;
#[path = "../support/process.rs"]
mod process;
#[path = "../support/proxy.rs"]
#[expect(dead_code, reason = "the tests of faults use the rest")]
mod proxy;
#[path = "../support/push_service.rs"]
mod push_service;
#[path = "../support/receiver.rs"]
mod receiver;
#[path = "../support/server.rs"]
mod server;
#[path = "../support/smtp.rs"]
mod smtp;
#[path = "../support/upstream.rs"]
#[expect(dead_code, unused_imports, reason = "the tests of the model's client use the rest")]
mod upstream;

mod accounts;
mod amounts;
mod another_person;
mod assistant;
mod bans;
mod bearers;
mod better_auth;
mod caldav;
mod chatkit;
mod connections;
mod conversations;
mod defences;
mod devices;
mod doors;
mod drafts;
mod enrolment;
mod every_route;
mod feeds;
mod health;
mod live;
mod mcp;
mod models;
mod notices;
mod oauth;
mod open_streams;
mod operation;
mod pages;
mod personal_tokens;
mod planning;
mod providers;
mod proxies;
mod push;
mod recovery;
mod reminder_mail;
mod rest;
mod security;
mod settings;
mod sign_up;
mod task_files;
mod turns;
mod two_factor;
mod undo;
mod webhooks;

use database::{Engine, TestDatabase};
use serde_json::{Value, json};
use server::{Browser, PASSWORD, SECRET, TestServer, hidden, location, named_model, offline, openai};

/// Changes the database without the server.
async fn execute(db: &docket::db::Db, sql: impl sqlx::SqlSafeStr) {
    match db {
        docket::db::Db::Sqlite { writer, .. } => sqlx::query(sql).execute(writer).await.map(drop).unwrap(),
        docket::db::Db::Postgres { pool, .. } => {
            sqlx::query(sql).execute(&mut pool.connect().await.unwrap()).await.map(drop).unwrap()
        }
    }
}
