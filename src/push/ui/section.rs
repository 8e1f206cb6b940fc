//! "Notifications" in the settings.

use super::browser::{self, Permission};
use super::turn::{turn_off, turn_on};
use crate::error::AppError;
use crate::push::api::{TryPush, Unsubscribe, push_devices};
use crate::push::{PushDevice, Trial};
use crate::ui::device_name::device_name;
use crate::ui::form::{FormDone, FormError, Outcome};
use crate::ui::hydrated::Hydrated;
use crate::ui::time::Time;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The browsers that are told of reminders, and whether this one is.
#[component]
pub fn Notifications() -> impl IntoView {
    let fetched = Resource::new(|| (), |()| push_devices());
    let (remove, trial) = (ServerAction::<Unsubscribe>::new(), ServerAction::<TryPush>::new());
    let removed = Outcome::of(remove, "push-removed");
    let tried = Outcome::of(trial, "push-tried");
    // Signals instead of an action: its future would stay on one thread, and the server renders a page on several.
    let (turning, turned) = (RwSignal::new(false), RwSignal::new(None::<Result<(), AppError>>));
    // Whether the browser may show notifications, and whether it has a subscription. Unknown at first.
    let known = RwSignal::new(None::<(Option<Permission>, bool)>);
    let hydrated = Hydrated::here();
    Effect::new(move || {
        if hydrated.get() && !turning.get() {
            spawn_local(async move {
                let is_subscribed = matches!(browser::subscription().await, Ok(Some(_)));
                _ = known.try_set(Some((browser::permission(), is_subscribed)));
            });
        }
    });
    let turn = move |on: bool| {
        if turning.get_untracked() {
            return;
        }
        turning.set(true);
        turned.set(None);
        spawn_local(async move {
            let outcome = if on { turn_on().await.map(drop) } else { turn_off().await };
            _ = turning.try_set(false);
            _ = turned.try_set(Some(outcome));
        });
    };
    Effect::new(move || {
        // All are read on each run, so that all are tracked.
        let ended = (turned.get().is_some(), remove.value().get().is_some(), trial.value().get().is_some());
        if ended != (false, false, false) {
            fetched.refetch();
        }
    });
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
    let is_on = Signal::derive(move || {
        matches!(known.get(), Some((Some(Permission::Granted), true)))
            && all().iter().any(|device| device.current)
    });
    let here = move || match (hydrated.get(), known.get()) {
        (false, _) => hint("To turn notifications on or off for this browser, the page needs JavaScript."),
        (true, None) => ().into_any(),
        (true, Some((None, _))) if browser::could_be_installed() => hint(
            "On an iPhone or iPad, notifications reach the installed app: tap Share, then “Add to Home Screen”, open Docket \
             from there, and turn them on here.",
        ),
        (true, Some((None, _))) => {
            hint("This browser cannot show notifications here. Most can if the page comes by https.")
        }
        (true, Some((Some(Permission::Denied), _))) => hint(
            "This browser blocks Docket's notifications. Allow them in its settings for this site, and reload the page.",
        ),
        (true, Some(_)) => {
            let on = is_on.get();
            let (words, class) = match on {
                true => ("Turn off for this browser", "button"),
                false => ("Turn on for this browser", "primary"),
            };
            view! {
                <button type="button" class=class
                    aria-busy=move || turning.get().then_some("true") on:click=move |_| turn(!on)>
                    {words}
                </button>
            }
            .into_any()
        }
    };
    // A plain form does not tell how it went.
    let sent = move || match trial.value().get() {
        Some(outcome) => outcome.ok().map(outcome_in_words),
        None => tried.done.get().then(|| "A test was sent.".to_owned()),
    };
    view! {
        <section class="card" aria-labelledby="notifications-title">
            <h2 id="notifications-title">"Notifications"</h2>
            <p class="explanation">
                "Browsers in which you turn this on tell you of reminders while no page of Docket is open. Logging out \
                 turns it off there."
            </p>
            <FormError error=Signal::derive(move || turned.get().and_then(Result::err))/>
            <FormError error=removed.error/>
            <FormError error=tried.error/>
            <Transition fallback=|| view! { <p class="hint">"Loading your browsers…"</p> }>
                <FormError error=Signal::derive(failure)/>
                <ul class="devices">
                    <For each=all key=|device| device.clone() let(device)>
                        <DeviceRow device remove is_on/>
                    </For>
                </ul>
                <div class="push-actions">
                    {here}
                    {move || (!all().is_empty()).then(|| view! {
                        <ActionForm action=trial>
                            <button class="button" aria-busy=move || trial.pending().get().then_some("true")>
                                "Send a test"
                            </button>
                        </ActionForm>
                    })}
                </div>
            </Transition>
            <FormDone done=removed.done words="That browser is told no more."/>
            <p class="form-done" role="status">{sent}</p>
        </section>
    }
    .into_any()
}

fn hint(words: &'static str) -> AnyView {
    view! { <p class="hint">{words}</p> }.into_any()
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
fn DeviceRow(
    device: PushDevice,
    remove: ServerAction<Unsubscribe>,
    /// Whether this browser is on.
    is_on: Signal<bool>,
) -> impl IntoView {
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
            {move || {
                let label = label.clone();
                (!current || !is_on.get()).then(|| view! {
                    <ActionForm action=remove>
                        <input type="hidden" name="subscription" value=id.to_string()/>
                        <button class="quiet danger" aria-label=label>"Remove"</button>
                    </ActionForm>
                })
            }}
        </li>
    }
    .into_any()
}
