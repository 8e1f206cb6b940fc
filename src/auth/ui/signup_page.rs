//! `/signup`.

use super::auth_layout::{AuthLayout, NextField};
use super::session::{RedirectIfLoggedIn, next_page};
use crate::auth::PASSWORD_MIN;
use crate::auth::api::{SignUp, remembered_input};
use crate::ui::field::Field;
use crate::ui::form::FormError;
use crate::url;
use leptos::form::ActionForm;
use leptos::prelude::*;

/// The sign-up form.
#[component]
pub fn SignUpPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if url::is_authorize(&next_page()) {
        crate::response::keep_opener();
    }
    let sign_up = ServerAction::<SignUp>::new();
    let error = Signal::derive(move || sign_up.value().get().and_then(Result::err));
    view! {
        <RedirectIfLoggedIn/>
        <AuthLayout title="Create your account">
            <ActionForm action=sign_up>
                <NextField/>
                <FormError error fields=&["name", "email", "password"]/>
                <Field label="Name" name="name" autocomplete="name" value=remembered_input("name").unwrap_or_default() error/>
                <Field
                    label="Email"
                    name="email"
                    kind="email"
                    autocomplete="email"
                    value=remembered_input("email").unwrap_or_default()
                    error
                />
                <Field
                    label="Password"
                    name="password"
                    kind="password"
                    autocomplete="new-password"
                    hint="At least 8 characters."
                    minlength=PASSWORD_MIN
                    error
                />
                <button class="primary wide" aria-busy=move || sign_up.pending().get().then_some("true")>
                    "Create account"
                </button>
            </ActionForm>
            <p class="aside">"Already have an account? " <a href=url::log_in(&next_page())>"Log in"</a></p>
        </AuthLayout>
    }
}
