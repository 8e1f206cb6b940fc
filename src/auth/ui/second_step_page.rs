//! `/login/two-factor`: the second step of a log-in. A cookie says whose it is.

use super::auth_layout::{AuthLayout, NextField};
use super::session::next_page;
use crate::auth::api::{SecondStep, remembered_input};
use crate::ui::field::Field;
use crate::ui::form::{FormError, refusal};
use crate::url;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;

/// A form for the code of an app or, with the query `recovery`, for a recovery code.
#[component]
pub fn SecondStepPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if url::is_authorize(&next_page()) {
        crate::response::keep_opener();
    }
    let error = Signal::stored(refusal::<SecondStep>());
    let next = next_page();
    let recovery = use_query_map().with_untracked(|query| query.get_str(url::RECOVERY).is_some());
    let (label, hint, input_mode, other) = if recovery {
        (
            "Recovery code",
            "One of those that you saved. Each works once.",
            "text",
            "Use your authenticator app",
        )
    } else {
        ("Code", "Your authenticator app shows it.", "numeric", "Use a recovery code")
    };
    let trusted = remembered_input("trust").is_some_and(|trust| trust == "true");
    view! {
        <AuthLayout title="One more step">
            <form method="post" action=SecondStep::url()>
                <NextField/>
                {recovery.then(|| view! { <input type="hidden" name="recovery" value="true"/> })}
                <FormError error fields=&["code"]/>
                <Field label name="code" autocomplete="one-time-code" input_mode hint error/>
                <p class="checkbox-field">
                    <input type="checkbox" id="trust" name="trust" value="true" checked=trusted autocomplete="off"/>
                    <label for="trust">"Trust this device for 30 days"</label>
                </p>
                <button class="primary wide">
                    "Log in"
                </button>
            </form>
            // The whole page is loaded again, because the form is another.
            <p class="aside"><a href=url::second_step(&next, !recovery) rel="external">{other}</a></p>
            <p class="aside"><a href=url::log_in(&next)>"Back to log-in"</a></p>
        </AuthLayout>
    }
}
