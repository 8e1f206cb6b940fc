//! Changes of several tasks at once: all or none.

use super::*;
use docket::tasks::bulk;

/// A person with three tasks, the last with as many tags as one may have.
async fn with_three(db: &Db) -> (Person, Vec<TaskId>) {
    let ann = Person::new(db, "ann", "UTC", "2026-11-28T09:00").await;
    let tags: Vec<String> = (0..20).map(|number| format!("tag{number}")).collect();
    let mut ids = Vec::new();
    for plan in [json!({}), json!({ "due": "2026-11-30T17:00" }), json!({ "tags": tags })] {
        ids.push(ann.add("Task", plan).await.id);
    }
    (ann, ids)
}

on_both! {
    async fn several_tasks_change_together_and_are_undone_together(db: Db) {
        let (ann, ids) = with_three(&db).await;
        let sub = ann.add("Sub-task", json!({ "parent_id": ids[0] })).await.id;
        let days = async || {
            let mut days = Vec::new();
            for id in &ids {
                days.push(ann.get(*id).await.due.map(|due| due.to_string()).unwrap_or_default());
            }
            days
        };
        let before = days().await;
        let mut asked = ids.clone();
        asked.extend([ids[0], TaskId::new(987_654_321)]);
        let changes = ann.tasks.change_several(&ann.user, &asked, (bulk::DUE, "tomorrow")).await.unwrap();
        assert_eq!(changes.len(), 3, "each once, and not the one that is gone");
        assert_eq!(days().await, ["2026-11-29", "2026-11-29T17:00:00+00:00", "2026-11-29"]);
        ann.tasks.undo_changes(&ann.user, &changes).await.unwrap();
        assert_eq!(days().await, before);

        // A sub-task goes with its task.
        asked.push(sub);
        let changes = ann.tasks.change_several(&ann.user, &asked, (bulk::DELETE, "")).await.unwrap();
        assert_eq!((changes.len(), ann.tasks.count(&ann.user).await.unwrap()), (3, 0));
        ann.tasks.undo_changes(&ann.user, &changes).await.unwrap();
        assert_eq!(ann.tasks.count(&ann.user).await.unwrap(), 4);
        assert_eq!(days().await, before);
    }

    async fn if_one_task_refuses_none_is_changed(db: Db) {
        let (ann, ids) = with_three(&db).await;
        for change in [(bulk::TAG, "one more"), (bulk::DUE, "someday"), (bulk::PRIORITY, "9")] {
            let refused = ann.tasks.change_several(&ann.user, &ids, change).await;
            assert!(matches!(refused, Err(TaskError::InvalidPlan(_))), "{change:?}: {refused:?}");
        }
        for id in &ids {
            assert_eq!(ann.tasks.history(&ann.user, *id, 9).await.unwrap().len(), 1, "it was added, no more");
        }
    }

    async fn what_cannot_be_undone_does_not_keep_the_rest(db: Db) {
        let (ann, ids) = with_three(&db).await;
        let changes = ann.tasks.change_several(&ann.user, &ids, (bulk::DONE, "")).await.unwrap();
        ann.tasks.update(&ann.user, ids[1], Some("Another title"), None).await.unwrap();
        let outcome = ann.tasks.undo_changes(&ann.user, &changes).await;
        assert!(matches!(outcome, Err(TaskError::Changed(id)) if id == ids[1]), "{outcome:?}");
        let mut done = Vec::new();
        for id in &ids {
            done.push(ann.get(*id).await.completed);
        }
        assert_eq!(done, [false, true, false]);
    }
}
