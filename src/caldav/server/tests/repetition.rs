//! The ways in which programs complete a task that repeats. Each moves it on once.

use super::*;

const WATER: &str = "SUMMARY:Water\nDTSTART;TZID=Europe/Berlin:20900105T090000\nDUE;TZID=Europe/Berlin:20900105T090000\n\
    RRULE:FREQ=WEEKLY\nX-COLOR:blue";

async fn due(home: &Home) -> String {
    let task = home.task().await;
    assert!(!task.completed, "{task:?}");
    task.due.unwrap().to_string()
}

#[tokio::test]
async fn a_program_marks_the_task_as_done() {
    both(async |home| {
        assert!(home.add("a.ics", &todo("a", WATER)).await.etag.is_some());
        let start = home.changes(None).await;
        let done = todo(
            "a",
            &format!("{WATER}\nSTATUS:COMPLETED\nCOMPLETED:20261101T100000Z\nPERCENT-COMPLETE:100"),
        );
        assert_eq!(home.change("a.ics", &done).await.etag, None);
        assert_eq!(due(&home).await, "2090-01-12T09:00:00+01:00");
        let changes = home.changes(Some(start.next)).await;
        assert_eq!(changes.changed.len(), 1);
        let text = home.object("a.ics").await.text;
        assert_eq!(changes.changed[0].etag, home.object("a.ics").await.entry.etag);
        for part in [
            "DUE;TZID=Europe/Berlin:20900112T090000\r\n",
            "STATUS:NEEDS-ACTION\r\n",
            "X-COLOR:blue\r\n",
            "BEGIN:VTIMEZONE\r\n",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        assert!(!text.contains("COMPLETED"), "{text}");
        // The same text again, of a program that does not know whether the first one arrived.
        let stale = home.put("a.ics", &done, Condition::OneOf(vec![start.changed[0].etag.clone()])).await;
        assert!(matches!(stale, Err(CalendarError::Failed)), "{stale:?}");
        home.put("a.ics", &done, Condition::Any).await.unwrap();
        assert_eq!(due(&home).await, "2090-01-12T09:00:00+01:00");
        // The next time.
        let text = home.object("a.ics").await.text.replace("STATUS:NEEDS-ACTION", "STATUS:COMPLETED");
        home.change("a.ics", &text).await;
        assert_eq!(due(&home).await, "2090-01-19T09:00:00+01:00");
    })
    .await;
}

#[tokio::test]
async fn a_program_moves_the_task_on_by_itself() {
    both(async |home| {
        home.add("a.ics", &todo("a", WATER)).await;
        let moved = todo("a", &WATER.replace("0105T", "0112T"));
        assert!(home.change("a.ics", &moved).await.etag.is_some());
        assert_eq!(due(&home).await, "2090-01-12T09:00:00+01:00");
        assert_eq!(home.object("a.ics").await.text, moved);
        // The rule goes on from there.
        let task = home.task().await;
        home.tasks.complete(&home.user, task.id, true).await.unwrap();
        assert_eq!(due(&home).await, "2090-01-19T09:00:00+01:00");
    })
    .await;
}

fn with_occurrence(id: &str, status: &str) -> String {
    let occurrence = format!(
        "END:VTODO\r\nBEGIN:VTODO\r\nUID:a\r\nDTSTAMP:20261101T100000Z\r\nSUMMARY:Water\r\n\
         RECURRENCE-ID;TZID=Europe/Berlin:{id}\r\nDUE;TZID=Europe/Berlin:{id}\r\nSTATUS:{status}\r\nEND:VTODO\r\n"
    );
    todo("a", WATER).replace("END:VTODO\r\n", &occurrence)
}

#[tokio::test]
async fn a_program_marks_one_occurrence_as_done() {
    both(async |home| {
        home.add("a.ics", &todo("a", WATER)).await;
        // A later occurrence that differs stays in the text and does nothing.
        let later = with_occurrence("20900126T090000", "IN-PROCESS");
        assert!(home.change("a.ics", &later).await.etag.is_some());
        assert_eq!(due(&home).await, "2090-01-05T09:00:00+01:00");
        assert_eq!(home.object("a.ics").await.text, later);
        let now = with_occurrence("20900105T090000", "COMPLETED");
        assert_eq!(home.change("a.ics", &now).await.etag, None);
        assert_eq!(due(&home).await, "2090-01-12T09:00:00+01:00");
        let text = home.object("a.ics").await.text;
        assert!(text.contains("20900112T090000") && !text.contains("RECURRENCE-ID"), "{text}");
        // An unrelated change that still has the occurrence does not complete another one.
        home.change("a.ics", &text.replace("SUMMARY:Water", "SUMMARY:Water all")).await;
        assert_eq!(due(&home).await, "2090-01-12T09:00:00+01:00");
        // Undone on the page, the occurrence is to do again in the text too.
        let task = home.task().await;
        let history = home.tasks.history(&home.user, task.id, 10).await.unwrap();
        let completed = history.iter().find(|change| change.kind == crate::tasks::Kind::Completed).unwrap();
        assert_eq!(completed.who, crate::tasks::Who::Program("Phone".into()));
    })
    .await;
}

#[tokio::test]
async fn an_occurrence_that_is_undone_is_to_do_again() {
    both(async |home| {
        home.add("a.ics", &todo("a", WATER)).await;
        home.change("a.ics", &with_occurrence("20900105T090000", "COMPLETED")).await;
        let task = home.task().await;
        let history = home.tasks.history(&home.user, task.id, 10).await.unwrap();
        home.tasks.undo_change(&home.user, history[0].id).await.unwrap();
        assert_eq!(due(&home).await, "2090-01-05T09:00:00+01:00");
        let text = home.object("a.ics").await.text;
        assert!(text.contains("20900105T090000") && !text.contains("RECURRENCE-ID"), "{text}");
        home.change("a.ics", &text.replace("SUMMARY:Water", "SUMMARY:Water all")).await;
        assert_eq!(due(&home).await, "2090-01-05T09:00:00+01:00");
    })
    .await;
}

#[tokio::test]
async fn a_program_leaves_occurrences_out() {
    both(async |home| {
        home.add("a.ics", &todo("a", WATER)).await;
        let later = format!("{WATER}\nEXDATE;TZID=Europe/Berlin:20900112T090000");
        assert!(home.change("a.ics", &todo("a", &later)).await.etag.is_some());
        assert_eq!(due(&home).await, "2090-01-05T09:00:00+01:00");
        // When this one is done, the next one is left out.
        home.change("a.ics", &todo("a", &format!("{later}\nSTATUS:COMPLETED"))).await;
        assert_eq!(due(&home).await, "2090-01-19T09:00:00+01:00");
        let text = home.object("a.ics").await.text;
        let now = text.replace("END:VTODO", "EXDATE;TZID=Europe/Berlin:20900119T090000\r\nEND:VTODO");
        home.change("a.ics", &now).await;
        assert_eq!(due(&home).await, "2090-01-26T09:00:00+01:00");
        let history = home.tasks.history(&home.user, home.task().await.id, 10).await.unwrap();
        let completed = history.iter().filter(|change| change.kind == crate::tasks::Kind::Completed);
        assert_eq!(completed.count(), 1, "what is left out is not done");
    })
    .await;
}

#[tokio::test]
async fn a_rule_counts_by_the_clock_of_its_zone() {
    both(async |home| {
        // The clocks of New York change on 12 March 2090, those of Berlin on the 26th.
        let text = "SUMMARY:Call\nDTSTART;TZID=America/New_York:20900309T090000\n\
                    DUE;TZID=America/New_York:20900309T090000\nRRULE:FREQ=WEEKLY;COUNT=4";
        assert!(home.add("a.ics", &todo("a", text)).await.etag.is_some());
        assert_eq!(due(&home).await, "2090-03-09T15:00:00+01:00");
        for expected in
            ["2090-03-16T14:00:00+01:00", "2090-03-23T14:00:00+01:00", "2090-03-30T15:00:00+02:00"]
        {
            let text = home.object("a.ics").await.text;
            assert!(!text.contains("STATUS:COMPLETED"), "{text}");
            let done = text
                .replace("STATUS:NEEDS-ACTION\r\n", "")
                .replace("END:VTODO", "STATUS:COMPLETED\r\nEND:VTODO");
            home.change("a.ics", &done).await;
            assert_eq!(due(&home).await, expected);
        }
        let text = home.object("a.ics").await.text;
        assert!(
            text.contains("DUE;TZID=America/New_York:20900330T090000") && text.contains("COUNT=1"),
            "{text}"
        );
        home.change("a.ics", &text.replace("STATUS:NEEDS-ACTION", "STATUS:COMPLETED")).await;
        assert!(home.task().await.completed, "it was the last one");
    })
    .await;
}

#[tokio::test]
async fn the_length_of_an_occurrence_stays() {
    both(async |home| {
        let text = "SUMMARY:Clean\nDTSTART;VALUE=DATE:20900102\nDUE;VALUE=DATE:20900105\nRRULE:FREQ=WEEKLY";
        assert!(home.add("a.ics", &todo("a", text)).await.etag.is_some());
        let occurrence = "END:VTODO\r\nBEGIN:VTODO\r\nUID:a\r\nRECURRENCE-ID;VALUE=DATE:20900102\r\nSTATUS:COMPLETED\r\nEND:VTODO\r\n";
        home.change("a.ics", &todo("a", text).replace("END:VTODO\r\n", occurrence)).await;
        let task = home.task().await;
        assert_eq!((task.due.unwrap().as_str(), task.start.unwrap().as_str()), ("2090-01-12", "2090-01-09"));
        let text = home.object("a.ics").await.text;
        assert!(text.contains("DTSTART;VALUE=DATE:20900109\r\n") && text.contains("DUE;VALUE=DATE:20900112\r\n"), "{text}");
        home.change("a.ics", &text.replace("END:VTODO", "STATUS:COMPLETED\r\nEND:VTODO")).await;
        assert_eq!(due(&home).await, "2090-01-19");
    })
    .await;
}

#[tokio::test]
async fn missed_occurrences_do_not_pile_up() {
    both(async |home| {
        let text = "SUMMARY:Bins\nDTSTART;VALUE=DATE:20200106\nDUE;VALUE=DATE:20200106\nRRULE:FREQ=DAILY";
        home.add("a.ics", &todo("a", text)).await;
        // The day may change meanwhile.
        let before = home.tasks.local_time(&home.user).await.unwrap().date();
        home.change("a.ics", &todo("a", &format!("{text}\nSTATUS:COMPLETED"))).await;
        let after = home.tasks.local_time(&home.user).await.unwrap().date();
        let tomorrows = [before, after].map(|day| day.tomorrow().unwrap().to_string());
        assert!(tomorrows.contains(&due(&home).await));
    })
    .await;
}

#[tokio::test]
async fn a_task_that_does_not_repeat_is_done_and_reopened() {
    both(async |home| {
        home.add("a.ics", &todo("a", "SUMMARY:A")).await;
        let done = todo("a", "SUMMARY:A\nSTATUS:COMPLETED\nCOMPLETED:20261101T100000Z\nPERCENT-COMPLETE:100");
        assert!(home.change("a.ics", &done).await.etag.is_some());
        assert!(home.task().await.completed);
        assert!(home.change("a.ics", &todo("a", "SUMMARY:A\nSTATUS:NEEDS-ACTION")).await.etag.is_some());
        assert!(!home.task().await.completed);
    })
    .await;
}
