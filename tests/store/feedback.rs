use super::people::person;
use super::scripted::*;
use super::*;
use docket::chat::Feedback;
use docket::chat::server::ChatError;
use docket::id::{ConversationId, MessageId};

on_both! {
    async fn a_reply_is_rated_by_its_person_alone(db: Db) {
        let (ann, bob) = (person(&db, "ann").await, person(&db, "bob").await);
        let chat = chat(&db, &Scripted::new([said("One."), said("Two.")]));
        let (conversation, reply, ..) = follow(chat.send(&ann, None, "hi", "a").await.unwrap()).await;
        let (other, ..) = follow(chat.send(&ann, None, "hi", "b").await.unwrap()).await;
        let question = chat.messages(&ann, conversation, None).await.unwrap().messages[0].id;
        let rated = async || chat.messages(&ann, conversation, None).await.unwrap().messages[1].feedback;
        assert_eq!(rated().await, None);

        let (good, bad) = (Some(Feedback::Positive), Some(Feedback::Negative));
        assert_eq!(chat.rate(&ann, reply, good).await.unwrap(), conversation);
        assert_eq!(rated().await, good);
        let missing = |answer: Result<ConversationId, ChatError>| matches!(answer, Err(ChatError::MessageNotFound(_)));
        assert!(missing(chat.rate(&bob, reply, bad).await));
        assert!(missing(chat.rate(&ann, question, bad).await), "people do not rate themselves");
        assert!(missing(chat.rate(&ann, MessageId::new(999), bad).await));
        // All or nothing, and only in the conversation that is named.
        for (place, replies) in [(conversation, [reply, question]), (other, [reply, reply])] {
            let refused = chat.rate_all(&ann, place, &replies, bad).await;
            assert!(matches!(refused, Err(ChatError::MessageNotFound(_))));
        }
        assert!(chat.rate_all(&bob, conversation, &[reply], bad).await.is_err());
        assert_eq!(rated().await, good);
        chat.rate_all(&ann, conversation, &[reply], bad).await.unwrap();
        assert_eq!(chat.transcript(&ann, conversation).await.unwrap().messages[1].feedback, bad);
        chat.rate(&ann, reply, None).await.unwrap();
        assert_eq!(rated().await, None);

        chat.delete(&ann, conversation).await.unwrap();
        assert!(missing(chat.rate(&ann, reply, good).await), "what is deleted is not rated");
    }
}
