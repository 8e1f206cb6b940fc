//! The rows of a view, in groups with headings.

use super::chip::{Chip, chips};
use crate::id::TaskId;
use crate::tasks::{Task, View, ViewPage};
use std::collections::HashMap;

/// The heading over what should be done by now.
pub const OVERDUE: &str = "Overdue";

/// Everything that a row shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub id: TaskId,
    pub title: String,
    pub description: Option<String>,
    pub completed: bool,
    pub priority: Option<u8>,
    pub due: Option<(String, Option<String>)>,
    pub chips: Vec<Chip>,
    /// Whether the person can move it.
    pub movable: bool,
}

impl Row {
    /// Whether the editor of the other row has the same in its fields.
    pub fn has_same_fields(&self, other: &Self) -> bool {
        let fields = |row: &Self| (row.title.clone(), row.description.clone(), row.due.clone(), row.priority);
        fields(self) == fields(other)
    }

    /// The priority as a field has it.
    pub fn chosen(&self) -> String {
        self.priority.map(|priority| priority.to_string()).unwrap_or_default()
    }
}

/// A row and its neighbours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub row: Row,
    pub above: Option<TaskId>,
    pub below: Option<TaskId>,
    /// Whether the task is not in the view any more. The row stays while its editor is open.
    pub gone: bool,
}

/// Rows under one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// `None`: they have none.
    pub heading: Option<String>,
    pub items: Vec<Item>,
}

/// The groups of a page of a view.
pub fn groups(view: &View, page: &ViewPage) -> Vec<Group> {
    let mut counts: HashMap<TaskId, (usize, usize)> = HashMap::new();
    for task in &page.subtasks {
        let (done, all) = counts.entry(task.parent_id.unwrap_or(task.id)).or_default();
        *done += usize::from(task.completed);
        *all += 1;
    }
    let movable = matches!(view, View::All | View::List(_));
    let mut groups: Vec<Group> = Vec::new();
    for (place, task) in page.tasks.iter().enumerate() {
        let heading = heading(view, task, &page.today);
        let neighbour = |place: Option<usize>| page.tasks.get(place?).map(|task| task.id);
        let item = Item {
            row: Row {
                id: task.id,
                title: task.title.clone(),
                description: task.description.clone(),
                completed: task.completed,
                priority: task.priority,
                due: task.due.as_ref().map(|due| (due.day().to_owned(), due.time().map(str::to_owned))),
                chips: chips(task, page, counts.get(&task.id).copied().unwrap_or_default()),
                movable,
            },
            above: neighbour(place.checked_sub(1)),
            below: neighbour(Some(place + 1)),
            gone: false,
        };
        match groups.last_mut() {
            Some(group) if group.heading == heading => group.items.push(item),
            _ => groups.push(Group { heading, items: vec![item] }),
        }
    }
    groups
}

fn heading(view: &View, task: &Task, today: &str) -> Option<String> {
    let day = task.due.as_ref().or(task.start.as_ref())?;
    match view {
        View::Today if day.days_after(today) < Some(0) => Some(OVERDUE.to_owned()),
        View::Today => Some("Today".to_owned()),
        View::Upcoming => {
            let later = task.start.as_ref().filter(|start| start.day() > day.day()).unwrap_or(day);
            let words = later.in_words(today);
            Some(words.split(',').next().unwrap_or_default().to_owned())
        }
        _ => None,
    }
}

#[cfg(all(test, feature = "ssr"))]
#[expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]
mod tests {
    use super::*;

    fn page(dues: &[&str]) -> ViewPage {
        let task = |(number, due): (usize, &&str)| {
            serde_json::from_value(serde_json::json!({
                "id": number + 1, "title": "Milk", "completed": false, "due": due,
                "created_at": "2026-12-01T00:00:00.000Z", "updated_at": "2026-12-01T00:00:00.000Z",
            }))
            .unwrap()
        };
        let tasks = dues.iter().enumerate().map(task).collect();
        ViewPage {
            tasks,
            subtasks: Vec::new(),
            next: None,
            today: "2026-12-01".to_owned(),
            rules: Vec::new(),
        }
    }

    fn told(view: &View, dues: &[&str]) -> Vec<(Option<String>, usize)> {
        groups(view, &page(dues)).into_iter().map(|group| (group.heading, group.items.len())).collect()
    }

    #[test]
    fn what_is_overdue_is_above_today() {
        let dues = ["2026-11-20", "2026-11-30T09:00:00Z", "2026-12-01", "2026-12-01T17:00:00Z"];
        assert_eq!(
            told(&View::Today, &dues),
            [(Some("Overdue".to_owned()), 2), (Some("Today".to_owned()), 2)]
        );
    }

    #[test]
    fn what_comes_is_grouped_by_day() {
        let dues = ["2026-12-04", "2026-12-04T17:00:00Z", "2026-12-05"];
        assert_eq!(
            told(&View::Upcoming, &dues),
            [(Some("Fri 4 Dec".to_owned()), 2), (Some("Sat 5 Dec".to_owned()), 1)]
        );
        assert_eq!(told(&View::All, &dues), [(None, 3)]);
    }

    #[test]
    fn rows_know_their_neighbours() {
        let groups = groups(&View::All, &page(&["2026-12-04", "2026-12-05"]));
        let [first, last] = &groups[0].items[..] else { panic!("{groups:?}") };
        assert_eq!((first.above, first.below), (None, Some(last.row.id)));
        assert_eq!((last.above, last.below), (Some(first.row.id), None));
    }
}
