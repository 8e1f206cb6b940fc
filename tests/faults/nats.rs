//! Two replicas that tell each other what happens by a NATS server, and what that server can do to them.

use crate::database::Engine;
use crate::nats_server::NatsServer;
use crate::program::Program;
use crate::proxy::Proxy;
use crate::reader::{Page, Stream, send, stored, stream};
use crate::replica::Replica;
use crate::report;
use crate::server::Browser;
use crate::upstream::{Script, Talk};
use crate::words::last_of_all;
use crate::world::{World, person};
use futures::StreamExt;
use serde_json::Value;
use sqlx::{Connection, PgConnection};
use std::time::Duration;
use tokio::time::timeout;

const PACE: Duration = Duration::from_millis(25);
/// More than enough for what takes milliseconds, or some seconds after an outage.
const SOON: Duration = Duration::from_secs(30);

/// Two replicas that use this server, and a person who has a browser at each.
async fn replicas(world: &World, nats: &str) -> ([Replica; 2], [Browser; 2]) {
    let program = world.program().with("NATS_URL", nats);
    let replicas = [Replica::start(&program).await, Replica::start(&program).await];
    let ann = person(&replicas[0], "ann").await;
    let elsewhere = ann.moved(replicas[1].url());
    (replicas, [ann, elsewhere])
}

/// Begins a reply at the first replica and follows it at the second.
async fn follow(here: &Browser, there: &Browser) -> (Page, Stream, Page, Stream) {
    let (mut page, mut reading) = (Page::default(), send(here, None, "go on", "a").await.unwrap());
    assert!(page.read_words(&mut reading, 1).await);
    let along = Page::of(&page.reply);
    let following = along.follow(there).await.unwrap();
    (page, reading, along, following)
}

/// An open page, which has been told the tasks of the beginning.
async fn live(browser: &Browser) -> Stream {
    stream(browser, "/rpc/live/events", &[]).await.unwrap()
}

/// Adds a task and waits until an open page elsewhere shows it.
async fn shows_a_task(browser: &Browser, page: &mut Stream, title: &str) {
    assert!(browser.call("/rpc/tasks/add", &[("title", title)]).await.status().is_success());
    shown(browser, page, title).await;
}

async fn shown(browser: &Browser, page: &mut Stream, title: &str) {
    let shown = async {
        loop {
            let event = page.next().await.unwrap();
            if event["type"] != "tasks_changed" {
                continue;
            }
            // A page that is told so reads its tasks again.
            let tasks = browser.call("/rpc/tasks/list", &[("status", "all")]).await;
            let tasks: Vec<Value> = tasks.json().await.unwrap();
            if tasks.iter().any(|task| task["title"] == title) {
                return;
            }
        }
    };
    timeout(SOON, shown).await.unwrap_or_else(|_| panic!("{title} was not told"));
}

/// What everybody tells everybody by this server.
async fn listen(url: &str) -> (async_nats::Client, async_nats::Subscriber) {
    let client = async_nats::connect(url).await.unwrap();
    let all = client.subscribe(">").await.unwrap();
    client.flush().await.unwrap();
    (client, all)
}

#[tokio::test]
async fn a_reply_is_followed_and_stopped_and_tasks_are_shown_on_another_replica() {
    let (world, nats) = (World::new(Engine::Postgres).await, NatsServer::start(&[]));
    let talk = Talk::endless(PACE);
    world.upstream.otherwise(Script::talk(&talk));
    let (running, [here, there]) = replicas(&world, &nats.url("")).await;
    let (mut page, reading, mut along, mut following) = follow(&here, &there).await;
    assert!(along.read_words(&mut following, 40).await);

    let mut open = live(&there).await;
    shows_a_task(&here, &mut open, "Milk").await;
    // PostgreSQL carries none of this.
    let mut database = PgConnection::connect(&world.url()).await.unwrap();
    let listeners = "select count(*) from pg_stat_activity where application_name = 'docket listener' \
                     and datname = current_database()";
    let listeners: i64 = sqlx::query_scalar(listeners).fetch_one(&mut database).await.unwrap();
    assert_eq!(listeners, 0);

    there.call("/rpc/chat/stop", &[("reply", page.reply.as_str())]).await;
    tokio::join!(page.read(reading), along.read(following));
    assert_eq!((page.status.as_str(), along.status.as_str()), ("stopped", "stopped"));
    let words = last_of_all(&page.words());
    assert_eq!(last_of_all(&along.words()), words);
    assert_eq!(stored(&here, &page.conversation).await[1].2, page.words());
    talk.end();
    drop(running);
}

#[tokio::test]
async fn followers_elsewhere_read_on_while_the_writers_database_is_away() {
    let (world, nats) = (World::new(Engine::Postgres).await, NatsServer::start(&[]));
    let talk = Talk::endless(PACE);
    world.upstream.otherwise(Script::talk(&talk));
    let network = Proxy::start(&world.url()).await;
    let writer = Replica::start(&world.program_at(network.url()).with("NATS_URL", &nats.url(""))).await;
    let other = Replica::start(&world.program().with("NATS_URL", &nats.url(""))).await;
    let here = person(&writer, "ann").await;
    let (mut page, reading, mut along, mut following) = follow(&here, &here.moved(other.url())).await;
    assert!(along.read_words(&mut following, 20).await);
    network.break_down();
    // The journal gets nothing of this. Two seconds, so that nobody takes the writer for dead.
    let words = talk.said() + 80;
    assert!(along.read_words(&mut following, words).await, "{along:?}");
    network.come_back();
    talk.end();
    page.read(reading).await;
    page.follow_to_end(&here).await;
    along.read(following).await;
    for page in [&page, &along] {
        assert_eq!((page.status.as_str(), last_of_all(&page.words())), ("complete", talk.said()));
    }
    drop((writer, other));
}

#[tokio::test]
async fn a_reply_is_followed_to_its_end_though_nats_is_killed() {
    let (world, mut nats) = (World::new(Engine::Postgres).await, NatsServer::start(&[]));
    let talk = Talk::endless(PACE);
    world.upstream.otherwise(Script::talk(&talk));
    let (running, [here, there]) = replicas(&world, &nats.url("")).await;
    let mut open = live(&there).await;
    let (mut page, reading, mut along, mut following) = follow(&here, &there).await;
    assert!(along.read_words(&mut following, 40).await);

    nats.kill();
    let said = talk.said() + 80;
    assert!(along.read_words(&mut following, said).await, "the journal tells it: {along:?}");
    for replica in &running {
        for path in ["/health", "/ready"] {
            let answer = Browser::at(replica.url()).get(path).await;
            assert_eq!(answer.status().as_u16(), 200, "{path}");
        }
    }
    // What is told meanwhile comes when the server is back.
    assert!(here.call("/rpc/tasks/add", &[("title", "Milk")]).await.status().is_success());
    nats.start_again();
    shown(&there, &mut open, "Milk").await;
    shows_a_task(&here, &mut open, "Bread").await;
    let (_client, mut told) = listen(&nats.url("")).await;
    let told = async { while !told.next().await.unwrap().subject.contains(".reply.") {} };
    timeout(SOON, told).await.expect("the writer tells its text again");

    talk.end();
    tokio::join!(page.read(reading), along.read(following));
    for page in [&page, &along] {
        assert_eq!((page.status.as_str(), last_of_all(&page.words())), ("complete", talk.said()));
    }
    assert_eq!(stored(&here, &page.conversation).await[1].2, along.words());
    report(&format!(
        "nats-server killed in a reply: {} words on the other replica, 0 lost, 0 doubled",
        talk.said()
    ));
    drop(running);
}

#[tokio::test]
async fn what_is_forged_on_nats_is_gone_at_the_end() {
    let (world, nats) = (World::new(Engine::Postgres).await, NatsServer::start(&[]));
    let talk = Talk::endless(PACE);
    world.upstream.otherwise(Script::talk(&talk));
    let (running, [here, there]) = replicas(&world, &nats.url("")).await;
    let (client, mut told) = listen(&nats.url("")).await;
    let (mut page, reading, mut along, mut following) = follow(&here, &there).await;
    let subject = loop {
        let message = told.next().await.unwrap();
        if message.subject.contains(".reply.") {
            break message.subject;
        }
    };
    // Text that goes on from what is there, at each place at which it may end; and rubbish.
    for at in 0..2000 {
        client.publish(subject.clone(), format!("1000000 {at} 0 0\nw7777 ").into()).await.unwrap();
    }
    for rubbish in [&b"\xff\xfe"[..], b"", b"1 2", b"9 9999999999999999999 0 0\nx"] {
        client.publish(subject.clone(), rubbish.to_vec().into()).await.unwrap();
    }
    let words = subject.replace("reply", "words");
    client.publish(words.rsplit_once('.').unwrap().0.to_owned(), "x\nstop y\nwritten".into()).await.unwrap();
    let said = talk.said() + 40;
    assert!(along.read_words(&mut following, said).await);
    talk.end();
    tokio::join!(page.read(reading), along.read(following));
    for page in [&page, &along] {
        assert_eq!((page.status.as_str(), last_of_all(&page.words())), ("complete", talk.said()));
    }
    drop(running);
}

#[tokio::test]
async fn two_installations_at_one_server_do_not_hear_each_other() {
    let nats = NatsServer::start(&[]);
    let (_client, mut told) = listen(&nats.url("")).await;
    let mut subjects = Vec::new();
    for _ in 0..2 {
        let world = World::new(Engine::Postgres).await;
        let program = world.program().with("NATS_URL", &nats.url(""));
        let replica = Replica::start(&program).await;
        let message = timeout(SOON, told.next()).await.unwrap().unwrap();
        subjects.push(message.subject.to_string());
        drop(replica);
    }
    assert!(subjects.iter().all(|subject| subject.starts_with("docket.") && subject.ends_with(".words")));
    assert_ne!(subjects[0], subjects[1]);
}

/// Whether two replicas with this address hear each other.
async fn hears(url: &str, more: &[(&str, &str)]) {
    let world = World::new(Engine::Postgres).await;
    let with =
        |program: Program| more.iter().fold(program, |program, (name, value)| program.with(name, value));
    let program = with(world.program().with("NATS_URL", url));
    let (first, second) = (Replica::start(&program).await, Replica::start(&program).await);
    let ann = person(&first, "ann").await;
    let mut open = live(&ann.moved(second.url())).await;
    shows_a_task(&ann, &mut open, "Milk").await;
}

#[tokio::test]
async fn logins_work() {
    let nats = NatsServer::start(&["--user", "docket", "--pass", "p@ss:word/"]);
    hears(&nats.url("docket:p%40ss%3Aword%2F@"), &[]).await;
    let nats = NatsServer::start(&["--auth", "a-token"]);
    hears(&nats.url("a-token@"), &[]).await;
}

#[tokio::test]
async fn connections_are_encrypted() {
    let folder = tempfile::tempdir().unwrap();
    let [key, certificate] =
        ["key.pem", "certificate.pem"].map(|name| folder.path().join(name).display().to_string());
    let made = std::process::Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-subj",
            "/CN=nats",
        ])
        .args(["-addext", "subjectAltName=IP:127.0.0.1", "-addext", "basicConstraints=critical,CA:FALSE"])
        .args(["-days", "2", "-keyout", &key, "-out", &certificate])
        .output()
        .expect("openssl is missing; script/bootstrap test installs it with PostgreSQL");
    assert!(made.status.success(), "{made:?}");
    let nats = NatsServer::start(&["--tls", "--tlscert", &certificate, "--tlskey", &key]);
    hears(&nats.url("").replace("nats://", "tls://"), &[("SSL_CERT_FILE", &certificate)]).await;
}
