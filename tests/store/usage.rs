//! Usage of the models: who answers, what it costs, and the limits for each person.

use super::people::person;
use super::scripted::read_until;
use super::*;
use docket::chat::server::{Chat, ChatError, NewMessage, QuotaExceeded, TranscriptMessage, UsageOfDay};
use docket::chat::{ChatEvent, MessageStatus};
use docket::config::Quotas;
use docket::id::{ConversationId, UserId};
use docket::model::catalog::Catalog;
use docket::model::{FinishReason, Model, ModelError, ModelEvent, ModelStream, Prompt};
use docket::tasks::server::Tasks;
use futures::stream::{self, StreamExt};
use std::sync::Arc;

/// A model that says its name. One called `broken` fails; one called `slow` never ends.
struct Speaker(&'static str);

impl Model for Speaker {
    fn name(&self) -> &str {
        self.0
    }

    fn provider(&self) -> &str {
        "test"
    }

    fn stream(&self, prompt: Prompt) -> ModelStream {
        let text = Ok(ModelEvent::Text(self.0.to_owned()));
        let usage = Ok(ModelEvent::Usage { input: 70, output: 10 });
        match self.0 {
            // Titles come a little later than replies, and cost nothing here.
            _ if prompt.wants_title_of().is_some() => {
                let free = ModelEvent::Usage { input: 0, output: 0 };
                stream::iter([Ok(free), Ok(ModelEvent::Finish(FinishReason::Stop))]).boxed()
            }
            "broken" => stream::iter([Err(ModelError::Connection("refused".into()))]).boxed(),
            "slow" => stream::iter([text]).chain(stream::pending()).boxed(),
            _ => stream::iter([text, usage, Ok(ModelEvent::Finish(FinishReason::Stop))]).boxed(),
        }
    }
}

fn chat(db: &Db, models: &[&'static str], quotas: Quotas) -> Chat {
    let models = models.iter().map(|name| Arc::new(Speaker(name)) as Arc<dyn Model>);
    Chat::with(
        db.clone(),
        Tasks::new(db.clone(), Clock::system()),
        Catalog::new(models),
        quotas,
        Clock::system(),
    )
}

async fn say(chat: &Chat, user: &UserId, client_id: &str) -> Result<ConversationId, ChatError> {
    Ok(chat.send(user, None, "hi", client_id).await?.wait().await)
}

/// The newest reply of the conversation that was used last.
async fn newest(chat: &Chat, user: &UserId) -> TranscriptMessage {
    let newest = chat.conversation_ids(user).await.unwrap()[0];
    chat.transcript(user, newest).await.unwrap().messages.pop().unwrap()
}

async fn used(chat: &Chat, user: &UserId) -> Vec<(i64, i64)> {
    let days = chat.usage(user).await.unwrap();
    days.into_iter().map(|UsageOfDay { messages, tokens, .. }| (messages, tokens)).collect()
}

fn reached<T>(outcome: Result<T, ChatError>) -> QuotaExceeded {
    match outcome.err() {
        Some(ChatError::QuotaReached(reached)) => reached,
        other => panic!("no quota, but {other:?}"),
    }
}

on_both! {
    async fn the_model_and_its_tokens_are_written_down(db: Db) {
        let (ann, bob) = (person(&db, "ann").await, person(&db, "bob").await);
        let chat = chat(&db, &["broken", "good"], Quotas::default());
        say(&chat, &ann, "one").await.unwrap();
        let reply = newest(&chat, &ann).await;
        assert_eq!(reply.content, "good");
        assert_eq!((reply.model.as_deref(), reply.input_tokens, reply.output_tokens), (Some("test/good"), Some(70), Some(10)));
        // Usage is counted without a limit too, and only for this person.
        say(&chat, &ann, "two").await.unwrap();
        assert_eq!(used(&chat, &ann).await, [(2, 160)]);
        assert_eq!(used(&chat, &bob).await, []);
    }

    async fn a_stopped_reply_costs_what_it_probably_did(db: Db) {
        let ann = person(&db, "ann").await;
        let chat = chat(&db, &["slow"], Quotas::default());
        let turn = chat.send(&ann, None, "hi", "one").await.unwrap();
        let mut events = Box::pin(turn.events());
        read_until(&mut events, "slow").await;
        let conversation = chat.conversations(&ann, false, None).await.unwrap().conversations.remove(0).id;
        let reply = chat.messages(&ann, conversation, None).await.unwrap().messages.pop().unwrap().id;
        chat.stop(&ann, reply).await.unwrap();
        events.collect::<Vec<_>>().await;
        let reply = newest(&chat, &ann).await;
        assert_eq!((reply.status, reply.model.as_deref(), reply.output_tokens), (MessageStatus::Stopped, Some("test/slow"), Some(1)));
        // The instructions and the tools.
        assert!(reply.input_tokens.unwrap() > 500, "{reply:?}");
        assert_eq!(used(&chat, &ann).await, [(1, reply.input_tokens.unwrap() + 1)]);
    }

    async fn messages_of_a_day_are_limited(db: Db) {
        let (ann, bob) = (person(&db, "ann").await, person(&db, "bob").await);
        let chat = chat(&db, &["good"], Quotas { messages: Some(2), ..Quotas::default() });
        for client_id in ["one", "two"] {
            say(&chat, &ann, client_id).await.unwrap();
        }
        for _ in 0..2 {
            let QuotaExceeded::Messages { limit: 2, retry_after } = reached(say(&chat, &ann, "three").await) else { panic!() };
            assert!((1..=86_400).contains(&retry_after));
        }
        assert_eq!(chat.amount(&ann).await.unwrap().messages, 4, "nothing of it was stored");
        assert_eq!(used(&chat, &ann).await, [(2, 160)]);
        // A message that was sent before is not sent again, so it is not counted.
        say(&chat, &ann, "two").await.unwrap();
        say(&chat, &bob, "one").await.unwrap();
    }

    async fn tokens_of_a_day_are_limited(db: Db) {
        let ann = person(&db, "ann").await;
        let chat = chat(&db, &["good"], Quotas { tokens: Some(100), ..Quotas::default() });
        for client_id in ["one", "two"] {
            say(&chat, &ann, client_id).await.unwrap();
        }
        assert!(matches!(reached(say(&chat, &ann, "three").await), QuotaExceeded::Tokens { limit: 100, .. }));
        assert_eq!(used(&chat, &ann).await, [(2, 160)]);
    }

    async fn answering_again_counts(db: Db) {
        let ann = person(&db, "ann").await;
        let chat = chat(&db, &["broken"], Quotas { messages: Some(2), ..Quotas::default() });
        say(&chat, &ann, "one").await.unwrap();
        let reply = newest(&chat, &ann).await.id;
        chat.retry(&ann, reply).await.unwrap().wait().await;
        assert!(matches!(reached(chat.retry(&ann, reply).await), QuotaExceeded::Messages { .. }));
        assert_eq!(newest(&chat, &ann).await.status, MessageStatus::Failed, "it is as it was");
        assert_eq!(used(&chat, &ann).await, [(2, 0)]);
    }

    async fn replies_at_the_same_time_are_limited_however_they_are_asked_for(db: Db) {
        let (ann, bob) = (person(&db, "ann").await, person(&db, "bob").await);
        let chat = chat(&db, &["slow"], Quotas { runs: Some(3), ..Quotas::default() });
        let sends = (0..12).map(|number| {
            let (chat, ann) = (chat.clone(), ann.clone());
            tokio::spawn(async move { chat.send(&ann, None, "hi", &format!("c{number}")).await })
        });
        let outcomes = futures::future::join_all(sends.collect::<Vec<_>>()).await;
        let (begun, refused): (Vec<_>, Vec<_>) = outcomes.into_iter().map(Result::unwrap).partition(Result::is_ok);
        assert_eq!((begun.len(), refused.len()), (3, 9));
        for refusal in refused {
            assert_eq!(reached(refusal), QuotaExceeded::Runs { limit: 3 });
        }
        assert_eq!(used(&chat, &ann).await, [(3, 0)]);
        chat.send(&bob, None, "hi", "c").await.unwrap();

        let conversation = chat.conversations(&ann, false, None).await.unwrap().conversations.remove(0).id;
        let reply = chat.messages(&ann, conversation, None).await.unwrap().messages.pop().unwrap().id;
        chat.stop(&ann, reply).await.unwrap();
        chat.follow(&ann, reply, 0).await.unwrap().wait().await;
        chat.send(&ann, None, "hi", "later").await.unwrap();
    }

    async fn a_conversation_is_answered_by_the_model_that_was_chosen_for_it(db: Db) {
        let (ann, bob) = (person(&db, "ann").await, person(&db, "bob").await);
        let chat = chat(&db, &["good", "better", "broken", "slow"], Quotas::default());
        let ids: Vec<_> = chat.models().into_iter().map(|model| (model.id, model.default)).collect();
        assert_eq!(ids, [("test/good".into(), true), ("test/better".into(), false), ("test/broken".into(), false), ("test/slow".into(), false)]);

        let turn = chat.send_message(&ann, NewMessage { conversation: None, text: "hi", client_id: "one", model: Some("test/better") }).await.unwrap();
        let conversation = turn.wait().await;
        assert_eq!(newest(&chat, &ann).await.content, "better");
        let answered = async |client_id: &str| {
            chat.send(&ann, Some(conversation), "and now", client_id).await.unwrap().wait().await;
            newest(&chat, &ann).await.content
        };
        assert_eq!(answered("two").await, "better", "from now on");
        let chosen = async || chat.messages(&ann, conversation, None).await.unwrap().conversation.model;
        assert_eq!(chosen().await.as_deref(), Some("test/better"));
        chat.choose_model(&ann, conversation, "test/broken").await.unwrap();
        assert_eq!(answered("three").await, "good", "one that fails is replaced");
        chat.choose_model(&ann, conversation, "automatic").await.unwrap();
        assert_eq!((chosen().await, answered("four").await.as_str()), (None, "good"));

        // A model chosen while a reply is written applies to the queued replies.
        let running = chat.send_message(&ann, NewMessage { conversation: Some(conversation), text: "on and on", client_id: "slow", model: Some("test/slow") }).await.unwrap();
        let mut running = Box::pin(running.events());
        let Some(ChatEvent::Started { reply, .. }) = running.next().await else { panic!("no start") };
        let waiting = chat.send(&ann, Some(conversation), "and now", "waiting").await.unwrap();
        chat.choose_model(&ann, conversation, "test/better").await.unwrap();
        chat.stop(&ann, reply.id).await.unwrap();
        waiting.wait().await;
        assert_eq!(newest(&chat, &ann).await.content, "better");

        for refused in ["", "good", "test/worse", "test/good "] {
            let unknown = chat.choose_model(&ann, conversation, refused).await;
            assert!(matches!(unknown, Err(ChatError::NoSuchModel)), "{refused}");
            let unsent = chat.send_message(&ann, NewMessage { conversation: None, text: "hi", client_id: "five", model: Some(refused) }).await.err();
            assert!(matches!(unsent, Some(ChatError::NoSuchModel)), "{refused}");
        }
        let foreign = chat.choose_model(&bob, conversation, "test/better").await;
        assert!(matches!(foreign, Err(ChatError::ConversationNotFound(_))));
        assert_eq!(chosen().await.as_deref(), Some("test/better"));
    }
}
