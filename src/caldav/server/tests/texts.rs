//! What a program puts comes back, and what Docket does not know stays.

use super::*;

const RICH: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:+//IDN bitfire.at//DAVx5/4.3 ical4j/3.2 (org.tasks)\r\n\
    BEGIN:VTODO\r\nDTSTAMP:20261101T100000Z\r\nUID:5f0c\r\nCREATED:20261101T095900Z\r\nLAST-MODIFIED:20261101T095900Z\r\n\
    SUMMARY:Call mom\\, and ask about \r\n the garden\r\nDESCRIPTION:Two lines\\nof notes\r\nPRIORITY:4\r\n\
    CATEGORIES:phone,Family\r\nSTATUS:IN-PROCESS\r\nPERCENT-COMPLETE:40\r\nDUE;TZID=America/New_York:20901204T170000\r\n\
    LOCATION:At home\r\nGEO:48.85;2.35\r\nURL:https://example.com/a?b=c\r\nCLASS:PRIVATE\r\n\
    X-APPLE-SORT-ORDER:512\r\nX-MOZ-LASTACK;X-P=\"a:b;c\":20261101T095900Z\r\n\
    ATTACH;FMTTYPE=text/plain;ENCODING=BASE64;VALUE=BINARY:SGVsbG8=\r\nRELATED-TO;RELTYPE=SIBLING:other\r\n\
    BEGIN:VALARM\r\nUID:alarm-1\r\nTRIGGER;RELATED=END:-PT30M\r\nACTION:DISPLAY\r\nDESCRIPTION:Now\r\n\
    X-MOZ-SNOOZE:1\r\nEND:VALARM\r\nEND:VTODO\r\nEND:VCALENDAR\r\n";

/// The lines of a text that another one lacks.
fn lost<'a>(before: &'a str, after: &str) -> Vec<&'a str> {
    before.lines().filter(|line| !after.lines().any(|other| other == *line)).collect()
}

#[tokio::test]
async fn a_text_comes_back_byte_for_byte() {
    both(async |home| {
        let put = home.add("a.ics", RICH).await;
        let object = home.object("a.ics").await;
        assert_eq!(object.text, RICH);
        assert_eq!(put.etag, Some(object.entry.etag));
        let task = home.task().await;
        assert_eq!(task.title, "Call mom, and ask about the garden");
        assert_eq!(task.description.as_deref(), Some("Two lines\nof notes"));
        assert_eq!((task.priority, task.completed), (Some(2), false));
        assert_eq!(task.tags, ["phone", "Family"]);
        assert_eq!(task.due.unwrap().as_str(), "2090-12-04T23:00:00+01:00");
        assert_eq!(task.reminders, ["-PT30M"]);
        // Another look later gives the same.
        home.clock.advance(time::Duration::days(30));
        assert_eq!(home.object("a.ics").await.text, RICH);
    })
    .await;
}

#[tokio::test]
async fn unknown_properties_survive_a_change_on_the_page() {
    both(async |home| {
        home.add("a.ics", RICH).await;
        let task = home.task().await;
        let edit = Edit::update(task.id, Some("Call dad"), None).unwrap();
        home.tasks.edited(&home.user, edit).await.unwrap();
        let text = home.object("a.ics").await.text;
        assert!(text.contains("SUMMARY:Call dad\r\n"), "{text}");
        let lost = lost(RICH, &text);
        let may = ["SUMMARY", " the garden", "DTSTAMP", "LAST-MODIFIED"];
        assert!(lost.iter().all(|line| may.iter().any(|name| line.starts_with(name))), "{lost:?}");

        // Reminders, dates and the state are written from the task; the alarm of a program stays what it is.
        let plan = Plan {
            due: Some(Some("2090-12-05".into())),
            reminders: Some(Some(vec!["-PT30M".into(), "2090-12-04T09:00:00+01:00".into()])),
            tags: Some(None),
            ..Plan::NOTHING
        };
        home.plan(&task, plan).await;
        home.tasks.complete(&home.user, task.id, true).await.unwrap();
        let text = home.object("a.ics").await.text;
        for part in [
            "DUE;VALUE=DATE:20901205\r\n",
            "STATUS:COMPLETED\r\n",
            "X-MOZ-SNOOZE:1\r\n",
            "TRIGGER;VALUE=DATE-TIME:20901204T080000Z\r\n",
            "X-APPLE-SORT-ORDER:512\r\n",
            "RELATED-TO;RELTYPE=SIBLING:other\r\n",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        assert!(
            !text.contains("CATEGORIES") && !text.contains("TZID") && !text.contains("IN-PROCESS"),
            "{text}"
        );
        assert_eq!(text.matches("BEGIN:VALARM").count(), 2, "{text}");
    })
    .await;
}

#[tokio::test]
async fn only_what_a_program_changed_is_changed() {
    both(async |home| {
        let plan = Plan {
            due: Some(Some("2090-12-04".into())),
            repeat: Some(Some("FREQ=DAILY".into())),
            repeat_from: Some(Some(crate::tasks::RepeatFrom::Completion)),
            start: Some(Some("2090-12-01".into())),
            reminders: Some(Some(vec!["-PT15H".into()])),
            tags: Some(Some(vec!["home".into()])),
            ..Plan::NOTHING
        };
        let edit = Edit::add_planned("Water plants", None, &plan).unwrap();
        let task = home.tasks.edited(&home.user, edit).await.unwrap().task;
        let name = home.changes(None).await.changed.remove(0).name;
        // A program that knows nothing of Docket's properties drops them, and changes the title.
        let text = home.object(&name).await.text.replace("Water plants", "Water all plants");
        let dropped: String =
            text.split_inclusive("\r\n").filter(|line| !line.starts_with("X-DOCKET-")).collect();
        assert!(dropped.len() < text.len());
        let put = home.change(&name, &dropped).await;
        assert_eq!(put.etag, None, "Docket gives back its own properties");
        let now = home.task().await;
        assert_eq!(now.title, "Water all plants");
        let Task { title, updated_at, .. } = now.clone();
        assert_eq!(Task { title, updated_at, ..task }, now);
    })
    .await;
}

#[tokio::test]
async fn what_is_gone_from_the_text_is_removed() {
    both(async |home| {
        home.add("a.ics", RICH).await;
        home.change("a.ics", &todo("5f0c", "SUMMARY:Call mom")).await;
        let task = home.task().await;
        assert_eq!((task.title.as_str(), task.description, task.due), ("Call mom", None, None));
        assert_eq!((task.priority, task.tags.len(), task.reminders.len()), (None, 0, 0));
        // Apple's Reminders do not know tags, so they remove none.
        home.change("a.ics", &todo("5f0c", "SUMMARY:Call mom\nCATEGORIES:phone")).await;
        let apple = todo("5f0c", "SUMMARY:Call dad").replace("-//Test//EN", "-//Apple Inc.//iOS 26.4//EN");
        home.change("a.ics", &apple).await;
        let task = home.task().await;
        assert_eq!((task.title.as_str(), task.tags), ("Call dad", vec!["phone".to_owned()]));
    })
    .await;
}

#[tokio::test]
async fn what_is_too_long_is_cut_in_the_task_alone() {
    both(async |home| {
        let text =
            todo("long", &format!("SUMMARY:{}\nDESCRIPTION:{}", "word ".repeat(100), "x".repeat(3000)));
        assert!(home.add("a.ics", &text).await.etag.is_some());
        let task = home.task().await;
        assert!(task.title.chars().count() <= 200 && task.title.ends_with('…'), "{}", task.title);
        assert_eq!(task.description.as_ref().unwrap().len(), 1000);
        home.plan(&task, Plan { priority: Some(Some(1)), ..Plan::NOTHING }).await;
        let after = home.object("a.ics").await.text;
        assert!(after.contains(&"x".repeat(3000)) && after.contains("PRIORITY:1\r\n"), "{after}");
    })
    .await;
}

#[tokio::test]
async fn categories_keep_their_spelling() {
    both(async |home| {
        let long = "word ".repeat(40);
        let lines = format!("SUMMARY:A\nCATEGORIES:Phone calls,Errands\\, and more\nCATEGORIES:{long},#old");
        home.add("a.ics", &todo("a", &lines)).await;
        let task = home.task().await;
        assert_eq!(task.tags, ["Phone-calls", "old"], "a tag has no comma and is short");
        let tags = vec!["Phone-calls".to_owned(), "new;one".into()];
        home.plan(&task, Plan { tags: Some(Some(tags.clone())), ..Plan::NOTHING }).await;
        let text = home.object("a.ics").await.text.replace("\r\n ", "");
        let long = long.trim();
        let line = format!("CATEGORIES:Phone calls,new\\;one,Errands\\, and more,{long}\r\n");
        assert!(text.contains(&line) && text.matches("CATEGORIES").count() == 1, "{text}");
        // A program that writes them in another order changes nothing.
        let other = format!("CATEGORIES:{long},new\\;one,Errands\\, and more,Phone calls\r\n");
        assert!(home.change("a.ics", &text.replace(&line, &other)).await.etag.is_some());
        assert_eq!(home.task().await.tags, tags);
        home.plan(&task, Plan { tags: Some(None), ..Plan::NOTHING }).await;
        let text = home.object("a.ics").await.text;
        assert!(text.contains("Errands") && !text.contains("Phone"), "{text}");
    })
    .await;
}

#[tokio::test]
async fn nonsense_is_refused() {
    both(async |home| {
        let event = todo("e", "SUMMARY:Party").replace("VTODO", "VEVENT");
        assert!(matches!(home.put("a.ics", &event, Condition::Any).await, Err(CalendarError::NotATodo)));
        let two = todo("a", "SUMMARY:A")
            .replace("END:VTODO\r\n", "END:VTODO\r\nBEGIN:VTODO\r\nUID:b\r\nSUMMARY:B\r\nEND:VTODO\r\n");
        for text in
            ["", "hello", &two, &todo("a", "SUMMARY:A").replace("UID:a\r\n", ""), "BEGIN:VCALENDAR\r\n"]
        {
            let put = home.put("a.ics", text, Condition::Any).await;
            assert!(matches!(put, Err(CalendarError::InvalidData(_))), "{text}: {put:?}");
        }
        let large = todo("a", &format!("DESCRIPTION:{}", "x".repeat(OBJECT_MAX)));
        assert!(matches!(home.put("a.ics", &large, Condition::Any).await, Err(CalendarError::TooLarge)));
        for name in ["", "a/b.ics", "..", &"x".repeat(300)] {
            let put = home.put(name, &todo("a", "SUMMARY:A"), Condition::Any).await;
            assert!(matches!(put, Err(CalendarError::InvalidName)), "{name}");
        }
        // Names that no index can hold, or that break lines.
        let long = "x".repeat(3000);
        for (uid, lines) in [
            (long.as_str(), "SUMMARY:A".to_owned()),
            ("a\\nb", "SUMMARY:A".to_owned()),
            ("a\u{7}", "SUMMARY:A".to_owned()),
            ("a", format!("SUMMARY:A\nRELATED-TO:{long}")),
            ("a", "SUMMARY:A\nRELATED-TO:b\\nc".to_owned()),
        ] {
            let put = home.put("a.ics", &todo(uid, &lines), Condition::Any).await;
            assert!(matches!(put, Err(CalendarError::InvalidData(_))), "{uid} {lines}: {put:?}");
        }
        assert!(home.all().await.is_empty());
        home.add("long.ics", &todo(&"x".repeat(1000), "SUMMARY:A")).await;
        home.calendars.delete(home.caller(), TASKS, "long.ics", &Condition::Any).await.unwrap();
        // A task needs no title.
        home.add("a.ics", &todo("a", "STATUS:NEEDS-ACTION")).await;
        assert_eq!(home.task().await.title, "(no title)");
    })
    .await;
}

#[tokio::test]
async fn a_task_below_another_may_come_first() {
    both(async |home| {
        home.add("child.ics", &todo("child", "SUMMARY:Child\nRELATED-TO;RELTYPE=PARENT:parent")).await;
        assert_eq!(home.task().await.parent_id, None);
        home.add("parent.ics", &todo("parent", "SUMMARY:Parent")).await;
        home.add("deep.ics", &todo("deep", "SUMMARY:Deep\nRELATED-TO:child")).await;
        let all = home.all().await;
        let of = |title: &str| all.iter().find(|task| task.title == title).unwrap();
        assert_eq!(of("Child").parent_id, Some(of("Parent").id));
        assert_eq!(of("Deep").parent_id, Some(of("Parent").id), "there is one level");
        for (name, parent) in
            [("child.ics", "RELATED-TO;RELTYPE=PARENT:parent"), ("deep.ics", "RELATED-TO:child")]
        {
            let text = home.object(name).await.text;
            assert!(text.contains(parent), "{text}");
        }
        let text = todo("child", "SUMMARY:Child");
        home.change("child.ics", &text).await;
        let all = home.all().await;
        assert_eq!(all.iter().find(|task| task.title == "Child").unwrap().parent_id, None);
        assert_eq!(home.object("child.ics").await.text, text);
    })
    .await;
}

#[tokio::test]
async fn categories_that_are_too_many_stay() {
    both(async |home| {
        let names: Vec<String> = (1..=25).map(|number| format!("tag{number:02}")).collect();
        let text = todo("a", &format!("SUMMARY:A\nCATEGORIES:{}", names.join(",")));
        assert!(home.add("a.ics", &text).await.etag.is_some());
        for round in 1..=4 {
            // The person removes the first one. The program changes another thing, and reads.
            let task = home.task().await;
            assert_eq!(task.tags, names[round - 1..round + 19]);
            home.plan(&task, Plan { tags: Some(Some(task.tags[1..].to_vec())), ..Plan::NOTHING }).await;
            for title in [format!("SUMMARY:B{round}"), format!("SUMMARY:C{round}")] {
                let text = home.object("a.ics").await.text;
                let old = text.lines().find(|line| line.starts_with("SUMMARY:")).unwrap();
                home.change("a.ics", &text.replace(old, &title)).await;
            }
            let text = home.object("a.ics").await.text.replace("\r\n ", "");
            assert!(text.contains(&format!("CATEGORIES:{}\r\n", names[round..].join(","))), "{text}");
        }
    })
    .await;
}
