//! The session of the person at the page. The page asks for it once, when it is loaded: logging in and out reload the
//! page (see `app::App`), so that nothing of one person stays in memory for the next.

use crate::auth::{User, api};
use crate::error::AppError;
use crate::ui::error_page::ErrorPage;
use crate::ui::notice::this_page;
use crate::url;
use leptos::prelude::*;
use leptos_router::components::Redirect;
#[cfg(feature = "ssr")]
use leptos_router::hooks::use_query_map;

/// The session of the person at the page.
#[derive(Clone, Copy)]
pub struct Session(Resource<Result<Option<User>, AppError>>);

impl Session {
    /// Asks the server and provides the answer as context. Rendering waits for it, because it decides the response's
    /// status.
    pub fn provide() -> Self {
        let session = Self(Resource::new_blocking(|| (), |()| api::me()));
        provide_context(session);
        session
    }

    /// The session that was provided as context.
    pub fn here() -> Self {
        expect_context()
    }

    /// Whether somebody is logged in; `None` while that is unknown. Read it under `<Transition>`.
    pub fn is_logged_in(self) -> Option<bool> {
        let is_logged_in =
            |user: &Option<Result<Option<User>, AppError>>| Some(user.as_ref()?.as_ref().ok()?.is_some());
        self.0.try_with(is_logged_in).flatten()
    }

    /// The person, if somebody is logged in. Read it under `<Transition>`.
    pub fn user(self) -> Option<User> {
        let user = |user: &Option<Result<Option<User>, AppError>>| user.as_ref()?.as_ref().ok()?.clone();
        self.0.try_with(user).flatten()
    }

    /// Replaces the person after they changed their account.
    pub fn set_user(self, user: User) {
        self.0.set(Some(Ok(Some(user))));
    }

    /// Why the session could not be read. Read it under `<Transition>`.
    pub fn error(self) -> Option<AppError> {
        self.0.try_with(|user| user.as_ref().and_then(|user| user.as_ref().err().cloned())).flatten()
    }
}

/// The page to open after logging in, by the address of this one.
#[cfg(feature = "ssr")]
pub fn next_page() -> String {
    let next = use_query_map().with_untracked(|query| query.get(url::NEXT));
    url::after_log_in(next.as_deref()).to_owned()
}

/// Redirects a person who is logged in to the page that logging in would open. For pages that they do not need.
#[cfg(feature = "ssr")]
#[component]
pub fn RedirectIfLoggedIn() -> impl IntoView {
    let session = Session::here();
    let next = next_page();
    view! {
        <Transition>
            {move || (session.is_logged_in() == Some(true)).then(|| view! { <Redirect path=next.clone()/> })}
        </Transition>
    }
}

/// Redirects a person who is not logged in to the log-in page, which leads back here. This is only a comfort: the server
/// functions tell nothing to a person who is not logged in.
///
/// It stands beside what it guards, not around it, because the server builds everything inside a `Transition` twice.
#[component]
pub fn RequireLogin() -> impl IntoView {
    let session = Session::here();
    let here = this_page();
    let log_in = move || untrack(|| url::log_in(&here()));
    view! {
        <Transition>
            {move || (session.is_logged_in() == Some(false)).then(|| view! { <Redirect path=log_in()/> })}
            {move || session.error().map(|error| view! { <main class="centered"><ErrorPage error/></main> })}
        </Transition>
    }
}
