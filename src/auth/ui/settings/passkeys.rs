//! "Passkeys": the person's passkeys. They rename and remove them, and add others if the browser can.

use crate::auth::api::{AddPasskey, RemovePasskey, RenamePasskey, StartPasskey, passkeys};
use crate::auth::ui::passkey_log_in::{PASSKEY_SCRIPT, PasskeyErrors};
use crate::auth::{PASSKEY_NAME_MAX, Passkey, PasskeyList};
use crate::error::AppError;
use crate::ui::form::{FormDone, FormError, Outcome};
use crate::ui::script::Script;
use crate::ui::time::Time;
use crate::url;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

type Fetched = Result<PasskeyList, AppError>;

/// The person's passkeys, and a button that adds one.
#[component]
pub fn Passkeys() -> impl IntoView {
    let fetched = Resource::new(|| (), |()| passkeys());
    let renamed = Outcome::of::<RenamePasskey>("passkey-renamed");
    let removed = Outcome::of::<RemovePasskey>("passkey-removed");
    let added = Outcome::of::<AddPasskey>("passkey-added").done;
    let list = move || fetched.try_with(|fetched| fetched.as_ref()?.as_ref().ok().cloned()).flatten();
    let all = move || list().map(|list| list.passkeys).unwrap_or_default();
    let failure =
        move || fetched.try_with(|fetched: &Option<Fetched>| fetched.as_ref()?.as_ref().err().cloned());
    // What the page says below the list, and whether it can add a passkey.
    let offer = move || {
        let list = list()?;
        Some(match (list.offered, list.fresh) {
            (false, _) => view! {
                <p class="hint">"Passkeys need an address with a name. This server's has none."</p>
            }
            .into_any(),
            (true, false) => view! {
                <p class="hint">
                    "You logged in a while ago. To add or remove a passkey, "
                    <a href=url::log_in_again(url::SETTINGS)>"log in again"</a> "."
                </p>
            }
            .into_any(),
            (true, true) => view! { <Add/> }.into_any(),
        })
    };
    view! {
        <section class="card" aria-labelledby="passkeys-title">
            <h2 id="passkeys-title">"Passkeys"</h2>
            <p class="explanation">
                "With a passkey you log in by your fingerprint, your face or your device's PIN. A changed \
                 password keeps your passkeys, a reset one removes them."
            </p>
            <FormError error=renamed.error/>
            <FormError error=removed.error/>
            <Transition fallback=|| view! { <p class="hint">"Loading your passkeys…"</p> }>
                <FormError error=Signal::derive(move || failure().flatten())/>
                <ul class="devices">
                    <For each=all key=|passkey| passkey.clone() let(passkey)>
                        <PasskeyRow passkey/>
                    </For>
                </ul>
                {offer}
            </Transition>
            <FormDone done=added words="Your passkey is added."/>
            <FormDone done=renamed.done words="The passkey is renamed."/>
            <FormDone done=removed.done words="The passkey is removed."/>
        </section>
    }
    .into_any()
}

/// A button that adds a passkey. The script shows it if the browser has passkeys.
#[component]
fn Add() -> impl IntoView {
    view! {
        <div data-passkey="add" data-start=StartPasskey::url() data-end=AddPasskey::url()>
            <PasskeyErrors/>
            <button type="button" class="primary" hidden>"Add a passkey"</button>
            <p class="hint" data-when="unknown" hidden>"This browser has no passkeys here."</p>
            <p class="hint fallback" data-when="no-scripts">"To add a passkey, the page needs JavaScript."</p>
        </div>
        <Script text=PASSKEY_SCRIPT/>
    }
    .into_any()
}

/// A passkey.
#[component]
fn PasskeyRow(passkey: Passkey) -> impl IntoView {
    let Passkey { id, name, created_at, synced } = passkey;
    let renamed = id.clone();
    let (rename_label, remove_label) = (format!("New name of {name}"), format!("Remove {name}"));
    view! {
        <li class="device">
            <p class="device-name">{name.clone()}</p>
            <p class="hint">
                {created_at.map(|at| view! { <span>"Added " <Time at day_only=true/></span> })}
                <span>{if synced { "On your devices" } else { "On one device" }}</span>
            </p>
            <details>
                <summary>"Rename"</summary>
                <form method="post" action=RenamePasskey::url()>
                    <input type="hidden" name="passkey" value=renamed/>
                    <input name="passkey_name" value=name aria-label=rename_label required=true
                        maxlength=PASSKEY_NAME_MAX.to_string() autocomplete="off"/>
                    <button class="quiet">"Save"</button>
                </form>
            </details>
            <form method="post" action=RemovePasskey::url()>
                <input type="hidden" name="passkey" value=id/>
                <button class="quiet danger" aria-label=remove_label>"Remove"</button>
            </form>
        </li>
    }
    .into_any()
}
