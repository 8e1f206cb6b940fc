//! The secrets that sign. The newest one signs. What an older one has signed is still accepted, so that nobody is
//! logged out when the secret changes.

use secrecy::{ExposeSecret, SecretString};
use std::sync::Arc;

#[derive(Clone)]
pub(crate) struct Secrets(Arc<[SecretString]>);

impl Secrets {
    /// The newest secret, and those before it.
    pub(crate) fn new(newest: SecretString, older: Vec<SecretString>) -> Self {
        Self(std::iter::once(newest).chain(older).collect())
    }

    /// The secret that signs.
    pub(crate) fn newest(&self) -> &str {
        self.0.first().map_or("", |secret| secret.expose_secret())
    }

    /// All of them, the newest first.
    pub(crate) fn all(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|secret| secret.expose_secret())
    }

    /// The first result that one of the secrets gives, the newest first.
    pub(crate) fn find<T>(&self, verify: impl FnMut(&str) -> Option<T>) -> Option<T> {
        self.all().find_map(verify)
    }
}
