//! Servers whose clocks differ, and a clock that steps by hours while replies are written. libfaketime gives a program
//! another time of day; what measures spans of time stays as it is.

use crate::database::Engine;
use crate::program::Program;
use crate::reader::{Page, Stream, send};
use crate::replica::Replica;
use crate::report;
use crate::server::Browser;
use crate::tally::Tally;
use crate::upstream::{Script, Talk};
use crate::words::last_of_all;
use crate::world::{World, person};
use futures::future::join_all;
use sqlx::{Connection, PgConnection};
use std::fs;
use std::path::PathBuf;
use std::time::Duration;
use tempfile::TempDir;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;
use tokio::time::timeout;

const PACE: Duration = Duration::from_millis(25);
/// Words that take longer than the silence after which a server is taken for dead.
const LONG: usize = 540;
/// Wrong passwords after which an account is locked for its visitors, at each of two servers.
const TRIES: usize = 5;

/// The library, where it is installed.
fn libfaketime() -> Option<PathBuf> {
    let folders = fs::read_dir("/usr/lib").into_iter().flatten().flatten().map(|entry| entry.path());
    let found = folders
        .chain(["/usr/lib", "/usr/lib64"].map(PathBuf::from))
        .map(|folder| folder.join("faketime/libfaketimeMT.so.1"))
        .find(|library| library.exists());
    assert!(found.is_some() || std::env::var_os("CI").is_none(), "libfaketime is not installed");
    if found.is_none() {
        report("clocks: left out, because libfaketime is not installed");
    }
    found
}

/// The clock of a program.
struct WrongClock {
    library: PathBuf,
    folder: TempDir,
}

impl WrongClock {
    fn new(library: PathBuf, difference: &str) -> Self {
        let clock = Self { library, folder: tempfile::tempdir().unwrap() };
        clock.step(difference);
        clock
    }

    /// Makes it go wrong by so much, such as "+20s".
    fn step(&self, difference: &str) {
        let (new, used) = (self.folder.path().join("new"), self.folder.path().join("difference"));
        fs::write(&new, difference).unwrap();
        fs::rename(new, used).unwrap();
    }

    /// The program with this clock.
    fn of(&self, program: Program) -> Program {
        program
            .with("LD_PRELOAD", self.library.to_str().unwrap())
            .with("FAKETIME_TIMESTAMP_FILE", self.folder.path().join("difference").to_str().unwrap())
            .with("FAKETIME_NO_CACHE", "1")
            .with("DONT_FAKE_MONOTONIC", "1")
            .with("FAKETIME_DONT_FAKE_MONOTONIC", "1")
    }
}

/// A reply that is read where it is written, and at another server.
struct Reading {
    talk: Talk,
    here: (Page, Stream),
    there: (Page, Stream),
}

impl Reading {
    async fn begin(world: &World, browser: &Browser, elsewhere: &Browser, id: &str) -> Self {
        let talk = Talk::endless(PACE);
        world.upstream.otherwise(Script::talk(&talk));
        let (mut page, mut stream) = (Page::default(), send(browser, None, id, id).await.unwrap());
        assert!(page.read_words(&mut stream, 1).await, "{page:?}");
        let mut along = Page::of(&page.reply);
        let mut following = along.follow(elsewhere).await.unwrap();
        assert!(along.read_words(&mut following, 1).await, "{along:?}");
        Self { talk, here: (page, stream), there: (along, following) }
    }

    /// Lets the reply end. Both readers get all of it, each in one stream. Returns how many words it has.
    async fn end(self) -> usize {
        self.talk.end();
        for (mut page, stream) in [self.here, self.there] {
            page.read(stream).await;
            assert_eq!((page.status.as_str(), last_of_all(&page.words())), ("complete", self.talk.said()));
        }
        self.talk.said()
    }
}

/// Waits until both replies are this much longer.
async fn go_on(readings: &[Reading; 2], words: usize) {
    join_all(readings.iter().map(|reading| reading.talk.reaches(reading.talk.said() + words))).await;
}

/// The status of a log-in with a wrong password, from a browser that is new there.
async fn wrong_password(replica: &Replica) -> u16 {
    let fields = [("email", "ann@example.com"), ("password", "a wrong password")];
    Browser::at(replica.url()).call("/rpc/auth/log_in", &fields).await.status().as_u16()
}

/// The time of a server.
async fn time_at(replica: &Replica) -> OffsetDateTime {
    let answer = Browser::at(replica.url()).get("/health").await;
    OffsetDateTime::parse(answer.headers()["date"].to_str().unwrap(), &Rfc2822).unwrap()
}

async fn tally(world: &World, sent: &[&str]) -> Tally {
    let tally =
        Tally::of(&world.messages().await, &sent.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>());
    assert_eq!(tally, Tally::default());
    tally
}

#[tokio::test]
async fn servers_whose_clocks_are_20_seconds_apart_work_together() {
    let Some(library) = libfaketime() else { return };
    let world = World::new(Engine::Postgres).await;
    let clock = WrongClock::new(library, "+20s");
    let (right, ahead) =
        (Replica::start(&world.program()).await, Replica::start(&clock.of(world.program())).await);
    // Each person's session is of the one server, and is used at the other.
    let (ann, bob) = (person(&right, "ann").await, person(&ahead, "bob").await);
    let readings = [
        Reading::begin(&world, &ann, &ann.moved(ahead.url()), "at-right").await,
        Reading::begin(&world, &bob, &bob.moved(right.url()), "at-ahead").await,
    ];
    let mut connection = PgConnection::connect(&world.url()).await.unwrap();
    let apart =
        "select extract(epoch from max(created_at::timestamptz) - min(created_at::timestamptz))::float8
                 from messages where role = 'user'";
    let apart: f64 = sqlx::query_scalar(apart).fetch_one(&mut connection).await.unwrap();
    assert!(apart > 15.0, "the clocks are {apart} s apart");

    // Both count the same tries.
    for replica in [&right, &ahead] {
        for _ in 0..TRIES {
            assert_eq!(wrong_password(replica).await, 401);
        }
    }
    assert_eq!([wrong_password(&right).await, wrong_password(&ahead).await], [429, 429]);
    go_on(&readings, LONG).await;
    let [one, two] = readings;
    let words = one.end().await.min(two.end().await);
    let tally = tally(&world, &["at-right", "at-ahead"]).await;
    report(&format!(
        "clocks {apart:.0} s apart, 2 replicas on PostgreSQL: 2 replies of {words} words and more, each read at the other server too; \
         sessions and limits shared; {tally}"
    ));
    drop((right, ahead));
}

/// A step of a server's clock while it writes a reply, and while the other server does.
async fn a_step(library: PathBuf, engine: Engine) {
    let world = World::new(engine).await;
    let clock = WrongClock::new(library, "+0s");
    let stepping = Replica::start(&clock.of(world.program())).await;
    let other = match engine {
        Engine::Sqlite => None,
        Engine::Postgres => Some(Replica::start(&world.program()).await),
    };
    let ann = person(&stepping, "ann").await;
    let elsewhere = other.as_ref().map_or_else(|| ann.clone(), |other| ann.moved(other.url()));
    let readings = [
        Reading::begin(&world, &ann, &elsewhere, "at-stepping").await,
        Reading::begin(&world, &elsewhere, &ann, "at-other").await,
    ];
    let before = time_at(&stepping).await;
    clock.step("+5h");
    let stepped = async { while time_at(&stepping).await - before < time::Duration::hours(4) {} };
    timeout(Duration::from_secs(20), stepped).await.expect("the clock does not step");
    go_on(&readings, LONG).await;
    clock.step("-1h");
    go_on(&readings, 40).await;
    let [one, two] = readings;
    let words = one.end().await.min(two.end().await);
    let tally = tally(&world, &["at-stepping", "at-other"]).await;
    report(&format!(
        "a clock that steps 5 h ahead and 6 h back, {engine:?}: 2 replies of {words} words and more; {tally}"
    ));
    drop((stepping, other));
}

#[tokio::test]
async fn a_clock_that_steps_by_hours_ends_no_reply() {
    let Some(library) = libfaketime() else { return };
    tokio::join!(a_step(library.clone(), Engine::Sqlite), a_step(library, Engine::Postgres));
}
