//! One request of a program.

use super::refusal::{Refusal, condition};
use super::resource::Resource;
use crate::auth::Permission;
use crate::auth::server::Grant;
use crate::caldav::server::Calendars;
use crate::id::UserId;
use crate::state::AppState;
use crate::tasks::server::{Actor, Caller};
use axum::http::header::AsHeaderName;
use axum::http::{HeaderMap, StatusCode};

/// Who asks, and for what. Cheap to clone, for answers that are made in pieces.
#[derive(Clone, Debug)]
pub(super) struct Visit {
    pub(super) state: AppState,
    pub(super) grant: Grant,
    pub(super) headers: HeaderMap,
    pub(super) resource: Resource,
}

impl Visit {
    pub(super) fn new(state: AppState, grant: Grant, headers: HeaderMap, resource: Resource) -> Self {
        Self { state, grant, headers, resource }
    }

    pub(super) fn calendars(&self) -> &Calendars {
        &self.state.calendars
    }

    pub(super) fn user(&self) -> &UserId {
        &self.grant.user.id
    }

    /// Who changes tasks here: a program, in the person's name.
    pub(super) fn caller(&self) -> Caller<'_> {
        Caller { user: self.user(), actor: Actor::Program("CalDAV") }
    }

    /// Whether the token may change something.
    pub(super) fn may_write(&self) -> bool {
        self.grant.permission >= Permission::Write
    }

    /// Refuses a token that may only read.
    pub(super) fn require_writing(&self) -> Result<(), Refusal> {
        self.grant.require(Permission::Write).map_err(|_| {
            let lacking = format!(
                "<D:need-privileges><D:resource><D:href>{}</D:href><D:privilege><D:write/></D:privilege></D:resource>\
                 </D:need-privileges>",
                self.resource.href()
            );
            condition(StatusCode::FORBIDDEN, lacking, "This token may only read.")
        })
    }

    /// Refuses to go on if the token was revoked meanwhile.
    pub(super) async fn still_granted(&self) -> Result<(), Refusal> {
        match self.state.auth.still_grants(&self.grant.via).await? {
            true => Ok(()),
            false => Err(StatusCode::UNAUTHORIZED.into()),
        }
    }

    /// Whether the program wants to hear nothing of properties that are not there (RFC 8144, and Apple's older header).
    pub(super) fn is_brief(&self) -> bool {
        let preference = self.header("prefer").unwrap_or_default();
        preference.split([',', ';']).any(|part| part.trim().eq_ignore_ascii_case("return=minimal"))
            || self.header("brief").is_some_and(|value| value.eq_ignore_ascii_case("t"))
    }

    /// The text of a header.
    pub(super) fn header(&self, name: impl AsHeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}
