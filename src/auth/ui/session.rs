//! Who is looking at the page. Asked once per page load: logging in and out load the page anew (see
//! `app::App`), so that nothing of one person can stay in the memory of the next.

use crate::auth::{User, api};
use crate::error::AppError;
use crate::ui::error_page::ErrorPage;
use crate::url;
use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::{use_location, use_query_map};

/// Who is looking at the page.
#[derive(Clone, Copy)]
pub struct Session(Resource<Result<Option<User>, AppError>>);

impl Session {
    /// Asks the server. Blocking, because the answer decides the response's status.
    pub fn provide() -> Self {
        let session = Self(Resource::new_blocking(|| (), |()| api::me()));
        provide_context(session);
        session
    }

    /// The page's own.
    pub fn here() -> Self {
        expect_context()
    }

    /// Whether somebody is logged in; `None` while unknown. To be read under `<Transition>`.
    pub fn signed_in(self) -> Option<bool> {
        let signed_in =
            |user: &Option<Result<Option<User>, AppError>>| Some(user.as_ref()?.as_ref().ok()?.is_some());
        self.0.try_with(signed_in).flatten()
    }

    /// The person, if somebody is logged in. To be read under `<Transition>`.
    pub fn user(self) -> Option<User> {
        let user = |user: &Option<Result<Option<User>, AppError>>| user.as_ref()?.as_ref().ok()?.clone();
        self.0.try_with(user).flatten()
    }

    /// Takes the server's word for what the person changed about themselves.
    pub fn changed(self, user: User) {
        self.0.set(Some(Ok(Some(user))));
    }

    /// Why it is not known who is looking. To be read under `<Transition>`.
    pub fn error(self) -> Option<AppError> {
        self.0.try_with(|user| user.as_ref().and_then(|user| user.as_ref().err().cloned())).flatten()
    }
}

/// Where the page's address says to go after logging in.
pub fn next_page() -> String {
    let next = use_query_map().with_untracked(|query| query.get(url::NEXT));
    url::after_log_in(next.as_deref()).to_owned()
}

/// Sends whoever is logged in on, to where logging in would have led. For the pages that only strangers need.
#[component]
pub fn StrangersOnly() -> impl IntoView {
    let session = Session::here();
    let next = next_page();
    view! {
        <Transition>
            {move || (session.signed_in() == Some(true)).then(|| view! { <Redirect path=next.clone()/> })}
        </Transition>
    }
}

/// Sends strangers to the log-in page, which leads back here. A comfort: what they may not see, the server functions do not tell them.
///
/// It stands beside what it guards, not around it: what is inside a `Transition` is built twice on the server.
#[component]
pub fn MembersOnly() -> impl IntoView {
    let session = Session::here();
    let here = use_location().pathname;
    let log_in = move || url::log_in(&here.get_untracked());
    view! {
        <Transition>
            {move || (session.signed_in() == Some(false)).then(|| view! { <Redirect path=log_in()/> })}
            {move || session.error().map(|error| view! { <main class="centered"><ErrorPage error/></main> })}
        </Transition>
    }
}
