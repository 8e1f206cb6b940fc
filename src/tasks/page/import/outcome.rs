//! Says what became of a file.

use super::{count, name};
use crate::tasks::api::UndoImport;
use crate::tasks::server::ImportRecord;
use crate::ui::icon::{Glyph, Icon};
use crate::url;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

pub(super) fn page(record: &ImportRecord, left: i64) -> AnyView {
    let tasks = record.tasks.unwrap_or_default();
    let file = name(&record.file_name);
    let undone = record.undone_at.is_some();
    let sentence = match (undone, if undone { left } else { tasks }) {
        (false, 1) => format!("1 task from {file} is now in your tasks."),
        (false, _) => format!("{tasks} tasks from {file} are now in your tasks."),
        (true, 0) => format!("The import from {file} is undone: {} removed.", was(tasks)),
        (true, _) => format!(
            "The import from {file} is undone: {} removed. {left} stayed, because you have changed them since.",
            was(tasks - left)
        ),
    };
    view! {
        <section class="card import-outcome" aria-labelledby="outcome">
            <h2 id="outcome">{if undone { "Undone" } else { "Imported" }}</h2>
            <p dir="auto" role="status">{sentence}</p>
            <div class="submit">
                <a class="button primary" href=url::TASKS>"See your tasks"</a>
                {(!undone).then(|| undo_form(record.id, "quiet"))}
                <a class="button" href=url::IMPORT>"Import something else"</a>
            </div>
            {(!undone).then(|| view! {
                <p class="hint">"Undoing removes the tasks that were not changed since. It is possible for a day."</p>
            })}
        </section>
    }
    .into_any()
}

/// A form with a button that undoes an import.
pub(super) fn undo_form(file: i64, class: &'static str) -> AnyView {
    view! {
        <form method="post" action=UndoImport::url()>
            <input type="hidden" name="file" value=file.to_string()/>
            <button class=class><Icon glyph=Glyph::Undo/>"Undo this import"</button>
        </form>
    }
    .into_any()
}

fn was(number: i64) -> String {
    format!("{} {}", count(number, "task"), if number == 1 { "was" } else { "were" })
}
