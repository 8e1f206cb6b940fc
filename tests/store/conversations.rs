use super::people::person;
use super::search::{chat, found, say};
use super::*;
use docket::chat::Conversation;
use docket::chat::server::{Chat, ChatError};
use docket::export::markdown;
use docket::id::{ConversationId, MessageId, UserId};
use docket::model::offline::Offline;
use docket::tasks::server::Tasks;
use std::sync::Arc;

/// The titles on the first page of the list, or of the archive.
async fn titles(db: &Db, user: &UserId, archived: bool) -> Vec<String> {
    let list = chat(db).conversations(user, archived, None).await.unwrap();
    list.conversations.into_iter().map(|conversation| conversation.title).collect()
}

/// Checks that a conversation is gone: every request that names it is refused, and no list has it.
async fn is_nowhere(chat: &Chat, user: &UserId, id: ConversationId) {
    let message = MessageId::new(1);
    let refusals = [
        chat.messages(user, id, None).await.err().unwrap(),
        chat.passage_around(user, id, message).await.err().unwrap(),
        chat.passage_before(user, id, message).await.err().unwrap(),
        chat.transcript(user, id).await.err().unwrap(),
        chat.send(user, Some(id), "hi", "nowhere").await.err().unwrap(),
        chat.rename(user, id, "mine").await.err().unwrap(),
        chat.pin(user, id, true).await.err().unwrap(),
        chat.archive(user, id, true).await.err().unwrap(),
        chat.delete(user, id).await.err().unwrap(),
    ];
    for refusal in refusals {
        assert!(matches!(refusal, ChatError::ConversationNotFound(_)), "{refusal}");
    }
    for archived in [false, true] {
        let list = chat.conversations(user, archived, None).await.unwrap().conversations;
        assert!(list.iter().all(|conversation| conversation.id != id), "{list:?}");
    }
    assert!(!chat.conversation_ids(user).await.unwrap().contains(&id));
}

on_both! {
    async fn a_conversation_is_named_by_its_person(db: Db) {
        let (chat, ann) = (chat(&db), person(&db, "ann").await);
        let id = say(&db, &ann, None, "Hello").await;
        let renamed = chat.rename(&ann, id, "  Big\n plans ").await.unwrap();
        assert_eq!(renamed.title, "Big plans");
        assert_eq!(titles(&db, &ann, false).await, ["Big plans"]);
        assert_eq!(found(&db, &ann, "plans").await[0], ["Big [plans]"]);
        for title in ["", " ", "\u{7}", &"ж".repeat(201)] {
            assert!(matches!(chat.rename(&ann, id, title).await, Err(ChatError::InvalidTitle)), "{title:?}");
        }
        assert_eq!(chat.rename(&ann, id, &"ж".repeat(200)).await.unwrap().title.chars().count(), 200);
    }

    async fn pinned_ones_come_first_and_archived_ones_are_apart_until_they_are_written_to(db: Db) {
        let (chat, ann) = (chat(&db), person(&db, "ann").await);
        let (mut ids, names) = (Vec::new(), ["one", "two", "three"]);
        for name in names {
            let id = say(&db, &ann, None, "Hello").await;
            chat.rename(&ann, id, name).await.unwrap();
            ids.push(id);
        }
        assert_eq!(titles(&db, &ann, false).await, ["three", "two", "one"]);
        assert!(chat.pin(&ann, ids[0], true).await.unwrap().pinned);
        assert_eq!(titles(&db, &ann, false).await, ["one", "three", "two"]);
        assert!(chat.archive(&ann, ids[2], true).await.unwrap().archived);
        assert_eq!(titles(&db, &ann, false).await, ["one", "two"]);
        assert_eq!(titles(&db, &ann, true).await, ["three"]);
        assert_eq!(chat.messages(&ann, ids[2], None).await.unwrap().messages.len(), 2, "still to be read");

        say(&db, &ann, Some(ids[2]), "And another thing").await;
        assert_eq!(titles(&db, &ann, false).await, ["one", "three", "two"]);
        chat.pin(&ann, ids[0], false).await.unwrap();
        assert_eq!(titles(&db, &ann, false).await, ["three", "two", "one"]);
    }

    async fn the_list_comes_in_pages_and_no_conversation_twice(db: Db) {
        let (chat, ann, bob) = (chat(&db), person(&db, "ann").await, person(&db, "bob").await);
        say(&db, &bob, None, "Bob's").await;
        let mut ids = Vec::new();
        for _ in 0..120 {
            ids.push(say(&db, &ann, None, "Hello").await);
        }
        chat.pin(&ann, ids[5], true).await.unwrap();
        chat.pin(&ann, ids[6], true).await.unwrap();
        let (mut listed, mut after): (Vec<Conversation>, _) = (Vec::new(), None);
        let mut sizes = Vec::new();
        loop {
            let page = chat.conversations(&ann, false, after.as_deref()).await.unwrap();
            sizes.push(page.conversations.len());
            listed.extend(page.conversations);
            // A conversation that is used meanwhile moves up. The list skips none of the others.
            if sizes.len() == 1 {
                say(&db, &ann, Some(ids[110]), "Again").await;
            }
            match page.next {
                Some(next) => after = Some(next),
                None => break,
            }
        }
        assert_eq!(sizes, [50, 50, 20]);
        assert_eq!([listed[0].id, listed[1].id], [ids[6], ids[5]]);
        let mut seen: Vec<_> = listed.iter().map(|conversation| conversation.id).collect();
        seen.sort();
        assert_eq!(seen, ids);
        for place in ["", "nonsense", "1_1_yesterday"] {
            let refused = chat.conversations(&ann, false, Some(place)).await;
            assert!(matches!(refused, Err(ChatError::InvalidCursor)), "{place}");
        }
    }

    async fn what_is_deleted_is_nowhere_and_can_be_had_back_for_a_while(db: Db) {
        let (clock, ann) = (Clock::adjustable(), person(&db, "ann").await);
        let chat = Chat::new(db.clone(), Tasks::new(db.clone(), clock.clone()), Arc::new(Offline), clock.clone());
        let kept = say(&db, &ann, None, "Hello there").await;
        let id = say(&db, &ann, None, "Add a task to feed the walrus").await;
        chat.pin(&ann, id, true).await.unwrap();
        chat.delete(&ann, id).await.unwrap();
        is_nowhere(&chat, &ann, id).await;
        let [titles_found, tasks, messages] = found(&db, &ann, "walrus").await;
        assert_eq!((titles_found.len(), tasks.len(), messages.len()), (0, 1, 0), "the task is no part of it");

        let back = chat.restore(&ann, id).await.unwrap();
        assert!(back.pinned);
        assert_eq!(chat.messages(&ann, id, None).await.unwrap().messages.len(), 2);
        assert_eq!(found(&db, &ann, "walrus").await[0].len(), 1);
        assert_eq!(chat.restore(&ann, id).await.unwrap(), back, "a second time changes nothing");

        // A conversation that was deleted long enough ago is removed, and nothing else is.
        chat.delete(&ann, id).await.unwrap();
        let jobs = jobs(&db, chat.jobs(), &clock);
        for (seconds, left) in [(59, true), (60, false)] {
            clock.advance(time::Duration::seconds(seconds));
            jobs.run_due().await;
            assert_eq!(rows(&db, id).await > 0, left, "after {seconds} seconds more");
        }
        assert!(matches!(chat.restore(&ann, id).await, Err(ChatError::ConversationNotFound(_))));
        assert_eq!(chat.amount(&ann).await.unwrap().messages, 2);
        assert_eq!(chat.messages(&ann, kept, None).await.unwrap().messages.len(), 2);
    }

    async fn nobody_manages_anothers(db: Db) {
        let (chat, ann, bob) = (chat(&db), person(&db, "ann").await, person(&db, "bob").await);
        let id = say(&db, &ann, None, "Hello").await;
        is_nowhere(&chat, &bob, id).await;
        assert!(matches!(chat.restore(&bob, id).await, Err(ChatError::ConversationNotFound(_))));
        chat.delete(&ann, id).await.unwrap();
        assert!(matches!(chat.restore(&bob, id).await, Err(ChatError::ConversationNotFound(_))));
        chat.restore(&ann, id).await.unwrap();
        assert_eq!(titles(&db, &ann, false).await.len(), 1);
    }

    async fn a_passage_holds_what_is_around_a_message(db: Db) {
        let (chat, ann) = (chat(&db), person(&db, "ann").await);
        let id = say(&db, &ann, None, "0").await;
        for number in 1..60 {
            say(&db, &ann, Some(id), &number.to_string()).await;
        }
        let all: Vec<_> = chat.transcript(&ann, id).await.unwrap().messages.iter().map(|said| said.id).collect();
        let passage = chat.passage_around(&ann, id, all[40]).await.unwrap();
        let ids: Vec<_> = passage.page.messages.iter().map(|message| message.id).collect();
        assert_eq!((ids, passage.page.has_more, passage.has_newer), (all[30..80].to_vec(), true, true));
        let last = chat.passage_around(&ann, id, all[119]).await.unwrap();
        assert_eq!((last.page.messages.len(), last.has_newer), (11, false));
        let first = chat.passage_around(&ann, id, all[0]).await.unwrap();
        assert_eq!((first.page.messages.len(), first.page.has_more), (40, false));
        let before = chat.passage_before(&ann, id, all[20]).await.unwrap();
        assert_eq!((before.page.messages.len(), before.page.has_more), (20, false));
    }

    async fn one_conversation_is_exported_as_it_reads(db: Db) {
        let (chat, ann) = (chat(&db), person(&db, "ann").await);
        let id = say(&db, &ann, None, "Add a task to buy milk").await;
        chat.rename(&ann, id, "Milk").await.unwrap();
        let transcript = chat.transcript(&ann, id).await.unwrap();
        let text = markdown(&transcript);
        insta::with_settings!({ filters => [(r"\d{4}-\d\d-\d\d.*", "[time]")] }, {
            insta::allow_duplicates! {
                insta::assert_snapshot!(text, @r#"
                # Milk

                ## You, [time]

                Add a task to buy milk

                ## Assistant, [time]

                - Used `add_task` with `{"title":"Buy milk"}`

                Added **Buy milk** as task #1.
                "#);
            }
        });
        chat.archive(&ann, id, true).await.unwrap();
        assert_eq!(chat.conversation_ids(&ann).await.unwrap().len(), 1, "the archive is part of everything");
    }
}

/// Moves a conversation's deletion far into the past.
async fn rows(db: &Db, id: ConversationId) -> i64 {
    match db {
        Db::Sqlite { readers, .. } => {
            let sql = "select (select count(*) from conversations where id = $1)
                     + (select count(*) from conversations_words_docsize where id = $1)
                     + (select count(*) from messages_words_docsize where id not in (select id from messages))";
            sqlx::query_scalar(sql).bind(id).fetch_one(readers).await.unwrap()
        }
        Db::Postgres { pool, .. } => {
            let sql = "select count(*) from conversations where id = $1";
            sqlx::query_scalar(sql).bind(id).fetch_one(&mut pool.connect().await.unwrap()).await.unwrap()
        }
    }
}
