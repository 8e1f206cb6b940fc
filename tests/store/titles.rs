use super::people::person;
use super::search::say;
use super::*;
use docket::chat::server::{Chat, UsageOfDay};
use docket::config::Quotas;
use docket::id::{ConversationId, UserId};
use docket::model::{FinishReason, Model, ModelError, ModelEvent, ModelStream, Prompt};
use docket::tasks::server::Tasks;
use futures::stream::{self, StreamExt};
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;

/// Answers "OK." to every message, for 110 tokens. The message decides which title it gives the conversation, good or
/// bad, for 7 tokens.
#[derive(Default)]
struct Titles {
    /// Notified when a title is requested that will come too late.
    may: Notify,
    /// The messages that it was asked to give a title for.
    asked: Mutex<Vec<String>>,
}

impl Model for Titles {
    fn name(&self) -> &str {
        "titles"
    }

    fn stream(&self, prompt: Prompt) -> ModelStream {
        let text = |text: &str| Ok(ModelEvent::Text(text.to_owned()));
        let title = prompt.wants_title_of();
        self.asked.lock().unwrap().extend(title.map(str::to_owned));
        let (input, output) = if title.is_some() { (5, 2) } else { (100, 10) };
        let usage = || Ok(ModelEvent::Usage { input, output });
        let said = |words: &str| vec![text(words), usage(), Ok(ModelEvent::Finish(FinishReason::Stop))];
        stream::iter(match title {
            None => said("OK."),
            Some("refused") => vec![Err(ModelError::Failed("no".into()))],
            Some("broken off") => vec![text("A ti"), usage(), Err(ModelError::Failed("no".into()))],
            Some("nothing") => said(" \n"),
            Some("late") => {
                self.may.notify_one();
                said("Too late")
            }
            Some(_) => said("\"A *good* title.\"\nBecause it is short."),
        })
        .boxed()
    }
}

fn chat(db: &Db, model: &Arc<Titles>) -> Chat {
    limited(db, model, None)
}

/// Chats in which each person may use so many tokens a day.
fn limited(db: &Db, model: &Arc<Titles>, tokens: Option<u32>) -> Chat {
    let (tasks, model) = (Tasks::new(db.clone(), Clock::system()), model.clone() as Arc<dyn Model>);
    Chat::with(db.clone(), tasks, model.into(), Quotas { tokens, ..Quotas::default() }, Clock::system())
}

async fn send(chat: &Chat, user: &UserId, text: &str) -> ConversationId {
    chat.send(user, None, text, &text.replace(' ', "-")).await.unwrap().wait().await
}

/// Waits until a conversation has this title. There is no event for it, so this asks again and again.
async fn titled(chat: &Chat, user: &UserId, id: ConversationId, title: &str) {
    while chat.messages(user, id, None).await.unwrap().conversation.title != title {
        tokio::task::yield_now().await;
    }
}

/// Waits until the person has used this many tokens.
async fn used(chat: &Chat, user: &UserId, expected: i64) {
    let tokens = async || {
        let days: Vec<UsageOfDay> = chat.usage(user).await.unwrap();
        days.iter().map(|day| day.tokens).sum::<i64>()
    };
    while tokens().await < expected {
        tokio::task::yield_now().await;
    }
    assert_eq!(tokens().await, expected);
}

on_both! {
    async fn the_model_gives_a_title_after_the_first_reply(db: Db) {
        let (ann, model) = (person(&db, "ann").await, Arc::<Titles>::default());
        let chat = chat(&db, &model);
        let id = send(&chat, &ann, "hello").await;
        titled(&chat, &ann, id, "A *good* title").await;
        // A title that fails or is empty leaves the first message as the title. The next conversation's title shows
        // when both are over.
        let refused = send(&chat, &ann, "refused").await;
        let nothing = send(&chat, &ann, "nothing").await;
        let next = send(&chat, &ann, "hello again").await;
        titled(&chat, &ann, next, "A *good* title").await;
        titled(&chat, &ann, refused, "refused").await;
        titled(&chat, &ann, nothing, "nothing").await;
    }

    async fn a_title_of_the_persons_own_stays(db: Db) {
        let (ann, model) = (person(&db, "ann").await, Arc::<Titles>::default());
        let chat = chat(&db, &model);
        let id = send(&chat, &ann, "hello").await;
        titled(&chat, &ann, id, "A *good* title").await;
        // Even a title that looks as if it was made from this message.
        chat.rename(&ann, id, "late").await.unwrap();
        chat.send(&ann, Some(id), "late", "again").await.unwrap().wait().await;
        model.may.notified().await;
        let next = send(&chat, &ann, "hello again").await;
        titled(&chat, &ann, next, "A *good* title").await;
        assert_eq!(chat.messages(&ann, id, None).await.unwrap().conversation.title, "late");
    }

    async fn a_title_costs_what_its_request_does(db: Db) {
        let (ann, bob, model) = (person(&db, "ann").await, person(&db, "bob").await, Arc::<Titles>::default());
        let chat = chat(&db, &model);
        let id = send(&chat, &ann, "hello").await;
        used(&chat, &ann, 110 + 7).await;
        titled(&chat, &ann, id, "A *good* title").await;
        // So does one that is not kept.
        for (number, title) in ["nothing", "broken off"].into_iter().enumerate() {
            send(&chat, &ann, title).await;
            used(&chat, &ann, (110 + 7) * (number as i64 + 2)).await;
        }
        used(&chat, &bob, 0).await;
    }

    async fn a_person_without_tokens_gets_no_title(db: Db) {
        let (ann, bob, model) = (person(&db, "ann").await, person(&db, "bob").await, Arc::<Titles>::default());
        let id = send(&limited(&db, &model, Some(110)), &ann, "last").await;
        let next = send(&limited(&db, &model, Some(111)), &bob, "next").await;
        // The title that was asked for later is there.
        titled(&chat(&db, &model), &bob, next, "A *good* title").await;
        assert_eq!(*model.asked.lock().unwrap(), ["next"]);
        used(&chat(&db, &model), &ann, 110).await;
        titled(&chat(&db, &model), &ann, id, "last").await;
    }

    async fn the_built_in_assistant_gives_titles_too(db: Db) {
        let ann = person(&db, "ann").await;
        let id = say(&db, &ann, None, "Please add a task to buy groceries").await;
        titled(&super::search::chat(&db), &ann, id, "Buy groceries").await;
    }
}
