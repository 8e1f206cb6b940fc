//! When people get the plan of their day by mail.

use super::*;
use docket::tasks::server::MailWishes;

async fn wants_plan(person: &Person, time: Option<&str>) {
    let wishes = MailWishes { reminders: true, plan_time: time.map(str::to_owned) };
    person.tasks.set_mail_wishes(&person.user, &wishes).await.unwrap();
}

/// How many plans are mailed at a moment of UTC.
async fn at(db: &Db, person: &Person, moment: &str) -> usize {
    person.go_to(moment);
    let plans = person.tasks.send_due_plans().await.unwrap();
    assert_eq!(sent(db).await, plans as u64);
    plans
}

/// Takes out what is to be sent, as the outbox does, and counts it.
async fn sent(db: &Db) -> u64 {
    let sql = "delete from deliveries where plan_date is not null";
    match db {
        Db::Sqlite { writer, .. } => sqlx::query(sql).execute(writer).await.unwrap().rows_affected(),
        Db::Postgres { pool, .. } => {
            sqlx::query(sql).execute(&mut pool.connect().await.unwrap()).await.unwrap().rows_affected()
        }
    }
}

on_both! {
    async fn a_plan_is_made_once_a_day_however_many_replicas_look(db: Db) {
        let ann = Person::new(&db, "ann", "Europe/Berlin", "2030-03-29T12:00").await;
        assert_eq!(at(&db, &ann, "2030-03-29T12:01").await, 0, "nobody gets one who has not asked");
        wants_plan(&ann, Some("07:00")).await;
        assert_eq!(at(&db, &ann, "2030-03-30T05:59").await, 0);
        ann.go_to("2030-03-30T06:00");
        let looking = (0..5).map(|_| ann.tasks.send_due_plans());
        let made: usize = futures::future::join_all(looking).await.into_iter().map(Result::unwrap).sum();
        assert_eq!((made, sent(&db).await), (1, 1));
        // The clocks change in this night.
        assert_eq!(at(&db, &ann, "2030-03-31T04:59").await, 0);
        assert_eq!(at(&db, &ann, "2030-03-31T05:00").await, 1);
        assert_eq!(at(&db, &ann, "2030-03-31T21:00").await, 0);
        wants_plan(&ann, None).await;
        assert_eq!(at(&db, &ann, "2030-04-02T12:00").await, 0);
    }

    async fn a_plan_that_was_missed_comes_on_the_same_day_or_not_at_all(db: Db) {
        let ann = Person::new(&db, "ann", "Europe/Berlin", "2030-12-02T12:00").await;
        wants_plan(&ann, Some("07:00")).await;
        assert_eq!(at(&db, &ann, "2030-12-03T20:00").await, 1, "late, on the same day");
        // Off for three days, until before the time.
        assert_eq!(at(&db, &ann, "2030-12-06T05:00").await, 0);
        assert_eq!(at(&db, &ann, "2030-12-06T06:00").await, 1);
        // And until after it.
        assert_eq!(at(&db, &ann, "2030-12-09T10:00").await, 1);
        assert_eq!(at(&db, &ann, "2030-12-09T22:00").await, 0);
    }

    async fn a_plan_follows_its_person_into_another_zone(db: Db) {
        let ann = Person::new(&db, "ann", "Europe/Berlin", "2030-12-02T12:00").await;
        wants_plan(&ann, Some("07:00")).await;
        assert_eq!(at(&db, &ann, "2030-12-03T06:00").await, 1);
        ann.tasks.set_time_zone(&ann.user, "America/New_York", true).await.unwrap();
        assert_eq!(at(&db, &ann, "2030-12-03T12:00").await, 0, "the plan of this day was sent");
        assert_eq!(at(&db, &ann, "2030-12-04T06:00").await, 0);
        assert_eq!(at(&db, &ann, "2030-12-04T12:00").await, 1);
        // The browser's zone does not count against a choice.
        ann.tasks.set_time_zone(&ann.user, "Asia/Tokyo", false).await.unwrap();
        assert_eq!(at(&db, &ann, "2030-12-04T22:00").await, 0);
        assert_eq!(at(&db, &ann, "2030-12-05T12:00").await, 1);
    }

    async fn wishes_are_kept_and_a_time_that_is_none_is_refused(db: Db) {
        let ann = Person::new(&db, "ann", "Europe/Berlin", "2030-12-02T12:00").await;
        let wishes = async || ann.tasks.mail_wishes(&ann.user).await.unwrap();
        assert_eq!(wishes().await, MailWishes { reminders: true, plan_time: None });
        let other = MailWishes { reminders: false, plan_time: Some("18:30".into()) };
        ann.tasks.set_mail_wishes(&ann.user, &other).await.unwrap();
        assert_eq!(wishes().await, other);
        let wrong = MailWishes { reminders: true, plan_time: Some("noon".into()) };
        assert!(matches!(ann.tasks.set_mail_wishes(&ann.user, &wrong).await, Err(TaskError::PlanTime)));
        assert_eq!(wishes().await, other);
    }
}
