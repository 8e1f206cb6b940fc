//! Calendars are lists.

use super::*;

fn named(name: &str) -> Change {
    Change { display_name: Some(name.to_owned()), ..Change::default() }
}

async fn calendar(home: &Home, name: &str) -> Option<Calendar> {
    home.calendars.list(&home.user).await.unwrap().into_iter().find(|calendar| calendar.name == name)
}

#[tokio::test]
async fn a_program_makes_renames_and_removes_a_list() {
    both(async |home| {
        let (calendars, user) = (&home.calendars, &home.user);
        let change = Change { color: Some(Some("#FF0000".into())), order: Some(Some(3)), ..named("Shop") };
        calendars.make(user, "4b7c", &change).await.unwrap();
        let made = calendar(&home, "4b7c").await.unwrap();
        assert_eq!(
            (made.display_name.as_str(), made.color.as_deref(), made.order),
            ("Shop", Some("#FF0000"), Some(3))
        );
        for (name, list) in [("4b7c", "Other"), ("new", "shop"), ("new", ""), ("a/b", "Other")] {
            assert!(calendars.make(user, name, &named(list)).await.is_err(), "{name} {list}");
        }
        let text = todo("a", "SUMMARY:Milk");
        calendars.put(home.caller(), "4b7c", "a.ics", &text, &Condition::Absent).await.unwrap();
        assert_eq!(home.task().await.list.as_deref(), Some("Shop"));

        let before = calendars.changes(user, "4b7c", None, 10).await.unwrap();
        calendars.alter(home.caller(), "4b7c", &named("Groceries")).await.unwrap();
        assert_eq!(home.task().await.list.as_deref(), Some("Groceries"));
        assert_eq!(calendar(&home, "4b7c").await.unwrap().display_name, "Groceries");
        let after = calendars.changes(user, "4b7c", Some(before.next), 10).await.unwrap();
        assert_eq!((after.changed.len(), after.removed.len()), (0, 0), "a list's name is in no text");
        assert_eq!(calendars.list(user).await.unwrap().len(), 2);
        calendars
            .alter(home.caller(), "4b7c", &Change { color: Some(None), ..Change::default() })
            .await
            .unwrap();
        assert_eq!(calendar(&home, "4b7c").await.unwrap().color, None);

        calendars.remove(home.caller(), "4b7c").await.unwrap();
        assert!(home.all().await.is_empty() && calendar(&home, "4b7c").await.is_none());
        for refused in [
            calendars.alter(home.caller(), TASKS, &named("X")).await,
            calendars.remove(home.caller(), TASKS).await,
        ] {
            assert!(matches!(refused, Err(CalendarError::Default)), "{refused:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_object_in_the_wrong_list_is_not_removed_with_it() {
    both(async |home| {
        let (calendars, user) = (&home.calendars, &home.user);
        calendars.make(user, "shop", &named("Shop")).await.unwrap();
        let text = todo("a", "SUMMARY:Milk\nX-COLOR:white");
        home.add("a.ics", &text).await;
        let shop = "(select id from calendars where name = 'shop')";
        execute(&home, format!("update calendar_objects set calendar_id = {shop}")).await;
        calendars.remove(home.caller(), "shop").await.unwrap();
        assert_eq!(home.object("a.ics").await.text, text);
        assert_eq!(calendars.list(user).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_texts_of_a_removed_list_come_back_with_its_tasks() {
    both(async |home| {
        let (calendars, user) = (&home.calendars, &home.user);
        calendars.make(user, "shop", &named("Shop")).await.unwrap();
        let text = todo("a", "SUMMARY:Milk\nX-COLOR:white");
        calendars.put(home.caller(), "shop", "a.ics", &text, &Condition::Absent).await.unwrap();
        let task = home.task().await;
        let token = home.changes(None).await.next;
        calendars.remove(home.caller(), "shop").await.unwrap();
        assert_eq!(home.changes(Some(token)).await.removed, [] as [String; 0]);
        // Also if a list of that name was there meanwhile.
        calendars.make(user, "again", &named("Shop")).await.unwrap();
        calendars.remove(home.caller(), "again").await.unwrap();
        let history = home.tasks.history(user, task.id, 1).await.unwrap();
        home.tasks.undo_change(user, history[0].id).await.unwrap();
        assert_eq!(home.task().await.list.as_deref(), Some("Shop"));
        let shop = calendars.list(user).await.unwrap().remove(1);
        let there = calendars.objects_after(user, &shop.name, None, 10).await.unwrap();
        assert_eq!(there.iter().map(|object| object.text.as_str()).collect::<Vec<_>>(), [text]);
        assert_eq!(home.calendars.entries(user, TASKS).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_calendar_that_is_made_again_knows_no_older_token() {
    both(async |home| {
        let (calendars, user) = (&home.calendars, &home.user);
        calendars.make(user, "4b7c", &named("Shop")).await.unwrap();
        let old = calendars.get(user, "4b7c").await.unwrap().revision;
        calendars.remove(home.caller(), "4b7c").await.unwrap();
        home.clock.advance(time::Duration::SECOND);
        calendars.make(user, "4b7c", &named("Shop")).await.unwrap();
        let refused = calendars.changes(user, "4b7c", Some(Since::all(old)), 10).await;
        assert!(matches!(refused, Err(CalendarError::OldToken)), "{refused:?}");
        let new = calendars.get(user, "4b7c").await.unwrap().revision;
        assert!(calendars.changes(user, "4b7c", Some(Since::all(new)), 10).await.unwrap().changed.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_list_that_becomes_empty_stays_if_a_program_uses_it() {
    both(async |home| {
        for list in ["Page", "Phone"] {
            let plan = Plan { list: Some(Some(list.into())), ..Plan::NOTHING };
            home.tasks.edited(&home.user, Edit::add_planned("A", None, &plan).unwrap()).await.unwrap();
        }
        let lists = home.calendars.list(&home.user).await.unwrap();
        let phone = lists.iter().find(|calendar| calendar.display_name == "Phone").unwrap();
        let text = todo("b", "SUMMARY:B");
        home.calendars.put(home.caller(), &phone.name, "b.ics", &text, &Condition::Any).await.unwrap();
        for task in home.all().await {
            home.tasks.delete(&home.user, task.id).await.unwrap();
        }
        let lists = home.calendars.list(&home.user).await.unwrap();
        let names: Vec<&str> = lists.iter().map(|calendar| calendar.display_name.as_str()).collect();
        assert_eq!(names, ["Tasks", "Phone"]);
    })
    .await;
}

#[tokio::test]
async fn an_object_moves_to_another_list() {
    both(async |home| {
        let (calendars, user) = (&home.calendars, &home.user);
        calendars.make(user, "shop", &named("Shop")).await.unwrap();
        let text = todo("a", "SUMMARY:Milk\nX-A:b");
        home.add("a.ics", &text).await;
        let here = home.changes(None).await.next;
        assert!(
            !calendars
                .move_to(home.caller(), (TASKS, "a.ics"), ("shop", "b.ics"), false, &Condition::Any)
                .await
                .unwrap()
        );
        assert_eq!(home.task().await.list.as_deref(), Some("Shop"));
        assert_eq!(home.changes(Some(here)).await.removed, ["a.ics"]);
        let there = calendars.objects(user, "shop", &["b.ics".into()]).await.unwrap();
        assert_eq!(there[0].text, text);

        // Its UID is free here again, and then taken there.
        home.add("a.ics", &text).await;
        let moved = calendars
            .move_to(home.caller(), (TASKS, "a.ics"), ("shop", "c.ics"), false, &Condition::Any)
            .await;
        assert!(matches!(&moved, Err(CalendarError::UidTaken(name)) if name == "b.ics"), "{moved:?}");
        let kept = calendars
            .move_to(home.caller(), (TASKS, "a.ics"), ("shop", "b.ics"), false, &Condition::Any)
            .await;
        assert!(matches!(kept, Err(CalendarError::Failed)), "{kept:?}");
        assert!(
            calendars
                .move_to(home.caller(), (TASKS, "a.ics"), ("shop", "b.ics"), true, &Condition::Any)
                .await
                .unwrap()
        );
        assert_eq!(home.task().await.list.as_deref(), Some("Shop"));
        // Another name in the same list.
        calendars
            .move_to(home.caller(), ("shop", "b.ics"), ("shop", "d.ics"), false, &Condition::Any)
            .await
            .unwrap();
        let entries = calendars.entries(user, "shop").await.unwrap();
        assert_eq!((entries.len(), entries[0].name.as_str()), (1, "d.ics"));
    })
    .await;
}

#[tokio::test]
async fn a_list_is_removed_and_put_back_again_and_again() {
    both(async |home| {
        let (calendars, user) = (&home.calendars, &home.user);
        calendars.make(user, "shop", &named("Shop")).await.unwrap();
        let text = todo("a", "SUMMARY:Milk\nX-COLOR:white");
        calendars.put(home.caller(), "shop", "a.ics", &text, &Condition::Absent).await.unwrap();
        let task = home.task().await;
        for _ in 0..3 {
            let shop = calendars.list(user).await.unwrap().remove(1);
            calendars.remove(home.caller(), &shop.name).await.unwrap();
            let history = home.tasks.history(user, task.id, 1).await.unwrap();
            home.tasks.undo_change(user, history[0].id).await.unwrap();
            // It also leaves the list and comes back.
            for list in [None, Some("Shop".to_owned())] {
                assert_eq!(calendars.list(user).await.unwrap().len(), 1 + usize::from(list.is_none()));
                home.plan(&task, Plan { list: Some(list), ..Plan::NOTHING }).await;
            }
            let shop = calendars.list(user).await.unwrap().remove(1);
            let there = calendars.objects_after(user, &shop.name, None, 10).await.unwrap();
            assert_eq!(there.iter().map(|object| object.text.as_str()).collect::<Vec<_>>(), [text.as_str()]);
        }
    })
    .await;
}
