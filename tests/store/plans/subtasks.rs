//! Sub-tasks go with their task.

use super::*;

on_both! {
    async fn subtasks_are_done_deleted_and_put_back_with_their_task(db: Db) {
        let ann = Person::new(&db, "ann", "UTC", "2026-11-28T09:00").await;
        let task = ann.add("Trip", json!({})).await;
        let part = json!({ "parent_id": task.id });
        let (tickets, bags) = (ann.add("Tickets", part.clone()).await, ann.add("Bags", part).await);
        let bags = ann.done(bags.id).await;
        ann.done(task.id).await;
        assert!(ann.get(tickets.id).await.completed);
        let undo_last = async || {
            let change = ann.tasks.history(&ann.user, task.id, 1).await.unwrap().remove(0);
            ann.tasks.undo_change(&ann.user, change.id).await
        };
        undo_last().await.unwrap();
        let all = async || ann.tasks.with_subtasks(&ann.user, task.id).await.unwrap();
        assert_eq!(all().await, (task.clone(), vec![bags.clone(), tickets.clone()]), "what was done before stays done");
        ann.tasks.delete(&ann.user, task.id).await.unwrap();
        assert!(ann.tasks.list(&ann.user, docket::tasks::Status::All).await.unwrap().is_empty());
        undo_last().await.unwrap();
        assert_eq!(all().await, (task, vec![bags, tickets]));
    }

    async fn there_is_one_level(db: Db) {
        let (ann, bob) = (
            Person::new(&db, "ann", "UTC", "2026-11-28T09:00").await,
            Person::new(&db, "bob", "UTC", "2026-11-28T09:00").await,
        );
        let (trip, other) = (ann.add("Trip", json!({})).await, ann.add("Other", json!({})).await);
        let tickets = ann.add("Tickets", json!({ "parent_id": trip.id })).await;
        assert!(ann.try_add("Seat", json!({ "parent_id": tickets.id })).await.is_err());
        assert!(ann.try_plan(trip.id, json!({ "parent_id": other.id })).await.is_err(), "it has sub-tasks");
        assert!(bob.try_add("Mine", json!({ "parent_id": trip.id })).await.is_err(), "it is Ann's");
        let moved = ann.plan(tickets.id, json!({ "parent_id": other.id })).await;
        assert_eq!(moved.parent_id, Some(other.id));
        assert_eq!(ann.plan(tickets.id, json!({ "parent_id": null })).await.parent_id, None);
    }

    async fn the_database_keeps_subtasks_with_their_owner(db: Db) {
        let (ann, bob) = (
            Person::new(&db, "ann", "UTC", "2026-11-28T09:00").await,
            Person::new(&db, "bob", "UTC", "2026-11-28T09:00").await,
        );
        let (hers, his) = (ann.add("Hers", json!({})).await, bob.add("His", json!({})).await);
        let sql = format!("update tasks_phaseiii set parent_id = {} where id = {}", hers.id, his.id);
        let sql = sqlx::AssertSqlSafe(sql);
        let refused = match &db {
            Db::Sqlite { writer, .. } => sqlx::query(sql).execute(writer).await.map(drop),
            Db::Postgres { pool, .. } => {
                sqlx::query(sql).execute(&mut pool.connect().await.unwrap()).await.map(drop)
            }
        };
        assert!(refused.is_err());
    }
}
