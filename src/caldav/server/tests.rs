//! Calendars on both databases.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod lists;
mod own;
mod people;
mod random;
mod repetition;
mod states;
mod sync;
mod texts;
mod together;
mod waits;
mod zones;

use super::*;
use crate::db::tests::account;
use crate::db::tests::database::{Engine, TestDatabase};
use crate::db::{Db, with_connection};
use crate::id::UserId;
use crate::tasks::server::{Actor, Caller, Edit, Patch, Plan, Tasks};
use crate::tasks::{Status, Task};

/// A person with calendars.
struct Home {
    calendars: Calendars,
    tasks: Tasks,
    user: UserId,
    db: Db,
    clock: Clock,
    _database: TestDatabase,
}

/// The name of the default calendar.
const TASKS: &str = "tasks";

impl Home {
    async fn of(engine: Engine) -> Self {
        let database = TestDatabase::migrated(engine).await;
        let db = database.db.clone();
        let clock = Clock::adjustable();
        let user = account(&db, "ann").await;
        let tasks = Tasks::new(db.clone(), clock.clone());
        tasks.set_time_zone(&user, "Europe/Berlin", true).await.unwrap();
        let calendars = Calendars::new(db.clone(), clock.clone(), Random::system());
        Self { calendars, tasks, user, db, clock, _database: database }
    }

    fn caller(&self) -> Caller<'_> {
        Caller { user: &self.user, actor: Actor::Program("Phone") }
    }

    async fn put(&self, name: &str, text: &str, condition: Condition) -> Result<Put, CalendarError> {
        self.calendars.put(self.caller(), TASKS, name, text, &condition).await
    }

    async fn add(&self, name: &str, text: &str) -> Put {
        let put = self.put(name, text, Condition::Absent).await.unwrap();
        assert!(put.created);
        put
    }

    async fn object(&self, name: &str) -> Object {
        let mut found = self.calendars.objects(&self.user, TASKS, &[name.to_owned()]).await.unwrap();
        assert_eq!(found.len(), 1, "{name}");
        found.remove(0)
    }

    /// Puts a text in the place of the one that is there.
    async fn change(&self, name: &str, text: &str) -> Put {
        let etag = self.object(name).await.entry.etag;
        let put = self.put(name, text, Condition::OneOf(vec![etag])).await.unwrap();
        assert!(!put.created);
        put
    }

    async fn all(&self) -> Vec<Task> {
        self.tasks.list(&self.user, Status::All).await.unwrap()
    }

    /// The only task.
    async fn task(&self) -> Task {
        let mut all = self.all().await;
        assert_eq!(all.len(), 1, "{all:?}");
        all.remove(0)
    }

    async fn plan(&self, task: &Task, plan: Plan) -> Task {
        let patch = Patch { plan: Some(&plan), ..Patch::default() };
        self.tasks.edited(&self.user, Edit::change(task.id, patch).unwrap()).await.unwrap().task
    }

    async fn changes(&self, since: Option<Since>) -> Changes {
        self.calendars.changes(&self.user, TASKS, since, 1000).await.unwrap()
    }
}

/// A VTODO with these lines, in a calendar.
fn todo(uid: &str, lines: &str) -> String {
    let lines = lines.trim().lines().map(|line| format!("{}\r\n", line.trim())).collect::<String>();
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\nBEGIN:VTODO\r\nUID:{uid}\r\n\
         DTSTAMP:20261101T100000Z\r\n{lines}END:VTODO\r\nEND:VCALENDAR\r\n"
    )
}

/// Changes a person's rows without the rules.
async fn execute(home: &Home, sql: String) {
    let mut scope = home.db.write_as(&home.user).await.unwrap();
    let sql = sqlx::AssertSqlSafe(sql);
    with_connection!(scope, connection => sqlx::query(sql).execute(connection).await.map(drop)).unwrap();
    scope.commit().await.unwrap();
}

/// Runs a test on both databases.
async fn both(test: impl AsyncFn(Home)) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        test(Home::of(engine).await).await;
    }
}
