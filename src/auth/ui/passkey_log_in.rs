//! The log-in page's part about passkeys: a button, and what the browser offers in the field of the e-mail address.

use super::passkey::{self, Asking};
use super::session::next_page;
use crate::auth::api::{passkey_log_in, start_passkey_log_in};
use crate::error::AppError;
use crate::ui::form::FormError;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A button that logs in with a passkey. It is there if the browser and the server have passkeys.
#[component]
pub fn PasskeyButton() -> impl IntoView {
    let next = StoredValue::new(next_page());
    let (offered, asking) = (RwSignal::new(false), RwSignal::new(false));
    let error = RwSignal::new(None::<AppError>);
    let in_field = move || {
        spawn_local(async move {
            while let Ok(Some(options)) = start_passkey_log_in().await {
                _ = offered.try_set(true);
                // Whatever ends this asking, the person did not ask for it.
                let Ok(answer) = passkey::find(&options, Asking::InField).await else { return };
                let Some(next) = next.try_get_value() else { return };
                match passkey_log_in(answer, Some(next)).await {
                    Ok(()) => return,
                    Err(refusal) => _ = error.try_set(Some(refusal)),
                }
            }
        });
    };
    Effect::new(move || {
        if passkey::are_known() {
            in_field();
        }
    });
    on_cleanup(passkey::stop);
    let at_once = move |_| {
        if asking.get_untracked() {
            return;
        }
        asking.set(true);
        error.set(None);
        spawn_local(async move {
            let outcome = async {
                let options = start_passkey_log_in().await?.unwrap_or_default();
                let answer = passkey::find(&options, Asking::AtOnce).await?;
                passkey_log_in(answer, next.try_get_value()).await
            };
            let outcome = outcome.await;
            _ = asking.try_set(false);
            if outcome.is_err() {
                _ = error.try_set(outcome.err());
                in_field();
            }
        });
    };
    view! {
        <FormError error/>
        {move || offered.get().then(|| view! {
            <button type="button" class="button wide passkey" on:click=at_once
                aria-busy=move || asking.get().then_some("true")>
                "Log in with a passkey"
            </button>
        })}
    }
    .into_any()
}
