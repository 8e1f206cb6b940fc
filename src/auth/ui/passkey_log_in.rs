//! The log-in page's part about passkeys: a button, and what the browser offers in the field of the e-mail address.

use super::session::next_page;
use crate::auth::api::{PasskeyLogIn, StartPasskeyLogIn};
use crate::error::Reason;
use crate::ui::form::ScriptError;
use crate::ui::script::Script;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// What passkeys need of the browser.
pub const PASSKEY_SCRIPT: &str = include_str!("passkey.js");

/// A button that logs in with a passkey. The script shows it if the browser and the server have passkeys.
#[component]
pub fn PasskeyButton() -> impl IntoView {
    view! {
        <div
            data-passkey="log-in"
            data-start=StartPasskeyLogIn::url()
            data-end=PasskeyLogIn::url()
            data-next=next_page()
        >
            <PasskeyErrors/>
            <button type="button" class="button wide passkey" hidden>"Log in with a passkey"</button>
        </div>
        <Script text=PASSKEY_SCRIPT/>
    }
    .into_any()
}

/// Why the browser gave no passkey. It does not tell a person who cancelled from one who has none.
#[component]
pub fn PasskeyErrors() -> impl IntoView {
    view! {
        <ScriptError of="InvalidStateError" reason=Reason::PasskeyKnown/>
        <ScriptError of="SecurityError" reason=Reason::PasskeysOff/>
        <ScriptError of="Unreachable" reason=Reason::Unreachable/>
        <ScriptError of="" reason=Reason::PasskeyCancelled/>
    }
    .into_any()
}
