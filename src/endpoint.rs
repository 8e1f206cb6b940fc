//! URLs for programs, and who may use each.

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, any, on};
use std::borrow::Cow;

/// Who may use a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Anyone,
    /// A person who is logged in, about their own data.
    Member,
}

/// A method and a path that the server answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// Its method.
    pub method: Method,
    /// Its path, with parameters as `{name}`.
    pub path: Cow<'static, str>,
    /// Who may use it.
    pub access: Access,
}

/// URLs for programs: a router over the services in `S`, and the list of its URLs. The two always agree.
#[derive(Debug)]
pub(crate) struct Endpoints<S> {
    pub(crate) router: Router<S>,
    pub(crate) list: Vec<Endpoint>,
}

impl<S: Clone + Send + Sync + 'static> Endpoints<S> {
    /// No URLs.
    pub(crate) fn new() -> Self {
        Self { router: Router::new(), list: Vec::new() }
    }

    /// Adds a URL.
    pub(crate) fn on<H, T>(mut self, method: Method, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        if let Ok(filter) = MethodFilter::try_from(method.clone()) {
            self.router = self.router.route(path, on(filter, handler));
            self.list.push(Endpoint { method, path: path.into(), access });
        }
        self
    }

    /// Adds a URL whose handler looks at the method itself, because axum has no filter for those of WebDAV. The list names
    /// these methods.
    pub(crate) fn any<H, T>(mut self, path: &'static str, methods: &[(Method, Access)], handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.router = self.router.route(path, any(handler));
        let listed = methods.iter().cloned();
        self.list.extend(listed.map(|(method, access)| Endpoint { method, path: path.into(), access }));
        self
    }
}
