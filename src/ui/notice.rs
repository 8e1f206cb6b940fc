//! Notices: one short message over the page for what went wrong away from any form.

use super::icon::{Glyph, Icon};
use crate::app::url;
use crate::error::{AppError, ErrorCode};
use leptos::prelude::*;

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
                    <p><ErrorText error/></p>
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

/// What went wrong, with the way to the log-in page if that is what is missing.
#[component]
pub fn ErrorText(
    /// What went wrong.
    error: AppError,
) -> impl IntoView {
    let log_in = error.code == ErrorCode::Unauthenticated;
    view! {
        {error.detail}
        {log_in.then(|| view! { " " <a href=url::LOG_IN rel="external">"Log in again"</a> })}
    }
}
