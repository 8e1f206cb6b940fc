//! "Password": changes the password.

use super::devices::Devices;
use crate::auth::PASSWORD_MIN;
use crate::auth::api::{ChangePassword, remembered_input};
use crate::ui::field::Field;
use crate::ui::form::{FormDone, FormError, Outcome};
use leptos::form::ActionForm;
use leptos::html::Form;
use leptos::prelude::*;

/// A form for the current password, the new one, and whether other devices are logged out.
#[component]
pub fn Password() -> impl IntoView {
    let devices = Devices::here();
    let change = ServerAction::<ChangePassword>::new();
    let Outcome { error, done } = Outcome::of(change, "password");
    let form = NodeRef::<Form>::new();
    Effect::new(move || {
        if let (Some(Ok(())), Some(form)) = (change.value().get(), form.get_untracked()) {
            form.reset();
            devices.refetch();
        }
    });
    let ends_sessions = remembered_input("end_sessions").is_none_or(|typed| typed == "true");
    view! {
        <section class="card" aria-labelledby="password-title">
            <h2 id="password-title">"Password"</h2>
            <ActionForm action=change node_ref=form>
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
                    <button class="primary" aria-busy=move || change.pending().get().then_some("true")>
                        "Change password"
                    </button>
                    <FormDone done words="Your password is changed."/>
                </div>
            </ActionForm>
        </section>
    }
    .into_any()
}
