//! `/reset-password?token=...`: sets a new password. The token in the address proves who the person is, so the page keeps
//! its address out of the `Referer` header.

use super::auth_layout::AuthLayout;
use crate::auth::PASSWORD_MIN;
use crate::auth::api::{ResetPassword, reset_link_works};
use crate::error::{AppError, ErrorCode};
use crate::ui::field::Field;
use crate::ui::form::{FormError, refusal};
use crate::url;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;

/// The form or, if the link does not work, a way to get another one.
#[component]
pub fn ResetPasswordPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::response::hide_address();
    let query = use_query_map();
    let token = Memo::new(move |_| query.with(|query| query.get(url::TOKEN).unwrap_or_default()));
    let works = Resource::new(move || token.get(), reset_link_works);
    let error = Signal::stored(refusal::<ResetPassword>());
    // The link may stop working while the page is open.
    let expired =
        Memo::new(move |_| error.get().is_some_and(|error| error.code == ErrorCode::InvalidResetLink));
    view! {
        <AuthLayout title="Choose a new password">
            <Transition>
                {move || works.get().map(|works| match works {
                    Ok(true) if !expired.get() => view! { <NewPassword token=token.get() error/> }.into_any(),
                    Ok(_) => view! { <ExpiredLink/> }.into_any(),
                    Err(error) => view! { <p class="form-error" role="alert">{error.detail()}</p> }.into_any(),
                })}
            </Transition>
            <p class="aside"><a href=url::LOG_IN>"Back to log-in"</a></p>
        </AuthLayout>
    }
}

#[component]
fn NewPassword(
    /// The token of the link.
    token: String,
    /// The action that sets the password.
    /// Why the server refused the password, if it did.
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    view! {
        <form method="post" action=ResetPassword::url()>
            <FormError error fields=&["password"]/>
            <input type="hidden" name=url::TOKEN value=token/>
            <Field
                label="New password"
                name="password"
                kind="password"
                autocomplete="new-password"
                hint="At least 8 characters. You will be logged out everywhere and can log in with the new password."
                minlength=PASSWORD_MIN
                error
            />
            <button class="primary wide">
                "Set the password"
            </button>
        </form>
    }
}

#[component]
fn ExpiredLink() -> impl IntoView {
    view! {
        <p class="form-error" role="alert">
            "This link has been used or has expired. "
            <a href=url::FORGOT_PASSWORD>"Ask for a new one"</a> "."
        </p>
    }
}
