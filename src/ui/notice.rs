//! The notice: a short message over the page. It reports errors that belong to no form, and says when the session has
//! ended.

use super::form::without_outcome;
use super::icon::{Glyph, Icon};
use crate::error::{AppError, ErrorCode, Reason};
use crate::url;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The notice of a page. There is one at a time; a new one replaces it.
#[derive(Clone, Copy)]
pub struct Notices(RwSignal<Option<AppError>>);

impl Notices {
    /// Provides it as context.
    pub fn provide() {
        provide_context(Self(RwSignal::new(None)));
    }

    /// The one that was provided as context.
    pub fn here() -> Self {
        expect_context()
    }

    /// Shows an error.
    pub fn show(self, error: AppError) {
        self.0.set(Some(error));
    }

    /// Returns the error for the caller to show. If the session has ended, or somebody else's has begun, the notice
    /// says so instead, and the caller shows nothing.
    pub fn unless_logged_out(self, error: AppError) -> Option<AppError> {
        if !error.code.ends_page() {
            return Some(error);
        }
        self.show(error);
        None
    }

    /// Says that the server was updated, unless something else is said.
    pub fn outdated(self) {
        self.0.update(|error| _ = error.get_or_insert_with(|| Reason::PageOutdated.into()));
    }

    /// Whether the notice says that the page can do nothing more for its person, reactively.
    pub fn logged_out(self) -> bool {
        self.0.with(|error| error.as_ref().is_some_and(|error| error.code.ends_page()))
    }

    fn dismiss(self) {
        self.0.set(None);
    }
}

/// The place where the notice appears.
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

/// The text of an error. It has a link if only another page helps.
fn words(error: AppError) -> AnyView {
    match error.code {
        ErrorCode::Unauthenticated => view! { "You were logged out. " <LogInAgain/> }.into_any(),
        ErrorCode::AnotherPerson => {
            view! { "Somebody else has logged in in this browser. " <Reload/> }.into_any()
        }
        ErrorCode::SecondFactorRequired => {
            view! { "This Docket now asks everybody for a second factor. " <Reload/> }.into_any()
        }
        ErrorCode::PageOutdated => view! { "Docket was updated. " <Reload/> }.into_any(),
        _ => error.detail().into_any(),
    }
}

/// A link that loads this page again.
#[component]
fn Reload() -> impl IntoView {
    view! { <a href=this_page() rel="external">"Reload the page"</a> }
}

/// The address of this page with its query, but without the outcome of a form, reactively.
pub fn this_page() -> impl Fn() -> String + Copy {
    let location = use_location();
    let (path, query) = (location.pathname, location.search);
    move || without_outcome(&path.get(), &query.get())
}

/// A link to the log-in page, which leads back to this page.
#[component]
pub fn LogInAgain(
    /// The class of the link.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let here = this_page();
    view! { <a class=class href=move || url::log_in(&here()) rel="external">"Log in again"</a> }
}
