//! Clients that go away, and people who stop a reply.

use crate::database::{Engine, TestDatabase};
use crate::reader::{Page, send, stored};
use crate::report;
use crate::server::{TestServer, openai};
use crate::upstream::{Script, Talk, Upstream};
use crate::words::last_of_all;
use futures::future::join_all;
use std::time::{Duration, Instant};

const REPLIES: usize = 8;
const PACE: Duration = Duration::from_millis(20);

#[tokio::test]
async fn a_reply_is_finished_and_stored_though_its_reader_is_gone() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let (upstream, talk) = (Upstream::start().await, Talk::endless(PACE));
        upstream.otherwise(Script::talk(&talk));
        let server = TestServer::start(&database.url, openai(upstream.url())).await;
        let ann = server.person("ann").await;
        let left = join_all((0..REPLIES).map(async |number| {
            let (mut page, client_id) = (Page::default(), format!("gone-{number}"));
            let mut stream = send(&ann, None, "hi", &client_id).await.unwrap();
            assert!(page.read_words(&mut stream, number + 1).await);
            page
        }))
        .await;
        talk.reaches(talk.said() + 50).await;
        assert_eq!(upstream.disconnects(), 0);
        talk.end();
        upstream.idle().await;
        for mut page in left {
            let seen = page.words().len();
            page.follow_to_end(&ann).await;
            let messages = stored(&ann, &page.conversation).await;
            let (_, status, words) = &messages[1];
            assert_eq!((messages.len(), status.as_str()), (2, "complete"));
            assert!(last_of_all(words) > seen + 20);
        }
        report(&format!(
            "client gone, {engine:?}: {REPLIES} readers left, {REPLIES} replies whole and stored"
        ));
        server.stop().await;
    }
}

#[tokio::test]
async fn stop_reaches_the_model_at_once_and_keeps_the_text() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let (upstream, talk) = (Upstream::start().await, Talk::endless(PACE));
        upstream.otherwise(Script::talk(&talk));
        let server = TestServer::start(&database.url, openai(upstream.url())).await;
        let ann = server.person("ann").await;
        let mut slowest = Duration::ZERO;
        for number in 1..=REPLIES {
            let (mut page, client_id) = (Page::default(), format!("stop-{number}"));
            let mut stream = send(&ann, None, "hi", &client_id).await.unwrap();
            assert!(page.read_words(&mut stream, 20).await);
            let began = Instant::now();
            let answer = ann.call("/rpc/chat/stop", &[("reply", &page.reply)]).await;
            assert_eq!(answer.status().as_u16(), 200);
            upstream.left(number).await;
            slowest = slowest.max(began.elapsed());
            page.read(stream).await;
            assert_eq!(page.status, "stopped");
            let messages = stored(&ann, &page.conversation).await;
            let (_, status, words) = &messages[1];
            assert_eq!((messages.len(), status.as_str()), (2, "stopped"));
            assert!(last_of_all(words) >= 20);
        }
        report(&format!(
            "stop, {engine:?}: {REPLIES} replies stopped, the model's connection dropped within {} ms at most, text kept",
            slowest.as_millis()
        ));
        server.stop().await;
    }
}
