use super::people::person;
use super::search::say;
use super::*;
use docket::chat::server::Chat;
use docket::id::{ConversationId, UserId};
use docket::model::{FinishReason, Model, ModelError, ModelEvent, ModelStream, Prompt};
use docket::tasks::server::Tasks;
use futures::stream::{self, StreamExt};
use std::sync::Arc;
use tokio::sync::Notify;

/// Answers "OK." to every message. The message decides which title it gives the conversation, good or bad.
struct Titles {
    /// Notified when a title is requested that will come too late.
    may: Notify,
}

impl Model for Titles {
    fn name(&self) -> &str {
        "titles"
    }

    fn stream(&self, prompt: Prompt) -> ModelStream {
        let text = |text: &str| Ok(ModelEvent::Text(text.to_owned()));
        let said = |words: &str| vec![text(words), Ok(ModelEvent::Finish(FinishReason::Stop))];
        stream::iter(match prompt.wants_title_of() {
            None => said("OK."),
            Some("refused") => vec![Err(ModelError::Failed("no".into()))],
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
    Chat::new(db.clone(), Tasks::new(db.clone(), Clock::system()), model.clone(), Clock::system())
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

on_both! {
    async fn the_model_gives_a_title_after_the_first_reply(db: Db) {
        let (ann, model) = (person(&db, "ann").await, Arc::new(Titles { may: Notify::new() }));
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
        let (ann, model) = (person(&db, "ann").await, Arc::new(Titles { may: Notify::new() }));
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

    async fn the_built_in_assistant_gives_titles_too(db: Db) {
        let ann = person(&db, "ann").await;
        let id = say(&db, &ann, None, "Please add a task to buy groceries").await;
        titled(&super::search::chat(&db), &ann, id, "Buy groceries").await;
    }
}
