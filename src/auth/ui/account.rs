//! Who is logged in, and the button that logs out.

use super::session::Session;
use crate::auth::User;
use crate::auth::api::LogOut;
use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The person's name and the log-out button.
#[component]
pub fn Account() -> impl IntoView {
    let session = Session::here();
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
            <form method="post" action=LogOut::url()>
                <button class="icon-button" aria-label="Log out" title="Log out"><Icon glyph=Glyph::LogOut/></button>
            </form>
        </div>
    }
    .into_any()
}

/// The name of a person or, if they gave none, their e-mail address.
fn display_name(user: &User) -> &str {
    if user.name.is_empty() { &user.email } else { &user.name }
}
