//! `/login`: come back.

use super::entrance::{Entrance, Next};
use super::session::next_page;
use crate::app::url;
use crate::auth::api::{LogIn, remembered_input};
use crate::ui::field::Field;
use crate::ui::form::FormError;
use leptos::form::ActionForm;
use leptos::prelude::*;

/// The log-in form.
#[component]
pub fn LogInPage() -> impl IntoView {
    let log_in = ServerAction::<LogIn>::new();
    let error = Signal::derive(move || log_in.value().get().and_then(Result::err));
    view! {
        <Entrance title="Welcome back">
            <ActionForm action=log_in>
                <Next/>
                <FormError error fields=&["email", "password"]/>
                <Field
                    label="Email"
                    name="email"
                    kind="email"
                    autocomplete="email"
                    value=remembered_input("email").unwrap_or_default()
                    error
                />
                <Field label="Password" name="password" kind="password" autocomplete="current-password" error/>
                <button class="primary wide" aria-busy=move || log_in.pending().get().then_some("true")>
                    "Log in"
                </button>
            </ActionForm>
            <p class="aside">"New here? " <a href=url::sign_up(&next_page())>"Create an account"</a></p>
        </Entrance>
    }
}
