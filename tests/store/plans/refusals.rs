//! Plans that are refused. The task stays as it is.

use super::*;
use docket::error::Error;

on_both! {
    async fn a_plan_that_makes_no_sense_is_refused(db: Db) {
        let ann = Person::new(&db, "ann", "Europe/Berlin", "2026-11-28T09:00").await;
        let task = ann.add("Call mom", json!({ "due": "2026-12-04" })).await;
        let undated = ann.add("Read", json!({})).await;
        let long = "x".repeat(101);
        let many: Vec<String> = (0..21).map(|number| number.to_string()).collect();
        for (plan, field) in [
            (json!({ "due": "tomorrow" }), "due"),
            (json!({ "due": "2026-02-30" }), "due"),
            (json!({ "start": "2026-12-01T10:00" }), "start"),
            (json!({ "start": "2026-12-05" }), "start"),
            (json!({ "reminders": ["PT30M"] }), "reminders"),
            (json!({ "reminders": ["-P1M"] }), "reminders"),
            (json!({ "reminders": ["soon"] }), "reminders"),
            (json!({ "reminders": many }), "reminders"),
            (json!({ "repeat": "FREQ=SOMETIMES" }), "repeat"),
            (json!({ "repeat": "FREQ=SECONDLY" }), "repeat"),
            (json!({ "repeat": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30" }), "repeat"),
            (json!({ "priority": 0 }), "priority"),
            (json!({ "priority": 5 }), "priority"),
            (json!({ "tags": [""] }), "tags"),
            (json!({ "tags": ["a,b"] }), "tags"),
            (json!({ "tags": [long] }), "tags"),
            (json!({ "tags": many }), "tags"),
            (json!({ "list": long }), "list"),
            (json!({ "list": "a\nb" }), "list"),
            (json!({ "parent_id": 999_999 }), "parent_id"),
            (json!({ "parent_id": task.id }), "parent_id"),
        ] {
            let told = |error: TaskError| Error::from(error).public();
            let refused = told(ann.try_plan(task.id, plan.clone()).await.expect_err(&plan.to_string()));
            assert_eq!(refused.field.as_deref(), Some(field), "{plan}: {}", refused.detail());
            let code = if field == "parent_id" { "INVALID_PARENT" } else { "INVALID_PARAMETER" };
            assert_eq!(json!(refused.code), code, "{plan}");
            let made = ann.try_add("Another", plan.clone()).await;
            if field != "start" && plan != json!({ "parent_id": task.id }) {
                assert_eq!(told(made.expect_err(&plan.to_string())).field.as_deref(), Some(field), "{plan}");
            }
        }
        assert_eq!(ann.get(task.id).await, task);
        let refused = ann.try_plan(undated.id, json!({ "reminders": ["-PT30M"] })).await;
        assert!(refused.is_err(), "there is nothing to count back from");
    }
}
