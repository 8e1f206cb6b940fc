//! Who is looking at the page. Asked once per page load: logging in and out load the page anew (see
//! `app::App`), so that nothing of one person can stay in the memory of the next.

use crate::app::url;
use crate::auth::{User, api};
use crate::error::AppError;
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
        self.0.with(|user| {
            user.as_ref()
                .and_then(|user| user.as_ref().ok().map(Option::is_some))
        })
    }

    /// The person, if somebody is logged in. To be read under `<Transition>`.
    pub fn user(self) -> Option<User> {
        self.0.with(|user| {
            user.as_ref()
                .and_then(|user| user.as_ref().ok().cloned().flatten())
        })
    }

    /// Why it is not known who is looking. To be read under `<Transition>`.
    pub fn error(self) -> Option<AppError> {
        self.0
            .with(|user| user.as_ref().and_then(|user| user.as_ref().err().cloned()))
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
