use super::people::person;
use super::scripted::*;
use super::*;
use docket::chat::server::{ChatError, Order, Place};
use docket::id::{ConversationId, MessageId, UserId};
use docket::model::FinishReason;

on_both! {
    async fn conversations_are_listed_by_when_they_were_begun(db: Db) {
        let (ann, bob) = (person(&db, "ann").await, person(&db, "bob").await);
        let chat = chat(&db, &Scripted::new([said("1"), said("2"), said("3"), said("4"), said("5")]));
        let mut begun = Vec::new();
        for number in 0..4 {
            begun.push(follow(chat.send(&ann, None, "hi", &format!("c{number}")).await.unwrap()).await.0);
        }
        let of_bob = follow(chat.send(&bob, None, "hi", "c").await.unwrap()).await.0;
        let list = async |user: &UserId, order, after: Option<ConversationId>, limit| -> Vec<ConversationId> {
            let threads = chat.threads(user, order, after, limit).await.unwrap();
            threads.iter().map(|thread| thread.conversation.id).collect()
        };
        // Using one or pinning one changes nothing.
        chat.pin(&ann, begun[0], true).await.unwrap();
        assert_eq!(list(&ann, Order::OldestFirst, None, 10).await, begun);
        assert_eq!(list(&ann, Order::NewestFirst, None, 2).await, [begun[3], begun[2]]);
        assert_eq!(list(&ann, Order::NewestFirst, Some(begun[2]), 2).await, [begun[1], begun[0]]);
        assert_eq!(list(&ann, Order::OldestFirst, Some(begun[1]), 1).await, [begun[2]]);
        assert_eq!(list(&bob, Order::OldestFirst, Some(begun[0]), 10).await, [of_bob]);
        chat.archive(&ann, begun[1], true).await.unwrap();
        chat.delete(&ann, begun[2]).await.unwrap();
        assert_eq!(list(&ann, Order::OldestFirst, None, 10).await, [begun[0], begun[3]]);
        let gone = |answer| matches!(answer, Err(ChatError::ConversationNotFound(_)));
        assert!(gone(chat.thread(&ann, begun[2]).await.map(drop)));
        assert!(gone(chat.thread(&bob, begun[0]).await.map(drop)));
        assert_eq!(chat.thread(&ann, begun[1]).await.unwrap().conversation.id, begun[1]);
        assert!(gone(chat.stop_all(&bob, begun[0]).await));
        assert!(gone(chat.follow_running(&bob, begun[0]).await.map(drop)));
    }

    async fn messages_are_read_as_they_were_written_from_both_ends(db: Db) {
        let (ann, bob) = (person(&db, "ann").await, person(&db, "bob").await);
        let model = Scripted::new([
            vec![text("See: "), call("c1", "list_tasks", "{}"), end(FinishReason::ToolCalls)],
            said("*none*"),
            said("Bye."),
            said("Hello."),
        ]);
        let chat = chat(&db, &model);
        let (here, reply, ..) = follow(chat.send(&ann, None, "list", "a").await.unwrap()).await;
        follow(chat.send(&ann, Some(here), "bye", "b").await.unwrap()).await;
        let read = async |order, from: Option<MessageId>, limit| {
            let page = chat.written(&ann, here, Place { order, from }, limit).await.unwrap();
            assert_eq!(page.last_reply_with_calls, Some(reply));
            page.messages.into_iter().map(|message| message.content).collect::<Vec<_>>()
        };
        assert_eq!(read(Order::OldestFirst, None, 9).await, ["list", "See: *none*", "bye", "Bye."]);
        assert_eq!(read(Order::OldestFirst, Some(reply), 2).await, ["See: *none*", "bye"]);
        assert_eq!(read(Order::NewestFirst, Some(reply), 9).await, ["See: *none*", "list"]);
        assert_eq!(read(Order::NewestFirst, None, 1).await, ["Bye."]);
        let message = chat.written_message(&ann, here, reply).await.unwrap();
        assert_eq!((message.calls[0].at, message.calls[0].call.name.as_str()), (5, "list_tasks"));
        assert_eq!(chat.last_reply_with_calls(&ann, here, reply).await.unwrap(), None);
        assert_eq!(chat.last_reply_with_calls(&bob, here, MessageId::new(i64::MAX)).await.unwrap(), None);
        let place = Place { order: Order::OldestFirst, from: None };
        assert!(matches!(chat.written(&bob, here, place, 9).await, Err(ChatError::ConversationNotFound(_))));
        assert!(chat.written_message(&bob, here, reply).await.is_err());
        let (other, ..) = follow(chat.send(&bob, None, "hi", "c").await.unwrap()).await;
        let missing = chat.written_message(&bob, other, reply).await;
        assert!(matches!(missing, Err(ChatError::MessageNotFound(_))));
        let missing = chat.answer_again(&bob, other, message.id).await.map(drop);
        assert!(matches!(missing, Err(ChatError::MessageNotFound(_))));
    }
}
