//! Notices: one short message over the page for what went wrong away from any form, and for what concerns the page as
//! a whole: that its session has ended.

use super::icon::{Glyph, Icon};
use crate::error::{AppError, ErrorCode};
use crate::url;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The one notice of a page. A newer one takes the place of an older one.
#[derive(Clone, Copy)]
pub struct Notices(RwSignal<Option<AppError>>);

impl Notices {
    /// Makes the page's own.
    pub fn provide() {
        provide_context(Self(RwSignal::new(None)));
    }

    /// The page's own.
    pub fn here() -> Self {
        expect_context()
    }

    /// Shows what went wrong.
    pub fn show(self, error: AppError) {
        self.0.set(Some(error));
    }

    /// What is left to say where something went wrong: nothing if the session has ended, which is said here, once.
    pub fn unless_logged_out(self, error: AppError) -> Option<AppError> {
        if error.code != ErrorCode::Unauthenticated {
            return Some(error);
        }
        self.show(error);
        None
    }

    /// Whether it says that the session has ended, reactively.
    pub fn logged_out(self) -> bool {
        self.0.with(|error| error.as_ref().is_some_and(|error| error.code == ErrorCode::Unauthenticated))
    }

    fn dismiss(self) {
        self.0.set(None);
    }
}

/// Where the notice appears.
#[component]
pub fn NoticeArea() -> impl IntoView {
    let notices = Notices::here();
    view! {
        <div class="notices" role="alert">
            {move || notices.0.try_get().flatten().map(|error| view! {
                <div class="notice">
                    <Icon glyph=Glyph::Alert/>
                    <p>{words(error)}</p>
                    <button
                        type="button"
                        class="icon-button"
                        aria-label="Dismiss"
                        on:click=move |_| notices.dismiss()
                    >
                        <Icon glyph=Glyph::Cross/>
                    </button>
                </div>
            })}
        </div>
    }
}

/// What went wrong. That the session has ended is said in its own words, with the way back in.
fn words(error: AppError) -> AnyView {
    match error.code {
        ErrorCode::Unauthenticated => view! { "You were logged out. " <LogInAgain/> }.into_any(),
        _ => error.detail.into_any(),
    }
}

/// The way to the log-in page and back to this one.
#[component]
pub fn LogInAgain(
    /// Its look.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let here = use_location().pathname;
    view! { <a class=class href=move || url::log_in(&here.get()) rel="external">"Log in again"</a> }
}
