//! "Passkeys": the person's passkeys. They rename and remove them, and add others if the browser can.

use crate::auth::api::{RemovePasskey, RenamePasskey, add_passkey, passkeys, start_passkey};
use crate::auth::ui::passkey;
use crate::auth::{PASSKEY_NAME_MAX, Passkey, PasskeyList};
use crate::error::AppError;
use crate::ui::device_name::device_name;
use crate::ui::form::{FormDone, FormError, Outcome};
use crate::ui::hydrated::Hydrated;
use crate::ui::time::Time;
use crate::url;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos::task::spawn_local;

type Fetched = Result<PasskeyList, AppError>;

/// The person's passkeys, and a button that adds one.
#[component]
pub fn Passkeys() -> impl IntoView {
    let fetched = Resource::new(|| (), |()| passkeys());
    let (rename, remove) = (ServerAction::<RenamePasskey>::new(), ServerAction::<RemovePasskey>::new());
    let renamed = Outcome::of(rename, "passkey-renamed");
    let removed = Outcome::of(remove, "passkey-removed");
    // Signals instead of an action: its future would stay on one thread, and the server renders a page on several.
    let (adding, added) = (RwSignal::new(false), RwSignal::new(None::<Result<(), AppError>>));
    let add = move |_| {
        if adding.get_untracked() {
            return;
        }
        adding.set(true);
        added.set(None);
        spawn_local(async move {
            let outcome = add_one().await;
            _ = adding.try_set(false);
            _ = added.try_set(Some(outcome));
        });
    };
    Effect::new(move || {
        // All are read on each run, so that all are tracked. A refusal also means that the list is old.
        let ended = (added.get().is_some(), rename.value().get().is_some(), remove.value().get().is_some());
        if ended != (false, false, false) {
            fetched.refetch();
        }
    });
    let list = move || fetched.try_with(|fetched| fetched.as_ref()?.as_ref().ok().cloned()).flatten();
    let all = move || list().map(|list| list.passkeys).unwrap_or_default();
    let failure =
        move || fetched.try_with(|fetched: &Option<Fetched>| fetched.as_ref()?.as_ref().err().cloned());
    let hydrated = Hydrated::here();
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
            (true, true) if hydrated.get() && passkey::are_known() => view! {
                <button type="button" class="primary" aria-busy=move || adding.get().then_some("true")
                    on:click=add>
                    "Add a passkey"
                </button>
            }
            .into_any(),
            (true, true) if hydrated.get() => view! {
                <p class="hint">"This browser has no passkeys here."</p>
            }
            .into_any(),
            (true, true) => {
                view! { <p class="hint">"To add a passkey, the page needs JavaScript."</p> }.into_any()
            }
        })
    };
    view! {
        <section class="card" aria-labelledby="passkeys-title">
            <h2 id="passkeys-title">"Passkeys"</h2>
            <p class="explanation">
                "With a passkey you log in by your fingerprint, your face or your device's PIN. A changed \
                 password keeps your passkeys, a reset one removes them."
            </p>
            <FormError error=Signal::derive(move || added.get().and_then(Result::err))/>
            <FormError error=renamed.error/>
            <FormError error=removed.error/>
            <Transition fallback=|| view! { <p class="hint">"Loading your passkeys…"</p> }>
                <FormError error=Signal::derive(move || failure().flatten())/>
                <ul class="devices">
                    <For each=all key=|passkey| passkey.clone() let(passkey)>
                        <PasskeyRow passkey rename remove/>
                    </For>
                </ul>
                {offer}
            </Transition>
            <FormDone done=Signal::derive(move || matches!(added.get(), Some(Ok(())))) words="Your passkey is added."/>
            <FormDone done=renamed.done words="The passkey is renamed."/>
            <FormDone done=removed.done words="The passkey is removed."/>
        </section>
    }
    .into_any()
}

/// Makes a passkey and adds it. It is called like the browser until the person renames it.
async fn add_one() -> Result<(), AppError> {
    let options = start_passkey().await?;
    let answer = passkey::make(&options).await?;
    let agent = window().navigator().user_agent().unwrap_or_default();
    add_passkey(answer, device_name(&agent)).await
}

/// A passkey.
#[component]
fn PasskeyRow(
    passkey: Passkey,
    rename: ServerAction<RenamePasskey>,
    remove: ServerAction<RemovePasskey>,
) -> impl IntoView {
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
                <ActionForm action=rename>
                    <input type="hidden" name="passkey" value=renamed/>
                    <input name="passkey_name" value=name aria-label=rename_label required=true
                        maxlength=PASSKEY_NAME_MAX.to_string() autocomplete="off"/>
                    <button class="quiet">"Save"</button>
                </ActionForm>
            </details>
            <ActionForm action=remove>
                <input type="hidden" name="passkey" value=id/>
                <button class="quiet danger" aria-label=remove_label>"Remove"</button>
            </ActionForm>
        </li>
    }
    .into_any()
}
