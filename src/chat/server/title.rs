//! A title for a new conversation: its first message at first, and what the model makes of the first exchange when that is
//! there. What the person calls it stays.

mod store;

use super::super::{Conversation, MessageStatus, Part};
use super::live::Live;
use super::{Chat, TITLE_LENGTH, cut_at_word, title_of};
use crate::id::{ConversationId, UserId};
use crate::model::{Model, ModelError, ModelEvent, Prompt};
use futures::StreamExt;
use std::time::Duration;

/// How long a model has for a title.
const PATIENCE: Duration = Duration::from_secs(20);
/// Bytes of an answer after which the rest is no title any more.
const ANSWER_MAX: usize = 1000;
/// What models put around a title although they were asked not to.
const WRAPPING: &[char] =
    &['"', '\'', '“', '”', '„', '‘', '’', '«', '»', '「', '」', '*', '_', '#', '`', '.', '。', ' '];

/// After a reply has ended: has the model give the conversation a title, if it was the first reply and it ended well. In a
/// task of its own, which a shutdown ends at once: the first message is a title too.
pub(super) fn suggest(chat: &Chat, live: &Live, status: MessageStatus) {
    let question = live.question().parts.iter().map(text).collect::<Vec<_>>().join(" ");
    // Which reply is the first one is known without asking the database: later on the title is another message's.
    let is_first = live.conversation().title == title_of(&question);
    if status != MessageStatus::Complete || !is_first {
        return;
    }
    let (chat, user, reply) = (chat.clone(), live.user.clone(), live.progress().content);
    let conversation = live.conversation().clone();
    tokio::spawn(async move {
        tokio::select! {
            () = chat.runs.shutting_down() => {}
            () = give(&chat, &user, &conversation, &question, &reply) => {}
        }
    });
}

async fn give(chat: &Chat, user: &UserId, conversation: &Conversation, question: &str, reply: &str) {
    let model = chat.model_for(conversation.model.as_deref());
    let conversation = conversation.id;
    let title = match tokio::time::timeout(PATIENCE, ask(&model, question, reply)).await {
        Ok(Ok(answer)) => clean(&answer),
        Ok(Err(error)) => return tracing::info!(%conversation, %error, "the model gave no title"),
        Err(_) => return tracing::info!(%conversation, "the model took too long for a title"),
    };
    if let Some(title) = title
        && let Err(error) = keep(chat, user, conversation, &title).await
    {
        tracing::warn!(%conversation, %error, "a title could not be stored");
    }
}

async fn ask(model: &dyn Model, question: &str, reply: &str) -> Result<String, ModelError> {
    let mut stream = model.stream(Prompt::title(question, reply));
    let mut answer = String::new();
    while let Some(event) = stream.next().await {
        match event? {
            ModelEvent::Text(text) => answer.push_str(&text),
            ModelEvent::Finish(_) => break,
            ModelEvent::Call(_) | ModelEvent::Usage { .. } | ModelEvent::Answering { .. } => {}
        }
        if answer.len() > ANSWER_MAX {
            break;
        }
    }
    Ok(answer)
}

async fn keep(chat: &Chat, user: &UserId, conversation: ConversationId, title: &str) -> sqlx::Result<()> {
    let mut scope = chat.db.write_as(user).await?;
    store::suggest(&mut scope, conversation, title).await?;
    scope.commit().await
}

/// The title in a model's answer: one line of plain text that fits the list; `None` if there is none in it.
fn clean(answer: &str) -> Option<String> {
    let line = answer.lines().map(|line| line.trim_matches(WRAPPING)).find(|line| !line.is_empty())?;
    let line = line.strip_prefix("Title:").unwrap_or(line).trim_matches(WRAPPING);
    let plain: String =
        line.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
    let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then(|| cut_at_word(&words, TITLE_LENGTH))
}

fn text(part: &Part) -> &str {
    match part {
        Part::Text { text } => text,
        Part::Html { .. } | Part::Tool { .. } => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_becomes_a_title() {
        let table = [
            ("Groceries", "Groceries"),
            ("\n\"Buying milk.\"\n", "Buying milk"),
            ("**Title: Week plan**", "Week plan"),
            ("# Einkauf für Samstag", "Einkauf für Samstag"),
            ("«Список дел»", "Список дел"),
            ("Two\twords\u{0}here\nand an explanation", "Two words here"),
        ];
        for (answer, expected) in table {
            assert_eq!(clean(answer).as_deref(), Some(expected), "{answer}");
        }
        for none in ["", " \n ", "\"\"", "***", "..."] {
            assert_eq!(clean(none), None, "{none:?}");
        }
        let long = clean(&"word ".repeat(40)).unwrap_or_default();
        assert!(long.chars().count() <= TITLE_LENGTH && long.ends_with("word…"), "{long}");
    }
}
