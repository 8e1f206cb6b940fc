//! What of a file is left out or different, each with its place.

use crate::import::Source;
use crate::tasks::server::Preview;
use leptos::prelude::*;

/// Most warnings that are shown.
const SHOWN: usize = 500;
/// So many are shown at once; more unfold.
const OPEN: usize = 10;

pub(super) fn section(found: &Preview) -> Option<AnyView> {
    let content = &found.content;
    let place = match content.source {
        Source::Docket | Source::GoogleTasks | Source::MicrosoftToDo | Source::Calendar => "Item",
        _ => "Line",
    };
    let skipped =
        content.skipped.iter().map(|skipped| (skipped.place, None, format!("not imported: {}", skipped.why)));
    let changed = content.notes.iter().filter_map(|note| {
        let fitted = content.tasks.get(note.task)?;
        Some((fitted.place, Some(fitted.task.title.clone()), note.what.to_string()))
    });
    let mut all: Vec<(usize, Option<String>, String)> = skipped.chain(changed).collect();
    if all.is_empty() {
        return None;
    }
    all.sort_by_key(|(place, ..)| *place);
    let (number, more) = (all.len(), all.len().saturating_sub(SHOWN));
    all.truncate(SHOWN);
    let row = |(at, title, what): (usize, Option<String>, String)| {
        view! {
            <li>
                {format!("{place} {at}")}
                {title.map(|title| view! { ", " <bdi>"“" {title} "”"</bdi> })}
                ": " {what}
            </li>
        }
    };
    let rows: Vec<_> = all.into_iter().map(row).collect();
    let rest = (more > 0).then(|| view! { <p class="hint">{format!("And {more} more.")}</p> });
    let heading =
        format!("{number} {}", if number == 1 { "thing is different" } else { "things are different" });
    let section = view! {
        <section class="card warnings" aria-labelledby="warnings">
            <details open=number <= OPEN>
                <summary><h2 id="warnings">{heading}</h2></summary>
                <ul>{rows}</ul>
                {rest}
            </details>
        </section>
    };
    Some(section.into_any())
}
