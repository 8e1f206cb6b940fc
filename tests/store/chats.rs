use super::people::person;
use super::scripted::*;
use super::*;
use docket::chat::server::ChatError;
use docket::chat::{ChatEvent, MessageStatus, Part, Role};
use docket::id::{ConversationId, MessageId};
use docket::model::{FinishReason, ModelError, ModelMessage};
use docket::tasks::Status;
use docket::tasks::server::Tasks;
use futures::stream::StreamExt;
use serde_json::json;

on_both! {
    async fn a_turn_is_stored_streamed_and_read_back(db: Db) {
        let ann = person(&db, "ann").await;
        let model = Scripted::new([
            vec![text("Let me "), text("see."), call("c1", "add_task", r#"{"title":"Buy milk"}"#), end(FinishReason::ToolCalls)],
            said("Added **Buy milk**."),
        ]);
        let chat = chat(&db, &model);
        let turn = chat.send(&ann, None, "  add milk ", "one").await.unwrap();
        let (conversation, reply, status, parts) = follow(turn).await;
        assert_eq!(status, MessageStatus::Complete);
        assert_eq!(html(&parts), "<p>Let me see.</p>\n|<p>Added <strong>Buy milk</strong>.</p>\n");
        let tasks = Tasks::new(db.clone(), Clock::system()).list(&ann, Status::All).await.unwrap();
        assert_eq!(tasks.iter().map(|task| task.title.as_str()).collect::<Vec<_>>(), ["Buy milk"]);

        let page = chat.messages(&ann, conversation, None).await.unwrap();
        assert_eq!(page.messages.iter().map(|message| message.role).collect::<Vec<_>>(), [Role::User, Role::Assistant]);
        assert_eq!(page.messages[0].parts, [Part::Text { text: "add milk".into() }]);
        assert_eq!((page.messages[1].id, &page.messages[1].parts), (reply, &parts), "read back as it was streamed");
        assert_eq!(page.conversation.title, "add milk");
        assert_eq!(chat.conversations(&ann, false, None).await.unwrap().conversations, [page.conversation]);

        // The second request told the model the answer of its tool.
        let prompts = model.prompts.lock().unwrap();
        let told = &prompts[1].history[..];
        let [_, ModelMessage::Assistant { text, .. }, ModelMessage::ToolResult { content, .. }] = told else { panic!("{told:?}") };
        assert_eq!((&**text, &content["status"]), ("Let me see.", &json!("created")));
    }

    async fn sending_twice_stores_once(db: Db) {
        let ann = person(&db, "ann").await;
        let chat = chat(&db, &Scripted::new([said("Hello.")]));
        let first = follow(chat.send(&ann, None, "hi", "same").await.unwrap()).await;
        let again = follow(chat.send(&ann, None, "hi", "same").await.unwrap()).await;
        assert_eq!((first.0, first.1), (again.0, again.1));
        assert_eq!(chat.messages(&ann, first.0, None).await.unwrap().messages.len(), 2);
        assert_eq!(chat.conversations(&ann, false, None).await.unwrap().conversations.len(), 1);
    }

    async fn two_at_once_with_one_client_id_are_one_message(db: Db) {
        let ann = person(&db, "ann").await;
        let chat = chat(&db, &Scripted::new([said("Hello.")]));
        let (a, b) = tokio::join!(chat.send(&ann, None, "hi", "same"), chat.send(&ann, None, "hi", "same"));
        let (a, b) = (follow(a.unwrap()).await, follow(b.unwrap()).await);
        assert_eq!((a.0, a.1), (b.0, b.1));
        assert_eq!(chat.conversations(&ann, false, None).await.unwrap().conversations.len(), 1);
    }

    async fn one_reply_runs_in_a_conversation_and_stop_ends_it(db: Db) {
        let ann = person(&db, "ann").await;
        let chat = chat(&db, &Scripted::new([vec![text("Once upon a time")]]));
        let turn = chat.send(&ann, None, "a story", "one").await.unwrap();
        let reply = turn.reply();
        let mut events = Box::pin(turn.events());
        read_until(&mut events, "Once upon a time").await;

        // A late follower gets everything so far, and then the rest.
        let late = chat.follow(&ann, reply, 0).await.unwrap();
        let mut late = Box::pin(late.events());
        let Some(ChatEvent::Started { tail, .. }) = late.next().await else { panic!("no start") };
        assert_eq!(tail, "Once upon a time");

        chat.stop(&ann, reply).await.unwrap();
        for stream in [&mut events, &mut late] {
            let Some(ChatEvent::Done { reply }) = stream.next().await else { panic!("no end") };
            assert_eq!((reply.status, html(&reply.parts).as_str()), (MessageStatus::Stopped, "<p>Once upon a time</p>\n"));
            assert_eq!(stream.next().await, None);
        }
        chat.stop(&ann, reply).await.unwrap();
    }

    async fn a_failed_reply_keeps_the_question_and_can_be_retried(db: Db) {
        let ann = person(&db, "ann").await;
        let lost = Err(ModelError::Connection("reset".into()));
        let chat = chat(&db, &Scripted::new([vec![text("Half"), lost], said("Whole.")]));
        let (conversation, reply, status, parts) = follow(chat.send(&ann, None, "hi", "one").await.unwrap()).await;
        assert_eq!((status, html(&parts).as_str()), (MessageStatus::Failed, "<p>Half</p>\n"));
        let page = chat.messages(&ann, conversation, None).await.unwrap();
        assert!(page.messages[1].error.as_ref().unwrap().detail().contains("connection"));

        let (_, retried, status, parts) = follow(chat.retry(&ann, reply).await.unwrap()).await;
        assert_eq!((status, html(&parts).as_str()), (MessageStatus::Complete, "<p>Whole.</p>\n"));
        // The earlier text stays as a version. Retrying it again gives the version that exists.
        let page = chat.messages(&ann, conversation, None).await.unwrap();
        let versions = page.messages[1].versions.unwrap();
        assert_eq!((page.messages.len(), page.messages[1].id), (2, retried));
        assert_eq!((versions.number, versions.count, versions.previous), (2, 2, Some(reply)));
        assert_eq!(follow(chat.retry(&ann, reply).await.unwrap()).await.1, retried);
    }

    async fn a_reply_that_said_nothing_is_begun_again_in_its_place(db: Db) {
        let ann = person(&db, "ann").await;
        let chat = chat(&db, &Scripted::new([vec![Err(ModelError::Connection("reset".into()))], said("Whole.")]));
        let (conversation, reply, status, _) = follow(chat.send(&ann, None, "hi", "one").await.unwrap()).await;
        assert_eq!(status, MessageStatus::Failed);
        assert_eq!(follow(chat.retry(&ann, reply).await.unwrap()).await.1, reply);
        assert_eq!(chat.messages(&ann, conversation, None).await.unwrap().messages[1].versions, None);
    }

    async fn a_message_that_is_sent_while_a_reply_runs_is_answered_next(db: Db) {
        let ann = person(&db, "ann").await;
        let model = Scripted::new([vec![text("Once")], said("Two."), said("Three.")]);
        let chat = chat(&db, &model);
        let first = chat.send(&ann, None, "one", "one").await.unwrap();
        let conversation = first.conversation();
        let second = chat.send(&ann, Some(conversation), "two", "two").await.unwrap();
        let third = chat.send(&ann, Some(conversation), "three", "three").await.unwrap();
        let page = chat.messages(&ann, conversation, None).await.unwrap();
        let states: Vec<_> = page.messages.iter().map(|message| message.status).collect();
        use MessageStatus::{Complete, Queued, Stopped, Streaming};
        assert_eq!(states, [Complete, Streaming, Complete, Queued, Complete, Queued]);

        // A queued reply can be stopped too, and is then skipped.
        chat.stop(&ann, third.reply()).await.unwrap();
        assert_eq!(follow(third).await.2, Stopped);
        let reply = first.reply();
        let mut events = Box::pin(first.events());
        // The model answers. Stopped earlier, the first reply would leave its answer to the second.
        read_until(&mut events, "Once").await;
        chat.stop(&ann, reply).await.unwrap();
        let Some(ChatEvent::Done { reply: ended }) = events.next().await else { panic!("no end") };
        let answered = follow(second).await;
        assert_eq!((ended.status, answered.2, html(&answered.3).as_str()), (Stopped, Complete, "<p>Two.</p>\n"));
        // The model was given the first exchange, and not the third question.
        let told = model.prompts.lock().unwrap()[1].history.clone();
        assert_eq!(told.len(), 3, "{told:?}");
    }

    async fn a_conversation_that_is_deleted_ends_what_is_written_in_it(db: Db) {
        let ann = person(&db, "ann").await;
        let model = Scripted::new([vec![text("Once")]]);
        let chat = chat(&db, &model);
        let first = chat.send(&ann, None, "one", "one").await.unwrap();
        let conversation = first.conversation();
        let second = chat.send(&ann, Some(conversation), "two", "two").await.unwrap();
        chat.delete(&ann, conversation).await.unwrap();
        for turn in [first, second] {
            assert_eq!(follow(turn).await.2, MessageStatus::Stopped);
        }
        let restored = chat.restore(&ann, conversation).await.unwrap();
        assert_eq!(chat.messages(&ann, restored.id, None).await.unwrap().messages.len(), 4);
    }

    async fn only_so_many_messages_wait(db: Db) {
        let ann = person(&db, "ann").await;
        let chat = chat(&db, &Scripted::new([vec![text("Once")]]));
        let conversation = chat.send(&ann, None, "0", "c0").await.unwrap().conversation();
        for number in 1..=10 {
            chat.send(&ann, Some(conversation), "more", &format!("c{number}")).await.unwrap();
        }
        let refused = chat.send(&ann, Some(conversation), "more", "c11").await.err();
        assert!(matches!(refused, Some(ChatError::QueueFull)));
        assert_eq!(chat.messages(&ann, conversation, None).await.unwrap().messages.len(), 22);
        // Sending a stored message again does not count as sending.
        assert!(chat.send(&ann, Some(conversation), "more", "c10").await.is_ok());
    }

    async fn nobody_reaches_anothers_chat(db: Db) {
        let (ann, bob) = (person(&db, "ann").await, person(&db, "bob").await);
        let chat = chat(&db, &Scripted::new([said("Ann's answer"), said("Bob's answer")]));
        let (conversation, reply, ..) = follow(chat.send(&ann, None, "Ann's question", "one").await.unwrap()).await;
        assert_eq!(chat.conversations(&bob, false, None).await.unwrap().conversations, []);
        for id in [conversation, ConversationId::new(999_999)] {
            let refused = chat.messages(&bob, id, None).await.unwrap_err();
            assert_eq!(refused.to_string(), format!("conversation {id} not found"));
            let refused = chat.send(&bob, Some(id), "hi", "two").await.err().unwrap();
            assert_eq!(refused.to_string(), format!("conversation {id} not found"));
        }
        for id in [reply, MessageId::new(999_999)] {
            let refusals = [
                chat.follow(&bob, id, 0).await.err().unwrap(),
                chat.retry(&bob, id).await.err().unwrap(),
                chat.stop(&bob, id).await.err().unwrap(),
                chat.edit(&bob, id, "hi", "three").await.err().unwrap(),
                chat.show_version(&bob, id).await.err().unwrap(),
            ];
            for refusal in refusals {
                assert_eq!(refusal.to_string(), format!("message {id} not found"));
            }
        }
        // The same client id from another person is another message.
        let (other, ..) = follow(chat.send(&bob, None, "Bob's question", "one").await.unwrap()).await;
        assert_ne!(other, conversation);
    }

    async fn long_conversations_come_in_pages(db: Db) {
        let ann = person(&db, "ann").await;
        let chat = chat(&db, &Scripted::new((0..40).map(|_| said("ok"))));
        let (conversation, ..) = follow(chat.send(&ann, None, "0", "c0").await.unwrap()).await;
        for number in 1..40 {
            follow(chat.send(&ann, Some(conversation), &number.to_string(), &format!("c{number}")).await.unwrap()).await;
        }
        let newest = chat.messages(&ann, conversation, None).await.unwrap();
        let older = chat.messages(&ann, conversation, Some(newest.messages[0].id)).await.unwrap();
        assert_eq!((newest.messages.len(), newest.has_more), (50, true));
        assert_eq!((older.messages.len(), older.has_more), (30, false));
        assert!(older.messages.last().unwrap().id < newest.messages[0].id);
        assert_eq!(older.messages[0].parts, [Part::Text { text: "0".into() }]);
    }
}
