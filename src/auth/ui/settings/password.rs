//! "Password": changes the password.

use crate::auth::PASSWORD_MIN;
use crate::auth::api::{ChangePassword, remembered_input};
use crate::ui::field::Field;
use crate::ui::form::{FormDone, FormError, Outcome};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// A form for the current password, the new one, and whether other devices are logged out.
#[component]
pub fn Password() -> impl IntoView {
    let Outcome { error, done } = Outcome::of::<ChangePassword>("password");
    let ends_sessions = remembered_input("end_sessions").is_none_or(|typed| typed == "true");
    view! {
        <section class="card" aria-labelledby="password-title">
            <h2 id="password-title">"Password"</h2>
            <form method="post" action=ChangePassword::url()>
                <FormError error fields=&["current_password", "new_password"]/>
                <Field
                    label="Current password"
                    name="current_password"
                    kind="password"
                    autocomplete="current-password"
                    error
                />
                <Field
                    label="New password"
                    name="new_password"
                    kind="password"
                    autocomplete="new-password"
                    hint="At least 8 characters."
                    minlength=PASSWORD_MIN
                    error
                />
                <p class="checkbox-field">
                    <input
                        type="checkbox"
                        id="end-sessions"
                        name="end_sessions"
                        value="true"
                        checked=ends_sessions
                        autocomplete="off"
                    />
                    <label for="end-sessions">"Log out all other devices"</label>
                </p>
                <div class="submit">
                    <button class="primary">
                        "Change password"
                    </button>
                    <FormDone done words="Your password is changed."/>
                </div>
            </form>
        </section>
    }
    .into_any()
}
