use super::people::person;
use super::scripted::*;
use super::*;
use docket::chat::server::{Chat, ChatError};
use docket::chat::{ChatEvent, MessageStatus, Part};
use docket::model::FinishReason;
use docket::tasks::server::Tasks;
use futures::stream::StreamExt;
use std::time::Duration;

on_both! {
    async fn versions_stay_and_can_be_stepped_through(db: Db) {
        let ann = person(&db, "ann").await;
        let model = Scripted::new(["A1", "A1 anew", "A2", "B1"].map(said));
        let chat = chat(&db, &model);
        let (conversation, first, ..) = follow(chat.send(&ann, None, "a1", "a1").await.unwrap()).await;
        let (_, anew, ..) = follow(chat.retry(&ann, first).await.unwrap()).await;
        follow(chat.send(&ann, Some(conversation), "a2", "a2").await.unwrap()).await;
        let question = chat.messages(&ann, conversation, None).await.unwrap().messages[0].id;
        let edited = chat.edit(&ann, question, "b1", "b1").await.unwrap();
        let edited = follow(edited).await;
        // Sent again, the edit gives the same result.
        assert_eq!(follow(chat.edit(&ann, question, "b1", "b1").await.unwrap()).await.1, edited.1);

        let shown = async || {
            let page = chat.messages(&ann, conversation, None).await.unwrap();
            let said = page.messages.iter().map(|message| match &message.parts[0] {
                Part::Html { html } => html.replace("<p>", "").replace("</p>\n", ""),
                Part::Text { text } => text.clone(),
                Part::Tool { call } => call.name.clone(),
                Part::Thought { thought } => thought.text.clone(),
                Part::Unknown => String::new(),
            });
            said.collect::<Vec<_>>()
        };
        assert_eq!(shown().await, ["b1", "B1"]);
        let page = chat.messages(&ann, conversation, None).await.unwrap();
        assert_eq!(page.messages[0].versions.unwrap().previous, Some(question));
        // The model answers an edited question without the messages that it replaced.
        assert_eq!(model.prompts.lock().unwrap().last().unwrap().history.len(), 1);

        // Back to the first question, with its newest answer and what followed that.
        chat.show_version(&ann, question).await.unwrap();
        assert_eq!(shown().await, ["a1", "A1 anew", "a2", "A2"]);
        let page = chat.show_version(&ann, first).await.unwrap();
        assert_eq!(shown().await, ["a1", "A1"]);
        assert_eq!(page.messages[1].versions.unwrap().next, Some(anew));
        chat.show_version(&ann, anew).await.unwrap();
        assert_eq!(shown().await, ["a1", "A1 anew", "a2", "A2"]);
        // An export has all messages, and says which are shown.
        let told = chat.transcript(&ann, conversation).await.unwrap().messages;
        let shown: Vec<_> = told.iter().filter(|said| said.shown).map(|said| said.content.as_str()).collect();
        assert_eq!((told.len(), shown), (7, vec!["a1", "A1 anew", "a2", "A2"]));
        // A reply cannot be edited, whether it is shown or not.
        let hidden = edited.1;
        for reply in [hidden, anew] {
            assert!(matches!(chat.edit(&ann, reply, "c", "c").await.err(), Some(ChatError::NotEditable)));
        }
        // A reply that was regenerated has a later version, and retrying it gives that one.
        assert_eq!(chat.retry(&ann, first).await.unwrap().reply(), anew);
    }

    async fn a_reply_is_followed_and_stopped_from_another_replica(db: Db) {
        let ann = person(&db, "ann").await;
        let model = Scripted::new([vec![text("One.\n\nTwo.\n\nThr")]]);
        let (here, there) = (chat(&db, &model), chat(&db, &model));
        let (listener, other) = (here.clone(), there.clone());
        let listeners = tokio::spawn(async move { tokio::join!(listener.listen(), other.listen()) });
        let turn = here.send(&ann, None, "a story", "one").await.unwrap();
        let reply = turn.reply();
        let mut near = Box::pin(turn.events());
        read_until(&mut near, "Thr").await;

        let mut far = Box::pin(there.follow(&ann, reply, 0).await.unwrap().events());
        let (mut parts, mut unfinished) = (Vec::new(), String::new());
        while unfinished != "Thr" {
            match far.next().await.unwrap() {
                ChatEvent::Started { reply, tail, .. } => (parts, unfinished) = (reply.parts, tail),
                ChatEvent::Html { html, tail, .. } => {
                    parts.push(Part::Html { html });
                    unfinished = tail;
                }
                ChatEvent::Text { delta } => unfinished.push_str(&delta),
                _ => {}
            }
        }
        assert_eq!(html(&parts), "<p>One.</p>\n<p>Two.</p>\n");

        // A follower who has the first paragraph gets only the second.
        let first = "One.\n\n".len();
        for chat in [&here, &there] {
            let mut again = Box::pin(chat.follow(&ann, reply, first).await.unwrap().events());
            let Some(ChatEvent::Started { reply, tail, from, position, .. }) = again.next().await else {
                panic!("no start")
            };
            assert_eq!((from, position, tail.as_str()), (first, "One.\n\nTwo.\n\n".len(), "Thr"));
            assert_eq!(html(&reply.parts), "<p>Two.</p>\n");
        }

        there.stop(&ann, reply).await.unwrap();
        for stream in [&mut near, &mut far] {
            let end = loop {
                if let ChatEvent::Done { reply } = stream.next().await.unwrap() { break reply }
            };
            assert_eq!((end.status, html(&end.parts).as_str()), (MessageStatus::Stopped, "<p>One.</p>\n<p>Two.</p>\n<p>Thr</p>\n"));
        }
        listeners.abort();
    }

    async fn replies_that_wait_for_the_dead_are_begun(db: Db) {
        let ann = person(&db, "ann").await;
        let model = Scripted::new([vec![text("Well")], said("Here I am.")]);
        let dying = chat(&db, &model);
        let first = dying.send(&ann, None, "hi", "one").await.unwrap();
        let second = dying.send(&ann, Some(first.conversation()), "are you there?", "two").await.unwrap();
        let mut events = Box::pin(first.events());
        read_until(&mut events, "Well").await;
        // A shutdown begins no new reply.
        dying.shut_down(Duration::ZERO).await;
        let living = chat(&db, &model);
        let followed = living.follow(&ann, second.reply(), 0).await.unwrap();
        living.look_after_replies().await.unwrap();
        let (.., status, parts) = follow(followed).await;
        assert_eq!((status, html(&parts).as_str()), (MessageStatus::Complete, "<p>Here I am.</p>\n"));
    }

    async fn a_replica_whose_clock_is_ahead_cuts_no_reply(db: Db) {
        // On SQLite there are no replicas.
        if db.engine() == "SQLite" {
            return;
        }
        let ann = person(&db, "ann").await;
        let late = chat(&db, &Scripted::new([vec![text("Well")], said("Here I am.")]));
        let first = late.send(&ann, None, "hi", "one").await.unwrap();
        let second = late.send(&ann, Some(first.conversation()), "are you there?", "two").await.unwrap();
        let reply = first.reply();
        let mut events = Box::pin(first.events());
        read_until(&mut events, "Well").await;

        let clock = Clock::adjustable();
        clock.advance(time::Duration::seconds(20));
        let ahead =
            Chat::new(db.clone(), Tasks::new(db.clone(), clock.clone()), Scripted::new([]), clock.clone());
        ahead.look_after_replies().await.unwrap();
        late.stop(&ann, reply).await.unwrap();
        let end = loop {
            if let ChatEvent::Done { reply } = events.next().await.unwrap() { break reply }
        };
        assert_eq!((end.status, html(&end.parts).as_str()), (MessageStatus::Stopped, "<p>Well</p>\n"));
        assert_eq!(follow(second).await.2, MessageStatus::Complete, "the same replica has written the next one");
    }

    async fn at_a_shutdown_replies_have_time_to_end(db: Db) {
        let ann = person(&db, "ann").await;
        let chat = chat(&db, &Scripted::new([said("All is well.")]));
        let turn = chat.send(&ann, None, "hi", "one").await.unwrap();
        chat.shut_down(Duration::from_secs(60)).await;
        assert_eq!(follow(turn).await.2, MessageStatus::Complete);
    }

    async fn an_answer_without_an_end_an_empty_one_and_a_circle_fail(db: Db) {
        let ann = person(&db, "ann").await;
        let circle = || vec![call("", "list_tasks", "{}"), end(FinishReason::ToolCalls)];
        let mut answers = vec![vec![end(FinishReason::Stop)], vec![text("x"), end(FinishReason::Length)]];
        answers.extend((0..8).map(|_| circle()));
        let chat = chat(&db, &Scripted::new(answers));
        let statuses = async |client_id| follow(chat.send(&ann, None, "hi", client_id).await.unwrap()).await.2;
        assert_eq!(statuses("a").await, MessageStatus::Failed);
        assert_eq!(statuses("b").await, MessageStatus::Length);
        assert_eq!(statuses("c").await, MessageStatus::Failed);
    }

    async fn shutting_down_ends_running_replies_as_interrupted(db: Db) {
        let ann = person(&db, "ann").await;
        let chat = chat(&db, &Scripted::new([vec![text("Well")]]));
        let turn = chat.send(&ann, None, "hi", "one").await.unwrap();
        let mut events = Box::pin(turn.events());
        read_until(&mut events, "Well").await;
        chat.shut_down(Duration::ZERO).await;
        let Some(ChatEvent::Done { reply }) = events.next().await else { panic!("no end") };
        assert_eq!(reply.status, MessageStatus::Interrupted);
        assert!(!chat.is_accepting());
        assert!(matches!(chat.send(&ann, None, "hi", "two").await.err(), Some(ChatError::ShuttingDown)));
    }
}
