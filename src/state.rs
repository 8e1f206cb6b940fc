//! The services that every request can use.

use crate::auth::server::{Auth, Recovery};
use crate::caldav::server::Calendars;
use crate::chat::server::Chat;
use crate::db::Db;
use crate::export::Exporter;
use crate::feed::server::Feeds;
use crate::live::server::Live;
use crate::oauth::server::OAuth;
use crate::origins::Origins;
use crate::push::server::Push;
use crate::reminders::server::Reminders;
use crate::search::server::Search;
use crate::tasks::server::Tasks;
use crate::webhooks::server::Webhooks;
use axum::extract::FromRef;
use leptos::config::LeptosOptions;
use leptos::prelude::provide_context;
use std::ops::Deref;
use std::sync::Arc;

/// The services of this server. Cheap to clone: every request does it several times.
#[derive(Clone, Debug)]
pub struct AppState(Arc<Services>);

/// What an [`AppState`] holds.
#[derive(Clone, Debug)]
pub struct Services {
    /// The names of the client's files.
    pub leptos_options: LeptosOptions,
    /// The database, for the health checks.
    pub db: Db,
    /// Accounts and sessions.
    pub auth: Auth,
    /// Resetting forgotten passwords by mail.
    pub recovery: Recovery,
    /// Connected apps.
    pub oauth: OAuth,
    /// Tasks.
    pub tasks: Tasks,
    /// Conversations and replies.
    pub chat: Chat,
    /// Reminders.
    pub reminders: Reminders,
    /// Live updates.
    pub live: Live,
    /// Telling browsers while no page is open.
    pub push: Push,
    /// Searching.
    pub search: Search,
    /// Exports of a person's data.
    pub exporter: Exporter,
    /// Calendar links.
    pub feeds: Feeds,
    /// Addresses that are told of changes.
    pub webhooks: Webhooks,
    /// Calendars that programs read and write.
    pub calendars: Calendars,
    /// The origins whose pages may change state here.
    pub origins: Origins,
}

impl AppState {
    /// These services.
    pub fn new(services: Services) -> Self {
        Self(Arc::new(services))
    }

    /// Changes the services of a server that does not serve yet.
    pub(crate) fn change(&mut self, change: impl FnOnce(&mut Services)) {
        change(Arc::make_mut(&mut self.0));
    }

    /// Provides each service to server functions and pages, as a context of its own.
    pub fn provide(&self) {
        provide_context(self.auth.clone());
        provide_context(self.recovery.clone());
        provide_context(self.oauth.clone());
        provide_context(self.tasks.clone());
        provide_context(self.chat.clone());
        provide_context(self.reminders.clone());
        provide_context(self.live.clone());
        provide_context(self.push.clone());
        provide_context(self.search.clone());
        provide_context(self.feeds.clone());
        provide_context(self.webhooks.clone());
    }
}

impl Deref for AppState {
    type Target = Services;

    fn deref(&self) -> &Services {
        &self.0
    }
}

/// Lets handlers ask for one service.
macro_rules! give {
    ($($service:ident: $type:ty),+) => {$(
        impl FromRef<AppState> for $type {
            fn from_ref(state: &AppState) -> Self {
                state.$service.clone()
            }
        }
    )+};
}

give!(
    leptos_options: LeptosOptions,
    db: Db,
    auth: Auth,
    recovery: Recovery,
    oauth: OAuth,
    tasks: Tasks,
    chat: Chat,
    search: Search,
    exporter: Exporter,
    feeds: Feeds,
    calendars: Calendars
);
