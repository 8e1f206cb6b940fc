//! What the browser offers: permission, the service worker, its push service, and a place to remember that it is on.

#[cfg(feature = "hydrate")]
mod api;
#[cfg(feature = "hydrate")]
pub(super) use api::*;

/// Whether the browser may show notifications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only browsers say so"))]
pub(super) enum Permission {
    /// It has not asked the person.
    Unasked,
    /// It may.
    Granted,
    /// It may not, and does not ask again.
    Denied,
}

/// A subscription as the browser made it.
pub(super) struct Made {
    pub(super) endpoint: String,
    pub(super) p256dh: String,
    pub(super) auth: String,
}

/// Only browsers have any of this.
#[cfg(not(feature = "hydrate"))]
mod none {
    use super::super::turn::Remembered;
    use super::{Made, Permission};
    use crate::error::AppError;

    pub(in super::super) fn permission() -> Option<Permission> {
        None
    }

    pub(in super::super) fn could_be_installed() -> bool {
        false
    }

    pub(in super::super) async fn ask_permission() -> Permission {
        Permission::Unasked
    }

    pub(in super::super) async fn subscription() -> Result<Option<Made>, AppError> {
        Ok(None)
    }

    pub(in super::super) async fn subscribe(_: &str) -> Result<Made, AppError> {
        Ok(Made { endpoint: String::new(), p256dh: String::new(), auth: String::new() })
    }

    pub(in super::super) async fn unsubscribe() {}

    pub(in super::super) fn remembered() -> Option<Remembered> {
        None
    }

    pub(in super::super) fn remember(_: &Remembered) {}

    pub(in super::super) fn forget() {}
}
#[cfg(not(feature = "hydrate"))]
pub(super) use none::*;
