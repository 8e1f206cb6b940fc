//! The REST API.

pub mod models;
