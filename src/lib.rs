//! Docket: a chat in which each person manages their own tasks by talking to an AI.
//!
//! One crate, two targets: feature `ssr` is the server, feature `hydrate` the WebAssembly client. The features
//! [`auth`], [`tasks`], [`chat`] and [`search`] each hold their shared types, `api` (server functions), `ui` (pages)
//! and, on the server, `server` (rules) and `store` (SQL). [`tool`] and [`model`] are the assistant's parts,
//! [`protocol`] serves programs, [`http`] combines everything in one router, and [`command`] is the command line.
//! `docs/architecture.md` walks through a sign-up and a turn.

// The type of a page contains the types of all its elements, nested as deep as the elements are.
#![recursion_limit = "512"]

// The support files of the integration tests name this crate `docket`. Unit tests share them.
#[cfg(test)]
extern crate self as docket;

pub mod app;
pub mod auth;

pub mod call;
pub mod chat;
pub mod due;
pub mod error;
pub mod export;
pub mod feed;
pub mod id;
pub mod import;
pub mod lines;
pub mod live;
pub mod oauth;
pub mod push;
pub mod reminders;
pub mod repeat;
pub mod search;
pub mod tasks;
pub mod timestamp;
pub mod ui;
pub mod url;
pub mod webhooks;

#[cfg(feature = "ssr")]
pub mod caldav;
#[cfg(feature = "ssr")]
pub mod calendar;
#[cfg(feature = "ssr")]
mod cipher;
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
pub mod idempotency;
#[cfg(feature = "ssr")]
pub mod jobs;
#[cfg(feature = "ssr")]
pub mod mail;
#[cfg(feature = "ssr")]
mod media_type;
#[cfg(feature = "ssr")]
pub mod model;
#[cfg(feature = "ssr")]
pub mod origins;
#[cfg(feature = "ssr")]
pub mod outbound;
#[cfg(feature = "ssr")]
pub mod protocol;
#[cfg(feature = "ssr")]
pub mod quick_add;
#[cfg(feature = "ssr")]
pub mod random;
#[cfg(feature = "ssr")]
pub mod response;
#[cfg(feature = "ssr")]
pub mod revision;
#[cfg(feature = "ssr")]
pub mod rpc;
#[cfg(feature = "ssr")]
pub mod state;
#[cfg(feature = "ssr")]
pub mod system;
#[cfg(feature = "ssr")]
pub mod telemetry;
#[cfg(feature = "ssr")]
pub mod tool;

/// Hydrates the page that the server sent.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    use leptos::wasm_bindgen::JsCast;
    std::panic::set_hook(Box::new(app::reload_after_fault));
    let root = leptos::prelude::document().get_element_by_id(app::ROOT);
    if let Some(root) = root.and_then(|root| root.dyn_into().ok()) {
        leptos::mount::hydrate_from(root, app::App).forget();
    }
}
