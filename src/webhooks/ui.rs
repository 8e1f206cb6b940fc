//! "Webhooks" in the settings.

use super::api::{AddWebhook, ChangeWebhook, RotateWebhook, SendWebhookAgain, TryWebhook, webhook_section};
use crate::ui::form::{FormDone, FormError, refusal};
use crate::ui::made::MadeHtml;
use crate::url;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The addresses that are told of changes of the person's tasks.
#[component]
pub fn WebhookSection() -> impl IntoView {
    let words = use_query_map().with_untracked(|query| match query.get_str(url::DONE) {
        Some("webhook-paused") => "That webhook is paused.",
        Some("webhook-resumed") => "That webhook goes on.",
        Some("webhook-removed") => "That webhook is removed.",
        Some("webhook-tried") => "The address has taken the test.",
        Some("webhook-failed") => "The address has not taken the test. See its last deliveries.",
        Some("webhook-again") => "It is sent again.",
        _ => "",
    });
    let refused = refusal::<AddWebhook>()
        .or_else(refusal::<ChangeWebhook>)
        .or_else(refusal::<RotateWebhook>)
        .or_else(refusal::<TryWebhook>)
        .or_else(refusal::<SendWebhookAgain>);
    let section = Resource::new(|| (), |()| webhook_section());
    view! {
        <section class="card" id=url::WEBHOOKS aria-labelledby="webhooks-title">
            <h2 id="webhooks-title">"Webhooks"</h2>
            <p class="explanation">
                "Docket tells an address of yours what happens to your tasks, with their words, as soon as it happens."
            </p>
            <FormError error=Signal::stored(refused)/>
            <MadeHtml html=section/>
            <FormDone done=Signal::stored(!words.is_empty()) words/>
        </section>
    }
    .into_any()
}
