//! Conditions, and what is somebody else's.

use super::*;

#[tokio::test]
async fn conditions_hold_or_nothing_happens() {
    both(async |home| {
        let (one, two) = (todo("a", "SUMMARY:One"), todo("a", "SUMMARY:Two"));
        for condition in [Condition::Present, Condition::OneOf(vec!["x".into()])] {
            assert!(matches!(home.put("a.ics", &one, condition).await, Err(CalendarError::Failed)));
        }
        home.add("a.ics", &one).await;
        let etag = home.object("a.ics").await.entry.etag;
        for condition in [Condition::Absent, Condition::OneOf(vec!["x".into()])] {
            assert!(matches!(home.put("a.ics", &two, condition.clone()).await, Err(CalendarError::Failed)));
            let moved =
                home.calendars.move_to(home.caller(), (TASKS, "a.ics"), (TASKS, "b.ics"), true, &condition);
            assert!(matches!(moved.await, Err(CalendarError::Failed)));
            let deleted = home.calendars.delete(home.caller(), TASKS, "a.ics", &condition).await;
            assert!(matches!(deleted, Err(CalendarError::Failed)));
        }
        home.put("a.ics", &two, Condition::OneOf(vec!["x".into(), etag.clone()])).await.unwrap();
        // A change on the page is a change.
        let etag = home.object("a.ics").await.entry.etag;
        let task = home.task().await;
        home.tasks.update(&home.user, task.id, Some("Three"), None).await.unwrap();
        let put = home.put("a.ics", &one, Condition::OneOf(vec![etag])).await;
        assert!(matches!(put, Err(CalendarError::Failed)), "{put:?}");
        assert_eq!(home.task().await.title, "Three");
        home.calendars.delete(home.caller(), TASKS, "a.ics", &Condition::Present).await.unwrap();
        let again = home.calendars.delete(home.caller(), TASKS, "a.ics", &Condition::Any).await;
        assert!(matches!(again, Err(CalendarError::NoObject)));
        assert!(home.all().await.is_empty());
        // The deletion of a program can be undone.
        let history = home.tasks.history(&home.user, task.id, 1).await.unwrap();
        home.tasks.undo_change(&home.user, history[0].id).await.unwrap();
        assert_eq!(home.object("a.ics").await.entry.name, "a.ics");
    })
    .await;
}

#[tokio::test]
async fn a_uid_is_taken_once() {
    both(async |home| {
        home.add("a.ics", &todo("a", "SUMMARY:A")).await;
        let twice = home.put("b.ics", &todo("a", "SUMMARY:B"), Condition::Absent).await;
        assert!(matches!(&twice, Err(CalendarError::UidTaken(name)) if name == "a.ics"), "{twice:?}");
        let other = home.put("a.ics", &todo("b", "SUMMARY:B"), Condition::Any).await;
        assert!(matches!(&other, Err(CalendarError::UidTaken(name)) if name == "a.ics"), "{other:?}");
        home.calendars.delete(home.caller(), TASKS, "a.ics", &Condition::Any).await.unwrap();
        home.add("b.ics", &todo("a", "SUMMARY:B")).await;
    })
    .await;
}

#[tokio::test]
async fn another_persons_calendar_is_not_found() {
    both(async |home| {
        home.calendars.make(&home.user, "secret", &Change::default()).await.unwrap();
        let text = todo("a", "SUMMARY:A");
        home.calendars.put(home.caller(), "secret", "a.ics", &text, &Condition::Any).await.unwrap();
        let bob = account(&home.db, "bob").await;
        let caller = Caller { user: &bob, actor: Actor::Program("Phone") };
        let calendars = &home.calendars;
        assert_eq!(calendars.list(&bob).await.unwrap().len(), 1);
        for refused in [
            calendars.get(&bob, "secret").await.map(drop),
            calendars.entries(&bob, "secret").await.map(drop),
            calendars.objects(&bob, "secret", &["a.ics".into()]).await.map(drop),
            calendars.objects_after(&bob, "secret", None, 10).await.map(drop),
            calendars.changes(&bob, "secret", None, 10).await.map(drop),
            calendars.put(caller, "secret", "a.ics", &text, &Condition::Any).await.map(drop),
            calendars.delete(caller, "secret", "a.ics", &Condition::Any).await,
            calendars
                .move_to(caller, ("secret", "a.ics"), (TASKS, "a.ics"), true, &Condition::Any)
                .await
                .map(drop),
            calendars.alter(caller, "secret", &Change::default()).await,
            calendars.remove(caller, "secret").await,
        ] {
            assert!(matches!(refused, Err(CalendarError::NoCalendar)), "{refused:?}");
        }
        assert!(calendars.objects(&bob, TASKS, &["a.ics".into()]).await.unwrap().is_empty());
        assert_eq!(home.task().await.list.as_deref(), Some("secret"));
    })
    .await;
}
