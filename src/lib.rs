//! Docket: a chat in which each person manages their own tasks by talking to an AI.
//!
//! One crate, two targets: feature `ssr` is the server, feature `hydrate` the WebAssembly client. By feature:
//! [`auth`], [`tasks`], [`chat`] and [`search`] each hold their shared types, `api` (server functions), `ui` (pages) and,
//! on the server, `server` (rules) with `store` (SQL). [`tool`] and [`model`] are what the assistant is made
//! of; [`protocol`] speaks to programs from outside; [`http`] puts all together behind one router; [`command`]
//! is the command line.
//! `docs/architecture.md` walks through a sign-up and a turn.

// A page's type holds the types of everything on it, nested as deep as its elements are.
#![recursion_limit = "512"]

// The tests' support is written for the crate's users; unit tests share it.
#[cfg(test)]
extern crate self as docket;

pub mod app;
pub mod auth;
pub mod chat;
pub mod error;
pub mod export;
pub mod id;
pub mod search;
pub mod tasks;
pub mod timestamp;
pub mod ui;
pub mod url;

#[cfg(feature = "ssr")]
pub mod clock;
#[cfg(feature = "ssr")]
pub mod command;
#[cfg(feature = "ssr")]
pub mod config;
#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
pub mod endpoint;
#[cfg(feature = "ssr")]
pub mod http;
#[cfg(feature = "ssr")]
pub mod jobs;
#[cfg(feature = "ssr")]
pub mod mail;
#[cfg(feature = "ssr")]
pub mod model;
#[cfg(feature = "ssr")]
pub mod protocol;
#[cfg(feature = "ssr")]
pub mod random;
#[cfg(feature = "ssr")]
pub mod response;
#[cfg(feature = "ssr")]
pub mod rpc;
#[cfg(feature = "ssr")]
pub mod state;
#[cfg(feature = "ssr")]
pub mod telemetry;
#[cfg(feature = "ssr")]
pub mod tool;

/// Makes the page that the server sent a living one.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
}
