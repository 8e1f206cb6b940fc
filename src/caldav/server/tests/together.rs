//! Many at once lose nothing.

use super::*;
use futures::future::join_all;
use std::collections::BTreeMap;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_programs_one_wins() {
    both(async |home| {
        home.add("a.ics", &todo("a", "SUMMARY:Zero")).await;
        for round in 0..10 {
            let etag = home.object("a.ics").await.entry.etag;
            let texts = [1, 2, 3].map(|number| todo("a", &format!("SUMMARY:{round}-{number}")));
            let puts = texts.iter().map(|text| home.put("a.ics", text, Condition::OneOf(vec![etag.clone()])));
            let results = join_all(puts).await;
            let won = results.iter().filter(|result| result.is_ok()).count();
            assert_eq!(won, 1, "{results:?}");
            let winner = results.iter().position(Result::is_ok).unwrap();
            assert_eq!(home.object("a.ics").await.text, texts[winner]);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_program_and_the_page_do_not_overwrite_each_other() {
    both(async |home| {
        home.add("a.ics", &todo("a", "SUMMARY:Zero")).await;
        let task = home.task().await;
        for round in 0..10 {
            let etag = home.object("a.ics").await.entry.etag;
            let text = todo("a", &format!("SUMMARY:program {round}"));
            let page = format!("page {round}");
            let (put, edit) = tokio::join!(
                home.put("a.ics", &text, Condition::OneOf(vec![etag])),
                home.tasks.update(&home.user, task.id, Some(&page), None)
            );
            edit.unwrap();
            // The page overwrites. A program does not.
            assert_eq!(home.task().await.title, page, "{put:?}");
            assert!(home.object("a.ics").await.text.contains(&format!("SUMMARY:{page}\r\n")));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reader_that_comes_all_the_time_misses_no_change() {
    both(async |home| {
        home.calendars.list(&home.user).await.unwrap();
        let home = &home;
        let writer = |number: u32| async move {
            let mut last = None;
            for round in 0..12 {
                let title = format!("Task {number} {round}");
                let task = home.tasks.add(&home.user, &title, None).await.unwrap();
                home.tasks
                    .update(&home.user, task.id, Some(&format!("{title} changed")), None)
                    .await
                    .unwrap();
                if round % 3 == 0 {
                    let plan = Plan { list: Some(Some(format!("List {}", round % 2))), ..Plan::NOTHING };
                    home.plan(&task, plan).await;
                }
                if let Some(last) = last.filter(|_| round % 4 == 0) {
                    home.tasks.delete(&home.user, last).await.unwrap();
                }
                last = Some(task.id);
            }
        };
        let done = std::sync::atomic::AtomicBool::new(false);
        // What a program knows that asks for changes alone: for each calendar its token and objects.
        type Known = (Option<Since>, BTreeMap<String, String>);
        let mut known: BTreeMap<String, Known> = BTreeMap::new();
        let reader = async {
            loop {
                let last = done.load(std::sync::atomic::Ordering::SeqCst);
                for calendar in home.calendars.list(&home.user).await.unwrap() {
                    let (since, objects) = known.entry(calendar.name.clone()).or_default();
                    let changes = home.calendars.changes(&home.user, &calendar.name, *since, 10_000).await;
                    let changes = match changes {
                        // The calendar went with its last task and came again. A program starts over.
                        Err(CalendarError::OldToken) if since.is_some() => {
                            (*since, *objects) = Known::default();
                            home.calendars.changes(&home.user, &calendar.name, None, 10_000).await.unwrap()
                        }
                        changes => changes.unwrap(),
                    };
                    for entry in changes.changed {
                        objects.insert(entry.name, entry.etag);
                    }
                    for name in changes.removed {
                        objects.remove(&name);
                    }
                    *since = Some(changes.next);
                }
                if last {
                    break;
                }
                tokio::task::yield_now().await;
            }
        };
        let writers = async {
            join_all((0..4).map(writer)).await;
            done.store(true, std::sync::atomic::Ordering::SeqCst);
        };
        tokio::join!(writers, reader);
        let mut total = 0;
        for calendar in home.calendars.list(&home.user).await.unwrap() {
            let there = home.calendars.objects_after(&home.user, &calendar.name, None, 10_000).await.unwrap();
            total += there.len();
            let there: BTreeMap<String, String> =
                there.into_iter().map(|object| (object.entry.name, object.entry.etag)).collect();
            assert_eq!(known[&calendar.name].1, there, "{}", calendar.display_name);
        }
        assert_eq!(total, home.all().await.len());
    })
    .await;
}
