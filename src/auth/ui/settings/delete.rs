//! "Delete account": deletes the account and all its data.

use crate::auth::api::{DeleteAccount, remembered_input};
use crate::ui::field::Field;
use crate::ui::form::{FormError, refusal};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// A form that asks for the e-mail address and the password as a confirmation.
#[component]
pub fn Delete() -> impl IntoView {
    let error = Signal::stored(refusal::<DeleteAccount>());
    view! {
        <section class="card" aria-labelledby="delete-title">
            <h2 id="delete-title">"Delete account"</h2>
            <p class="explanation">
                "This deletes your account with all of your tasks, conversations and messages, and logs you out everywhere. "
                <strong>"It cannot be undone."</strong>
            </p>
            <form method="post" action=DeleteAccount::url()>
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
                <button class="button danger">
                    "Delete my account"
                </button>
            </form>
        </section>
    }
    .into_any()
}
