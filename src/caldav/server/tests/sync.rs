//! What has changed is told once.

use super::*;

fn names(entries: &[Entry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.name.as_str()).collect()
}

#[tokio::test]
async fn changes_are_told_once() {
    both(async |home| {
        assert_eq!(home.calendars.list(&home.user).await.unwrap().len(), 1);
        let start = home.changes(None).await;
        assert!(start.changed.is_empty() && start.removed.is_empty() && !start.more);

        // Added on the page.
        let milk = home.tasks.add(&home.user, "Buy milk", None).await.unwrap();
        let added = home.changes(Some(start.next)).await;
        let name = format!("docket-{}.ics", milk.id);
        assert_eq!((names(&added.changed), added.removed.len()), (vec![name.as_str()], 0));
        let none = home.changes(Some(added.next)).await;
        assert_eq!((none.changed.len(), none.removed.len(), none.next), (0, 0, added.next));

        // Changed.
        home.tasks.update(&home.user, milk.id, Some("Buy oat milk"), None).await.unwrap();
        let changed = home.changes(Some(added.next)).await;
        assert_eq!(names(&changed.changed), [name.as_str()]);
        assert_ne!(changed.changed, added.changed, "it has another entity tag");
        assert_eq!(home.object(&name).await.entry, changed.changed[0]);
        assert_eq!(
            home.changes(Some(start.next)).await.changed,
            changed.changed,
            "an old token sees it once"
        );

        // Moving it by hand changes nothing.
        home.tasks.complete(&home.user, milk.id, false).await.unwrap();
        assert_eq!(home.changes(Some(changed.next)).await.changed, []);

        // Into another list.
        home.plan(&milk, Plan { list: Some(Some("Shop".into())), ..Plan::NOTHING }).await;
        let moved = home.changes(Some(changed.next)).await;
        assert_eq!((moved.changed.len(), &moved.removed), (0, &vec![name.clone()]));
        let lists = home.calendars.list(&home.user).await.unwrap();
        let shop = lists.iter().find(|calendar| calendar.display_name == "Shop").unwrap();
        let there = home.calendars.changes(&home.user, &shop.name, None, 10).await.unwrap();
        assert_eq!(names(&there.changed), [name.as_str()]);

        // And back.
        home.plan(&milk, Plan { list: Some(None), ..Plan::NOTHING }).await;
        let back = home.changes(Some(moved.next)).await;
        assert_eq!((names(&back.changed), back.removed.len()), (vec![name.as_str()], 0));
        let gone = home.calendars.changes(&home.user, &shop.name, Some(there.next), 10).await.unwrap();
        assert_eq!((gone.changed.len(), gone.removed), (0, vec![name.clone()]));

        // Deleted, and put back.
        let change = home.tasks.edited(&home.user, Edit::delete(milk.id)).await.unwrap().change.unwrap();
        let deleted = home.changes(Some(back.next)).await;
        assert_eq!((deleted.changed.len(), &deleted.removed), (0, &vec![name.clone()]));
        assert!(home.calendars.entries(&home.user, TASKS).await.unwrap().is_empty());
        home.tasks.undo_change(&home.user, change).await.unwrap();
        let again = home.changes(Some(deleted.next)).await;
        assert_eq!((names(&again.changed), again.removed.len()), (vec![name.as_str()], 0));
    })
    .await;
}

#[tokio::test]
async fn the_text_of_a_program_comes_back_with_a_deleted_task() {
    both(async |home| {
        let text = todo("a", "SUMMARY:Tea\nX-COLOR:green");
        home.add("mine.ics", &text).await;
        let task = home.task().await;
        let change = home.tasks.edited(&home.user, Edit::delete(task.id)).await.unwrap().change.unwrap();
        assert_eq!(home.changes(Some(Since::all(0))).await.removed, ["mine.ics"]);
        home.tasks.undo_change(&home.user, change).await.unwrap();
        assert_eq!(home.object("mine.ics").await.text, text);
    })
    .await;
}

#[tokio::test]
async fn sub_tasks_are_in_the_calendar_of_their_task() {
    both(async |home| {
        let trip = home.tasks.add(&home.user, "Trip", None).await.unwrap();
        let plan = Plan { parent_id: Some(Some(trip.id)), ..Plan::NOTHING };
        let pack =
            home.tasks.edited(&home.user, Edit::add_planned("Pack", None, &plan).unwrap()).await.unwrap();
        let before = home.changes(None).await;
        assert_eq!(before.changed.len(), 2);
        home.plan(&trip, Plan { list: Some(Some("Travel".into())), ..Plan::NOTHING }).await;
        assert_eq!(home.changes(Some(before.next)).await.removed.len(), 2);
        let lists = home.calendars.list(&home.user).await.unwrap();
        let travel = lists.iter().find(|calendar| calendar.display_name == "Travel").unwrap();
        let there = home.calendars.objects_after(&home.user, &travel.name, None, 10).await.unwrap();
        let pack = format!("docket-{}.ics", pack.task.id);
        let pack = there.iter().find(|object| object.entry.name == pack).unwrap();
        let uid = format!("RELATED-TO:todo-{}-{}@docket", trip.id, home.user);
        let unfolded = pack.text.replace("\r\n ", "");
        assert!(unfolded.contains(&uid), "{unfolded}");
    })
    .await;
}

#[tokio::test]
async fn many_changes_come_in_pages() {
    both(async |home| {
        for number in 0..12 {
            home.tasks.add(&home.user, &format!("Task {number}"), None).await.unwrap();
        }
        let (mut since, mut seen) = (None, Vec::new());
        loop {
            let page = home.calendars.changes(&home.user, TASKS, since, 5).await.unwrap();
            seen.extend(page.changed);
            since = Some(page.next);
            if !page.more {
                break;
            }
        }
        seen.sort_by(|one, other| one.name.cmp(&other.name));
        let mut all = home.calendars.entries(&home.user, TASKS).await.unwrap();
        all.sort_by(|one, other| one.name.cmp(&other.name));
        assert_eq!(seen, all);
        assert_eq!(seen.len(), 12);
        let (mut after, mut read) = (None, 0);
        loop {
            let page = home.calendars.objects_after(&home.user, TASKS, after.as_deref(), 5).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.entry.name.clone());
            read += page.len();
        }
        assert_eq!(read, 12);
    })
    .await;
}

#[tokio::test]
async fn what_nobody_knows_any_more_is_an_old_token() {
    both(async |home| {
        home.add("a.ics", &todo("a", "SUMMARY:A")).await;
        home.add("b.ics", &todo("b", "SUMMARY:B")).await;
        let start = home.changes(None).await.next;
        home.calendars.delete(home.caller(), TASKS, "a.ics", &Condition::Present).await.unwrap();
        home.clock.advance(time::Duration::days(89));
        home.calendars.forget_removed().await.unwrap();
        assert_eq!(home.changes(Some(start)).await.removed, ["a.ics"]);
        home.clock.advance(time::Duration::days(2));
        home.calendars.forget_removed().await.unwrap();
        for since in [start, Since::all(1_000_000)] {
            let changes = home.calendars.changes(&home.user, TASKS, Some(since), 10).await;
            assert!(matches!(changes, Err(CalendarError::OldToken)), "{since:?}");
        }
        let now = home.changes(None).await;
        assert_eq!(names(&now.changed), ["b.ics"]);
        assert!(home.changes(Some(now.next)).await.changed.is_empty());
    })
    .await;
}

/// The objects of a calendar that is older than what is forgotten of it.
async fn old_calendar(home: &Home) -> Vec<Entry> {
    for number in 0..12 {
        home.add(&format!("{number:02}.ics"), &todo(&format!("uid-{number}"), "SUMMARY:A")).await;
    }
    home.calendars.delete(home.caller(), TASKS, "11.ics", &Condition::Any).await.unwrap();
    home.clock.advance(time::Duration::days(91));
    home.calendars.forget_removed().await.unwrap();
    home.calendars.entries(&home.user, TASKS).await.unwrap()
}

#[tokio::test]
async fn a_first_look_in_pages_at_an_old_calendar_ends() {
    both(async |home| {
        let all = old_calendar(&home).await;
        let (mut since, mut seen) = (None, Vec::new());
        loop {
            let page = home.calendars.changes(&home.user, TASKS, since, 3).await.unwrap();
            assert!(page.removed.is_empty(), "the program has known nothing of it: {page:?}");
            seen.extend(page.changed);
            since = Some(page.next);
            if !page.more {
                break;
            }
        }
        assert_eq!(seen, all);
        assert_eq!(since, Some(home.changes(None).await.next));
    })
    .await;
}

#[tokio::test]
async fn a_first_look_hears_of_what_is_removed_meanwhile() {
    both(async |home| {
        old_calendar(&home).await;
        let page = async |since| home.calendars.changes(&home.user, TASKS, since, 3).await;
        let first = page(None).await.unwrap();
        assert_eq!(names(&first.changed), ["00.ics", "01.ics", "02.ics"]);
        home.calendars.delete(home.caller(), TASKS, "01.ics", &Condition::Any).await.unwrap();
        let (mut since, mut removed) = (first.next, Vec::new());
        loop {
            let next = page(Some(since)).await.unwrap();
            removed.extend(next.removed);
            since = next.next;
            if !next.more {
                break;
            }
        }
        assert_eq!(removed, ["01.ics"]);
        // Who comes back after so long may not hear of it any more.
        home.clock.advance(time::Duration::days(91));
        home.calendars.forget_removed().await.unwrap();
        let late = page(Some(first.next)).await;
        assert!(matches!(late, Err(CalendarError::OldToken)), "{late:?}");
        // And who was in the middle of changes, not of a first look.
        let token = home.changes(None).await.next;
        for name in ["00.ics", "02.ics", "03.ics", "04.ics", "05.ics"] {
            home.calendars.delete(home.caller(), TASKS, name, &Condition::Any).await.unwrap();
        }
        let first = page(Some(token)).await.unwrap();
        assert!(first.more && first.removed.len() == 3, "{first:?}");
        home.clock.advance(time::Duration::days(91));
        home.calendars.forget_removed().await.unwrap();
        let late = page(Some(first.next)).await;
        assert!(matches!(late, Err(CalendarError::OldToken)), "{late:?}");
    })
    .await;
}
