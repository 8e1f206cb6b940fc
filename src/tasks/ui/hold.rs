//! What a list shows, with the rows that stay in their places: those with an open editor. What changes elsewhere does
//! not take away what somebody is typing.

use super::group::{Group, Item, groups};
use crate::id::TaskId;
use crate::tasks::{Board, View};
use std::collections::BTreeSet;

/// The two parts of a list: the tasks of the view, and beside all tasks those that were done last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    view: View,
    parts: [Vec<Group>; 2],
}

/// The tasks of the view.
pub const OF_VIEW: usize = 0;
/// The tasks that were done last.
pub const DONE: usize = 1;

impl Shown {
    /// What is shown of a board. The rows in `open` stay where they were `before`, if that was the same view.
    pub fn of(board: &Board, open: &BTreeSet<TaskId>, before: Option<&Self>) -> Self {
        let done = board.done.as_ref().map(|done| groups(&View::Done, done));
        let mut shown = Self {
            view: board.view.clone(),
            parts: [groups(&board.view, &board.page), done.unwrap_or_default()],
        };
        if let Some(before) = before.filter(|before| before.view == shown.view) {
            for &id in open {
                shown.hold(id, before);
            }
        }
        shown
    }

    /// The groups of a part.
    pub fn part(&self, part: usize) -> &[Group] {
        self.parts.get(part).map(Vec::as_slice).unwrap_or_default()
    }

    /// A task's row in a part.
    pub fn item(&self, part: usize, id: TaskId) -> Option<&Item> {
        self.part(part).iter().flat_map(|group| &group.items).find(|item| item.row.id == id)
    }

    /// The part, the group and the place in it.
    fn place(&self, id: TaskId) -> Option<(usize, usize, usize)> {
        self.parts.iter().enumerate().find_map(|(part, groups)| {
            groups.iter().enumerate().find_map(|(group, of)| {
                let place = of.items.iter().position(|item| item.row.id == id)?;
                Some((part, group, place))
            })
        })
    }

    fn hold(&mut self, id: TaskId, before: &Self) {
        let Some((part, group, place)) = before.place(id) else { return };
        let old = &before.parts[part][group];
        let mut item = Item { gone: true, ..old.items[place].clone() };
        if let Some((now, of, at)) = self.place(id) {
            let groups = &mut self.parts[now];
            if now == part && groups[of].heading == old.heading {
                return;
            }
            item = groups[of].items.remove(at);
            groups.retain(|group| !group.items.is_empty());
        }
        let groups = &mut self.parts[part];
        match groups.iter_mut().find(|group| group.heading == old.heading) {
            Some(group) => group.items.insert(place.min(group.items.len()), item),
            None => {
                let group_place = group.min(groups.len());
                groups.insert(group_place, Group { heading: old.heading.clone(), items: vec![item] });
            }
        }
    }
}

#[cfg(all(test, feature = "ssr"))]
#[expect(clippy::unwrap_used, reason = "tests fail by panicking")]
mod tests {
    use super::*;
    use crate::tasks::{Overview, ViewPage};
    use serde_json::json;

    /// A view's tasks by number and the day on which they are due.
    fn board(view: View, open: &[(i64, &str)], done: &[(i64, &str)]) -> Board {
        let page = |tasks: &[(i64, &str)]| ViewPage {
            tasks: serde_json::from_value(json!(
                tasks
                    .iter()
                    .map(|(id, due)| json!({
                        "id": id, "title": "Milk", "completed": false, "due": due,
                        "created_at": "2026-12-01T00:00:00.000Z", "updated_at": "2026-12-01T00:00:00.000Z",
                    }))
                    .collect::<Vec<_>>()
            ))
            .unwrap(),
            subtasks: Vec::new(),
            next: None,
            today: "2026-12-01".to_owned(),
            rules: Vec::new(),
        };
        let overview: Overview = serde_json::from_value(json!({
            "today": 0, "overdue": 0, "lists": [], "tags": [], "time_zone": null, "time_zone_chosen": false,
        }))
        .unwrap();
        Board { view, page: page(open), done: Some(page(done)), overview }
    }

    /// A group's heading and its tasks by number, and whether each is gone.
    type Told = (Option<String>, Vec<(i64, bool)>);

    fn told(shown: &Shown, part: usize) -> Vec<Told> {
        let items =
            |group: &Group| group.items.iter().map(|item| (item.row.id.get(), item.gone)).collect::<Vec<_>>();
        shown.part(part).iter().map(|group| (group.heading.clone(), items(group))).collect()
    }

    fn after(before: &Board, now: &Board, open: i64) -> Shown {
        let open = BTreeSet::from([TaskId::new(open)]);
        Shown::of(now, &open, Some(&Shown::of(before, &open, None)))
    }

    #[test]
    fn an_open_row_that_was_deleted_stays_in_its_place() {
        let day = "2026-12-04";
        let before = board(View::All, &[(1, day), (2, day), (3, day)], &[]);
        let now = board(View::All, &[(1, day), (3, day)], &[]);
        assert_eq!(
            told(&after(&before, &now, 2), OF_VIEW),
            [(None, vec![(1, false), (2, true), (3, false)])]
        );
        assert_eq!(told(&after(&before, &now, 1), OF_VIEW), [(None, vec![(1, false), (3, false)])]);
    }

    #[test]
    fn an_open_row_that_was_done_stays_among_those_to_do() {
        let day = "2026-12-04";
        let before = board(View::All, &[(1, day), (2, day)], &[]);
        let now = board(View::All, &[(2, day)], &[(1, day)]);
        let shown = after(&before, &now, 1);
        assert_eq!(told(&shown, OF_VIEW), [(None, vec![(1, false), (2, false)])]);
        assert_eq!(told(&shown, DONE), []);
    }

    #[test]
    fn an_open_row_that_got_another_day_stays_under_its_own() {
        let heading = |words: &str| Some(words.to_owned());
        let before = board(View::Upcoming, &[(1, "2026-12-04"), (2, "2026-12-05")], &[]);
        let now = board(View::Upcoming, &[(2, "2026-12-05"), (1, "2026-12-05")], &[]);
        let held = [(heading("Fri 4 Dec"), vec![(1, false)]), (heading("Sat 5 Dec"), vec![(2, false)])];
        assert_eq!(told(&after(&before, &now, 1), OF_VIEW), held);
        let free = [(heading("Sat 5 Dec"), vec![(2, false), (1, false)])];
        assert_eq!(told(&after(&before, &now, 2), OF_VIEW), free);
    }

    #[test]
    fn another_view_shows_only_what_is_in_it() {
        let before = board(View::All, &[(1, "2026-12-04")], &[]);
        let now = board(View::Today, &[], &[]);
        assert_eq!(told(&after(&before, &now, 1), OF_VIEW), []);
    }
}
