use super::people::person;
use super::*;
use docket::id::TaskId;
use docket::tasks::Status;
use docket::tasks::server::{TaskError, Tasks};

on_both! {
    async fn a_task_lives_its_life(db: Db) {
        let (tasks, ann) = (Tasks::new(db.clone(), Clock::system()), person(&db, "ann").await);
        let milk = tasks.add(&ann, "  Buy milk ", Some(" 2 litres ")).await.unwrap();
        assert_eq!((milk.title.as_str(), milk.description.as_deref(), milk.completed), ("Buy milk", Some("2 litres"), false));
        let bread = tasks.add(&ann, "Buy bread", Some("  ")).await.unwrap();
        assert_eq!(bread.description, None);

        let done = tasks.complete(&ann, milk.id, true).await.unwrap();
        assert!(done.completed && done.updated_at >= milk.updated_at);
        let again = tasks.complete(&ann, milk.id, true).await.unwrap();
        assert_eq!(again, done, "completing twice changes nothing");

        let titles = async |status| {
            let list = tasks.list(&ann, status).await.unwrap();
            list.into_iter().map(|task| task.title).collect::<Vec<_>>()
        };
        assert_eq!(titles(Status::All).await, ["Buy bread", "Buy milk"]);
        assert_eq!(titles(Status::Pending).await, ["Buy bread"]);
        assert_eq!(titles(Status::Completed).await, ["Buy milk"]);

        let renamed = tasks.update(&ann, milk.id, Some("Buy oat milk"), None).await.unwrap();
        assert_eq!((renamed.title.as_str(), renamed.description.as_deref()), ("Buy oat milk", Some("2 litres")));
        let emptied = tasks.update(&ann, milk.id, None, Some("")).await.unwrap();
        assert_eq!((emptied.title.as_str(), emptied.description), ("Buy oat milk", None));
        assert!(matches!(tasks.update(&ann, milk.id, None, None).await, Err(TaskError::NothingToChange)));

        assert_eq!(tasks.delete(&ann, milk.id).await.unwrap().title, "Buy oat milk");
        assert!(matches!(tasks.delete(&ann, milk.id).await, Err(TaskError::NotFound(_))), "a second time");
        let next = tasks.add(&ann, "Another", None).await.unwrap();
        assert!(next.id > bread.id, "numbers are not used again");
    }

    async fn lengths_count_characters(db: Db) {
        let (tasks, ann) = (Tasks::new(db.clone(), Clock::system()), person(&db, "ann").await);
        let (title, description) = ("ж".repeat(200), "🥛".repeat(1000));
        let task = tasks.add(&ann, &title, Some(&description)).await.unwrap();
        assert_eq!((task.title, task.description), (title.clone(), Some(description.clone())));
        let long = tasks.add(&ann, &(title + "ж"), None).await;
        assert!(matches!(long, Err(TaskError::InvalidTitle)));
        let long = tasks.add(&ann, "x", Some(&(description + "🥛"))).await;
        assert!(matches!(long, Err(TaskError::DescriptionTooLong)));
        for title in ["", " \n ", "nul\0"] {
            assert!(matches!(tasks.add(&ann, title, None).await, Err(TaskError::InvalidTitle)), "{title:?}");
        }
    }

    async fn nobody_reaches_anothers_tasks(db: Db) {
        let tasks = Tasks::new(db.clone(), Clock::system());
        let (ann, bob) = (person(&db, "ann").await, person(&db, "bob").await);
        let task = tasks.add(&ann, "Ann's secret", None).await.unwrap();
        let unknown = TaskId::new(999_999);
        for id in [task.id, unknown] {
            let refusals = [
                tasks.complete(&bob, id, true).await.unwrap_err(),
                tasks.update(&bob, id, Some("mine"), Some("now")).await.unwrap_err(),
                tasks.delete(&bob, id).await.unwrap_err(),
            ];
            for refusal in refusals {
                // Another person's task and no task at all give the same answer.
                assert_eq!(refusal.to_string(), format!("task {id} not found"));
            }
        }
        for status in [Status::All, Status::Pending, Status::Completed] {
            assert_eq!(tasks.list(&bob, status).await.unwrap(), []);
        }
        assert_eq!(tasks.list(&ann, Status::All).await.unwrap(), [task]);
    }
}
