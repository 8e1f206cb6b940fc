//! The card of one reminder.

use super::Reminders;
use crate::reminders::Reminder;
use crate::reminders::api::{self, DismissReminder, ReminderDone, SnoozeReminder};
use crate::timestamp::Timestamp;
use crate::ui::dynamic::{Dynamic, dynamic, listener};
use crate::ui::hydrated::Hydrated;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::time::{Time, minutes_since};
use crate::ui::timer::sleep;
use crate::url;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use std::time::Duration;

/// How often the card looks how late it is.
const TICK: Duration = Duration::from_secs(20);
/// What gets the focus when a card is gone: the next card, or else the page.
const NEXT: &str = ".reminder button, main :is(textarea, input:not([type=hidden]), a)";

/// A reminder: the task, when it was, and what the person can do about it.
#[component]
pub fn Card(
    /// The reminder.
    reminder: Reminder,
) -> impl IntoView {
    let reminders = Reminders::here();
    let id = reminder.id;
    let title_id = format!("reminder-{id}");
    let act = move |event: SubmitEvent| {
        event.prevent_default();
        let button = event.submitter().and_then(|button| button.get_attribute("value")).unwrap_or_default();
        reminders.act(
            id,
            match button.as_str() {
                "done" => Box::pin(async move { api::reminder_done(id).await.map(drop) }),
                "dismiss" => Box::pin(api::dismiss_reminder(id)),
                minutes => Box::pin(api::snooze_reminder(id, minutes.parse().ok(), minutes == "true")),
            },
        );
    };
    // The day on which it was told serves to leave out the year.
    let today = reminder.told_at.as_str().get(..10).unwrap_or_default();
    let due = reminder.due.as_ref().map(|due| [" · due ", &due.in_words(today)].concat());
    let snooze = SnoozeReminder::url();
    view! {
        <form
            class="reminder"
            method="post"
            action=ReminderDone::url()
            aria-labelledby=title_id.clone()
            on:submit=listener(act)
        >
            <input type="hidden" name="id" value=id.to_string()/>
            <p class="reminder-title" id=title_id.clone()>
                <a href=url::task(reminder.task_id) dir="auto">{reminder.title}</a>
            </p>
            <p class="hint">{moment(reminder.remind_at)}{due}</p>
            <div class="reminder-actions">
                <button class="primary" value="done">"Done"</button>
                <details>
                    <summary class="button">"Snooze"</summary>
                    <div class="snoozes">
                        <button class="quiet" formaction=snooze name="minutes" value="10">"10 min"</button>
                        <button class="quiet" formaction=snooze name="minutes" value="60">"1 h"</button>
                        <button class="quiet" formaction=snooze name="tomorrow" value="true">"Tomorrow, 9:00"</button>
                    </div>
                </details>
            </div>
            <button
                class="icon-button"
                formaction=DismissReminder::url()
                value="dismiss"
                aria-label="Dismiss"
            ><Icon glyph=Glyph::Cross/></button>
        </form>
    }
    .into_any()
}

/// "now", "10 min late", or the time. The first render has the time, as the server sends it.
fn moment(at: Timestamp) -> Dynamic {
    let hydrated = Hydrated::here();
    let minutes = RwSignal::new(None::<u32>);
    Effect::new({
        let at = at.clone();
        move || {
            let at = at.clone();
            spawn_local(async move {
                // Ends with the card.
                while minutes.try_set(minutes_since(&at)).is_none() {
                    sleep(TICK).await;
                }
            });
        }
    });
    let minutes = Memo::new(move |_| minutes.get());
    dynamic(move || {
        Some(match minutes.try_get().flatten().filter(|_| hydrated.get()) {
            Some(0) => "now".into_any(),
            Some(minutes @ 1..60) => format!("{minutes} min late").into_any(),
            _ => view! { <Time at=at.clone()/> }.into_any(),
        })
    })
}

/// Moves the focus from a card that is about to go, if it is there.
pub(super) fn pass_focus_on() {
    let here = document().active_element();
    if !here.is_some_and(|element| matches!(element.closest(".reminder"), Ok(Some(_)))) {
        return;
    }
    spawn_local(async {
        sleep(Duration::ZERO).await;
        let next = document().query_selector(NEXT).ok().flatten();
        if let Some(next) = next.and_then(|next| next.dyn_into::<web_sys::HtmlElement>().ok()) {
            _ = next.focus();
        }
    });
}
