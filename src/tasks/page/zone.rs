//! The form with the time zone, a part of the settings.

use crate::calendar;
use crate::id::UserId;
use crate::tasks::api::SetTimeZone;
use crate::tasks::server::{TaskError, Tasks};
use crate::tasks::view::TaskHtml;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The form.
///
/// # Errors
/// If the database failed.
pub async fn form(tasks: &Tasks, user: &UserId) -> Result<TaskHtml, TaskError> {
    let mine = tasks.overview(user).await?.time_zone.unwrap_or_else(|| "UTC".to_owned());
    let html = Owner::new().with(|| {
        let option = |zone: String| {
            let is_mine = zone == mine;
            view! { <option selected=is_mine>{zone}</option> }
        };
        let options: Vec<_> = calendar::zone_names().into_iter().map(option).collect();
        view! {
            <form method="post" action=SetTimeZone::url()>
                <input type="hidden" name="chosen" value="true"/>
                <div class="field">
                    <label for="time_zone">"Zone"</label>
                    <select id="time_zone" name="time_zone" autocomplete="off">{options}</select>
                </div>
                <button class="primary">"Set the zone"</button>
            </form>
        }
        .to_html()
    });
    Ok(TaskHtml::untitled(html))
}
