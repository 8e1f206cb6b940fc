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
        }
    })
    .await;
}
