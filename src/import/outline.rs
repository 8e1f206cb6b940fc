//! Markdown checklists and plain lists. Indented tasks are sub-tasks, headings are lists. Fields may stand behind a
//! title as `[due:: 2026-12-04]` (Dataview's form, which Docket's export writes) or as the signs of Obsidian Tasks.

mod fields;
mod line;

use super::draft::{Draft, Reader};
use super::{Source, Why};
use line::{Kind, Line};

/// Whether a line of the text is an item of a checklist.
pub(super) fn is_checklist(text: &str) -> bool {
    text.lines().any(|line| matches!(Line::read(line).kind, Kind::Task { .. }))
}

pub(super) fn read(text: &str, reader: &mut Reader<'_>) -> Source {
    let checklist = is_checklist(text);
    let bullets = text.lines().any(|line| matches!(Line::read(line).kind, Kind::Bullet));
    let mut list: Option<String> = None;
    // The last task of each depth.
    let mut above: Vec<(usize, usize)> = Vec::new();
    let mut in_code = false;
    for (place, written) in (1..).zip(text.lines()) {
        let line = Line::read(written);
        if written.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        let inside = above.iter().rev().find(|(depth, _)| *depth < line.depth).map(|(_, number)| *number);
        let done = match line.kind {
            Kind::Empty => continue,
            _ if in_code && (checklist || bullets) => None,
            Kind::Heading if checklist || bullets => {
                list = Some(line.text.to_owned());
                above.clear();
                continue;
            }
            Kind::Task { done } => Some(done),
            Kind::Bullet if !checklist => Some(false),
            Kind::Text | Kind::Heading if !checklist && !bullets => Some(false),
            _ => None,
        };
        match (done, inside) {
            (Some(done), _) => {
                let mut draft = Draft::at(place);
                draft.task.completed = done;
                draft.task.list.clone_from(&list);
                if checklist {
                    fields::read(line.text, &mut draft, reader);
                } else {
                    draft.task.title = line.text.to_owned();
                }
                above.retain(|(depth, _)| *depth < line.depth);
                draft.task.parent = above.last().map(|(_, number)| *number);
                above.push((line.depth, reader.add(draft)));
            }
            (None, Some(number)) => {
                if let Some(draft) = reader.drafts.get_mut(number) {
                    let line = written.trim();
                    describe(draft, line.strip_prefix('\\').unwrap_or(line));
                }
            }
            (None, None) => reader.skip(place, Why::Text),
        }
    }
    if checklist || bullets { Source::Markdown } else { Source::Lines }
}

/// Adds a line to the description.
fn describe(draft: &mut Draft, line: &str) {
    match &mut draft.task.description {
        Some(text) => {
            text.push('\n');
            text.push_str(line);
        }
        none => *none = Some(line.to_owned()),
    }
}
