//! What a task has besides its texts: dates, repetition, priority, tags, lists, sub-tasks. The clock is moved, and people live in
//! several zones.

use super::people::person;
use super::*;
use docket::id::{TaskId, UserId};
use docket::tasks::Task;
use docket::tasks::server::{Actor, Caller, Edit, Patch, Plan, TaskError, Tasks};
use docket::timestamp::Timestamp;
use serde_json::{Value, json};

mod bulk;
mod daily;
mod order;
mod refusals;
mod reminding;
mod repeating;
mod subtasks;
mod views;

/// A person in a zone, at some moment.
struct Person {
    tasks: Tasks,
    user: UserId,
    clock: Clock,
}

impl Person {
    async fn new(db: &Db, name: &str, zone: &str, now: &str) -> Self {
        let clock = Clock::adjustable();
        let person =
            Self { tasks: Tasks::new(db.clone(), clock.clone()), user: person(db, name).await, clock };
        person.go_to(now);
        person.tasks.set_time_zone(&person.user, zone, false).await.unwrap();
        person
    }

    /// Moves the clock to a moment of UTC.
    fn go_to(&self, moment: &str) {
        let target = Timestamp::parse(&format!("{moment}:00.000Z")).unwrap();
        let ahead = target.unix_milliseconds() - self.clock.now().unix_milliseconds();
        self.clock.advance(time::Duration::milliseconds(ahead));
    }

    async fn try_add(&self, title: &str, plan: Value) -> Result<Task, TaskError> {
        let plan: Plan = serde_json::from_value(plan).unwrap();
        let caller = Caller { user: &self.user, actor: Actor::Person };
        Ok(self.tasks.change(caller, Edit::add_planned(title, None, &plan)?).await?.task)
    }

    async fn add(&self, title: &str, plan: Value) -> Task {
        self.try_add(title, plan).await.unwrap()
    }

    async fn try_plan(&self, task: TaskId, plan: Value) -> Result<Task, TaskError> {
        let plan: Plan = serde_json::from_value(plan).unwrap();
        let caller = Caller { user: &self.user, actor: Actor::Person };
        let edit = Edit::change(task, Patch { plan: Some(&plan), ..Patch::default() })?;
        Ok(self.tasks.change(caller, edit).await?.task)
    }

    async fn plan(&self, task: TaskId, plan: Value) -> Task {
        self.try_plan(task, plan).await.unwrap()
    }

    async fn done(&self, task: TaskId) -> Task {
        self.tasks.complete(&self.user, task, true).await.unwrap()
    }

    async fn get(&self, task: TaskId) -> Task {
        self.tasks.get(&self.user, task).await.unwrap()
    }
}

/// What a task has besides its texts, number and moments of change.
fn plan_of(task: &Task) -> Value {
    let mut plan = json!(task);
    let fields = plan.as_object_mut().unwrap();
    for other in ["id", "title", "description", "completed", "created_at", "updated_at", "completed_at"] {
        fields.remove(other);
    }
    plan
}

fn due(task: &Task) -> &str {
    task.due.as_ref().map(|due| due.as_str()).unwrap_or_default()
}

on_both! {
    async fn a_task_keeps_its_plan(db: Db) {
        let ann = Person::new(&db, "ann", "Europe/Berlin", "2026-11-28T09:00").await;
        let whole = json!({
            "due": "2026-12-04T17:00:00+01:00", "start": "2026-12-01", "reminders": ["-PT30M", "2026-12-03T08:00:00+01:00"],
            "repeat": "FREQ=WEEKLY;BYDAY=FR", "repeat_from": "completion", "priority": 1, "tags": ["phone", "Mom"],
            "list": "Home",
        });
        let task = ann.add("Call mom", whole.clone()).await;
        let mut expected = whole.clone();
        expected["time_zone"] = json!("Europe/Berlin");
        expected["repeat_start"] = json!("2026-12-04T17:00:00");
        assert_eq!(plan_of(&task), expected);
        assert_eq!(plan_of(&ann.get(task.id).await), expected);

        let other = ann.plan(task.id, json!({ "priority": 3, "tags": ["phone"] })).await;
        expected["priority"] = json!(3);
        expected["tags"] = json!(["phone"]);
        assert_eq!(plan_of(&other), expected, "what is not named stays");

        let nothing = json!({
            "due": "", "start": null, "reminders": [], "repeat": null, "priority": null, "tags": [], "list": " ",
        });
        assert_eq!(plan_of(&ann.plan(task.id, nothing).await), json!({}));
        assert_eq!(plan_of(&ann.add("Buy milk", json!({})).await), json!({}));
    }

    async fn times_are_those_of_the_persons_zone(db: Db) {
        let ann = Person::new(&db, "ann", "Europe/Berlin", "2026-11-28T09:00").await;
        for (given, told) in [
            ("2026-12-04", "2026-12-04"),
            ("2026-12-04T17:00", "2026-12-04T17:00:00+01:00"),
            ("2026-07-04T17:00", "2026-07-04T17:00:00+02:00"),
            ("2026-12-04T17:00:00Z", "2026-12-04T18:00:00+01:00"),
            // That hour is skipped, and that one comes twice.
            ("2027-03-28T02:30", "2027-03-28T03:30:00+02:00"),
            ("2026-10-25T02:30", "2026-10-25T02:30:00+02:00"),
        ] {
            assert_eq!(due(&ann.add("Call mom", json!({ "due": given })).await), told, "{given}");
        }
        // She travels: the moment stays, and a day has no moment.
        let (call, milk) = (
            ann.add("Call", json!({ "due": "2026-12-04T17:00" })).await,
            ann.add("Milk", json!({ "due": "2026-12-04" })).await,
        );
        ann.tasks.set_time_zone(&ann.user, "America/New_York", true).await.unwrap();
        ann.tasks.set_time_zone(&ann.user, "Asia/Karachi", false).await.unwrap();
        assert_eq!(due(&ann.get(call.id).await), "2026-12-04T11:00:00-05:00", "what she chose counts");
        assert_eq!(due(&ann.get(milk.id).await), "2026-12-04");
        let refused = ann.tasks.set_time_zone(&ann.user, "Mars/Base", true).await;
        assert!(matches!(refused, Err(TaskError::NoZone)));
    }

    async fn every_change_is_in_the_history_and_can_be_undone(db: Db) {
        let ann = Person::new(&db, "ann", "UTC", "2026-11-28T09:00").await;
        let task = ann.add("Call mom", json!({ "due": "2026-12-04", "tags": ["phone"] })).await;
        ann.plan(task.id, json!({ "due": "2026-12-05" })).await;
        let program = Caller { user: &ann.user, actor: Actor::Program("MCP") };
        ann.tasks.change(program, Edit::complete(task.id, true)).await.unwrap();
        ann.tasks.delete(&ann.user, task.id).await.unwrap();
        let history = ann.tasks.history(&ann.user, task.id, 10).await.unwrap();
        let told: Vec<String> =
            history.iter().map(|change| format!("{} {}", json!(change.who), json!(change.kind))).collect();
        assert_eq!(told, [
            r#""person" "deleted""#, r#"{"program":"MCP"} "completed""#, r#""person" "updated""#, r#""person" "created""#,
        ]);
        let bob = Person::new(&db, "bob", "UTC", "2026-11-28T09:00").await;
        let foreign = bob.tasks.undo_change(&bob.user, history[0].id).await;
        assert!(matches!(foreign, Err(TaskError::NothingToUndo)));
        assert!(bob.tasks.history(&bob.user, task.id, 10).await.unwrap().is_empty());
        for change in &history[..3] {
            ann.tasks.undo_change(&ann.user, change.id).await.unwrap();
        }
        assert_eq!(ann.get(task.id).await, task);
        let again = ann.tasks.undo_change(&ann.user, history[0].id).await;
        assert!(matches!(again, Err(TaskError::UndoneAlready)));

        // A day later the words are gone, and who did what is still told.
        ann.go_to("2026-11-29T10:00");
        ann.tasks.forget_old_changes().await.unwrap();
        let old = ann.tasks.history(&ann.user, task.id, 10).await.unwrap();
        assert_eq!(old.len(), 4);
        assert!(!json!(old).to_string().contains("mom") && !json!(old).to_string().contains("phone"));
        assert_eq!(due(old[2].before.as_ref().unwrap()), "2026-12-04");
        let late = ann.tasks.undo_change(&ann.user, old[3].id).await;
        assert!(matches!(late, Err(TaskError::Changed(_))));
        // Of a task that is gone nothing stays.
        ann.tasks.delete(&ann.user, task.id).await.unwrap();
        ann.go_to("2026-11-30T11:00");
        ann.tasks.forget_old_changes().await.unwrap();
        assert_eq!(ann.tasks.history(&ann.user, task.id, 10).await.unwrap(), []);
    }
}
