//! Times without a zone are those of the person's zone, so entity tags depend on it.

use super::*;

const FLOATING: &str = "SUMMARY:Call\nDUE:20901204T170000";

#[tokio::test]
async fn another_zone_of_the_person_is_a_change() {
    both(async |home| {
        home.add("a.ics", &todo("a", FLOATING)).await;
        home.add("b.ics", &todo("b", "SUMMARY:Any time")).await;
        let before = home.changes(None).await;
        home.tasks.set_time_zone(&home.user, "America/New_York", true).await.unwrap();
        let changes = home.changes(Some(before.next)).await;
        assert_eq!(changes.changed.iter().map(|entry| entry.name.as_str()).collect::<Vec<_>>(), ["a.ics"]);
        let text = home.object("a.ics").await.text;
        assert!(text.contains("DUE:20901204T160000Z\r\n"), "{text}");
        // The tag that is listed is the one to put with.
        let listed = home.calendars.entries(&home.user, TASKS).await.unwrap().remove(0);
        assert_eq!(listed, changes.changed[0]);
        let text = text.replace("SUMMARY:Call", "SUMMARY:Call mom");
        home.put("a.ics", &text, Condition::OneOf(vec![listed.etag])).await.unwrap();
        // The same zone once more is none.
        let before = home.changes(None).await;
        home.tasks.set_time_zone(&home.user, "America/New_York", true).await.unwrap();
        assert_eq!(home.changes(Some(before.next)).await.changed, []);
    })
    .await;
}

#[tokio::test]
async fn a_condition_that_fails_brings_the_listed_tag_up_to_date() {
    both(async |home| {
        home.calendars
            .make(&home.user, "shop", &Change { display_name: Some("Shop".into()), ..Change::default() })
            .await
            .unwrap();
        let text = todo("a", "SUMMARY:One");
        home.add("a.ics", &text).await;
        let listed = async || home.calendars.entries(&home.user, TASKS).await.unwrap().remove(0).etag;
        let real = listed().await;
        let condition = Condition::OneOf(vec!["old".into()]);
        for way in ["put", "delete", "move"] {
            execute(&home, "update calendar_objects set etag = 'old'".into()).await;
            assert_eq!(listed().await, "old");
            let token = home.changes(None).await.next;
            let caller = home.caller();
            let refused = match way {
                "put" => home.put("a.ics", &text, condition.clone()).await.map(drop),
                "delete" => home.calendars.delete(caller, TASKS, "a.ics", &condition).await,
                _ => {
                    let to = ("shop", "a.ics");
                    home.calendars.move_to(caller, (TASKS, "a.ics"), to, false, &condition).await.map(drop)
                }
            };
            assert!(matches!(refused, Err(CalendarError::Failed)), "{way}: {refused:?}");
            assert_eq!(listed().await, real, "{way}");
            assert_eq!(home.changes(Some(token)).await.changed.len(), 1, "{way}");
        }
        let condition = Condition::OneOf(vec![real]);
        let to = ("shop", "a.ics");
        home.calendars.move_to(home.caller(), (TASKS, "a.ics"), to, false, &condition).await.unwrap();
    })
    .await;
}
