//! Tasks that repeat move on when they are done.

use super::*;
use docket::tasks::Place;

/// A repeated task is done at these moments of UTC. The moments at which it is due, with the last one.
async fn life(ann: &Person, plan: Value, done_at: &[&str]) -> Vec<String> {
    let task = ann.add("Water the plants", plan).await;
    let mut seen = vec![due(&task).to_owned()];
    for moment in done_at {
        ann.go_to(moment);
        let moved = ann.done(task.id).await;
        seen.push(if moved.completed { "done".to_owned() } else { due(&moved).to_owned() });
    }
    seen
}

on_both! {
    async fn clocks_that_change_leave_the_time_of_the_day(db: Db) {
        for (zone, start, spring, autumn) in [
            ("Europe/Berlin", "2026-03-28T09:00",
                ["2026-03-28T09:00:00+01:00", "2026-03-29T09:00:00+02:00"], ["2026-10-24T09:00:00+02:00", "2026-10-25T09:00:00+01:00"]),
            ("America/New_York", "2026-03-07T09:00",
                ["2026-03-07T09:00:00-05:00", "2026-03-08T09:00:00-04:00"], ["2026-10-31T09:00:00-04:00", "2026-11-01T09:00:00-05:00"]),
            ("Australia/Lord_Howe", "2026-10-03T09:00",
                ["2026-10-03T09:00:00+10:30", "2026-10-04T09:00:00+11:00"], ["2027-04-03T09:00:00+11:00", "2027-04-04T09:00:00+10:30"]),
        ] {
            let ann = Person::new(&db, &zone.replace('/', "-"), zone, "2026-01-01T00:00").await;
            let task = ann.add("Pill", json!({ "due": start, "repeat": "FREQ=DAILY" })).await;
            assert_eq!(due(&task), spring[0]);
            assert_eq!(due(&ann.done(task.id).await), spring[1], "{zone}");
            // All those days are missed. The next one is told, not all of them.
            ann.go_to(before_autumn(zone));
            assert_eq!(due(&ann.done(task.id).await), autumn[0], "{zone}");
            assert_eq!(due(&ann.done(task.id).await), autumn[1], "{zone}");
        }
    }

    async fn missed_days_do_not_pile_up(db: Db) {
        let ann = Person::new(&db, "ann", "Europe/Berlin", "2026-11-28T09:00").await;
        let daily = json!({ "due": "2026-11-28", "repeat": "FREQ=DAILY" });
        let seen = life(&ann, daily, &["2026-11-28T10:00", "2026-12-10T10:00", "2026-12-10T10:05"]).await;
        assert_eq!(seen, ["2026-11-28", "2026-11-29", "2026-12-11", "2026-12-12"]);
        ann.go_to("2026-11-28T09:00");
        // A time that is still to come today counts.
        let daily = json!({ "due": "2026-11-28T18:00", "repeat": "FREQ=DAILY" });
        let seen = life(&ann, daily, &["2026-11-30T10:00"]).await;
        assert_eq!(seen, ["2026-11-28T18:00:00+01:00", "2026-11-30T18:00:00+01:00"]);
    }

    async fn rules_count_from_due_or_from_completion(db: Db) {
        let ann = Person::new(&db, "ann", "Europe/Berlin", "2026-11-28T09:00").await;
        let every_ten = |from: &str| json!({ "due": "2026-11-28", "repeat": "FREQ=DAILY;INTERVAL=10", "repeat_from": from });
        let late = ["2026-12-01T10:00"];
        assert_eq!(life(&ann, every_ten("due"), &late).await, ["2026-11-28", "2026-12-08"]);
        ann.go_to("2026-11-28T09:00");
        assert_eq!(life(&ann, every_ten("completion"), &late).await, ["2026-11-28", "2026-12-11"]);
        for from in ["due", "completion"] {
            ann.go_to("2026-11-28T09:00");
            let thrice = json!({ "due": "2026-11-28", "repeat": "FREQ=DAILY;COUNT=3", "repeat_from": from });
            let days = ["2026-11-28T10:00", "2026-11-29T10:00", "2026-11-30T10:00"];
            assert_eq!(life(&ann, thrice, &days).await, ["2026-11-28", "2026-11-29", "2026-11-30", "done"], "{from}");
        }
    }

    async fn without_a_due_date_a_rule_begins_at_the_start(db: Db) {
        let ann = Person::new(&db, "ann", "Europe/Berlin", "2026-11-28T09:00").await;
        for (start, rule, first) in [
            (None, "FREQ=DAILY", "2026-11-28"),
            (Some("2026-11-01"), "FREQ=DAILY", "2026-11-28"),
            (Some("2026-12-01"), "FREQ=DAILY", "2026-12-01"),
            (Some("2026-12-01"), "FREQ=WEEKLY;BYDAY=MO", "2026-12-07"),
            (Some("2026-12-01"), "FREQ=DAILY;BYHOUR=8", "2026-12-01T08:00:00+01:00"),
            (Some("2026-11-28"), "FREQ=DAILY;BYHOUR=9", "2026-11-29T09:00:00+01:00"),
        ] {
            let task = ann.add("Water the plants", json!({ "start": start, "repeat": rule })).await;
            assert_eq!((due(&task), task.start.as_ref().map(|start| start.day())), (first, start), "{rule}");
        }
        // A due date that is given is kept, and a start after it refused.
        let refused = ann.try_add("Pill", json!({ "due": "2026-11-30", "start": "2026-12-01", "repeat": "FREQ=DAILY" })).await;
        assert!(matches!(refused, Err(TaskError::InvalidPlan(docket::error::PlanProblem::StartAfterDue))), "{refused:?}");
    }

    async fn months_end_and_years_leap(db: Db) {
        let ann = Person::new(&db, "ann", "Europe/Berlin", "2027-01-30T09:00").await;
        let months = ["2027-01-31T10:00", "2027-02-28T10:00", "2027-03-31T10:00"];
        let last = json!({ "due": "2027-01-31", "repeat": "FREQ=MONTHLY;BYMONTHDAY=-1" });
        assert_eq!(life(&ann, last, &months).await, ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]);
        ann.go_to("2028-02-28T09:00");
        let leap = json!({ "due": "2028-02-29", "repeat": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29" });
        assert_eq!(life(&ann, leap, &["2028-02-29T10:00"]).await, ["2028-02-29", "2032-02-29"]);
        // A rule without a due day makes one.
        ann.go_to("2026-11-28T09:00");
        let tuesdays = json!({ "repeat": "rrule:freq=weekly;interval=2;byday=tu" });
        assert_eq!(life(&ann, tuesdays, &["2026-12-01T10:00"]).await, ["2026-12-01", "2026-12-15"]);
    }

    async fn a_moved_occurrence_leaves_the_next_ones(db: Db) {
        let ann = Person::new(&db, "ann", "Europe/Berlin", "2026-11-28T09:00").await;
        let task = ann.add("Gym", json!({ "due": "2026-11-30", "repeat": "FREQ=WEEKLY", "start": "2026-11-29",
            "reminders": ["2026-11-29T20:00:00+01:00", "-P1D"] })).await;
        ann.plan(task.id, json!({ "due": "2026-12-02" })).await;
        let next = ann.done(task.id).await;
        assert_eq!(due(&next), "2026-12-07", "still on Mondays");
        assert_eq!(plan_of(&next)["reminders"], json!(["2026-12-04T20:00:00+01:00", "-P1D"]));
        // With its rule, the whole series moves.
        ann.plan(task.id, json!({ "due": "2026-12-08", "repeat": "FREQ=WEEKLY" })).await;
        assert_eq!(due(&ann.done(task.id).await), "2026-12-15");
        assert!(ann.plan(task.id, json!({ "repeat": "" })).await.repeat_start.is_none());
        assert!(ann.done(task.id).await.completed);
    }

    async fn undoing_puts_a_task_back_to_its_occurrence(db: Db) {
        let ann = Person::new(&db, "ann", "Europe/Berlin", "2026-11-28T09:00").await;
        let task = ann.add("Pill", json!({ "due": "2026-11-28T18:00", "repeat": "FREQ=DAILY" })).await;
        let child = ann.add("Water", json!({ "parent_id": task.id })).await;
        ann.done(child.id).await;
        ann.done(task.id).await;
        assert!(!ann.get(child.id).await.completed, "it is to do again with its task");
        let change = ann.tasks.history(&ann.user, task.id, 1).await.unwrap().remove(0);
        let other = ann.add("Bread", json!({})).await;
        ann.tasks.place(&ann.user, child.id, Place::Before(other.id)).await.unwrap();
        let place = ann.get(child.id).await.position;
        ann.tasks.undo_change(&ann.user, change.id).await.unwrap();
        assert_eq!(ann.get(task.id).await, task);
        let child = ann.get(child.id).await;
        assert!(child.completed && child.position == place, "it was moved since");
    }
}

/// A morning before the last day of the summer time.
fn before_autumn(zone: &str) -> &'static str {
    match zone {
        "Europe/Berlin" => "2026-10-24T05:00",
        "America/New_York" => "2026-10-31T05:00",
        _ => "2027-04-02T20:00",
    }
}
