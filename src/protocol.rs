//! What programs may ask: thin adapters over the same rules that the page uses, one file (or folder) a protocol.

pub mod better_auth;
pub mod export;
pub mod health;
pub mod models;

use crate::state::AppState;
use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, on};

/// Who gets something from a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Anyone,
    /// Whoever is logged in, about themselves.
    Member,
}

/// A URL that answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// Its method.
    pub method: Method,
    /// Its path, with `{name}` for what varies.
    pub path: &'static str,
    /// Who gets something from it.
    pub access: Access,
}

/// The URLs of a protocol: a router, and the list of what is in it. One cannot hold what the other lacks.
#[derive(Debug, Default)]
pub(crate) struct Endpoints {
    pub(crate) router: Router<AppState>,
    pub(crate) list: Vec<Endpoint>,
}

impl Endpoints {
    /// Adds a URL.
    pub(crate) fn on<H, T>(mut self, method: Method, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        if let Ok(filter) = MethodFilter::try_from(method.clone()) {
            self.router = self.router.route(path, on(filter, handler));
            self.list.push(Endpoint { method, path, access });
        }
        self
    }
}

/// The URLs of every protocol.
pub fn endpoints() -> Vec<Endpoint> {
    [better_auth::endpoints(), export::endpoints(), health::endpoints(), models::endpoints()]
        .into_iter()
        .flat_map(|endpoints| endpoints.list)
        .collect()
}
