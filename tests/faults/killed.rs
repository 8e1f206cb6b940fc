//! `kill -9` of the program while it writes replies.

use crate::database::Engine;
use crate::reader::{Page, send, stored};
use crate::replica::Replica;
use crate::server::Browser;
use crate::upstream::{Script, Talk};
use crate::words::last_of_all;
use crate::world::{World, person};
use crate::{DEAD_WITHIN, LOST_AT_MOST, SLACK, report};
use futures::future::join_all;
use std::time::{Duration, Instant};

const REPLIES: usize = 5;
/// How many words each reply has when its writer dies: about two seconds of them.
const WORDS: usize = 80;
const PACE: Duration = Duration::from_millis(25);

/// Starts replies in conversations of their own, and reads each up to `WORDS`.
async fn running(ann: &Browser) -> Vec<(Page, crate::reader::Stream)> {
    join_all((0..REPLIES).map(async |number| {
        let (text, id) = (format!("question {number}"), format!("killed-{number}"));
        let (mut page, mut stream) = (Page::default(), send(ann, None, &text, &id).await.unwrap());
        assert!(page.read_words(&mut stream, WORDS).await, "{page:?}");
        (page, stream)
    }))
    .await
}

/// The effect of a kill on the replies.
#[derive(Debug, Default)]
struct Toll {
    lost: Duration,
    ended: Duration,
}

/// Follows the replies of a writer, which was killed at `killed`, to their ends.
async fn toll(
    elsewhere: &Browser,
    killed: Instant,
    running: Vec<(Page, crate::reader::Stream)>,
) -> (Vec<Page>, Toll) {
    let ends = join_all(running.into_iter().map(async |(mut before, stream)| {
        // The data under way still arrives, then the stream breaks.
        before.read(stream).await;
        assert!(!before.ended, "{before:?}");
        let mut page = Page::of(&before.reply);
        page.follow_to_end(elsewhere).await;
        let ended = killed.elapsed();
        assert_eq!(page.status, "interrupted");
        let kept = last_of_all(&page.words());
        let lost = before.shown_after(kept).map_or(Duration::ZERO, |shown| killed.duration_since(shown));
        (page, lost, ended)
    }))
    .await;
    let toll = Toll {
        lost: ends.iter().map(|(_, lost, _)| *lost).max().unwrap(),
        ended: ends.iter().map(|(_, _, ended)| *ended).max().unwrap(),
    };
    assert!(toll.lost <= LOST_AT_MOST + SLACK && toll.ended <= DEAD_WITHIN + SLACK, "{toll:?}");
    (ends.into_iter().map(|(page, _, _)| page).collect(), toll)
}

/// Sends every question again, as a client does that got no complete answer. Nothing is stored twice.
async fn send_again(browser: &Browser, ends: &[Page]) {
    for (number, end) in ends.iter().enumerate() {
        let (text, id) = (format!("question {number}"), format!("killed-{number}"));
        let mut page = Page::default();
        page.read(send(browser, None, &text, &id).await.unwrap()).await;
        assert_eq!((&page.reply, page.status.as_str()), (&end.reply, "interrupted"));
        let messages = stored(browser, &end.conversation).await;
        let roles: Vec<_> =
            messages.iter().map(|(role, status, _)| (role.as_str(), status.as_str())).collect();
        assert_eq!(roles, [("user", "complete"), ("assistant", "interrupted")]);
    }
}

fn describe(what: &str, toll: &Toll) {
    report(&format!(
        "{what}: {REPLIES} replies killed, all interrupted within {:.1} s, {:.2} s of text lost at most; \
         {REPLIES} questions sent again, 0 lost, 0 doubled",
        toll.ended.as_secs_f64(),
        toll.lost.as_secs_f64()
    ));
}

#[tokio::test]
async fn a_killed_server_starts_again_on_sqlite() {
    let world = World::new(Engine::Sqlite).await;
    let (program, talk) = (world.program(), Talk::endless(PACE));
    world.upstream.otherwise(Script::talk(&talk));
    let first = Replica::start(&program).await;
    let ann = person(&first, "ann").await;
    let running = running(&ann).await;
    let killed = Instant::now();
    first.kill();

    let second = Replica::start(&program).await;
    let ann = ann.moved(second.url());
    let (ends, toll) = toll(&ann, killed, running).await;
    send_again(&ann, &ends).await;
    // The conversation can continue.
    talk.end();
    world.upstream.otherwise(Script::text(&["w1 w2"]));
    let mut page = Page::default();
    page.read(send(&ann, Some(&ends[0].conversation), "and now?", "next").await.unwrap()).await;
    assert_eq!((page.status.as_str(), page.words()), ("complete", vec![1, 2]));
    describe("kill -9 and restart, SQLite", &toll);
}

#[tokio::test]
async fn another_replica_goes_on_when_one_is_killed_on_postgres() {
    let world = World::new(Engine::Postgres).await;
    let (program, talk) = (world.program(), Talk::endless(PACE));
    world.upstream.otherwise(Script::talk(&talk));
    let (first, second) = (Replica::start(&program).await, Replica::start(&program).await);
    let ann = person(&first, "ann").await;
    let ann_elsewhere = ann.moved(second.url());
    let bob = person(&second, "bob").await;

    let mut own = Page::default();
    let mut own_stream = send(&bob, None, "mine", "bob-1").await.unwrap();
    let running = running(&ann).await;
    // A person reads the same reply on the other replica.
    let mut along = Page::of(&running[0].0.reply);
    let mut along_stream = along.follow(&ann_elsewhere).await.unwrap();
    assert!(along.read_words(&mut along_stream, 1).await);
    let killed = Instant::now();
    first.kill();

    let (_, (ends, toll), ()) = tokio::join!(
        along.read(along_stream),
        toll(&ann_elsewhere, killed, running),
        // The other replica's own reply does not even pause.
        async {
            let words = talk.said() + 100;
            assert!(own.read_words(&mut own_stream, words).await, "{own:?}");
        }
    );
    assert_eq!((along.status.as_str(), along.words()), ("interrupted", ends[0].words()));
    send_again(&ann_elsewhere, &ends).await;
    talk.end();
    own.read(own_stream).await;
    assert_eq!(own.status, "complete");
    assert_eq!(last_of_all(&own.words()), talk.said());
    describe("kill -9 of one of two replicas, PostgreSQL", &toll);
    drop(second);
}

/// A queued message survives the server's death too, and is answered in the end.
async fn the_next_in_line(engine: Engine) {
    let world = World::new(engine).await;
    let (program, talk) = (world.program(), Talk::endless(PACE));
    world.upstream.otherwise(Script::talk(&talk));
    let first = Replica::start(&program).await;
    let ann = person(&first, "ann").await;
    let (mut page, mut stream) = (Page::default(), send(&ann, None, "first", "a").await.unwrap());
    assert!(page.read_words(&mut stream, 1).await);
    let (mut next, mut waiting) =
        (Page::default(), send(&ann, Some(&page.conversation), "second", "b").await.unwrap());
    next.apply(&waiting.next().await.unwrap());
    assert_eq!(next.status, "queued", "{next:?}");
    let killed = Instant::now();
    first.kill();

    let second = Replica::start(&program).await;
    let ann = ann.moved(second.url());
    next.read(waiting).await;
    let mut stream = next.follow(&ann).await.unwrap();
    assert!(next.read_words(&mut stream, 1).await, "{next:?}");
    let begun = killed.elapsed();
    assert!(begun <= DEAD_WITHIN + SLACK, "{begun:?}");
    talk.end();
    next.read(stream).await;
    assert_eq!(next.status, "complete");
    page.follow_to_end(&ann).await;
    assert_eq!(page.status, "interrupted");
    let messages = stored(&ann, &page.conversation).await;
    let statuses: Vec<_> = messages.iter().map(|(_, status, _)| status.as_str()).collect();
    assert_eq!(statuses, ["complete", "interrupted", "complete", "complete"]);
    report(&format!(
        "kill -9 with a message in line, {engine:?}: answered {:.1} s after the kill",
        begun.as_secs_f64()
    ));
    drop(second);
}

#[tokio::test]
async fn a_message_in_line_is_answered_after_a_kill_on_sqlite() {
    the_next_in_line(Engine::Sqlite).await;
}

#[tokio::test]
async fn a_message_in_line_is_answered_after_a_kill_on_postgres() {
    the_next_in_line(Engine::Postgres).await;
}
