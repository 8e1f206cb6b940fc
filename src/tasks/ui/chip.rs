//! What a row tells of a task's plan, in a few small words.

use crate::due::Due;
use crate::tasks::{Task, ViewPage};
use crate::ui::icon::{Glyph, Icon};
use crate::url;
use leptos::prelude::*;

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    class: &'static str,
    glyph: Option<Glyph>,
    text: String,
    /// The page that it leads to.
    to: Option<String>,
}

/// All of a task of a page. Of its sub-tasks, `done` of `all` are done.
pub fn chips(task: &Task, page: &ViewPage, (done, all): (usize, usize)) -> Vec<Chip> {
    let today = page.today.as_str();
    let chip = |class, glyph, text| Chip { class, glyph, text, to: None };
    let mut chips = Vec::new();
    if let Some(due) = &task.due {
        let words = day(due, today);
        chips.push(match due.days_after(today) {
            Some(..0) if !task.completed => {
                chip("overdue", Some(Glyph::Alert), ["Overdue: ", &words].concat())
            }
            Some(0) => chip("today", Some(Glyph::Calendar), words),
            _ => chip("due", Some(Glyph::Calendar), words),
        });
    }
    if let Some(rule) = &task.repeat {
        let words = page.rules.iter().find(|(known, _)| known == rule).map_or(rule, |(_, words)| words);
        chips.push(chip("repeat", Some(Glyph::Repeat), words.clone()));
    }
    if let Some(start) = task.start.as_ref().filter(|start| start.day() > today) {
        chips.push(chip("start", None, ["from ", &day(start, today)].concat()));
    }
    if let Some(priority) = task.priority {
        let class = ["p1", "p2", "p3", "p4"].get(usize::from(priority).wrapping_sub(1)).copied();
        chips.push(chip(class.unwrap_or_default(), None, ["P", &priority.to_string()].concat()));
    }
    if all > 0 {
        let text = [&done.to_string(), "/", &all.to_string()].concat();
        chips.push(Chip { to: Some(url::task(task.id)), ..chip("subtasks", Some(Glyph::List), text) });
    }
    if let Some(list) = &task.list {
        chips.push(Chip { to: Some(url::task_list(list)), ..chip("list", None, ["#", list].concat()) });
    }
    for tag in &task.tags {
        chips.push(Chip { to: Some(url::tag(tag)), ..chip("tag-name", None, ["@", tag].concat()) });
    }
    chips
}

/// `Today 17:00`, `Tomorrow`, or the day.
fn day(due: &Due, today: &str) -> String {
    let near = match due.days_after(today) {
        Some(-1) => "Yesterday",
        Some(0) => "Today",
        Some(1) => "Tomorrow",
        _ => return due.in_words(today),
    };
    match due.time() {
        Some(time) => [near, " ", time].concat(),
        None => near.to_owned(),
    }
}

/// The chips as a list.
pub fn chip_list(chips: Vec<Chip>) -> Option<AnyView> {
    if chips.is_empty() {
        return None;
    }
    let chip = |Chip { class, glyph, text, to }| {
        let name = (class == "repeat").then(|| ["Repeats ", &text].concat());
        // The words of a rule may be long: the icon says enough to those who see it.
        let words = match &name {
            Some(name) => view! { <span class="visually-hidden">{name.clone()}</span> }.into_any(),
            None => view! { <bdi>{text}</bdi> }.into_any(),
        };
        let content = view! { {glyph.map(|glyph| view! { <Icon glyph/> })}{words} };
        let class = ["chip ", class].concat();
        match to {
            Some(to) => view! { <li><a class=class href=to>{content}</a></li> }.into_any(),
            None => view! { <li><span class=class title=name>{content}</span></li> }.into_any(),
        }
    };
    let chips: Vec<_> = chips.into_iter().map(chip).collect();
    Some(view! { <ul class="chips">{chips}</ul> }.into_any())
}

#[cfg(all(test, feature = "ssr"))]
#[expect(clippy::unwrap_used, reason = "tests fail by panicking")]
mod tests {
    use super::*;
    use crate::id::TaskId;

    fn texts(plan: serde_json::Value, subtasks: (usize, usize)) -> Vec<(&'static str, String)> {
        let mut json = serde_json::json!({
            "id": TaskId::new(1), "title": "Milk", "completed": false,
            "created_at": "2026-12-01T00:00:00.000Z", "updated_at": "2026-12-01T00:00:00.000Z",
        });
        json.as_object_mut().unwrap().extend(plan.as_object().unwrap().clone());
        let task = serde_json::from_value(json).unwrap();
        let rules = vec![("FREQ=WEEKLY;BYDAY=MO".to_owned(), "every week on Mon".to_owned())];
        let today = "2026-12-01".to_owned();
        let page = ViewPage { tasks: Vec::new(), subtasks: Vec::new(), next: None, today, rules };
        chips(&task, &page, subtasks).into_iter().map(|chip| (chip.class, chip.text)).collect()
    }

    #[test]
    fn days_near_today_have_names() {
        for (due, class, text) in [
            ("2026-11-27", "overdue", "Overdue: Fri 27 Nov"),
            ("2026-11-30", "overdue", "Overdue: Yesterday"),
            ("2026-12-01T17:00:00+01:00", "today", "Today 17:00"),
            ("2026-12-02", "due", "Tomorrow"),
            ("2026-12-04T09:00:00+01:00", "due", "Fri 4 Dec, 09:00"),
            ("2027-01-01", "due", "Fri 1 Jan 2027"),
        ] {
            assert_eq!(texts(serde_json::json!({ "due": due }), (0, 0)), [(class, text.to_owned())]);
        }
        let done = serde_json::json!({ "due": "2026-11-30", "completed": true });
        assert_eq!(texts(done, (0, 0)), [("due", "Yesterday".to_owned())]);
    }

    #[test]
    fn a_plan_is_told_in_order() {
        let plan = serde_json::json!({
            "repeat": "FREQ=WEEKLY;BYDAY=MO", "start": "2026-12-05", "priority": 1, "list": "Home", "tags": ["phone"],
        });
        let told = texts(plan, (1, 3));
        let told: Vec<_> = told.iter().map(|(class, text)| (*class, text.as_str())).collect();
        assert_eq!(
            told,
            [
                ("repeat", "every week on Mon"),
                ("start", "from Sat 5 Dec"),
                ("p1", "P1"),
                ("subtasks", "1/3"),
                ("list", "#Home"),
                ("tag-name", "@phone"),
            ]
        );
        assert_eq!(texts(serde_json::json!({ "start": "2026-12-01" }), (0, 0)), []);
    }
}
