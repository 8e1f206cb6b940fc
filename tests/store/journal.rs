//! The journal of running replies, leases, and what is done about replies that nobody writes.

use super::people::person;
use super::scripted::*;
use super::*;
use docket::chat::MessageStatus;
use docket::id::UserId;
use futures::stream::StreamExt;
use sqlx::AssertSqlSafe;
use std::time::Duration;
use tokio::time::timeout;

/// More than enough for what takes milliseconds.
const SOON: Duration = Duration::from_secs(20);

/// Runs a statement as an operator could, past all rules.
async fn execute(db: &Db, sql: &str) {
    let sql = AssertSqlSafe(sql);
    match db {
        Db::Sqlite { writer, .. } => sqlx::query(sql).execute(writer).await.map(drop).unwrap(),
        Db::Postgres { pool, .. } => {
            sqlx::query(sql).execute(&mut pool.connect().await.unwrap()).await.map(drop).unwrap()
        }
    }
}

async fn count(db: &Db, sql: &str) -> i64 {
    let sql = AssertSqlSafe(sql);
    match db {
        Db::Sqlite { readers, .. } => sqlx::query_scalar(sql).fetch_one(readers).await.unwrap(),
        Db::Postgres { pool, .. } => {
            sqlx::query_scalar(sql).fetch_one(&mut pool.connect().await.unwrap()).await.unwrap()
        }
    }
}

/// Waits until a query gives this number. It looks again each time that other tasks had their turn.
async fn until(db: &Db, sql: &str, number: i64) {
    let reached = async {
        while count(db, sql).await != number {
            tokio::task::yield_now().await;
        }
    };
    timeout(SOON, reached).await.unwrap_or_else(|_| panic!("{sql} did not become {number}"));
}

async fn shown(db: &Db, user: &UserId, reply: docket::id::MessageId) -> (MessageStatus, String) {
    let reader = chat(db, &Scripted::new([]));
    let reply = reader.exchange(user, reply).await.unwrap().reply;
    (reply.status, html(&reply.parts))
}

const PIECES: &str = "select count(*) from reply_pieces";

on_both! {
    async fn a_running_reply_is_in_the_journal_and_its_end_clears_it(db: Db) {
        let ann = person(&db, "ann").await;
        let chat = chat(&db, &Scripted::new([vec![text("One.\n\nTw"), text("o.")]]));
        let turn = chat.send(&ann, None, "a story", "one").await.unwrap();
        let reply = turn.reply();
        let mut events = Box::pin(turn.events());
        read_until(&mut events, "Two.").await;
        until(&db, PIECES, 1).await;
        // The message itself is written once, at the end. Another process reads it all the same.
        assert_eq!(count(&db, "select count(*) from messages where role = 'assistant' and content = ''").await, 1);
        assert_eq!(shown(&db, &ann, reply).await, (MessageStatus::Streaming, "<p>One.</p>\n<p>Two.</p>\n".into()));
        chat.stop(&ann, reply).await.unwrap();
        events.collect::<Vec<_>>().await;
        assert_eq!(count(&db, PIECES).await, 0);
        assert_eq!(shown(&db, &ann, reply).await, (MessageStatus::Stopped, "<p>One.</p>\n<p>Two.</p>\n".into()));
    }

    async fn a_reply_whose_writer_has_no_lease_is_ended_with_what_the_journal_has(db: Db) {
        let ann = person(&db, "ann").await;
        let dead = chat(&db, &Scripted::new([vec![
            call("a", "add_task", r#"{"title":"Milk"}"#), end(docket::model::FinishReason::ToolCalls),
        ], vec![text("Done. And")]]));
        let turn = dead.send(&ann, None, "milk", "one").await.unwrap();
        let reply = turn.reply();
        let mut events = Box::pin(turn.events());
        read_until(&mut events, "Done. And").await;
        until(&db, "select count(*) from reply_pieces where delta like '%Done. And'", 1).await;

        // Somebody takes the lease away, and a living process looks around.
        execute(&db, "delete from leases").await;
        let living = chat(&db, &Scripted::new([]));
        living.look_after_replies().await.unwrap();
        let (status, text) = shown(&db, &ann, reply).await;
        assert_eq!((status, text.as_str()), (MessageStatus::Interrupted, "|<p>Done. And</p>\n"));
        assert_eq!(count(&db, PIECES).await, 0);
    }

    async fn one_that_was_taken_for_dead_adds_what_it_has_shown(db: Db) {
        let ann = person(&db, "ann").await;
        let model = Scripted::new([vec![text("Well, well")], said("Again.")]);
        let slow = chat(&db, &model);
        let turn = slow.send(&ann, None, "hi", "one").await.unwrap();
        let (reply, conversation) = (turn.reply(), turn.conversation());
        let mut events = Box::pin(turn.events());
        read_until(&mut events, "Well, well").await;
        // Its journal was lost with its lease.
        until(&db, PIECES, 1).await;
        execute(&db, "delete from leases").await;
        execute(&db, "delete from reply_pieces").await;
        chat(&db, &Scripted::new([])).look_after_replies().await.unwrap();
        assert_eq!(shown(&db, &ann, reply).await, (MessageStatus::Interrupted, String::new()));

        // It finds out when it stores something, or when it looks. Its readers and the row agree.
        slow.stop(&ann, reply).await.unwrap();
        let end = loop {
            if let Some(docket::chat::ChatEvent::Done { reply }) = events.next().await { break reply }
        };
        assert_eq!((end.status, html(&end.parts).as_str()), (MessageStatus::Interrupted, "<p>Well, well</p>\n"));
        assert_eq!(shown(&db, &ann, reply).await, (MessageStatus::Interrupted, "<p>Well, well</p>\n".into()));
        // It goes on, as the conversation does.
        slow.look_after_replies().await.unwrap();
        let (.., status, parts) = follow(slow.send(&ann, Some(conversation), "again", "two").await.unwrap()).await;
        assert_eq!((status, html(&parts).as_str()), (MessageStatus::Complete, "<p>Again.</p>\n"));
    }

    async fn a_reply_whose_storing_was_not_confirmed_is_written(db: Db) {
        let ann = person(&db, "ann").await;
        let model = Scripted::new([said("First."), said("Found.")]);
        let chat = chat(&db, &model);
        let (conversation, first, ..) = follow(chat.send(&ann, None, "hi", "one").await.unwrap()).await;
        // What a commit leaves whose answer was lost: a reply of this process that it does not know.
        execute(&db, &format!(
            "update messages set status = 'streaming', content = '', writer = (select id from leases) where id = {first}"
        )).await;
        chat.look_after_replies().await.unwrap();
        assert_eq!(shown(&db, &ann, first).await.0, MessageStatus::Streaming, "one look is not enough");
        chat.look_after_replies().await.unwrap();
        let turn = chat.follow(&ann, first, 0).await.unwrap();
        assert_eq!(turn.conversation(), conversation);
        let (.., status, parts) = follow(turn).await;
        assert_eq!((status, html(&parts).as_str()), (MessageStatus::Complete, "<p>Found.</p>\n"));
    }

    async fn a_deleted_conversation_takes_its_journal_along(db: Db) {
        let ann = person(&db, "ann").await;
        let clock = Clock::adjustable();
        let model = Scripted::new([vec![text("Secret")]]);
        let tasks = docket::tasks::server::Tasks::new(db.clone(), clock.clone());
        let chat = docket::chat::server::Chat::new(db.clone(), tasks, model, clock.clone());
        let turn = chat.send(&ann, None, "hi", "one").await.unwrap();
        let conversation = turn.conversation();
        let mut events = Box::pin(turn.events());
        read_until(&mut events, "Secret").await;
        until(&db, PIECES, 1).await;
        // Its writer has died.
        execute(&db, &format!("delete from messages where conversation_id = {conversation}")).await;
        clock.advance(time::Duration::minutes(2));
        jobs(&db, chat.jobs(), &clock).run_due().await;
        assert_eq!(count(&db, PIECES).await, 0);
    }
}

#[tokio::test]
async fn a_silent_process_is_dead_after_five_looks_and_a_living_one_never() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let db = &database.db;
    let ann = person(db, "ann").await;
    let (silent, living) =
        (chat(db, &Scripted::new([vec![text("Wel")]])), chat(db, &Scripted::new([vec![text("Hel")]])));
    let theirs = silent.send(&ann, None, "hi", "one").await.unwrap().reply();
    let ours = living.send(&ann, None, "hi", "two").await.unwrap().reply();
    let watching = chat(db, &Scripted::new([]));
    for look in 0..5 {
        assert_eq!(shown(db, &ann, theirs).await.0, MessageStatus::Streaming, "look {look}");
        living.look_after_replies().await.unwrap();
        watching.look_after_replies().await.unwrap();
    }
    assert_eq!(shown(db, &ann, theirs).await.0, MessageStatus::Interrupted);
    assert_eq!(shown(db, &ann, ours).await.0, MessageStatus::Streaming);
}

#[tokio::test]
async fn a_process_that_starts_on_sqlite_is_the_only_one() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let db = &database.db;
    let ann = person(db, "ann").await;
    let before = chat(db, &Scripted::new([vec![text("Well")]]));
    let turn = before.send(&ann, None, "hi", "one").await.unwrap();
    let reply = turn.reply();
    until(db, PIECES, 1).await;
    let next = chat(db, &Scripted::new([]));
    let keeper = tokio::spawn(async move { next.keep().await });
    until(db, "select count(*) from messages where status = 'interrupted'", 1).await;
    assert_eq!(shown(db, &ann, reply).await, (MessageStatus::Interrupted, "<p>Well</p>\n".into()));
    keeper.abort();
}
