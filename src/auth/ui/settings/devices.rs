//! "Devices": where the person is logged in. They can log out other devices.

use crate::auth::Device;
use crate::auth::api::{self, EndOtherSessions, EndSession};
use crate::error::AppError;
use crate::ui::device_name::device_name;
use crate::ui::form::{FormDone, FormError, Outcome};
use crate::ui::time::Time;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The person's devices.
#[derive(Clone, Copy)]
pub struct Devices(Resource<Result<Vec<Device>, AppError>>);

impl Devices {
    /// Fetches the list and provides it as context.
    pub fn provide() {
        provide_context(Self(Resource::new(|| (), |()| api::devices())));
    }

    /// The list that was provided as context.
    pub fn here() -> Self {
        expect_context()
    }

    /// All devices, this one first. Read it under `<Transition>`.
    fn all(self) -> Vec<Device> {
        let all = |list: &Option<Result<Vec<Device>, AppError>>| -> Vec<Device> {
            list.iter().flatten().flatten().cloned().collect()
        };
        let mut devices = self.0.try_with(all).unwrap_or_default();
        // The sort is stable: among the others, the newest stays first.
        devices.sort_by_key(|device| !device.current);
        devices
    }

    /// Why there is no list. Read it under `<Transition>`.
    fn error(self) -> Option<AppError> {
        self.0.try_with(|list| list.as_ref().and_then(|list| list.as_ref().err().cloned())).flatten()
    }
}

/// The devices. Each other one has a button that logs it out, and one button logs out all of them.
#[component]
pub fn DeviceList() -> impl IntoView {
    let devices = Devices::here();
    let (one, others) = (Outcome::of::<EndSession>("device"), Outcome::of::<EndOtherSessions>("devices"));
    view! {
        <section class="card" aria-labelledby="devices-title">
            <h2 id="devices-title">"Devices"</h2>
            <FormError error=one.error/>
            <FormError error=others.error/>
            <Transition fallback=|| view! { <p class="hint">"Loading your devices…"</p> }>
                <FormError error=Signal::derive(move || devices.error())/>
                <ul class="devices">
                    <For each=move || devices.all() key=|device| device.clone() let(device)>
                        <DeviceRow device/>
                    </For>
                </ul>
                {move || devices.all().iter().any(|device| !device.current).then(|| view! {
                    <form method="post" action=EndOtherSessions::url()>
                        <button class="quiet danger">
                            "Log out all other devices"
                        </button>
                    </form>
                })}
            </Transition>
            <FormDone done=one.done words="That device is logged out."/>
            <FormDone done=others.done words="All other devices are logged out."/>
        </section>
    }
    .into_any()
}

/// A device.
#[component]
fn DeviceRow(device: Device) -> impl IntoView {
    let name = device_name(&device.agent);
    let log_out = format!("Log out {name}");
    let address = (!device.address.is_empty()).then(|| view! { <span>{device.address}</span> });
    view! {
        <li class="device">
            <p class="device-name">
                {name}
                {device.current.then(|| view! { " " <span class="tag">"This device"</span> })}
            </p>
            <p class="hint">
                {address}
                <span>"Logged in " <Time at=device.created_at/></span>
                <span>"Last used " <Time at=device.last_used_at/></span>
            </p>
            {(!device.current).then(|| view! {
                <form method="post" action=EndSession::url()>
                    <input type="hidden" name="session" value=device.id.to_string()/>
                    <button class="quiet" aria-label=log_out>"Log out"</button>
                </form>
            })}
        </li>
    }
    .into_any()
}
