//! "Delete account": deletes the account and all its data.

use crate::auth::api::{DeleteAccount, remembered_input};
use crate::ui::field::Field;
use crate::ui::form::FormError;
use leptos::form::ActionForm;
use leptos::prelude::*;

/// A form that asks for the e-mail address and the password as a confirmation.
#[component]
pub fn Delete() -> impl IntoView {
    let delete = ServerAction::<DeleteAccount>::new();
    let error = Signal::derive(move || delete.value().get().and_then(Result::err));
    view! {
        <section class="card" aria-labelledby="delete-title">
            <h2 id="delete-title">"Delete account"</h2>
            <p class="explanation">
                "This deletes your account with all of your tasks, conversations and messages, and logs you out everywhere. "
                <strong>"It cannot be undone."</strong>
            </p>
            <ActionForm action=delete>
                <FormError error fields=&["confirmation", "password"]/>
                <Field
                    label="Your email address"
                    name="confirmation"
                    hint="Type it to confirm that you mean it."
                    value=remembered_input("confirmation").unwrap_or_default()
                    error
                />
                <Field
                    label="Your password"
                    name="password"
                    kind="password"
                    autocomplete="current-password"
                    error
                />
                <button class="button danger" aria-busy=move || delete.pending().get().then_some("true")>
                    "Delete my account"
                </button>
            </ActionForm>
        </section>
    }
    .into_any()
}
