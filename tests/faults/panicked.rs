//! A run that panics. No text that a provider sends makes one panic, so a model of the test's own does.

use crate::database::Engine;
use crate::report;
use crate::server::{TestServer, offline};
use crate::tally::Tally;
use crate::world::World;
use docket::chat::server::{Chat, Subscription};
use docket::chat::{ChatEvent, Message, MessageStatus};
use docket::clock::Clock;
use docket::db::Db;
use docket::error::ErrorCode;
use docket::id::UserId;
use docket::model::{FinishReason, Model, ModelError, ModelEvent, ModelMessage, ModelStream, Prompt};
use docket::tasks::server::Tasks;
use futures::stream::{self, StreamExt};
use secrecy::SecretString;
use serde_json::Value;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

/// A model that panics when it is asked so.
#[derive(Default)]
struct Panicking(Arc<Notify>);

impl Model for Panicking {
    fn name(&self) -> &str {
        "panicking"
    }

    fn stream(&self, prompt: Prompt) -> ModelStream {
        if prompt.wants_title_of().is_some() {
            return stream::iter([Err(ModelError::Failed("no title".into()))]).boxed();
        }
        let asked = match prompt.history.last() {
            Some(ModelMessage::User(text)) => text.to_string(),
            other => panic!("{other:?}"),
        };
        if asked == "panic at once" {
            panics();
        }
        let some = stream::iter([Ok(ModelEvent::Text("w1".into()))]);
        if asked == "panic later" {
            let go = self.0.clone();
            return some
                .chain(stream::once(async move {
                    go.notified().await;
                    panics()
                }))
                .boxed();
        }
        some.chain(stream::iter([Ok(ModelEvent::Finish(FinishReason::Stop))])).boxed()
    }
}

/// Panics without the words that a panic prints.
fn panics() -> ! {
    resume_unwind(Box::new("a fault of the model"))
}

/// The end of a reply, as its follower hears it.
async fn end(turn: Subscription) -> Message {
    let events = tokio::time::timeout(Duration::from_secs(20), turn.events().collect::<Vec<_>>());
    match events.await.expect("the followers are not let go").pop() {
        Some(ChatEvent::Done { reply }) => reply,
        other => panic!("{other:?} is no end"),
    }
}

/// Makes the database and a person in it.
async fn ann(url: &SecretString) -> UserId {
    let server = TestServer::start(url, offline()).await;
    let ann = server.person("ann").await;
    let me: Value = ann.call("/rpc/auth/me", &[]).await.json().await.unwrap();
    server.stop().await;
    UserId::new(me["id"].as_str().unwrap())
}

#[tokio::test]
async fn a_run_that_panics_ends_as_failed_and_holds_nobody_up() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        let url = SecretString::from(world.url());
        let ann = ann(&url).await;
        let db = Db::connect(&url).await.unwrap();
        let go = Arc::<Notify>::default();
        let tasks = Tasks::new(db.clone(), Clock::system());
        let chat = Chat::new(db.clone(), tasks, Arc::new(Panicking(go.clone())), Clock::system());

        let later = chat.send(&ann, None, "panic later", "later").await.unwrap();
        let conversation = chat.exchange(&ann, later.reply()).await.unwrap().conversation.id;
        let follower = chat.follow(&ann, later.reply(), 0).await.unwrap();
        // Behind it wait one that panics too and one that does not.
        let at_once = chat.send(&ann, Some(conversation), "panic at once", "at-once").await.unwrap();
        let well = chat.send(&ann, Some(conversation), "hello", "well").await.unwrap();
        go.notify_one();
        let ends = [end(later).await, end(follower).await, end(at_once).await];
        for reply in &ends {
            assert_eq!(reply.status, MessageStatus::Failed);
            assert_eq!(reply.error.as_ref().map(|error| error.code), Some(ErrorCode::Internal));
        }
        assert_eq!(end(well).await.status, MessageStatus::Complete);

        // What was said before is kept, and the process goes on.
        let messages = world.messages().await;
        let replies = messages.iter().filter(|message| message.role == "assistant");
        let replies: Vec<_> = replies.map(|reply| (reply.status.as_str(), reply.content.as_str())).collect();
        assert_eq!(replies, [("failed", "w1"), ("failed", ""), ("complete", "w1")]);
        assert_eq!(
            end(chat.send(&ann, None, "hello", "new").await.unwrap()).await.status,
            MessageStatus::Complete
        );
        chat.look_after_replies().await.unwrap();
        let tally =
            Tally::of(&world.messages().await, &["later", "at-once", "well", "new"].map(str::to_owned));
        report(&format!(
            "a panic in a run, {engine:?}: 2 replies failed with what they had, 2 complete; {tally}"
        ));
        assert_eq!(tally, Tally::default());
        chat.shut_down(Duration::ZERO).await;
        db.close().await;
    }
}
