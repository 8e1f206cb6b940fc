//! Titles of new conversations. At first the title is the first message; after the first reply a model suggests a
//! better one. A title that the person wrote stays.

use super::Engine;
use super::meter::Meter;
use super::running_reply::RunningReply;
use crate::chat::{Conversation, MessageStatus, Part};
use crate::id::UserId;
use crate::model::{Model, ModelError, ModelEvent, Prompt};
use futures::StreamExt;
use std::time::Duration;

/// Most characters of a title that the person did not write.
const TITLE_LENGTH: usize = 60;
/// How long a model may take for a title.
const TITLE_TIMEOUT: Duration = Duration::from_secs(20);
/// Most bytes to read of an answer. More than this cannot be a title.
const ANSWER_MAX: usize = 1000;
/// Bytes of the reply to keep for the request. It tells the model less.
const REPLY_MAX: usize = 8 * 1024;
/// What models put around a title although they were asked not to.
const WRAPPING: &[char] =
    &['"', '\'', '“', '”', '„', '‘', '’', '«', '»', '「', '」', '*', '_', '#', '`', '.', '。', ' '];

/// Asks the model for a title if this was the conversation's first reply and it ended well. This happens in a task of
/// its own, so it delays no reply. A shutdown ends it at once: the first message is a title too.
pub(crate) fn suggest(engine: &Engine, live: &RunningReply, status: MessageStatus) {
    let question = live.question().parts.iter().map(text).collect::<Vec<_>>().join(" ");
    // Only the first question is equal to the title, so this needs no look at the database.
    let is_first = live.conversation().title == title_of(&question);
    if status != MessageStatus::Complete || !is_first {
        return;
    }
    let reply = live.view.with_progress(|progress| {
        let text = &progress.content;
        text.get(..text.floor_char_boundary(REPLY_MAX)).unwrap_or_default().to_owned()
    });
    let (engine, user, conversation) = (engine.clone(), live.user.clone(), live.conversation().clone());
    tokio::spawn(async move {
        tokio::select! {
            biased;
            () = engine.registry.shutting_down() => {}
            () = give(&engine, &user, &conversation, &question, &reply) => {}
        }
    });
}

async fn give(engine: &Engine, user: &UserId, conversation: &Conversation, question: &str, reply: &str) {
    let model = engine.model_for(conversation.model.as_deref());
    let conversation = conversation.id;
    match may_ask(engine, user).await {
        Ok(true) => {}
        Ok(false) => return tracing::info!(%conversation, "no title: the person has no tokens left today"),
        Err(error) => return tracing::warn!(%conversation, %error, "no title: the tokens are not known"),
    }
    let meter = Meter::default();
    let title = match tokio::time::timeout(TITLE_TIMEOUT, ask(&model, &meter, question, reply)).await {
        Ok(Ok(answer)) => clean(&answer),
        Ok(Err(error)) => {
            tracing::info!(%conversation, %error, "the model gave no title");
            None
        }
        Err(_) => {
            tracing::info!(%conversation, "the model took too long for a title");
            None
        }
    };
    let tokens = meter.total().tokens();
    if title.is_none() && tokens == 0 {
        return;
    }
    let cost = (engine.clock.now().day().to_owned(), tokens);
    if let Err(error) = engine.db.suggest_title(user.clone(), conversation, title, cost).await {
        tracing::warn!(%conversation, %error, "a title could not be stored");
    }
}

/// Whether the person has tokens left today.
async fn may_ask(engine: &Engine, user: &UserId) -> sqlx::Result<bool> {
    let Some(quota) = engine.token_quota else { return Ok(true) };
    let used = engine.db.tokens_used(user.clone(), engine.clock.now().day().to_owned()).await?;
    Ok(used < i64::from(quota))
}

async fn ask(model: &dyn Model, meter: &Meter, question: &str, reply: &str) -> Result<String, ModelError> {
    let mut stream = model.stream(Prompt::title(question, reply));
    let mut answer = String::new();
    while let Some(event) = stream.next().await {
        let event = event?;
        meter.note(&event);
        match event {
            ModelEvent::Text(text) => answer.push_str(&text),
            ModelEvent::Rethought => answer.clear(),
            ModelEvent::Finish(_) => break,
            ModelEvent::Thought(_)
            | ModelEvent::Call(_)
            | ModelEvent::Usage { .. }
            | ModelEvent::Answering { .. } => {}
        }
        if answer.len() > ANSWER_MAX {
            break;
        }
    }
    Ok(answer)
}

/// The title in a model's answer: one line of plain text that fits the list. `None` if the answer holds no title.
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
        Part::Html { .. } | Part::Tool { .. } | Part::Thought { .. } | Part::Unknown => "",
    }
}

/// The first line of a text, cut at a word.
pub(crate) fn title_of(text: &str) -> String {
    cut_at_word(text.lines().next().unwrap_or_default().trim(), TITLE_LENGTH)
}

/// At most `length` characters of a line, cut at a word.
fn cut_at_word(line: &str, length: usize) -> String {
    if line.chars().count() <= length {
        return line.to_owned();
    }
    let cut: String = line.chars().take(length.saturating_sub(1)).collect();
    let words = cut.rsplit_once(char::is_whitespace).map_or(cut.as_str(), |(words, _)| words);
    format!("{}…", words.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_the_first_line_cut_at_a_word() {
        assert_eq!(title_of("Buy milk\nand eggs"), "Buy milk");
        let long = title_of(&"word ".repeat(40));
        assert!(long.ends_with("word…") && long.chars().count() <= TITLE_LENGTH, "{long}");
        assert_eq!(title_of(&"ж".repeat(100)).chars().count(), TITLE_LENGTH);
    }

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
