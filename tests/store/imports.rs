//! Files that become tasks: what is added, what is left out, and how it is undone.

use super::people::person;
use super::*;
use docket::id::UserId;
use docket::tasks::server::{ImportChoice, ImportStage, Preview, TaskError, Tasks};
use docket::tasks::{Status, TASKS_MAX, Task};

const NOW: &str = "2026-11-28T11:00:00.000Z";

struct Person {
    tasks: Tasks,
    user: UserId,
    clock: Clock,
}

impl Person {
    async fn new(db: &Db, name: &str) -> Self {
        let clock = Clock::adjustable();
        let now = docket::timestamp::Timestamp::parse(NOW).unwrap();
        clock
            .advance(time::Duration::milliseconds(now.unix_milliseconds() - clock.now().unix_milliseconds()));
        let tasks = Tasks::new(db.clone(), clock.clone());
        let user = person(db, name).await;
        tasks.set_time_zone(&user, "Europe/Berlin", true).await.unwrap();
        Self { tasks, user, clock }
    }

    async fn keep(&self, name: &str, content: &str) -> i64 {
        self.tasks.keep_file(&self.user, name, content.as_bytes().to_vec()).await.unwrap()
    }

    async fn preview(&self, file: i64) -> Preview {
        match self.tasks.import_stage(&self.user, file).await.unwrap() {
            ImportStage::Waiting(preview) => *preview,
            done @ ImportStage::Done(..) => panic!("{done:?}"),
        }
    }

    async fn import(&self, file: i64, choice: ImportChoice) -> Result<i64, TaskError> {
        self.tasks.import_file(&self.user, file, &choice).await
    }

    async fn list(&self) -> Vec<Task> {
        self.tasks.list(&self.user, Status::All).await.unwrap()
    }

    async fn titles(&self) -> Vec<String> {
        self.list().await.into_iter().map(|task| task.title).collect()
    }
}

const TODOIST: &str = include_str!("../import/todoist.csv");

#[tokio::test]
async fn a_file_becomes_tasks_as_its_preview_shows() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let ann = Person::new(&database.db, "ann").await;
        let file = ann.keep("todoist.csv", TODOIST).await;
        let preview = ann.preview(file).await;
        assert!(ann.titles().await.is_empty(), "a preview adds nothing");
        assert_eq!(ann.import(file, ImportChoice::default()).await.unwrap(), 6);
        let list = ann.list().await;
        assert_eq!(list.len(), 6);
        for fitted in &preview.content.tasks {
            let made = list.iter().find(|task| task.title == fitted.task.title).unwrap();
            let expected = Task {
                id: made.id,
                parent_id: made.parent_id,
                created_at: made.created_at.clone(),
                updated_at: made.updated_at.clone(),
                ..fitted.task.clone()
            };
            assert_eq!(*made, expected);
            let parent = fitted.parent.map(|parent| preview.content.tasks[parent].task.title.as_str());
            let found = list.iter().find(|task| Some(task.id) == made.parent_id);
            assert_eq!(found.map(|task| task.title.as_str()), parent, "{}", made.title);
        }
        // The newest first is the order of the file.
        let tops: Vec<&str> =
            list.iter().filter(|task| task.parent_id.is_none()).map(|task| task.title.as_str()).collect();
        assert_eq!((tops[0], tops.len()), ("Prune the roses", 4));
        let history = ann.tasks.history(&ann.user, list[0].id, 10).await.unwrap();
        assert_eq!(history.len(), 1);
        assert_eq!(history[0].after.as_ref(), Some(&list[0]));
    }
}

#[tokio::test]
async fn a_file_becomes_tasks_once() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let ann = Person::new(&database.db, "ann").await;
        let file = ann.keep("a.txt", "Milk\nBread").await;
        let (one, other) = tokio::join!(
            ann.import(file, ImportChoice::default()),
            ann.import(file, ImportChoice::default())
        );
        assert_eq!((one.unwrap(), other.unwrap()), (2, 2));
        assert_eq!(ann.titles().await, ["Milk", "Bread"]);
        assert!(matches!(
            ann.tasks.import_stage(&ann.user, file).await.unwrap(),
            ImportStage::Done(record, 2) if record.tasks == Some(2)
        ));
    }
}

#[tokio::test]
async fn done_tasks_and_those_that_are_there_are_left_out_unless_asked_for() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let ann = Person::new(&database.db, "ann").await;
        let text = "# Home\n- [ ] Milk [due:: 2026-12-04]\n- [ ] Rent [due:: 2026-12-01T09:00:00+01:00]\n    - [ ] Sign\n- [x] Bread\n- [ ] Milk";
        let first = ann.keep("a.md", text).await;
        assert_eq!(ann.import(first, ImportChoice::default()).await.unwrap(), 4);
        let again = ann.keep("a.md", text).await;
        assert_eq!(ann.preview(again).await.known, [true, true, true, false, true]);
        assert!(matches!(ann.import(again, ImportChoice::default()).await, Err(TaskError::NothingToImport)));
        let done = ImportChoice { done: true, ..ImportChoice::default() };
        assert_eq!(ann.import(again, done).await.unwrap(), 1);
        assert!(ann.list().await.iter().any(|task| task.title == "Bread" && task.completed));
        // What is new below a task that is there goes below that one.
        let more = ann.keep("a.md", &text.replace("Sign", "Post")).await;
        assert_eq!(ann.import(more, ImportChoice::default()).await.unwrap(), 1);
        let list = ann.list().await;
        let of = |title: &str| list.iter().find(|task| task.title == title).unwrap();
        assert_eq!(of("Post").parent_id, Some(of("Rent").id));
        let whole = ann.keep("a.md", text).await;
        let all = ImportChoice { done: true, known: true, list: " #Elsewhere ".into() };
        assert_eq!(ann.import(whole, all).await.unwrap(), 5);
        let elsewhere = ann.list().await;
        assert_eq!(elsewhere.iter().filter(|task| task.list.as_deref() == Some("Elsewhere")).count(), 5);
    }
}

#[tokio::test]
async fn an_import_is_undone_but_for_what_was_changed_since() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let ann = Person::new(&database.db, "ann").await;
        ann.tasks.add(&ann.user, "Mine", None).await.unwrap();
        let file = ann.keep("a.md", "- [ ] A\n    - [ ] A1\n    - [ ] A2\n- [ ] B\n- [ ] C").await;
        ann.import(file, ImportChoice::default()).await.unwrap();
        let id = async |title: &str| ann.list().await.iter().find(|task| task.title == title).unwrap().id;
        ann.tasks.update(&ann.user, id("A1").await, Some("A1, changed"), None).await.unwrap();
        ann.tasks.complete(&ann.user, id("C").await, true).await.unwrap();
        ann.tasks.delete(&ann.user, id("B").await).await.unwrap();
        assert_eq!(ann.tasks.undo_import(&ann.user, file).await.unwrap(), 1, "A2");
        let mut titles = ann.titles().await;
        titles.sort();
        assert_eq!(titles, ["A", "A1, changed", "C", "Mine"]);
        assert!(matches!(ann.tasks.undo_import(&ann.user, file).await, Err(TaskError::UndoneAlready)));
    }
}

#[tokio::test]
async fn a_whole_import_of_the_largest_file_is_undone() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let ann = Person::new(&database.db, "ann").await;
        let text: String = (0..10_000).map(|number| format!("Task {number}\n")).collect();
        let file = ann.keep("a.txt", &text).await;
        let began = tokio::time::Instant::now();
        assert_eq!(ann.import(file, ImportChoice::default()).await.unwrap(), 10_000);
        let imported = began.elapsed();
        assert_eq!(ann.titles().await[..2], ["Task 0", "Task 1"]);
        let began = tokio::time::Instant::now();
        assert_eq!(ann.tasks.undo_import(&ann.user, file).await.unwrap(), 10_000);
        eprintln!("{engine:?}: 10,000 tasks imported in {imported:?}, undone in {:?}", began.elapsed());
        assert_eq!(ann.tasks.count(&ann.user).await.unwrap(), 0);
    }
}

#[tokio::test]
async fn there_must_be_room() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let ann = Person::new(&database.db, "ann").await;
    let insert = sqlx::AssertSqlSafe(format!(
        "with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < {})
         insert into tasks_phaseiii (user_id, title, created_at, updated_at) select '{}', 'Task', '{NOW}', '{NOW}' from numbers",
        TASKS_MAX - 1,
        ann.user
    ));
    let Db::Sqlite { writer, .. } = &database.db else { panic!() };
    sqlx::query(insert).execute(writer).await.unwrap();
    let file = ann.keep("a.txt", "One\nTwo").await;
    let refused = ann.import(file, ImportChoice::default()).await.unwrap_err();
    let words = refused.public().unwrap().detail();
    assert!(words.contains("99999 tasks") && words.contains("these 2"), "{words}");
    assert_eq!(ann.tasks.count(&ann.user).await.unwrap(), 99_999);
}

#[tokio::test]
async fn files_and_imports_are_forgotten() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let ann = Person::new(&database.db, "ann").await;
        let bob = Person::new(&database.db, "bob").await;
        let first = ann.keep("a.txt", "Milk").await;
        let file = ann.keep("b.txt", "Bread").await;
        let gone = ann.tasks.import_stage(&ann.user, first).await;
        assert!(matches!(gone, Err(TaskError::NoImport)), "one file waits");
        for nothing in [
            bob.tasks.import_stage(&bob.user, file).await.map(drop),
            bob.import(file, ImportChoice::default()).await.map(drop),
            bob.tasks.undo_import(&bob.user, file).await.map(drop),
        ] {
            assert!(matches!(nothing, Err(TaskError::NoImport)), "{nothing:?}");
        }
        ann.clock.advance(time::Duration::minutes(61));
        assert!(matches!(ann.import(file, ImportChoice::default()).await, Err(TaskError::NoImport)));
        let file = ann.keep("c.txt", "Butter").await;
        ann.import(file, ImportChoice::default()).await.unwrap();
        assert_eq!(ann.tasks.recent_imports(&ann.user).await.unwrap().len(), 1);
        ann.clock.advance(time::Duration::hours(25));
        assert!(matches!(ann.tasks.undo_import(&ann.user, file).await, Err(TaskError::NothingToUndo)));
        ann.tasks.forget_old_changes().await.unwrap();
        assert!(matches!(ann.tasks.import_stage(&ann.user, file).await, Err(TaskError::NoImport)));
        assert_eq!(ann.titles().await, ["Butter"]);
    }
}

#[tokio::test]
async fn what_tasks_cannot_hold_is_cut_and_told() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let ann = Person::new(&database.db, "ann").await;
    let tags: Vec<String> = (0..25).map(|number| format!("t{number}")).collect();
    let text = format!(
        "title,description,due,start,tags,list,reminders\n\
         A,{},2026-12-04,2026-12-05,\"{}\",{},-PT10M\n\
         B,,2026-11-01T09:00,,,,\"-PT30M,2026-11-01T08:00,2027-01-01T08:00\"\n\
         C,,,,,,-PT30M\n",
        "x".repeat(1001),
        tags.join(","),
        "l".repeat(101),
    );
    let file = ann.keep("a.csv", &text).await;
    let preview = ann.preview(file).await;
    let told: Vec<(usize, String)> =
        preview.content.notes.iter().map(|note| (note.task, note.what.to_string())).collect();
    let about = |task: usize, words: &str| {
        assert!(told.iter().any(|(of, told)| *of == task && told.contains(words)), "{words}: {told:?}");
    };
    for words in ["description", "start", "tags", "list"] {
        about(0, words);
    }
    about(1, "passed");
    about(2, "reminders");
    let [a, b, c] = &preview.content.tasks[..] else { panic!() };
    assert_eq!(a.task.description.as_ref().map(String::len), Some(1000));
    assert_eq!((a.task.tags.len(), &a.task.list, &a.task.start), (20, &None, &None));
    assert_eq!(a.task.reminders, ["-PT10M"]);
    assert_eq!(b.task.reminders, ["2027-01-01T08:00:00+01:00"]);
    assert!(c.task.reminders.is_empty());
    assert_eq!(ann.import(file, ImportChoice::default()).await.unwrap(), 3);
}
