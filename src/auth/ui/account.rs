//! Who is logged in, and the button that logs out.

use super::session::Session;
use crate::auth::User;
use crate::auth::api::LogOut;
use crate::ui::icon::{Glyph, Icon};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// The person's name and the log-out button.
#[component]
pub fn Account() -> impl IntoView {
    let session = Session::here();
    let log_out = ServerAction::<LogOut>::new();
    view! {
        <div class="account">
            <Transition>
                {move || session.user().map(|user| {
                    let name = display_name(&user).to_owned();
                    let initial = name.chars().next().map(|first| first.to_uppercase().to_string());
                    view! {
                        <span class="avatar" aria-hidden="true">{initial}</span>
                        <span class="account-name" title=user.email dir="auto">{name}</span>
                    }
                })}
            </Transition>
            <ActionForm action=log_out>
                <button class="icon-button" aria-label="Log out" title="Log out"><Icon glyph=Glyph::LogOut/></button>
            </ActionForm>
        </div>
    }
    .into_any()
}

/// The name of a person or, if they gave none, their e-mail address.
fn display_name(user: &User) -> &str {
    if user.name.is_empty() { &user.email } else { &user.name }
}
