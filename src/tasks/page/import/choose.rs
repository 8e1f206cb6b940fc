//! Asks for a file or a text, and lists what was imported lately.

use super::outcome::undo_form;
use super::{count, name};
use crate::calendar;
use crate::import::FILE_MAX;
use crate::tasks::server::ImportRecord;
use crate::url;
use jiff::ZonedDateTime;
use leptos::prelude::*;

pub(super) fn page(recent: &[ImportRecord], now: &ZonedDateTime, author: Option<String>) -> AnyView {
    let size = format!("At most {} MB. Nothing is added before you have seen it.", FILE_MAX / 1024 / 1024);
    view! {
        <section class="card" aria-labelledby="choose">
            <h2 id="choose">"From a file or a text"</h2>
            <p class="explanation">
                "From Todoist (CSV), Google Tasks (Tasks.json of Takeout), Microsoft To Do (JSON), TickTick (CSV), Apple Reminders and "
                "other calendars (ICS), Obsidian and other Markdown checklists, spreadsheets (CSV), Docket, or a line for each task."
            </p>
            <form method="post" action=url::IMPORT_FILE enctype="multipart/form-data" class="choose-file">
                <input type="hidden" name="author" value=author/>
                <div class="field">
                    <label for="file">"File"</label>
                    <input
                        type="file" id="file" name="file" aria-describedby="file-hint"
                        accept=".csv,.tsv,.json,.ics,.md,.markdown,.txt,text/*,application/json"
                    />
                    <p class="hint" id="file-hint">{size}</p>
                </div>
                <div class="field">
                    <label for="text">"Or paste a text"</label>
                    <textarea id="text" name="text" rows="6" dir="auto" placeholder="- [ ] Call mom [due:: 2026-12-04]"></textarea>
                </div>
                <button class="primary">"Show a preview"</button>
            </form>
        </section>
        {recents(recent, now)}
    }
    .into_any()
}

fn recents(recent: &[ImportRecord], now: &ZonedDateTime) -> Option<AnyView> {
    let today = now.date().to_string();
    let row = |record: &ImportRecord| {
        let at = record.imported_at.as_ref().map(|at| {
            let moment = calendar::Moment::Time(calendar::in_zone(at, now.time_zone()));
            moment.to_due().in_words(&today)
        });
        let undone = record.undone_at.is_some();
        view! {
            <li class:undone=undone>
                <a class="what" href=url::import(record.id) dir="auto">
                    {count(record.tasks.unwrap_or_default(), "task")} " from " <bdi>{name(&record.file_name)}</bdi>
                </a>
                <span class="hint">{at}{undone.then_some(" · undone")}</span>
                {(!undone).then(|| undo_form(record.id, "quiet"))}
            </li>
        }
    };
    let rows: Vec<_> = recent.iter().map(row).collect();
    let section = view! {
        <section class="card" aria-labelledby="recent">
            <h2 id="recent">"Imported in the last day"</h2>
            <ul class="history">{rows}</ul>
        </section>
    };
    (!recent.is_empty()).then(|| section.into_any())
}
