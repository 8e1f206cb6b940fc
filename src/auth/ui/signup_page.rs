//! `/signup`.

use super::auth_layout::{AuthLayout, NextField};
use super::session::{RedirectIfLoggedIn, next_page};
use crate::auth::api::{SignUp, remembered_input, sign_up_offer};
use crate::auth::{PASSWORD_MIN, SignUpOffer};
use crate::ui::field::Field;
use crate::ui::form::{FormError, refusal};
use crate::url;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;

/// The sign-up form, or why there is none.
#[component]
pub fn SignUpPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if url::is_authorize(&next_page()) {
        crate::response::keep_opener();
    }
    let invitation = use_query_map().with_untracked(|query| query.get(url::INVITATION));
    let offer = Resource::new(|| (), {
        let invitation = invitation.clone();
        move |()| sign_up_offer(invitation.clone())
    });
    let refusal = |words: &'static str| view! { <p class="form-error" role="alert">{words}</p> }.into_any();
    view! {
        <RedirectIfLoggedIn/>
        <AuthLayout title="Create your account">
            <Transition>
                {move || offer.get().map(|offer| match offer {
                    Ok(SignUpOffer::Open) => view! { <SignUpForm invitation=invitation.clone()/> }.into_any(),
                    Ok(SignUpOffer::InvitationNeeded) => refusal(
                        "You need an invitation to sign up here. Ask the operator of this Docket for one.",
                    ),
                    Ok(SignUpOffer::InvitationOver) => refusal(
                        "This invitation has been used or has expired. Ask the operator of this Docket for a new one.",
                    ),
                    Ok(SignUpOffer::Closed) => refusal(
                        "Nobody can sign up here. Ask the operator of this Docket for an account.",
                    ),
                    Err(error) => view! { <p class="form-error" role="alert">{error.detail()}</p> }.into_any(),
                })}
            </Transition>
            <p class="aside">"Already have an account? " <a href=url::log_in(&next_page())>"Log in"</a></p>
        </AuthLayout>
    }
}

#[component]
fn SignUpForm(
    /// The token of the invitation, if the person has one.
    invitation: Option<String>,
) -> impl IntoView {
    let error = Signal::stored(refusal::<SignUp>());
    view! {
        <form method="post" action=SignUp::url()>
            <NextField/>
            {invitation.map(|token| view! { <input type="hidden" name=url::INVITATION value=token/> })}
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
            <button class="primary wide">
                "Create account"
            </button>
        </form>
    }
}
