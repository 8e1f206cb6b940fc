//! Reminders: each is told once, on time, and as long as it makes sense.

use super::*;
use docket::db::Topic;
use docket::reminders::Reminder;
use docket::reminders::server::{Carrier, Content, Failure, Parcel, Reminders, Snooze};
use futures::FutureExt;
use futures::future::BoxFuture;
use std::sync::{Arc, Mutex};

/// Takes every reminder, and notes what it sends.
#[derive(Default)]
struct Post {
    sent: Mutex<Vec<(i64, String)>>,
    /// What the next attempts come to.
    failures: Mutex<Vec<Failure>>,
    /// Never comes to an end.
    is_stuck: bool,
}

impl Carrier for Post {
    fn take<'a>(
        &'a self,
        scope: &'a mut docket::db::Scope,
        reminder: docket::id::ReminderId,
        now: &'a Timestamp,
    ) -> BoxFuture<'a, sqlx::Result<()>> {
        docket::reminders::server::by_mail(scope, reminder, now).boxed()
    }

    fn carries(&self, _: &Parcel) -> bool {
        true
    }

    fn send<'a>(&'a self, parcel: &'a Parcel) -> BoxFuture<'a, Result<(), Failure>> {
        async move {
            let title = match &parcel.content {
                Content::Reminder(reminder) => reminder.title.clone(),
                Content::Plan(day) => day.clone(),
            };
            self.sent.lock().unwrap().push((parcel.id, title));
            if self.is_stuck {
                std::future::pending::<()>().await;
            }
            match self.failures.lock().unwrap().pop() {
                Some(failure) => Err(failure),
                None => Ok(()),
            }
        }
        .boxed()
    }
}

impl Post {
    fn titles(&self) -> Vec<String> {
        self.sent.lock().unwrap().iter().map(|(_, title)| title.clone()).collect()
    }
}

/// A replica that tells reminders.
struct Replica {
    reminders: Reminders,
    jobs: Jobs,
}

impl Replica {
    fn new(db: &Db, person: &Person, post: &Arc<Post>) -> Self {
        let carriers: Vec<Arc<dyn Carrier>> = vec![post.clone()];
        let reminders = Reminders::new(db.clone(), person.tasks.clone(), carriers, person.clock.clone());
        Self { jobs: jobs(db, reminders.jobs(), &person.clock), reminders }
    }

    /// Goes to a moment of UTC, and tells and sends what is due then.
    async fn at(&self, person: &Person, moment: &str) -> Vec<Reminder> {
        person.go_to(moment);
        self.look(person).await
    }

    async fn look(&self, person: &Person) -> Vec<Reminder> {
        // Told in the first second, sent in the next.
        for _ in 0..2 {
            self.jobs.run_due().await;
            person.clock.advance(time::Duration::seconds(2));
        }
        self.reminders.open(&person.user).await.unwrap()
    }
}

fn titles(reminders: &[Reminder]) -> Vec<&str> {
    reminders.iter().map(|reminder| reminder.title.as_str()).collect()
}

async fn ann(db: &Db) -> (Person, Replica, Arc<Post>) {
    let ann = Person::new(db, "ann", "Europe/Berlin", "2030-12-02T09:00").await;
    let post = Arc::<Post>::default();
    let replica = Replica::new(db, &ann, &post);
    (ann, replica, post)
}

on_both! {
    async fn a_reminder_is_told_once_by_many_replicas(db: Db) {
        let (ann, replica, post) = ann(&db).await;
        let others: Vec<_> = (0..3).map(|_| Replica::new(&db, &ann, &post)).collect();
        ann.add("Call mom", json!({ "due": "2030-12-04T17:00:00+01:00", "reminders": ["-PT30M", "PT0S"] })).await;
        ann.add("Read", json!({ "due": "2030-12-04" })).await;
        assert!(replica.at(&ann, "2030-12-04T15:29").await.is_empty());
        ann.go_to("2030-12-04T15:30");
        futures::future::join_all(others.iter().map(|other| other.look(&ann))).await;
        let told = replica.look(&ann).await;
        assert_eq!(titles(&told), ["Call mom"]);
        assert_eq!(told[0].remind_at.as_str(), "2030-12-04T15:30:00.000Z");
        assert_eq!(told[0].due.as_ref().unwrap().as_str(), "2030-12-04T17:00:00+01:00");
        assert!(!told[0].late);
        assert_eq!(post.titles(), ["Call mom"]);
        // The second one takes the place of the first.
        let told = replica.at(&ann, "2030-12-04T16:00").await;
        assert_eq!(told[0].remind_at.as_str(), "2030-12-04T16:00:00.000Z");
        assert_eq!(titles(&told), ["Call mom"]);
        assert_eq!(post.titles(), ["Call mom", "Call mom"]);
        assert_eq!(replica.at(&ann, "2030-12-06T16:00").await, told);
        assert_eq!(post.titles().len(), 2);
    }

    async fn what_became_due_while_no_server_ran_is_told_once_and_late(db: Db) {
        let (ann, replica, post) = ann(&db).await;
        let three = json!(["-P1D", "-PT30M", "PT0S"]);
        ann.add("Call mom", json!({ "due": "2030-12-04T17:00:00+01:00", "reminders": three })).await;
        let told = replica.at(&ann, "2030-12-05T09:00").await;
        assert_eq!(titles(&told), ["Call mom"]);
        assert_eq!(told[0].remind_at.as_str(), "2030-12-04T16:00:00.000Z");
        assert!(told[0].late);
        assert_eq!(post.titles().len(), 1);
    }

    async fn reminders_of_one_moment_stand_in_the_order_of_their_tasks(db: Db) {
        let (ann, replica, _) = ann(&db).await;
        let plan = || json!({ "reminders": ["2030-12-04T16:00:00Z"] });
        ann.add("Call mom", plan()).await;
        assert!(replica.at(&ann, "2030-12-04T15:59").await.is_empty());
        // Nobody has looked at this one yet, so it is the first that is looked at.
        ann.add("Buy milk", plan()).await;
        assert_eq!(titles(&replica.at(&ann, "2030-12-04T16:00").await), ["Call mom", "Buy milk"]);
    }

    async fn a_day_reminds_in_the_morning_of_the_persons_zone(db: Db) {
        let (ann, replica, _) = ann(&db).await;
        ann.add("Water the plants", json!({ "due": "2030-12-04", "reminders": ["PT0S"] })).await;
        assert!(replica.at(&ann, "2030-12-04T07:59").await.is_empty());
        // She travels before it is nine in Berlin.
        ann.tasks.set_time_zone(&ann.user, "America/New_York", true).await.unwrap();
        assert!(replica.at(&ann, "2030-12-04T08:30").await.is_empty());
        assert!(replica.at(&ann, "2030-12-04T13:59").await.is_empty());
        assert_eq!(replica.at(&ann, "2030-12-04T14:00").await.len(), 1);
    }

    async fn done_and_moved_tasks_do_not_remind(db: Db) {
        let (ann, replica, post) = ann(&db).await;
        let plan = |due: &str| json!({ "due": due, "reminders": ["PT0S"] });
        let done = ann.add("Done", plan("2030-12-04T10:00:00+01:00")).await;
        let moved = ann.add("Moved", plan("2030-12-04T10:00:00+01:00")).await;
        let deleted = ann.add("Deleted", plan("2030-12-04T10:00:00+01:00")).await;
        ann.done(done.id).await;
        ann.plan(moved.id, plan("2030-12-05T10:00:00+01:00")).await;
        ann.tasks.delete(&ann.user, deleted.id).await.unwrap();
        assert!(replica.at(&ann, "2030-12-04T10:00").await.is_empty());
        // What is opened again does not remind of what is past.
        ann.tasks.complete(&ann.user, done.id, false).await.unwrap();
        assert!(replica.look(&ann).await.is_empty());
        assert_eq!(titles(&replica.at(&ann, "2030-12-05T09:00").await), ["Moved"]);
        // A task that moves on takes its reminder with it.
        ann.plan(moved.id, json!({ "due": "2030-12-06T10:00:00+01:00" })).await;
        assert!(replica.look(&ann).await.is_empty());
        assert_eq!(titles(&replica.at(&ann, "2030-12-06T09:00").await), ["Moved"]);
        ann.done(moved.id).await;
        assert!(replica.look(&ann).await.is_empty());
        assert_eq!(post.titles(), ["Moved", "Moved"]);
    }

    async fn a_task_that_repeats_reminds_of_each_occurrence(db: Db) {
        let (ann, replica, _) = ann(&db).await;
        let task = ann.add("Take pills", json!({
            "due": "2030-12-03T08:00:00+01:00", "repeat": "FREQ=DAILY", "reminders": ["PT0S"],
        })).await;
        let told = replica.at(&ann, "2030-12-03T07:00").await;
        assert_eq!(told.len(), 1);
        let edited = replica.reminders.done(&ann.user, told[0].id).await.unwrap();
        assert_eq!(due(&edited.task), "2030-12-04T08:00:00+01:00");
        assert!(replica.look(&ann).await.is_empty());
        assert_eq!(replica.at(&ann, "2030-12-04T07:00").await.len(), 1);
        // Undoing brings the occurrence back, and not what it has told already.
        ann.done(task.id).await;
        let change = ann.tasks.history(&ann.user, task.id, 1).await.unwrap().remove(0);
        ann.tasks.undo_change(&ann.user, change.id).await.unwrap();
        assert!(replica.look(&ann).await.is_empty());
    }

    async fn done_twice_at_once_moves_a_task_on_once(db: Db) {
        let (ann, replica, _) = ann(&db).await;
        let task = ann.add("Take pills", json!({
            "due": "2030-12-03T08:00:00+01:00", "repeat": "FREQ=DAILY", "reminders": ["PT0S"],
        })).await;
        let told = replica.at(&ann, "2030-12-03T07:00").await;
        let done = || replica.reminders.done(&ann.user, told[0].id);
        let outcomes = futures::future::join_all((0..4).map(|_| done())).await;
        let refused = |outcome: &&Result<_, TaskError>| matches!(outcome, Err(TaskError::NoReminder));
        assert_eq!((outcomes.iter().filter(refused).count(), outcomes.len()), (3, 4), "{outcomes:?}");
        assert_eq!(due(&ann.get(task.id).await), "2030-12-04T08:00:00+01:00");
    }

    async fn a_snoozed_reminder_comes_again(db: Db) {
        let (ann, replica, post) = ann(&db).await;
        ann.add("Call mom", json!({ "due": "2030-12-04T17:00:00+01:00", "reminders": ["PT0S"] })).await;
        let told = replica.at(&ann, "2030-12-04T16:00").await;
        replica.reminders.snooze(&ann.user, told[0].id, Snooze::Minutes(10)).await.unwrap();
        assert!(replica.look(&ann).await.is_empty());
        assert!(replica.at(&ann, "2030-12-04T16:09").await.is_empty());
        let told = replica.at(&ann, "2030-12-04T16:11").await;
        assert_eq!(titles(&told), ["Call mom"]);
        replica.reminders.snooze(&ann.user, told[0].id, Snooze::Tomorrow).await.unwrap();
        assert!(replica.at(&ann, "2030-12-05T07:59").await.is_empty());
        let told = replica.at(&ann, "2030-12-05T08:00").await;
        assert_eq!(told[0].remind_at.as_str(), "2030-12-05T08:00:00.000Z");
        assert_eq!(post.titles().len(), 3);
        replica.reminders.dismiss(&ann.user, told[0].id).await.unwrap();
        assert!(replica.at(&ann, "2030-12-09T08:00").await.is_empty());
        let gone = replica.reminders.snooze(&ann.user, docket::id::ReminderId::new(999_999), Snooze::Tomorrow).await;
        assert!(matches!(gone, Err(TaskError::NoReminder)));
    }

    async fn another_person_reaches_no_reminder(db: Db) {
        let (ann, replica, _) = ann(&db).await;
        ann.add("Call mom", json!({ "due": "2030-12-04T17:00:00+01:00", "reminders": ["PT0S"] })).await;
        let told = replica.at(&ann, "2030-12-04T16:00").await;
        let bob = Person::new(&db, "bob", "UTC", "2030-12-04T16:01").await;
        assert!(replica.reminders.open(&bob.user).await.unwrap().is_empty());
        replica.reminders.dismiss(&bob.user, told[0].id).await.unwrap();
        assert!(matches!(replica.reminders.done(&bob.user, told[0].id).await, Err(TaskError::NoReminder)));
        let snoozed = replica.reminders.snooze(&bob.user, told[0].id, Snooze::Minutes(5)).await;
        assert!(matches!(snoozed, Err(TaskError::NoReminder)));
        assert_eq!(replica.reminders.open(&ann.user).await.unwrap(), told);
    }

    async fn a_person_hears_of_a_reminder(db: Db) {
        let (ann, replica, _) = ann(&db).await;
        ann.add("Call mom", json!({ "due": "2030-12-04T17:00:00+01:00", "reminders": ["PT0S"] })).await;
        let mut news = db.news(&ann.user);
        replica.at(&ann, "2030-12-04T16:00").await;
        assert_eq!(news.next().await, Topic::Reminders);
    }

    async fn what_could_not_be_sent_is_sent_later_under_the_same_name(db: Db) {
        let (ann, replica, post) = ann(&db).await;
        let busy = || Failure::Later { reason: "busy".into(), after: None };
        post.failures.lock().unwrap().extend([busy(), busy()]);
        ann.add("Call mom", json!({ "due": "2030-12-04T17:00:00+01:00", "reminders": ["PT0S"] })).await;
        replica.at(&ann, "2030-12-04T16:00").await;
        assert_eq!(post.titles().len(), 1);
        replica.at(&ann, "2030-12-04T16:01").await;
        replica.at(&ann, "2030-12-04T16:10").await;
        replica.at(&ann, "2030-12-04T18:00").await;
        let sent = post.sent.lock().unwrap().clone();
        assert_eq!(sent.len(), 3);
        assert!(sent.iter().all(|(id, _)| *id == sent[0].0));
    }

    async fn what_can_never_be_sent_is_left(db: Db) {
        let (ann, replica, post) = ann(&db).await;
        post.failures.lock().unwrap().push(Failure::Never("gone".into()));
        ann.add("Call mom", json!({ "due": "2030-12-04T17:00:00+01:00", "reminders": ["PT0S"] })).await;
        replica.at(&ann, "2030-12-04T16:00").await;
        replica.at(&ann, "2030-12-05T16:00").await;
        assert_eq!(post.titles().len(), 1);
    }

    async fn another_replica_sends_what_a_dead_one_began(db: Db) {
        let (ann, replica, post) = ann(&db).await;
        let stuck = Arc::new(Post { is_stuck: true, ..Post::default() });
        let dying = Replica::new(&db, &ann, &stuck);
        ann.add("Call mom", json!({ "due": "2030-12-04T17:00:00+01:00", "reminders": ["PT0S"] })).await;
        ann.go_to("2030-12-04T16:00");
        tokio::select! {
            _ = dying.look(&ann) => panic!("it never ends"),
            () = async { while stuck.titles().is_empty() { tokio::task::yield_now().await } } => {}
        }
        replica.look(&ann).await;
        assert!(post.titles().is_empty(), "the dead one still has it");
        replica.at(&ann, "2030-12-04T16:03").await;
        assert_eq!(*post.sent.lock().unwrap(), *stuck.sent.lock().unwrap());
    }

    async fn what_was_dismissed_in_the_meantime_is_not_sent(db: Db) {
        let (ann, replica, post) = ann(&db).await;
        post.failures.lock().unwrap().push(Failure::Later { reason: "busy".into(), after: None });
        ann.add("Call mom", json!({ "due": "2030-12-04T17:00:00+01:00", "reminders": ["PT0S"] })).await;
        let told = replica.at(&ann, "2030-12-04T16:00").await;
        replica.reminders.dismiss(&ann.user, told[0].id).await.unwrap();
        replica.at(&ann, "2030-12-04T17:00").await;
        assert_eq!(post.titles().len(), 1);
    }
}
