use super::people::{auth, person};
use super::search::{chat, say};
use super::*;
use docket::chat::server::ChatError;

on_both! {
    async fn a_draft_waits_in_each_conversation_and_for_the_next_new_one(db: Db) {
        let (chat, ann) = (chat(&db), person(&db, "ann").await);
        let id = say(&db, &ann, None, "Hello").await;
        for place in [None, Some(id)] {
            assert_eq!(chat.draft(&ann, place).await.unwrap(), None);
        }
        chat.keep_draft(&ann, None, "for a new one").await.unwrap();
        chat.keep_draft(&ann, Some(id), "first").await.unwrap();
        chat.keep_draft(&ann, Some(id), " sec\0ond\n").await.unwrap();
        assert_eq!(chat.draft(&ann, Some(id)).await.unwrap().as_deref(), Some(" second\n"));
        assert_eq!(chat.draft(&ann, None).await.unwrap().as_deref(), Some("for a new one"));
        assert_eq!(chat.drafts(&ann, 0, 9).await.unwrap().len(), 2);
        for place in [None, Some(id)] {
            chat.keep_draft(&ann, place, " \n").await.unwrap();
            assert_eq!(chat.draft(&ann, place).await.unwrap(), None);
        }
        chat.keep_draft(&ann, None, &"🥛".repeat(8000)).await.unwrap();
        let long = chat.keep_draft(&ann, None, &"x".repeat(8001)).await;
        assert!(matches!(long, Err(ChatError::InvalidMessage)), "{long:?}");
    }

    async fn a_refused_message_waits_as_a_draft_of_its_author(db: Db) {
        let (chat, ann, bob) = (chat(&db), person(&db, "ann").await, person(&db, "bob").await);
        let id = say(&db, &ann, None, "Hello").await;
        chat.keep_draft(&ann, Some(id), "first").await.unwrap();
        assert_eq!(chat.keep_refused(&ann, Some(id), "sec\0ond\r\nline").await.unwrap(), Some(id));
        assert_eq!(chat.draft(&ann, Some(id)).await.unwrap().as_deref(), Some("second\nline"));
        assert_eq!(chat.draft(&ann, None).await.unwrap(), None);
        assert_eq!(chat.drafts(&bob, 0, 9).await.unwrap(), []);

        // It may have been too long, and its conversation may be gone or somebody else's.
        let long = "x".repeat(128 * 1024);
        assert_eq!(chat.keep_refused(&ann, None, &long).await.unwrap(), None);
        assert_eq!(chat.draft(&ann, None).await.unwrap(), Some(long));
        assert_eq!(chat.keep_refused(&bob, Some(id), "mine").await.unwrap(), None);
        assert_eq!(chat.draft(&bob, None).await.unwrap().as_deref(), Some("mine"));
        assert_eq!(chat.draft(&ann, Some(id)).await.unwrap().as_deref(), Some("second\nline"));
        chat.delete(&ann, id).await.unwrap();
        assert_eq!(chat.keep_refused(&ann, Some(id), "too late").await.unwrap(), None);
        assert_eq!(chat.draft(&ann, None).await.unwrap().as_deref(), Some("too late"));
    }

    async fn two_devices_may_keep_one_at_once(db: Db) {
        let (chat, ann) = (chat(&db), person(&db, "ann").await);
        let keep = |text: &'static str| chat.keep_draft(&ann, None, text);
        let (a, b, c) = tokio::join!(keep("one"), keep("two"), keep("three"));
        assert!(a.is_ok() && b.is_ok() && c.is_ok(), "{a:?} {b:?} {c:?}");
        assert_eq!(chat.drafts(&ann, 0, 9).await.unwrap().len(), 1);
    }

    async fn nobody_sees_anothers_and_none_outlives_its_conversation(db: Db) {
        let (chat, ann, bob) = (chat(&db), person(&db, "ann").await, person(&db, "bob").await);
        let id = say(&db, &ann, None, "Hello").await;
        chat.keep_draft(&ann, None, "secret").await.unwrap();
        chat.keep_draft(&ann, Some(id), "secret").await.unwrap();
        assert_eq!(chat.draft(&bob, None).await.unwrap(), None);
        assert_eq!(chat.drafts(&bob, 0, 9).await.unwrap(), []);
        let refused = [chat.draft(&bob, Some(id)).await.map(drop), chat.keep_draft(&bob, Some(id), "mine").await];
        assert!(refused.iter().all(|refused| matches!(refused, Err(ChatError::ConversationNotFound(_)))), "{refused:?}");
        chat.keep_draft(&bob, None, "").await.unwrap();
        assert_eq!(chat.drafts(&ann, 0, 9).await.unwrap().len(), 2);

        chat.delete(&ann, id).await.unwrap();
        assert_eq!(chat.drafts(&ann, 0, 9).await.unwrap().len(), 1);
        assert!(matches!(chat.draft(&ann, Some(id)).await, Err(ChatError::ConversationNotFound(_))));
        chat.restore(&ann, id).await.unwrap();
        assert_eq!(chat.draft(&ann, Some(id)).await.unwrap().as_deref(), Some("secret"));
        auth(&db).delete_user(&ann).await.unwrap();
        assert_eq!(chat.drafts(&ann, 0, 9).await.unwrap(), []);
    }
}
