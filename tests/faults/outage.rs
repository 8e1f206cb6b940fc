//! The database is away for ten seconds while replies are written.

use crate::database::Engine;
use crate::proxy::Proxy;
use crate::reader::{Page, Stream, send, stored};
use crate::replica::Replica;
use crate::report;
use crate::server::Browser;
use crate::upstream::{Script, Talk};
use crate::words::last_of_all;
use crate::world::{World, person};
use std::time::{Duration, Instant};
use tokio::time::sleep;

const GONE: Duration = Duration::from_secs(10);
const PACE: Duration = Duration::from_millis(25);

async fn begin(ann: &Browser, name: &str) -> (Page, Stream) {
    let (mut page, mut stream) = (Page::default(), send(ann, None, name, name).await.unwrap());
    assert!(page.read_words(&mut stream, 20).await);
    (page, stream)
}

#[tokio::test]
async fn replies_outlive_ten_seconds_without_postgres() {
    let world = World::new(Engine::Postgres).await;
    let network = Proxy::start(&world.url()).await;
    let replica = Replica::start(&world.program_at(network.url())).await;
    let ann = person(&replica, "ann").await;
    // One reply ends while the database is away, the other goes on beyond that.
    let talks = [Talk::endless(PACE), Talk::endless(PACE)];
    world.upstream.otherwise(Script::talk(&talks[0]));
    let (mut short, short_stream) = begin(&ann, "short").await;
    world.upstream.otherwise(Script::talk(&talks[1]));
    let (mut long, mut long_stream) = begin(&ann, "long").await;

    network.break_down();
    let began = Instant::now();
    let words = long.words().len();
    // The reader gets the model's words even while the database is away.
    assert!(long.read_words(&mut long_stream, words + 100).await, "{long:?}");
    talks[0].end();
    // This test is about the length of the outage, so it waits for time and not for an event.
    sleep(GONE.saturating_sub(began.elapsed())).await;
    network.come_back();
    let back = Instant::now();
    talks[1].reaches(talks[1].said() + 40).await;
    talks[1].end();

    short.read(short_stream).await;
    short.follow_to_end(&ann).await;
    long.read(long_stream).await;
    long.follow_to_end(&ann).await;
    let took = back.elapsed();
    for (page, talk) in [(short, &talks[0]), (long, &talks[1])] {
        assert_eq!((page.status.as_str(), last_of_all(&page.words())), ("complete", talk.said()));
        let messages = stored(&ann, &page.conversation).await;
        let (role, status, words) = &messages[1];
        assert_eq!((messages.len(), role.as_str(), status.as_str()), (2, "assistant", "complete"));
        assert_eq!(last_of_all(words), talk.said());
    }
    report(&format!(
        "PostgreSQL gone for {} s: 2 replies whole and stored {:.1} s after it came back, {} words, 0 lost, 0 doubled",
        GONE.as_secs(),
        took.as_secs_f64(),
        talks[0].said() + talks[1].said()
    ));
    drop(replica);
}
