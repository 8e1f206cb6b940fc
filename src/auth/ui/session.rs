//! Who is looking at the page. Asked once per page load: logging in and out load the page anew (see
//! `app::App`), so that nothing of one person can stay in the memory of the next.

use crate::app::url;
use crate::auth::{User, api};
use crate::error::AppError;
use crate::ui::error_page::ErrorPage;
use leptos::prelude::*;
use leptos_router::components::Redirect;

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

    /// Why it is not known who is looking. To be read under `<Transition>`.
    pub fn error(self) -> Option<AppError> {
        self.0.try_with(|user| user.as_ref().and_then(|user| user.as_ref().err().cloned())).flatten()
    }
}

/// Sends whoever is logged in to their chat. For the pages that only strangers need.
#[component]
pub fn StrangersOnly() -> impl IntoView {
    let session = Session::here();
    view! {
        <Transition>
            {move || (session.signed_in() == Some(true)).then(|| view! { <Redirect path=url::CHAT/> })}
        </Transition>
    }
}

/// Sends strangers to the log-in page. A comfort: what they may not see, the server functions do not tell them.
///
/// It stands beside what it guards, not around it: what is inside a `Transition` is built twice on the server.
#[component]
pub fn MembersOnly() -> impl IntoView {
    let session = Session::here();
    view! {
        <Transition>
            {move || (session.signed_in() == Some(false)).then(|| view! { <Redirect path=url::LOG_IN/> })}
            {move || session.error().map(|error| view! { <main class="lone"><ErrorPage error/></main> })}
        </Transition>
    }
}
