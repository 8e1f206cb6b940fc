//! `/forgot-password`: asks for a link that resets the password.

use super::auth_layout::AuthLayout;
use crate::auth::api::{ForgotPassword, remembered_input, reset_by_mail};
use crate::ui::field::Field;
use crate::ui::form::{FormError, refusal};
use crate::url;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;

/// The form, or the news that the link was sent, or whom to ask if the server sends no mail.
#[component]
pub fn ForgotPasswordPage() -> impl IntoView {
    let query = use_query_map();
    let sent = move || query.with(|query| query.get_str(url::SENT).is_some());
    let by_mail = Resource::new(|| (), |()| reset_by_mail());
    view! {
        <AuthLayout title="Reset your password">
            <Transition>
                {move || by_mail.get().map(|by_mail| match by_mail {
                    Ok(true) if sent() => view! { <Sent/> }.into_any(),
                    Ok(true) => view! { <AskForLink/> }.into_any(),
                    Ok(false) => view! { <AskOperator/> }.into_any(),
                    Err(error) => view! { <p class="form-error" role="alert">{error.detail()}</p> }.into_any(),
                })}
            </Transition>
            <p class="aside"><a href=url::LOG_IN>"Back to log-in"</a></p>
        </AuthLayout>
    }
}

#[component]
fn AskForLink() -> impl IntoView {
    let error = Signal::stored(refusal::<ForgotPassword>());
    view! {
        <form method="post" action=ForgotPassword::url()>
            <FormError error fields=&["email"]/>
            <Field
                label="Email"
                name="email"
                kind="email"
                autocomplete="email"
                hint="You will get an email with a link."
                value=remembered_input("email").unwrap_or_default()
                error
            />
            <button class="primary wide">
                "Send the link"
            </button>
        </form>
    }
}

#[component]
fn Sent() -> impl IntoView {
    view! {
        <p role="status">
            "If there is an account with this address, an email with a link is on its way. The link works for an hour."
        </p>
        <p class="aside">
            "No email? Check your spam folder, or "
            <a href=url::FORGOT_PASSWORD>"ask again"</a> "."
        </p>
    }
}

#[component]
fn AskOperator() -> impl IntoView {
    view! {
        <p>
            "This server does not send email. Ask its operator for a link that resets your password. "
            <code>"docket user reset-link"</code> " makes one."
        </p>
    }
}
