//! A process that begins no more replies: it writes as many as it can bear, or it is about to end.

use super::people::person;
use super::scripted::*;
use super::*;
use docket::chat::server::{Chat, ChatError};
use docket::chat::{ChatEvent, MessageStatus};
use docket::id::{MessageId, UserId};
use docket::model::FinishReason;
use futures::stream::StreamExt;
use std::time::Duration;

/// Sends a message that was sent before. Returns the reply that this follows.
async fn again(chat: &Chat, user: &UserId, client_id: &str) -> MessageId {
    chat.send(user, None, "hi", client_id).await.unwrap().reply()
}

on_both! {
    async fn a_message_sent_again_is_followed_by_a_process_that_refuses_new_ones(db: Db) {
        let ann = person(&db, "ann").await;
        let answers = [vec![text("A"), end(FinishReason::Stop)], vec![text("B")]];
        let chat = chat(&db, &Scripted::new(answers)).with_room_for(1);
        let (conversation, ended, ..) = follow(chat.send(&ann, None, "hi", "ended").await.unwrap()).await;
        let question = chat.exchange(&ann, ended).await.unwrap().question.id;
        let turn = chat.edit(&ann, question, "hi", "running").await.unwrap();
        let running = turn.reply();
        let mut events = Box::pin(turn.events());
        read_until(&mut events, "B").await;

        // The process is full.
        let full = chat.send(&ann, None, "hi", "new").await.err();
        assert!(matches!(full, Some(ChatError::Overloaded)), "{full:?}");
        assert_eq!([again(&chat, &ann, "ended").await, again(&chat, &ann, "running").await], [ended, running]);
        assert_eq!(chat.edit(&ann, question, "hi", "running").await.unwrap().reply(), running);
        assert_eq!(follow(chat.send(&ann, None, "hi", "ended").await.unwrap()).await.2, MessageStatus::Complete);

        // It shuts down, and waits for the reply that is being written.
        let ending = tokio::spawn({
            let chat = chat.clone();
            async move { chat.shut_down(Duration::from_secs(60)).await }
        });
        chat.stopping().await;
        let refused = chat.send(&ann, None, "hi", "new").await.err();
        assert!(matches!(refused, Some(ChatError::ShuttingDown)), "{refused:?}");
        assert_eq!([again(&chat, &ann, "ended").await, again(&chat, &ann, "running").await], [ended, running]);
        chat.stop(&ann, running).await.unwrap();
        ending.await.unwrap();
        let Some(ChatEvent::Done { reply }) = events.next().await else { panic!("no end") };
        assert_eq!(reply.status, MessageStatus::Stopped);
        // Nothing was stored that was refused.
        let page = chat.messages(&ann, conversation, None).await.unwrap();
        assert_eq!((page.messages.len(), chat.conversation_ids(&ann).await.unwrap().len()), (2, 1));
    }
}
