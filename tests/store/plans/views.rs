//! Views, the person's order, and filters.

use super::*;
use docket::tasks::server::{DueIn, Filter};
use docket::tasks::{Status, View};

pub(super) async fn titles(ann: &Person, view: View) -> String {
    let page = ann.tasks.view(&ann.user, &view, 0).await.unwrap();
    assert_eq!(page.next, None);
    page.tasks.into_iter().map(|task| task.title).collect::<Vec<_>>().join(", ")
}

/// A person in Karachi (UTC+5) on 28 November at 02:00, when it is still 27 November in UTC.
async fn with_tasks(db: &Db) -> Person {
    let ann = Person::new(db, "ann", "Asia/Karachi", "2026-11-27T21:00").await;
    for (title, plan) in [
        ("someday", json!({})),
        ("yesterday", json!({ "due": "2026-11-27" })),
        ("last night", json!({ "due": "2026-11-27T23:30" })),
        ("today", json!({ "due": "2026-11-28", "list": "Home" })),
        ("this evening", json!({ "due": "2026-11-28T23:59", "tags": ["Phone"] })),
        ("urgent today", json!({ "due": "2026-11-28", "priority": 1, "list": "home" })),
        ("midnight", json!({ "due": "2026-11-29T00:00" })),
        ("tomorrow", json!({ "due": "2026-11-29", "tags": ["phone", "x"] })),
        ("in a week", json!({ "due": "2026-12-05" })),
        ("in eight days", json!({ "due": "2026-12-06" })),
        ("later", json!({ "start": "2026-12-01" })),
        ("begun", json!({ "start": "2026-11-28" })),
    ] {
        ann.add(title, plan).await;
    }
    let done = ann.add("done", json!({ "due": "2026-11-28", "list": "Home", "tags": ["phone"] })).await;
    ann.done(done.id).await;
    ann
}

on_both! {
    async fn each_view_has_its_tasks(db: Db) {
        let ann = with_tasks(&db).await;
        assert_eq!(titles(&ann, View::Today).await, "last night, yesterday, this evening, urgent today, today");
        assert_eq!(titles(&ann, View::Upcoming).await, "midnight, tomorrow, later, in a week, in eight days");
        assert_eq!(titles(&ann, View::Done).await, "done");
        assert_eq!(titles(&ann, View::List("HOME".into())).await, "urgent today, today");
        assert_eq!(titles(&ann, View::Tag("phone".into())).await, "tomorrow, this evening");
        assert_eq!(titles(&ann, View::Search("today".into())).await, "urgent today, today");
        assert!(!titles(&ann, View::All).await.contains("later"), "it has not begun");
        let overview = ann.tasks.overview(&ann.user).await.unwrap();
        assert_eq!((overview.today, overview.overdue), (5, 2));
        assert_eq!(overview.lists.iter().map(|list| list.to_lowercase()).collect::<Vec<_>>(), ["home"]);
        assert_eq!(overview.tags, ["phone", "x"]);
        assert_eq!((overview.time_zone.as_deref(), overview.time_zone_chosen), (Some("Asia/Karachi"), false));
        // She flies to Honolulu, where it is 27 November, 11:00.
        ann.tasks.set_time_zone(&ann.user, "Pacific/Honolulu", true).await.unwrap();
        assert_eq!(titles(&ann, View::Today).await, "last night, yesterday");
    }

    async fn filters_find_and_go_on(db: Db) {
        let ann = with_tasks(&db).await;
        let found = async |filter: Filter<'_>| {
            let mut all = Vec::new();
            let mut cursor: Option<String> = None;
            loop {
                let listed = ann.tasks.listed(&ann.user, filter, cursor.as_deref(), 2).await.unwrap();
                all.extend(listed.tasks.into_iter().map(|task| task.title));
                assert_eq!(listed.count, all.len() as i64 + listed.more.unwrap_or(0));
                cursor = listed.cursor;
                if cursor.is_none() {
                    return all.join(", ");
                }
            }
        };
        let none = Filter::default();
        let due = |due| Filter { due: Some(due), ..none };
        assert_eq!(found(due(DueIn::Today)).await, "last night, yesterday, this evening, urgent today, today");
        assert_eq!(found(due(DueIn::Overdue)).await, "last night, yesterday");
        assert_eq!(found(due(DueIn::Week)).await,
            "last night, yesterday, this evening, urgent today, today, midnight, tomorrow, in a week");
        assert_eq!(found(due(DueIn::None)).await, "begun, later, someday");
        assert_eq!(found(Filter { tag: Some("PHONE"), ..none }).await, "done, tomorrow, this evening");
        assert_eq!(found(Filter { list: Some("home"), status: Status::Pending, ..none }).await, "urgent today, today");
        assert_eq!(found(Filter { list: Some("home"), status: Status::Completed, ..due(DueIn::Today) }).await, "done");
        assert_eq!(found(Filter { query: Some("today"), list: Some("home"), ..none }).await, "urgent today, today");
        assert_eq!(found(Filter { query: Some("!"), ..none }).await, "");
        assert_eq!(found(Filter { tag: Some("phone"), ..due(DueIn::Today) }).await, "this evening");
        for cursor in ["x", "1", "1.x", "-1.0", "99999999999999999999.0"] {
            let refused = ann.tasks.listed(&ann.user, none, Some(cursor), 2).await;
            assert!(matches!(refused, Err(TaskError::Cursor)), "{cursor}");
        }
    }

    async fn a_long_view_comes_in_parts(db: Db) {
        let ann = Person::new(&db, "ann", "UTC", "2026-11-28T09:00").await;
        for number in 0..103 {
            ann.add(&number.to_string(), json!({ "due": "2026-11-28" })).await;
        }
        for view in [View::Today, View::All] {
            let first = ann.tasks.view(&ann.user, &view, 0).await.unwrap();
            let second = ann.tasks.view(&ann.user, &view, first.next.unwrap()).await.unwrap();
            assert_eq!((first.tasks.len(), second.tasks.len(), second.next), (100, 3, None));
        }
    }
}
