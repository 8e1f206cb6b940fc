//! The person's own order, and undoing moves.

use super::views::titles;
use super::*;
use docket::tasks::{Place, View};

/// A person with the tasks d, c, b, a in this order.
async fn with_four(db: &Db) -> (Person, [TaskId; 4]) {
    let ann = Person::new(db, "ann", "UTC", "2026-11-28T09:00").await;
    let mut ids = Vec::new();
    for title in ["a", "b", "c", "d"] {
        ids.push(ann.add(title, json!({})).await.id);
    }
    assert_eq!(order(&ann).await, "d, c, b, a");
    let [a, b, c, d] = ids[..] else { panic!("four") };
    (ann, [a, b, c, d])
}

async fn order(ann: &Person) -> String {
    titles(ann, View::All).await
}

on_both! {
    async fn a_person_orders_her_tasks(db: Db) {
        let (ann, [a, b, c, d]) = with_four(&db).await;
        let place = async |task, place| ann.tasks.place(&ann.user, task, place).await.unwrap();
        place(a, Place::Before(d)).await;
        assert_eq!(order(&ann).await, "a, d, c, b");
        place(d, Place::After(b)).await;
        assert_eq!(order(&ann).await, "a, c, b, d");
        place(d, Place::After(a)).await;
        place(c, Place::After(c)).await;
        assert_eq!(order(&ann).await, "a, d, c, b");
        // However often two take turns, there is room.
        for _ in 0..60 {
            place(b, Place::After(a)).await;
            place(c, Place::After(a)).await;
        }
        assert_eq!(order(&ann).await, "a, c, b, d");
        ann.add("e", json!({})).await;
        assert_eq!(order(&ann).await, "e, a, c, b, d", "a new task comes first");
        let bob = Person::new(&db, "bob", "UTC", "2026-11-28T09:00").await;
        let refused = bob.tasks.place(&bob.user, a, Place::Before(b)).await;
        assert!(matches!(refused, Err(TaskError::NotFound(_))));
    }

    async fn a_move_is_in_the_history_and_can_be_undone(db: Db) {
        let (ann, [a, _, c, d]) = with_four(&db).await;
        let place = async |task, place| ann.tasks.place(&ann.user, task, place).await.unwrap();
        let moved = place(a, Place::Before(d)).await.unwrap();
        assert_eq!(order(&ann).await, "a, d, c, b");
        let told = ann.tasks.history(&ann.user, a, 9).await.unwrap();
        assert_eq!((told.len(), told[0].id), (2, moved));
        ann.tasks.undo_change(&ann.user, moved).await.unwrap();
        assert_eq!(order(&ann).await, "d, c, b, a");
        let again = ann.tasks.undo_change(&ann.user, moved).await;
        assert!(matches!(again, Err(TaskError::UndoneAlready)), "{again:?}");

        // Pressing a key several times is one move.
        let first = place(d, Place::After(c)).await.unwrap();
        ann.clock.advance(time::Duration::seconds(20));
        assert_eq!(place(d, Place::After(a)).await, Some(first));
        ann.clock.advance(time::Duration::seconds(50));
        assert_eq!(place(d, Place::Before(a)).await, Some(first));
        assert_eq!(order(&ann).await, "c, b, d, a");
        ann.clock.advance(time::Duration::minutes(2));
        let later = place(d, Place::After(a)).await.unwrap();
        assert_ne!(later, first);
        // The first cannot be undone before the second.
        let early = ann.tasks.undo_change(&ann.user, first).await;
        assert!(matches!(early, Err(TaskError::Changed(_))), "{early:?}");
        ann.tasks.undo_changes(&ann.user, &[first, later]).await.unwrap();
        assert_eq!(order(&ann).await, "d, c, b, a");

        assert_eq!(place(d, Place::After(d)).await, None, "nothing moves");
        let bob = Person::new(&db, "bob", "UTC", "2026-11-28T09:00").await;
        let refused = bob.tasks.undo_change(&bob.user, later).await;
        assert!(matches!(refused, Err(TaskError::NothingToUndo)), "{refused:?}");
    }

    async fn undoing_another_change_leaves_the_place(db: Db) {
        let (ann, [a, _, _, d]) = with_four(&db).await;
        let renamed = ann.tasks.update(&ann.user, a, Some("A"), None).await.unwrap();
        let change = ann.tasks.history(&ann.user, a, 1).await.unwrap()[0].id;
        assert_eq!(renamed.title, "A");
        ann.tasks.place(&ann.user, a, Place::Before(d)).await.unwrap();
        ann.tasks.undo_change(&ann.user, change).await.unwrap();
        assert_eq!(order(&ann).await, "a, d, c, b");
    }
}
