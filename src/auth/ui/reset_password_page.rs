//! `/reset-password?token=...`: choose a new password. The address proves who somebody is, so the page tells it to
//! nobody.

use super::entrance::Entrance;
use crate::auth::PASSWORD_MIN;
use crate::auth::api::{ResetPassword, reset_link_works};
use crate::error::{AppError, ErrorCode};
use crate::ui::field::Field;
use crate::ui::form::FormError;
use crate::url;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The form, or the way to another link if this one does not work.
#[component]
pub fn ResetPasswordPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::server::rpc::hide_address();
    let query = use_query_map();
    let token = Memo::new(move |_| query.with(|query| query.get("token").unwrap_or_default()));
    let works = Resource::new(move || token.get(), reset_link_works);
    let reset = ServerAction::<ResetPassword>::new();
    let error = Signal::derive(move || reset.value().get().and_then(Result::err));
    // It may stop working while the page is open.
    let dead = Memo::new(move |_| error.get().is_some_and(|error| error.code == ErrorCode::InvalidResetLink));
    view! {
        <Entrance title="Choose a new password">
            <Transition>
                {move || works.get().map(|works| match works {
                    Ok(true) if !dead.get() => view! { <NewPassword token=token.get() reset error/> }.into_any(),
                    Ok(_) => view! { <DeadLink/> }.into_any(),
                    Err(error) => view! { <p class="form-error" role="alert">{error.detail}</p> }.into_any(),
                })}
            </Transition>
            <p class="aside"><a href=url::LOG_IN>"Back to log-in"</a></p>
        </Entrance>
    }
}

#[component]
fn NewPassword(
    /// What proves who it is.
    token: String,
    /// What sets the password.
    reset: ServerAction<ResetPassword>,
    /// What it was refused for, if it was.
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    view! {
        <ActionForm action=reset>
            <FormError error fields=&["password"]/>
            <input type="hidden" name="token" value=token/>
            <Field
                label="New password"
                name="password"
                kind="password"
                autocomplete="new-password"
                hint="At least 8 characters. You are then logged out everywhere, and log in with it."
                minlength=PASSWORD_MIN
                error
            />
            <button class="primary wide" aria-busy=move || reset.pending().get().then_some("true")>
                "Set the password"
            </button>
        </ActionForm>
    }
}

#[component]
fn DeadLink() -> impl IntoView {
    view! {
        <p class="form-error" role="alert">
            "This link has been used or has expired. "
            <a href=url::FORGOT_PASSWORD>"Ask for a new one"</a> "."
        </p>
    }
}
