//! Most programs keep the properties that they do not know. What a program changes in the lines that it knows counts more.

use super::*;
use crate::tasks::RepeatFrom;

/// A task of the page, and the name of its object.
async fn made(home: &Home, plan: Plan) -> (Task, String) {
    let edit = Edit::add_planned("Water plants", None, &plan).unwrap();
    let task = home.tasks.edited(&home.user, edit).await.unwrap().task;
    (task, home.changes(None).await.changed.remove(0).name)
}

/// Changes parts of the text that there is, as a program does that keeps all other lines.
async fn edit(home: &Home, name: &str, parts: &[(&str, &str)]) -> Task {
    let mut text = home.object(name).await.text;
    for (old, new) in parts {
        assert!(text.contains(old), "{old}\n{text}");
        text = text.replace(old, new);
    }
    home.change(name, &text).await;
    home.task().await
}

fn day(due: Option<crate::due::Due>) -> Option<String> {
    due.map(|due| due.to_string())
}

#[tokio::test]
async fn a_program_changes_the_start() {
    both(async |home| {
        let plan = Plan {
            due: Some(Some("2090-12-04".into())),
            start: Some(Some("2090-12-01".into())),
            ..Plan::NOTHING
        };
        let (_, name) = made(&home, plan).await;
        let task =
            edit(&home, &name, &[("DTSTART;VALUE=DATE:20901201", "DTSTART;VALUE=DATE:20901202")]).await;
        assert_eq!(day(task.start).as_deref(), Some("2090-12-02"));
        let text = home.object(&name).await.text;
        assert!(!text.contains("X-DOCKET-START:2090-12-01"), "{text}");
        // Another title changes no date.
        let task = edit(&home, &name, &[("SUMMARY:Water", "SUMMARY:Feed")]).await;
        assert_eq!(day(task.start.clone()).as_deref(), Some("2090-12-02"));
        // A program that knows the property changes it alone.
        home.plan(&task, Plan { start: Some(Some("2090-12-01".into())), ..Plan::NOTHING }).await;
        let parts = [("X-DOCKET-START:2090-12-01", "X-DOCKET-START:2090-12-03")];
        let task = edit(&home, &name, &parts).await;
        assert_eq!(day(task.start).as_deref(), Some("2090-12-03"));
        let task = edit(&home, &name, &[("DTSTART;VALUE=DATE:20901201\r\n", "")]).await;
        assert_eq!((day(task.start), day(task.due).as_deref()), (None, Some("2090-12-04")));
        assert!(!home.object(&name).await.text.contains("X-DOCKET-START"));
    })
    .await;
}

#[tokio::test]
async fn a_program_moves_a_task_that_repeats_and_has_a_start() {
    both(async |home| {
        let plan = Plan {
            due: Some(Some("2090-12-04".into())),
            start: Some(Some("2090-12-01".into())),
            repeat: Some(Some("FREQ=WEEKLY".into())),
            repeat_from: Some(Some(RepeatFrom::Completion)),
            ..Plan::NOTHING
        };
        let (_, name) = made(&home, plan).await;
        let moved = [
            ("DTSTART;VALUE=DATE:20901204", "DTSTART;VALUE=DATE:20901211"),
            ("DUE;VALUE=DATE:20901204", "DUE;VALUE=DATE:20901211"),
        ];
        let task = edit(&home, &name, &moved).await;
        assert_eq!(day(task.due).as_deref(), Some("2090-12-11"));
        assert_eq!(day(task.start).as_deref(), Some("2090-12-08"), "it goes with the due day");
        assert_eq!(task.repeat_from, RepeatFrom::Completion);
        // Another rule, and none.
        let task = edit(&home, &name, &[("FREQ=WEEKLY", "FREQ=DAILY;INTERVAL=3")]).await;
        assert_eq!(task.repeat.as_deref(), Some("FREQ=DAILY;INTERVAL=3"));
        assert_eq!(
            (task.repeat_from, day(task.start).as_deref()),
            (RepeatFrom::Completion, Some("2090-12-08"))
        );
        let task =
            edit(&home, &name, &[("X-DOCKET-REPEAT-FROM:completion", "X-DOCKET-REPEAT-FROM:due")]).await;
        assert_eq!(task.repeat_from, RepeatFrom::Due);
        let task = edit(&home, &name, &[("RRULE:FREQ=DAILY;INTERVAL=3\r\n", "")]).await;
        assert_eq!((task.repeat, task.repeat_from), (None, RepeatFrom::Due));
        assert_eq!(day(task.due).as_deref(), Some("2090-12-11"));
    })
    .await;
}

#[tokio::test]
async fn a_program_that_gives_a_due_date_takes_no_start_away() {
    both(async |home| {
        let plan = Plan { start: Some(Some("2090-12-01".into())), ..Plan::NOTHING };
        let (_, name) = made(&home, plan).await;
        let text = home.object(&name).await.text;
        let dropped = text.replace("X-DOCKET-START:2090-12-01\r\n", "DUE;VALUE=DATE:20901204\r\n");
        assert_ne!(dropped, text);
        home.change(&name, &dropped).await;
        let task = home.task().await;
        assert_eq!(
            (day(task.due).as_deref(), day(task.start).as_deref()),
            (Some("2090-12-04"), Some("2090-12-01"))
        );
    })
    .await;
}

#[tokio::test]
async fn a_program_changes_reminders() {
    both(async |home| {
        let plan = Plan {
            due: Some(Some("2090-12-04T17:00".into())),
            reminders: Some(Some(vec!["-PT15H".into(), "-PT30M".into()])),
            ..Plan::NOTHING
        };
        let (_, name) = made(&home, plan).await;
        let trigger = "TRIGGER;RELATED=END:-PT15H";
        // Written in another way, it is the same.
        let same = edit(&home, &name, &[(trigger, "TRIGGER;VALUE=DURATION;RELATED=END:-PT15H")]).await;
        assert_eq!(same.reminders, ["-PT15H", "-PT30M"]);
        let task = edit(&home, &name, &[("RELATED=END:-PT15H", "RELATED=END:-PT1H")]).await;
        assert_eq!(task.reminders.len(), 2, "{:?}", task.reminders);
        assert!(reading::same_reminders(&task.reminders, &["-PT1H".into(), "-PT30M".into()]), "{task:?}");
        let alarm = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:x\r\nTRIGGER;RELATED=END:-PT5M\r\nEND:VALARM\r\nEND:VTODO";
        let task = edit(&home, &name, &[("END:VTODO", alarm)]).await;
        let all = ["-PT1H".to_owned(), "-PT30M".into(), "-PT5M".into()];
        assert!(reading::same_reminders(&task.reminders, &all), "{task:?}");
        let text = home.object(&name).await.text;
        let (before, rest) = text.split_once("BEGIN:VALARM").unwrap();
        let (_, after) = rest.rsplit_once("END:VALARM\r\n").unwrap();
        home.change(&name, &format!("{before}{after}")).await;
        assert!(home.task().await.reminders.is_empty());
    })
    .await;
}

/// A reminder of a task that is due on a day is a moment for other programs.
#[tokio::test]
async fn a_reminder_before_a_day_stays_what_it_is() {
    both(async |home| {
        let plan = Plan {
            due: Some(Some("2090-12-04".into())),
            reminders: Some(Some(vec!["-PT15H".into()])),
            ..Plan::NOTHING
        };
        let (_, name) = made(&home, plan).await;
        let (due, later) = ("DUE;VALUE=DATE:20901204", "DUE;VALUE=DATE:20901205");
        let task = edit(&home, &name, &[(due, later)]).await;
        assert_eq!(task.reminders, ["-PT15H"]);
        // Also if the program drops Docket's own property, and if it adds another alarm.
        let alarm = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:x\r\nTRIGGER;VALUE=DATE-TIME:20901201T080000Z\r\nEND:VALARM\r\nEND:VTODO";
        let parts = [(later, due), ("X-DOCKET-REMINDER:-PT15H\r\n", ""), ("END:VTODO", alarm)];
        let task = edit(&home, &name, &parts).await;
        let all = ["-PT15H".to_owned(), "2090-12-01T09:00:00+01:00".into()];
        assert_eq!(day(task.due).as_deref(), Some("2090-12-04"));
        assert!(reading::same_reminders(&task.reminders, &all), "{:?}", task.reminders);
        // A moment takes its place.
        let parts = [("TRIGGER;RELATED=END:-PT15H", "TRIGGER;VALUE=DATE-TIME:20901202T080000Z")];
        let task = edit(&home, &name, &parts).await;
        let all = ["2090-12-02T09:00:00+01:00".to_owned(), "2090-12-01T09:00:00+01:00".into()];
        assert!(reading::same_reminders(&task.reminders, &all), "{:?}", task.reminders);
    })
    .await;
}

/// The day on which a task starts begins at another time in each zone.
#[tokio::test]
async fn a_start_stays_when_the_person_travels() {
    both(async |home| {
        let plan = Plan {
            due: Some(Some("2090-12-04T17:00".into())),
            start: Some(Some("2090-12-01".into())),
            ..Plan::NOTHING
        };
        let (_, name) = made(&home, plan).await;
        home.tasks.set_time_zone(&home.user, "America/New_York", true).await.unwrap();
        let parts = [("X-DOCKET-START:2090-12-01\r\n", ""), ("DUE:20901204T160000Z", "DUE:20901205T160000Z")];
        let task = edit(&home, &name, &parts).await;
        assert_eq!(day(task.start).as_deref(), Some("2090-12-01"));
        assert!(day(task.due).unwrap().starts_with("2090-12-05T"));
    })
    .await;
}

#[tokio::test]
async fn a_program_completes_a_task_that_has_all_properties() {
    both(async |home| {
        let plan = Plan {
            due: Some(Some("2090-12-04".into())),
            start: Some(Some("2090-12-01".into())),
            repeat: Some(Some("FREQ=WEEKLY".into())),
            reminders: Some(Some(vec!["-PT15H".into()])),
            ..Plan::NOTHING
        };
        let (_, name) = made(&home, plan).await;
        for (due, start) in [("2090-12-11", "2090-12-08"), ("2090-12-18", "2090-12-15")] {
            let task = edit(&home, &name, &[("STATUS:NEEDS-ACTION", "STATUS:COMPLETED")]).await;
            assert!(!task.completed, "{task:?}");
            assert_eq!((day(task.due).as_deref(), day(task.start).as_deref()), (Some(due), Some(start)));
            assert_eq!(task.reminders, ["-PT15H"]);
            let text = home.object(&name).await.text;
            let lines = [
                format!("X-DOCKET-START:{start}\r\n"),
                format!("DTSTART;VALUE=DATE:{}\r\n", due.replace('-', "")),
                "X-DOCKET-REMINDER:-PT15H\r\n".to_owned(),
            ];
            assert!(lines.iter().all(|line| text.contains(line)), "{text}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_reminder_that_is_written_otherwise_stays_what_it_is() {
    both(async |home| {
        let plan = Plan {
            due: Some(Some("2090-12-04".into())),
            reminders: Some(Some(vec!["-PT15H".into()])),
            ..Plan::NOTHING
        };
        // Another unit, and another day.
        let (task, name) = made(&home, plan).await;
        let parts = [
            ("DUE;VALUE=DATE:20901204", "DUE;VALUE=DATE:20901205"),
            ("TRIGGER;RELATED=END:-PT15H", "TRIGGER;VALUE=DURATION;RELATED=END:-PT900M"),
        ];
        assert_eq!(edit(&home, &name, &parts).await.reminders, ["-PT15H"]);
        // A moment.
        home.plan(&task, Plan { due: Some(Some("2090-12-04T17:00".into())), ..Plan::NOTHING }).await;
        let moment = "TRIGGER;VALUE=DATE-TIME:20901204T010000Z";
        let parts = [("TRIGGER;VALUE=DURATION;RELATED=END:-PT900M", moment)];
        assert_eq!(edit(&home, &name, &parts).await.reminders, ["-PT15H"]);
        assert!(home.object(&name).await.text.contains(moment));
    })
    .await;
}

#[tokio::test]
async fn a_moment_before_another_due_time_is_another_reminder() {
    both(async |home| {
        let plan = Plan {
            due: Some(Some("2090-12-04T17:00".into())),
            reminders: Some(Some(vec!["-PT15H".into()])),
            ..Plan::NOTHING
        };
        let (_, name) = made(&home, plan).await;
        let parts = [
            ("DUE:20901204T160000Z", "DUE:20901205T160000Z"),
            ("TRIGGER;RELATED=END:-PT15H", "TRIGGER;VALUE=DATE-TIME:20901204T010000Z"),
        ];
        assert_eq!(edit(&home, &name, &parts).await.reminders, ["2090-12-04T02:00:00+01:00"]);
    })
    .await;
}

#[tokio::test]
async fn a_dtstart_when_the_task_is_due_says_nothing_of_a_start() {
    both(async |home| {
        let plan = Plan {
            due: Some(Some("2090-12-04".into())),
            start: Some(Some("2090-12-01".into())),
            ..Plan::NOTHING
        };
        let (_, name) = made(&home, plan).await;
        let begins = ("DTSTART;VALUE=DATE:20901201", "DTSTART;VALUE=DATE:20901204");
        let rule = ("END:VTODO", "RRULE:FREQ=WEEKLY\r\nEND:VTODO");
        let task = edit(&home, &name, &[begins, rule]).await;
        assert_eq!(
            (day(task.start).as_deref(), task.repeat.as_deref()),
            (Some("2090-12-01"), Some("FREQ=WEEKLY"))
        );
        assert!(home.object(&name).await.text.contains("X-DOCKET-START:2090-12-01\r\n"));
        // A start cannot be after the due day.
        home.plan(&home.task().await, Plan { repeat: Some(None), ..Plan::NOTHING }).await;
        let text = home.object(&name).await.text;
        let moved = text.replace(":20901201", ":20901120").replace(":20901204", ":20901120");
        home.change(&name, &moved).await;
        let task = home.task().await;
        assert_eq!((day(task.due).as_deref(), day(task.start)), (Some("2090-11-20"), None));
    })
    .await;
}
