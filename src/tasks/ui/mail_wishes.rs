//! "Reminders" in the settings: where they arrive, and what is mailed.

use super::task_page::MadePage;
use crate::tasks::api::preferences::{ConfirmAddress, SendAddressLink, SetMailWishes};
use crate::tasks::view::Made;
use crate::ui::form::{FormDone, FormError, refusal};
use crate::url;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// "Reminders" in the settings.
#[component]
pub fn ReminderSection() -> impl IntoView {
    let (token, words) = use_query_map().with_untracked(|query| {
        let words = match query.get_str(url::DONE) {
            Some("mail-wishes") => "Saved.",
            Some("address-link") => "The link is on its way to you.",
            Some("address") => "Your address is confirmed.",
            _ => "",
        };
        (query.get(url::CONFIRM).unwrap_or_default(), words)
    });
    let refused =
        refusal::<SetMailWishes>().or_else(refusal::<SendAddressLink>).or_else(refusal::<ConfirmAddress>);
    view! {
        <section class="card" id=url::REMINDERS aria-labelledby="reminders-title">
            <h2 id="reminders-title">"Reminders"</h2>
            <p class="explanation">
                "Reminders show on every page of Docket that is open. By mail they reach you elsewhere too."
            </p>
            <FormError error=Signal::stored(refused)/>
            <MadePage part=Made::MailWishes(token)/>
            <FormDone done=Signal::stored(!words.is_empty()) words/>
        </section>
    }
    .into_any()
}
