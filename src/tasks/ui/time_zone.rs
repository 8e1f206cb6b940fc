//! The person's time zone: the browser tells it, unless the person has chosen one in the settings.

use super::board::Tasks;
use super::task_page::MadePage;
use crate::tasks::api::{self, SetTimeZone};
use crate::tasks::view::Made;
use crate::ui::form::{FormDone, FormError, refusal};
use crate::url;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;

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
    let done = use_query_map().with_untracked(|query| query.get_str(url::DONE) == Some("time-zone"));
    view! {
        <section class="card" aria-labelledby="time-zone-title">
            <h2 id="time-zone-title">"Time zone"</h2>
            <p class="explanation">"Your days, times and reminders are those of this zone."</p>
            <FormError error=Signal::stored(refusal::<SetTimeZone>())/>
            <MadePage part=Made::TimeZone/>
            <FormDone done=Signal::stored(done) words="Set."/>
        </section>
    }
    .into_any()
}
