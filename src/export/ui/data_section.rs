//! "Your data" on the settings page.

use crate::url;
use leptos::prelude::*;

/// The files of tasks.
const KINDS: [(&str, &str); 4] =
    [("ics", "Calendar (ICS)"), ("csv", "CSV"), ("md", "Markdown"), ("json", "JSON")];

/// Everything that Docket holds about the person, as a file.
#[component]
pub fn DataSection() -> impl IntoView {
    let files: Vec<_> = KINDS
        .map(|(kind, words)| {
            let name = ["docket-tasks.", kind].concat();
            view! { <a class="button" href=url::export_tasks(kind) rel="external" download=name>{words}</a> }
        })
        .into_iter()
        .collect();
    view! {
        <section class="card" aria-labelledby="data-title">
            <h2 id="data-title">"Your data"</h2>
            <p class="explanation">
                "Everything that Docket holds about you in one JSON file: your account, tasks, conversations and devices."
            </p>
            // Not a page: the browser asks for it by itself.
            <p class="submit">
                <a class="button" href=url::EXPORT rel="external" download="docket.json">"Export my data"</a>
            </p>
            <p class="explanation">"Your tasks alone, for other programs. Docket reads each of these files again."</p>
            <p class="submit">{files}</p>
            <p class="submit"><a class="button" href=url::IMPORT>"Import tasks"</a></p>
        </section>
    }
    .into_any()
}
