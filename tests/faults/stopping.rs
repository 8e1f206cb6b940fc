//! SIGTERM, as service managers and updates send it.

use crate::database::Engine;
use crate::reader::{Page, send, stored};
use crate::replica::Replica;
use crate::upstream::{Script, Talk};
use crate::words::last_of_all;
use crate::world::{World, person};
use crate::{SLACK, report};
use std::time::{Duration, Instant};

const PACE: Duration = Duration::from_millis(25);
const GRACE: Duration = Duration::from_secs(3);

#[tokio::test]
async fn replies_may_end_before_the_server_does_and_those_in_line_wait_for_the_next() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        let program = world.program().with("SHUTDOWN_GRACE", &GRACE.as_secs().to_string());
        let first = Replica::start(&program).await;
        let ann = person(&first, "ann").await;
        let talks = [Talk::endless(PACE), Talk::endless(PACE)];
        let mut running = Vec::new();
        for (talk, name) in talks.iter().zip(["short", "long"]) {
            world.upstream.otherwise(Script::talk(talk));
            let (mut page, mut stream) = (Page::default(), send(&ann, None, name, name).await.unwrap());
            assert!(page.read_words(&mut stream, 20).await);
            running.push((page, stream));
        }
        let (mut long, long_stream) = running.pop().unwrap();
        let (mut short, short_stream) = running.pop().unwrap();
        let mut next = Page::default();
        let mut waiting = send(&ann, Some(&long.conversation), "and then?", "next").await.unwrap();
        next.apply(&waiting.next().await.unwrap());
        assert_eq!(next.status, "queued");

        let began = Instant::now();
        let (took, (), ()) = tokio::join!(
            async {
                first.terminate().await;
                began.elapsed()
            },
            async {
                talks[0].reaches(talks[0].said() + 40).await;
                talks[0].end();
                short.read(short_stream).await;
            },
            long.read(long_stream),
        );
        assert_eq!((short.status.as_str(), last_of_all(&short.words())), ("complete", talks[0].said()));
        assert_eq!(long.status, "interrupted");
        // No reader and no queued message keeps the server running longer.
        assert!(took <= GRACE + SLACK, "{took:?}");
        assert!(last_of_all(&long.words()) > 20);

        talks[1].end();
        world.upstream.otherwise(Script::text(&["w1 w2"]));
        let second = Replica::start(&program).await;
        let ann = ann.moved(second.url());
        next.follow_to_end(&ann).await;
        assert_eq!((next.status.as_str(), next.words()), ("complete", vec![1, 2]));
        let messages = stored(&ann, &long.conversation).await;
        let statuses: Vec<_> = messages.iter().map(|(_, status, _)| status.as_str()).collect();
        assert_eq!(statuses, ["complete", "interrupted", "complete", "complete"]);
        report(&format!(
            "SIGTERM, {engine:?}, {} s of grace: ended after {:.1} s; 1 reply whole, 1 interrupted, 1 in line answered \
             by the next server",
            GRACE.as_secs(),
            took.as_secs_f64()
        ));
        drop(second);
    }
}
