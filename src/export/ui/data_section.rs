//! "Your data" on the settings page.

use crate::url;
use leptos::prelude::*;

/// Everything that Docket holds about the person, as a file.
#[component]
pub fn DataSection() -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="data-title">
            <h2 id="data-title">"Your data"</h2>
            <p class="explanation">
                "Everything that Docket holds about you in one JSON file: your account, tasks, conversations and devices."
            </p>
            // Not a page: the browser asks for it by itself.
            <a class="button" href=url::EXPORT rel="external" download="docket.json">"Export my data"</a>
        </section>
    }
    .into_any()
}
