//! `/login`.

use super::auth_layout::{AuthLayout, NextField};
use super::passkey_log_in::PasskeyButton;
use super::session::{RedirectIfLoggedIn, next_page};
use crate::auth::api::{LogIn, remembered_input};
use crate::ui::field::Field;
use crate::ui::form::{FormError, refusal};
use crate::url;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;

/// The log-in form.
#[component]
pub fn LogInPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if url::is_authorize(&next_page()) {
        crate::response::keep_opener();
    }
    let error = Signal::stored(refusal::<LogIn>());
    let query = use_query_map();
    let reset = move || query.with(|query| query.get_str(url::RESET).is_some());
    let again = query.with_untracked(|query| query.get_str(url::AGAIN).is_some());
    view! {
        {(!again).then(|| view! { <RedirectIfLoggedIn/> })}
        <AuthLayout title="Welcome back">
            {move || reset().then(|| view! {
                <p class="form-note" role="status">"Your password is changed. Log in with the new one."</p>
            })}
            {again.then(|| view! {
                <p class="form-note" role="status">"You logged in a while ago. Log in again to go on."</p>
            })}
            <form method="post" action=LogIn::url()>
                <NextField/>
                <FormError error fields=&["email", "password"]/>
                <Field
                    label="Email"
                    name="email"
                    kind="email"
                    autocomplete="username webauthn"
                    value=remembered_input("email").unwrap_or_default()
                    error
                />
                <Field label="Password" name="password" kind="password" autocomplete="current-password" error/>
                <button class="primary wide">
                    "Log in"
                </button>
            </form>
            <PasskeyButton/>
            <p class="aside"><a href=url::FORGOT_PASSWORD>"Forgot password?"</a></p>
            <p class="aside">"New here? " <a href=url::sign_up(&next_page())>"Create an account"</a></p>
        </AuthLayout>
    }
}
