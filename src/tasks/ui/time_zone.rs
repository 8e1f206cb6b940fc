//! The person's time zone: the browser tells it, unless the person has chosen one in the settings.

use super::board::Tasks;
use crate::tasks::api::{self, SetTimeZone};
use crate::ui::form::{FormDone, FormError, Outcome};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Tells the server the browser's zone, if that is news.
pub fn tell_time_zone() {
    let tasks = Tasks::here();
    let told = StoredValue::new(false);
    Effect::new(move || {
        let known = tasks.with(|board| (board.overview.time_zone.clone(), board.overview.time_zone_chosen));
        let (Some((known, false)), Some(zone)) = (known, of_browser()) else { return };
        if known.as_ref() != Some(&zone) && !told.get_value() {
            told.set_value(true);
            spawn_local(async move {
                // A zone that the server does not know stays unknown.
                if api::set_time_zone(zone, false).await.is_ok() {
                    tasks.reload();
                }
            });
        }
    });
}

#[cfg(feature = "hydrate")]
fn of_browser() -> Option<String> {
    let format = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new());
    js_sys::Reflect::get(&format.resolved_options(), &"timeZone".into()).ok()?.as_string()
}

#[cfg(not(feature = "hydrate"))]
fn of_browser() -> Option<String> {
    None
}

/// "Time zone" in the settings.
#[component]
pub fn TimeZoneSection() -> impl IntoView {
    let set = ServerAction::<SetTimeZone>::new();
    let Outcome { error, done } = Outcome::of(set, "time-zone");
    let zones = Resource::new(
        || (),
        async |()| Ok::<_, crate::error::AppError>((api::time_zones().await?, api::tasks_overview().await?)),
    );
    view! {
        <section class="card" aria-labelledby="time-zone-title">
            <h2 id="time-zone-title">"Time zone"</h2>
            <p class="explanation">"Your days, times and reminders are those of this zone."</p>
            <ActionForm action=set>
                <input type="hidden" name="chosen" value="true"/>
                <FormError error/>
                <div class="field">
                    <label for="time_zone">"Zone"</label>
                    <Transition>
                        {move || Suspend::new(async move {
                            let (zones, overview) = zones.await.ok()?;
                            let mine = overview.time_zone.unwrap_or_else(|| "UTC".to_owned());
                            let option = |zone: String| {
                                let is_mine = zone == mine;
                                view! { <option selected=is_mine>{zone}</option> }
                            };
                            let options: Vec<_> = zones.into_iter().map(option).collect();
                            Some(view! { <select id="time_zone" name="time_zone" autocomplete="off">{options}</select> })
                        })}
                    </Transition>
                </div>
                <div class="submit">
                    <button class="primary">"Set the zone"</button>
                    <FormDone done words="Set."/>
                </div>
            </ActionForm>
        </section>
    }
    .into_any()
}
