//! A model that says what a test tells it to, and what a follower of its replies sees.

use super::*;
use docket::chat::server::Chat;
use docket::chat::{ChatEvent, MessageStatus, Part};
use docket::id::{ConversationId, MessageId};
use docket::model::{FinishReason, Model, ModelCall, ModelError, ModelEvent, ModelStream, Prompt};
use docket::tasks::server::Tasks;
use futures::stream::{self, Stream, StreamExt};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

pub type Answer = Vec<Result<ModelEvent, ModelError>>;

/// A model that gives these answers in order. It hangs after the last piece of an answer without an end.
#[derive(Default)]
pub struct Scripted {
    answers: Mutex<VecDeque<Answer>>,
    pub prompts: Mutex<Vec<Prompt>>,
}

impl Scripted {
    pub fn new(answers: impl IntoIterator<Item = Answer>) -> Arc<Self> {
        Arc::new(Self { answers: Mutex::new(answers.into_iter().collect()), ..Self::default() })
    }
}

impl Model for Scripted {
    fn name(&self) -> &str {
        "scripted"
    }

    fn stream(&self, prompt: Prompt) -> ModelStream {
        // The script holds only replies, so a request for a title is refused.
        if prompt.wants_title_of().is_some() {
            return stream::iter([Err(ModelError::Failed("no title".into()))]).boxed();
        }
        self.prompts.lock().unwrap().push(prompt);
        let answer = self.answers.lock().unwrap().pop_front().expect("one more answer than scripted");
        let ends = answer.last().is_some_and(|last| matches!(last, Ok(ModelEvent::Finish(_)) | Err(_)));
        let answer = stream::iter(answer);
        if ends { answer.boxed() } else { answer.chain(stream::pending()).boxed() }
    }
}

pub fn text(text: &str) -> Result<ModelEvent, ModelError> {
    Ok(ModelEvent::Text(text.to_owned()))
}

pub fn call(id: &str, name: &str, arguments: &str) -> Result<ModelEvent, ModelError> {
    Ok(ModelEvent::Call(ModelCall { id: id.into(), name: name.into(), arguments: arguments.into() }))
}

pub fn end(reason: FinishReason) -> Result<ModelEvent, ModelError> {
    Ok(ModelEvent::Finish(reason))
}

pub fn said(words: &str) -> Answer {
    vec![text(words), end(FinishReason::Stop)]
}

pub fn chat(db: &Db, model: &Arc<Scripted>) -> Chat {
    Chat::new(db.clone(), Tasks::new(db.clone(), Clock::system()), model.clone(), Clock::system())
}

/// What a follower has of a reply, put together as a page does it.
pub async fn follow(
    turn: docket::chat::server::Subscription,
) -> (ConversationId, MessageId, MessageStatus, Vec<Part>) {
    let events: Vec<ChatEvent> = turn.events().collect().await;
    let Some(ChatEvent::Started { conversation, reply, .. }) = events.first() else { panic!("{events:?}") };
    let Some(ChatEvent::Done { reply: done }) = events.last() else { panic!("{events:?}") };
    assert_eq!(reply.id, done.id);
    (conversation.id, reply.id, done.status, done.parts.clone())
}

/// Reads until the unfinished text of the reply is this.
pub async fn read_until(events: &mut (impl Stream<Item = ChatEvent> + Unpin), said: &str) {
    let mut unfinished = String::new();
    while unfinished != said {
        match events.next().await.unwrap_or_else(|| panic!("the reply said {unfinished:?} and no more")) {
            ChatEvent::Started { tail, .. } | ChatEvent::Html { tail, .. } => unfinished = tail,
            ChatEvent::Text { delta } => unfinished.push_str(&delta),
            _ => {}
        }
    }
}

pub fn html(parts: &[Part]) -> String {
    parts.iter().map(|part| if let Part::Html { html } = part { html.as_str() } else { "|" }).collect()
}
