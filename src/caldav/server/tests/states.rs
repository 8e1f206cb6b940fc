//! Whether a task is done, in the many ways in which programs say so.

use super::*;

#[tokio::test]
async fn a_program_may_change_the_status_alone() {
    both(async |home| {
        home.add("a.ics", &todo("a", "SUMMARY:A\nSTATUS:NEEDS-ACTION")).await;
        let task = home.task().await;
        home.tasks.complete(&home.user, task.id, true).await.unwrap();
        let done = home.object("a.ics").await.text;
        assert!(done.contains("PERCENT-COMPLETE:100\r\n") && done.contains("\r\nCOMPLETED:"), "{done}");
        for status in ["NEEDS-ACTION", "IN-PROCESS"] {
            // COMPLETED and PERCENT-COMPLETE are still there.
            home.change("a.ics", &done.replace("STATUS:COMPLETED", &format!("STATUS:{status}"))).await;
            assert!(!home.task().await.completed, "{status}");
            let open = home.object("a.ics").await.text;
            assert!(!open.contains("COMPLETED") && !open.contains("PERCENT-COMPLETE:100"), "{open}");
            home.change("a.ics", &done).await;
            assert!(home.task().await.completed, "{status}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_program_may_tell_how_much_is_done() {
    both(async |home| {
        for (number, text) in ["PERCENT-COMPLETE:100", "COMPLETED:20261101T100000Z"].iter().enumerate() {
            let (name, uid) = (format!("{number}.ics"), format!("uid-{number}"));
            home.add(&name, &todo(&uid, "SUMMARY:A\nPERCENT-COMPLETE:40\nSTATUS:NEEDS-ACTION")).await;
            let text = todo(&uid, &format!("SUMMARY:A\n{text}\nSTATUS:NEEDS-ACTION"));
            home.change(&name, &text).await;
            let task = home.all().await.into_iter().find(|task| !task.completed);
            assert_eq!(task, None, "{text}");
        }
        // Reopened on the page, the text says nothing else.
        let task = home.all().await.remove(0);
        home.tasks.complete(&home.user, task.id, false).await.unwrap();
        let text = home.object("1.ics").await.text;
        assert!(text.contains("STATUS:NEEDS-ACTION\r\n") && !text.contains("COMPLETED:"), "{text}");
    })
    .await;
}

#[tokio::test]
async fn a_series_that_is_cancelled_does_not_come_again() {
    both(async |home| {
        let water = "SUMMARY:Water\nDTSTART;VALUE=DATE:20900105\nDUE;VALUE=DATE:20900105\nRRULE:FREQ=WEEKLY";
        home.add("a.ics", &todo("a", water)).await;
        let cancelled = todo("a", &format!("{water}\nSTATUS:CANCELLED"));
        assert!(home.change("a.ics", &cancelled).await.etag.is_some());
        assert_eq!(home.object("a.ics").await.text, cancelled);
        let task = home.task().await;
        assert!(task.completed && task.due.as_ref().unwrap().as_str() == "2090-01-05", "{task:?}");
        // Another change of it does nothing to that, and taken up again it has its rule.
        home.change("a.ics", &cancelled.replace("SUMMARY:Water", "SUMMARY:Feed")).await;
        let task = home.task().await;
        assert!(task.completed && task.title == "Feed", "{task:?}");
        home.change("a.ics", &todo("a", &format!("{water}\nSTATUS:NEEDS-ACTION"))).await;
        let task = home.task().await;
        assert!(!task.completed && task.repeat.as_deref() == Some("FREQ=WEEKLY"), "{task:?}");
    })
    .await;
}

/// Rules that tasks cannot repeat by are in the text alone.
#[tokio::test]
async fn a_rule_that_tasks_cannot_have_stays_in_the_text() {
    both(async |home| {
        for (number, rule) in
            ["RRULE:FREQ=MINUTELY;INTERVAL=90", "RRULE:FREQ=SECONDLY;INTERVAL=9000", "RRULE:FREQ=HOURLY;BYMINUTE=0,30"]
                .iter()
                .enumerate()
        {
            let name = format!("{number}.ics");
            let later = format!(
                "END:VTODO\r\nBEGIN:VTODO\r\nUID:uid-{number}\r\nRECURRENCE-ID;TZID=Europe/Berlin:20900106T090000\r\n\
                 STATUS:COMPLETED\r\nEND:VTODO\r\n"
            );
            let lines = format!(
                "SUMMARY:Tea\nDTSTART;TZID=Europe/Berlin:20900105T080000\nDUE;TZID=Europe/Berlin:20900105T090000\n{rule}\n\
                 RDATE;TZID=Europe/Berlin:20900107T080000"
            );
            let text = todo(&format!("uid-{number}"), &lines).replace("END:VTODO\r\n", &later);
            assert!(home.add(&name, &text).await.etag.is_some(), "{rule}");
            let task = home.all().await.into_iter().max_by_key(|task| task.id).unwrap();
            assert_eq!(task.repeat, None, "{rule}");
            // Another day, and a reminder.
            let plan = Plan {
                due: Some(Some("2090-01-12T10:00".into())),
                reminders: Some(Some(vec!["-PT5M".into()])),
                ..Plan::NOTHING
            };
            home.plan(&task, plan).await;
            let text = home.object(&name).await.text;
            for part in [rule, "RDATE;TZID=Europe/Berlin:20900107T080000", "RECURRENCE-ID", ":20900112T100000\r\n"] {
                assert!(text.contains(part), "{part}\n{text}");
            }
            assert!(text.contains("DTSTART;TZID=Europe/Berlin:20900112T080000\r\n"), "{text}");
            // A program reads it, and changes another thing.
            home.change(&name, &text.replace("SUMMARY:Tea", "SUMMARY:Coffee")).await;
            assert!(home.object(&name).await.text.contains(rule));
            // The person chooses another rule.
            let plan = Plan { repeat: Some(Some("FREQ=WEEKLY".into())), ..Plan::NOTHING };
            home.plan(&task, plan).await;
            let text = home.object(&name).await.text;
            assert!(text.contains("RRULE:FREQ=WEEKLY\r\n") && !text.contains(rule), "{text}");
            assert_eq!(home.object(&name).await.text, text);
            // Then none.
            home.plan(&task, Plan { repeat: Some(None), ..Plan::NOTHING }).await;
            let text = home.object(&name).await.text;
            let gone = [rule, "RRULE:FREQ=WEEKLY", "RECURRENCE-ID"];
            assert!(gone.iter().all(|part| !text.contains(part)), "{text}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_task_that_was_reopened_stays_open() {
    both(async |home| {
        home.add("a.ics", &todo("a", "SUMMARY:A\nSTATUS:NEEDS-ACTION")).await;
        let said = |status: &str, day: u8| {
            todo(
                "a",
                &format!(
                    "SUMMARY:A\nSTATUS:{status}\nCOMPLETED:202611{day:02}T100000Z\nPERCENT-COMPLETE:100"
                ),
            )
        };
        home.change("a.ics", &said("COMPLETED", 1)).await;
        assert!(home.task().await.completed);
        let open = said("NEEDS-ACTION", 1);
        home.change("a.ics", &open).await;
        assert!(!home.task().await.completed);
        // The same text once more, and another title.
        for text in [&open, &open.replace("SUMMARY:A", "SUMMARY:B")] {
            home.put("a.ics", text, Condition::Any).await.unwrap();
            assert!(!home.task().await.completed, "{text}");
            home.change("a.ics", text).await;
            assert!(!home.task().await.completed, "{text}");
        }
        // Another completion is one.
        home.change("a.ics", &said("NEEDS-ACTION", 2)).await;
        assert!(home.task().await.completed);
    })
    .await;
}

#[tokio::test]
async fn a_program_may_begin_to_tell_how_much_is_done() {
    both(async |home| {
        home.add("a.ics", &todo("a", "SUMMARY:A")).await;
        let all = todo("a", "SUMMARY:A\nSTATUS:IN-PROCESS\nPERCENT-COMPLETE:100");
        home.change("a.ics", &all).await;
        let task = home.task().await;
        assert!(task.completed);
        // A late text does not count once more, but one of a program that knows that the task was reopened does.
        home.tasks.complete(&home.user, task.id, false).await.unwrap();
        home.put("a.ics", &all, Condition::Any).await.unwrap();
        assert!(!home.task().await.completed);
        home.change("a.ics", &all).await;
        assert!(home.task().await.completed);
    })
    .await;
}

/// A series with a reminder at a moment, which moves on with it.
const PAY: &str = "SUMMARY:Pay\nDTSTART;VALUE=DATE:20900105\nDUE;VALUE=DATE:20900105\nRRULE:FREQ=WEEKLY\n\
    BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:x\nTRIGGER;VALUE=DATE-TIME:20900104T080000Z\nEND:VALARM";

#[tokio::test]
async fn a_late_text_changes_no_reminders_and_may_cancel() {
    both(async |home| {
        home.add("a.ics", &todo("a", PAY)).await;
        let done = todo("a", &PAY.replacen("RRULE", "STATUS:COMPLETED\nRRULE", 1));
        for title in ["Pay", "Pay rent"] {
            let text = done.replace("SUMMARY:Pay", &format!("SUMMARY:{title}"));
            home.put("a.ics", &text, Condition::Any).await.unwrap();
            let task = home.task().await;
            assert_eq!((task.title.as_str(), task.completed), (title, false));
            assert_eq!(task.due.unwrap().as_str(), "2090-01-12");
            assert_eq!(task.reminders, ["2090-01-11T09:00:00+01:00"], "{title}");
        }
        let cancelled = done.replace("STATUS:COMPLETED", "STATUS:CANCELLED");
        home.put("a.ics", &cancelled, Condition::Any).await.unwrap();
        let task = home.task().await;
        assert!(task.completed && task.repeat.is_some(), "{task:?}");
        assert_eq!(task.due.unwrap().as_str(), "2090-01-12", "it ends where it was");
        assert!(home.object("a.ics").await.text.contains("STATUS:CANCELLED\r\n"));
    })
    .await;
}

#[tokio::test]
async fn a_cancellation_is_one_change() {
    both(async |home| {
        home.add("a.ics", &todo("a", PAY)).await;
        let before = home.task().await;
        let plan = Plan { parent_id: Some(Some(before.id)), ..Plan::NOTHING };
        home.tasks
            .edited(&home.user, Edit::add_planned("Find the bill", None, &plan).unwrap())
            .await
            .unwrap();
        let cancelled = todo("a", &PAY.replacen("RRULE", "STATUS:CANCELLED\nRRULE", 1));
        home.change("a.ics", &cancelled).await;
        assert!(home.all().await.iter().all(|task| task.completed));
        let history = home.tasks.history(&home.user, before.id, 10).await.unwrap();
        let kinds: Vec<_> = history.iter().map(|change| change.kind).collect();
        assert_eq!(kinds, [crate::tasks::Kind::Completed, crate::tasks::Kind::Created]);
        home.tasks.undo_change(&home.user, history[0].id).await.unwrap();
        let all = home.all().await;
        let after = all.iter().find(|task| task.id == before.id).unwrap();
        assert!(all.iter().all(|task| !task.completed) && after.repeat == before.repeat, "{all:?}");
        assert_eq!((&after.due, &after.reminders), (&before.due, &before.reminders));
        assert!(!home.object("a.ics").await.text.contains("CANCELLED"));
    })
    .await;
}
