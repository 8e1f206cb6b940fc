//! Reminders while replicas are killed: each is told once, none is lost, and each comes on time.

use crate::database::Engine;
use crate::replica::Replica;
use crate::server::Browser;
use crate::world::{World, person};
use crate::{SLACK, report};
use sqlx::{Connection, PgConnection, SqliteConnection};
use std::collections::BTreeSet;
use std::time::Duration;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use tokio::time::{Instant, sleep, sleep_until};

const PEOPLE: usize = 10;
const REMINDERS: usize = 300;
/// Over how many seconds they are spread.
const SPREAD: usize = 15;
/// How late a reminder may be while a server runs.
const ON_TIME: Duration = Duration::from_secs(5);
/// How long a program may take to start.
const START: Duration = Duration::from_secs(10);

/// A reminder that was told: the task's title, and by how many milliseconds it was late.
type Told = (String, i64);

async fn told(world: &World) -> Vec<Told> {
    match world.engine {
        Engine::Sqlite => {
            let mut connection = SqliteConnection::connect(&world.url()).await.unwrap();
            let sql = "select title, cast(round((julianday(told_at) - julianday(reminders.remind_at)) * 86400000) as integer)
                       from reminders join tasks_phaseiii on tasks_phaseiii.id = task_id";
            let told = sqlx::query_as(sql).fetch_all(&mut connection).await.unwrap();
            connection.close().await.unwrap();
            told
        }
        Engine::Postgres => {
            let mut connection = PgConnection::connect(&world.url()).await.unwrap();
            let sql = "select title, (extract(epoch from told_at - reminders.remind_at) * 1000)::bigint
                       from reminders join tasks_phaseiii on tasks_phaseiii.id = task_id";
            let told = sqlx::query_as(sql).fetch_all(&mut connection).await.unwrap();
            connection.close().await.unwrap();
            told
        }
    }
}

/// Adds the reminders, and returns the moment of the first one.
async fn plan(people: &[Browser], first_in: Duration) -> Instant {
    let (now, begun) = (OffsetDateTime::now_utc(), Instant::now());
    let first = (now + first_in).replace_nanosecond(0).unwrap();
    for number in 0..REMINDERS {
        let at = first + time::Duration::seconds((number * SPREAD / REMINDERS).try_into().unwrap());
        let (title, at) = (format!("task {number}"), at.format(&Rfc3339).unwrap());
        let fields = [("title", title.as_str()), ("plan[reminders]", at.as_str())];
        let answer = people[number % people.len()].call("/rpc/tasks/add", &fields).await;
        assert_eq!(answer.status(), 200);
    }
    assert!(begun.elapsed() < first_in, "the first reminder was due before the last one was written");
    begun + first_in
}

/// Waits until every reminder was told, and some more, for one that is told twice.
async fn all(world: &World, until: Instant) -> Vec<Told> {
    while told(world).await.len() < REMINDERS && Instant::now() < until {
        sleep(Duration::from_millis(200)).await;
    }
    sleep(Duration::from_secs(2)).await;
    let told = told(world).await;
    let titles: BTreeSet<&str> = told.iter().map(|(title, _)| title.as_str()).collect();
    assert_eq!((told.len(), titles.len()), (REMINDERS, REMINDERS), "told once each, none lost");
    told
}

fn percentile(told: &[Told], percent: usize) -> Duration {
    let mut late: Vec<i64> = told.iter().map(|(_, late)| *late).collect();
    late.sort_unstable();
    assert!(late[0] >= 0, "one was told before its moment");
    Duration::from_millis(late[(late.len() - 1) * percent / 100].unsigned_abs())
}

#[tokio::test]
async fn reminders_come_on_time_while_replicas_are_killed_on_postgres() {
    let world = World::new(Engine::Postgres).await;
    let program = world.program();
    let (mut one, mut two) = (Replica::start(&program).await, Replica::start(&program).await);
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        people.push(person(&one, &format!("person{number}")).await);
    }
    let first = plan(&people, Duration::from_secs(20)).await;
    sleep_until(first).await;
    let end = first + Duration::from_secs(SPREAD.try_into().unwrap());
    let mut kills = 0;
    while Instant::now() < end {
        // The other one goes on. The next victim has just started.
        one.kill();
        kills += 1;
        let next = Replica::start(&program).await;
        one = std::mem::replace(&mut two, next);
        sleep(Duration::from_secs(1)).await;
    }
    let told = all(&world, end + Duration::from_secs(30)).await;
    let (p50, p99, max) = (percentile(&told, 50), percentile(&told, 99), percentile(&told, 100));
    assert!(max <= ON_TIME + SLACK, "{max:?}");
    report(&format!(
        "{REMINDERS} reminders within {SPREAD} s over two replicas, {kills} kills: told once each, 0 lost, \
         p50 {p50:?}, p99 {p99:?}, at most {max:?} after their moments"
    ));
    drop((one, two));
}

#[tokio::test]
async fn what_a_killed_server_did_not_tell_is_told_by_the_next_one_on_sqlite() {
    let world = World::new(Engine::Sqlite).await;
    let program = world.program();
    let server = Replica::start(&program).await;
    let ann = person(&server, "ann").await;
    let first = plan(&[ann], Duration::from_secs(15)).await;
    sleep_until(first + Duration::from_secs(3)).await;
    server.kill();
    let end = first + Duration::from_secs(SPREAD.try_into().unwrap());
    sleep_until(end).await;
    assert!(told(&world).await.len() < REMINDERS, "it was killed in the middle");
    let started = Instant::now();
    let server = Replica::start(&program).await;
    let told = all(&world, started + START + ON_TIME).await;
    report(&format!(
        "{REMINDERS} reminders, a server killed in the middle, SQLite: told once each, 0 lost, at most {:?} late",
        percentile(&told, 100)
    ));
    drop(server);
}
