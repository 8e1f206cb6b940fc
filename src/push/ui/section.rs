//! "Notifications" in the settings.

use crate::error::{AppError, Reason};
use crate::push::api::{TryPush, Unsubscribe, push_devices};
use crate::push::{PushDevice, Trial};
use crate::ui::device_name::device_name;
use crate::ui::form::{FormError, ScriptError, refusal};
use crate::ui::time::Time;
use crate::url;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;

/// The browsers that are told of reminders, and whether this one is.
#[component]
pub fn Notifications() -> impl IntoView {
    let fetched = Resource::new(|| (), |()| push_devices());
    let refused = refusal::<Unsubscribe>().or_else(refusal::<TryPush>);
    let done = use_query_map().with_untracked(|query| match query.get_str(url::DONE)? {
        "push-removed" => Some("That browser is told no more.".to_owned()),
        "push-on" => Some("This browser tells you from now on.".to_owned()),
        "push-off" => Some("This browser tells you no more.".to_owned()),
        done => done.parse().ok().map(outcome_in_words),
    });
    let done = done.filter(|_| refused.is_none());
    let all = move || {
        let list = |list: &Option<Result<Vec<PushDevice>, AppError>>| -> Vec<PushDevice> {
            list.iter().flatten().flatten().cloned().collect()
        };
        fetched.try_with(list).unwrap_or_default()
    };
    let failure = move || {
        let error =
            |list: &Option<Result<_, AppError>>| list.as_ref().and_then(|list| list.as_ref().err().cloned());
        fetched.try_with(error).flatten()
    };
    let current = move || if all().iter().any(|device| device.current) { "current" } else { "" };
    view! {
        <section class="card" aria-labelledby="notifications-title">
            <h2 id="notifications-title">"Notifications"</h2>
            <p class="explanation">
                "Browsers in which you turn this on tell you of reminders while no page of Docket is open. Logging out \
                 turns it off there."
            </p>
            <FormError error=Signal::stored(refused)/>
            <Transition fallback=|| view! { <p class="hint">"Loading your browsers…"</p> }>
                <FormError error=Signal::derive(failure)/>
                <div class="push-browsers" data-notifications=current>
                    <ScriptError of="" reason=Reason::PushServiceUnreachable/>
                    <ul class="devices">
                        <For each=all key=|device| device.clone() let(device)>
                            <DeviceRow device/>
                        </For>
                    </ul>
                    <div class="push-actions">
                        <ThisBrowser/>
                        {move || (!all().is_empty()).then(|| view! {
                            <form method="post" action=TryPush::url()>
                                <button class="button">"Send a test"</button>
                            </form>
                        })}
                    </div>
                </div>
            </Transition>
            <p class="form-done" role="status">{done}</p>
        </section>
        <script type="module" nonce=use_nonce() src=url::NOTIFICATIONS_SCRIPT></script>
    }
    .into_any()
}

/// What can be done in this browser. The script shows the part that fits.
#[component]
fn ThisBrowser() -> impl IntoView {
    let hint =
        |when: &'static str, words: &'static str| view! { <p class="hint" data-when=when hidden>{words}</p> };
    view! {
        <p class="hint fallback" data-when="no-scripts">
            "To turn notifications on or off for this browser, the page needs JavaScript."
        </p>
        {hint(
            "installable",
            "On an iPhone or iPad, notifications reach the installed app: tap Share, then “Add to Home Screen”, open Docket \
             from there, and turn them on here.",
        )}
        {hint("unable", "This browser cannot show notifications here. Most can if the page comes by https.")}
        {hint(
            "denied",
            "This browser blocks Docket's notifications. Allow them in its settings for this site, and reload the page.",
        )}
        <button type="button" class="button" data-when="on" hidden>"Turn off for this browser"</button>
        <button type="button" class="primary" data-when="off" hidden>"Turn on for this browser"</button>
    }
    .into_any()
}

/// How a trial went, in words.
fn outcome_in_words(Trial { sent, of }: Trial) -> String {
    match (sent, of) {
        (1, 1) => "Sent.".to_owned(),
        (0, _) => "No browser could be reached.".to_owned(),
        (sent, of) if sent == of => format!("Sent to {of} browsers."),
        (sent, of) => format!("Sent to {sent} of {of} browsers. The others could not be reached."),
    }
}

/// A browser. This one has a button of its own below the list, which also tells the browser.
#[component]
fn DeviceRow(device: PushDevice) -> impl IntoView {
    let PushDevice { id, agent, created_at, current } = device;
    let name = device_name(&agent);
    let label = format!("Remove {name}");
    view! {
        <li class="device">
            <p class="device-name">
                {name}
                {current.then(|| view! { " " <span class="tag">"This browser"</span> })}
            </p>
            <p class="hint"><span>"Turned on " <Time at=created_at day_only=true/></span></p>
            <form method="post" action=Unsubscribe::url() data-current=current>
                <input type="hidden" name="subscription" value=id.to_string()/>
                <button class="quiet danger" aria-label=label>"Remove"</button>
            </form>
        </li>
    }
    .into_any()
}
