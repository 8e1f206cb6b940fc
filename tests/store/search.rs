use super::people::{auth, person};
use super::*;
use docket::chat::Role;
use docket::chat::server::Chat;
use docket::id::{ConversationId, UserId};
use docket::model::offline::Offline;
use docket::search::Piece;
use docket::search::server::Search;
use docket::tasks::server::Tasks;
use std::sync::Arc;

pub fn chat(db: &Db) -> Chat {
    Chat::new(db.clone(), Tasks::new(db.clone(), Clock::system()), Arc::new(Offline), Clock::system())
}

/// Sends a message and waits for the built-in assistant's reply.
pub async fn say(db: &Db, user: &UserId, conversation: Option<ConversationId>, text: &str) -> ConversationId {
    let id = Random::system().alphanumeric(16);
    chat(db).send(user, conversation, text, &id).await.unwrap().wait().await
}

fn shown(pieces: &[Piece]) -> String {
    let piece = |piece: &Piece| if piece.hit { format!("[{}]", piece.text) } else { piece.text.clone() };
    pieces.iter().map(piece).collect()
}

/// The results of each kind, as text.
pub async fn found(db: &Db, user: &UserId, query: &str) -> [Vec<String>; 3] {
    let found = Search::new(db.clone()).find(user, query).await.unwrap();
    [
        found.conversations.iter().map(|found| shown(&found.title)).collect(),
        found.tasks.iter().map(|found| [shown(&found.title), shown(&found.description)].concat()).collect(),
        found.messages.iter().map(|found| shown(&found.excerpt)).collect(),
    ]
}

const NOTHING: [Vec<String>; 3] = [const { Vec::new() }; 3];

on_both! {
    async fn messages_titles_and_tasks_are_found_by_their_words(db: Db) {
        let ann = person(&db, "ann").await;
        let kitchen = say(&db, &ann, None, "Add a task to buy MILK, and a crème fraîche").await;
        chat(&db).rename(&ann, kitchen, "Add a task to buy MILK, and a crème fraîche").await.unwrap();
        say(&db, &ann, None, "Купи молоко").await;
        Tasks::new(db.clone(), Clock::system()).add(&ann, "Call the dairy", Some("about the oat-milk & cream")).await.unwrap();

        let [titles, tasks, messages] = found(&db, &ann, "milk").await;
        assert_eq!(titles, ["Add a task to buy [MILK], and a crème fraîche"]);
        assert!(tasks.contains(&"Call the dairyabout the oat-[milk] & cream".to_owned()), "{tasks:?}");
        assert!(messages.contains(&"Add a task to buy [MILK], and a crème fraîche".to_owned()), "{messages:?}");
        assert_eq!(found(&db, &ann, "молоко").await[0], ["Купи [молоко]"]);
        assert_eq!(found(&db, &ann, "creme FRAICHE").await[0].len(), 1, "accents and capitals do not matter");
        assert_eq!(found(&db, &ann, "milk submarine").await, NOTHING, "every word has to be there");
        assert_eq!(found(&db, &ann, "crea").await[1].len(), 1, "the last word may be a beginning");
        assert_eq!(found(&db, &ann, "crea milk").await, NOTHING, "no other word may");

        let first = Search::new(db.clone()).find(&ann, "milk").await.unwrap().messages.pop().unwrap();
        assert_eq!((first.conversation, first.role), (kitchen, Role::User));
        let page = chat(&db).messages(&ann, kitchen, None).await.unwrap();
        assert_eq!(first.id, page.messages[0].id);
    }

    async fn what_is_gone_before_its_words_are_indexed_is_never_found(db: Db) {
        let (clock, ann) = (Clock::adjustable(), person(&db, "ann").await);
        let chat = Chat::new(db.clone(), Tasks::new(db.clone(), clock.clone()), Arc::new(Offline), clock.clone());
        let periodic = chat.jobs().into_iter().chain(Search::new(db.clone()).jobs()).collect();
        let periodic = jobs(&db, periodic, &clock);
        let indexed = say(&db, &ann, None, "walrus").await;
        periodic.run_due().await;
        // One of these messages is indexed, one is due.
        say(&db, &ann, Some(indexed), "otter").await;
        let due = say(&db, &ann, None, "walrus and seal").await;
        for gone in [indexed, due] {
            chat.delete(&ann, gone).await.unwrap();
        }
        clock.advance(time::Duration::minutes(2));
        periodic.run_due().await;
        for word in ["walrus", "otter", "seal"] {
            assert_eq!(found(&db, &ann, word).await, NOTHING);
        }
        say(&db, &ann, None, "sealion").await;
        assert_eq!(found(&db, &ann, "sea").await[2].len(), 1, "a search adds what is due first");
        if let Db::Sqlite { readers, .. } = &db {
            let left = "select (select count(*) from words_due) + (select count(*) from messages_words_docsize)";
            let left: i64 = sqlx::query_scalar(left).fetch_one(readers).await.unwrap();
            assert_eq!(left, 2, "the index has the two messages that are left");
        }
    }

    async fn nobody_finds_what_is_anothers(db: Db) {
        let (ann, bob) = (person(&db, "ann").await, person(&db, "bob").await);
        say(&db, &ann, None, "Add a task to buy a surprise").await;
        say(&db, &bob, None, "Hello").await;
        assert_eq!(found(&db, &bob, "surprise").await, NOTHING);
        // Neither by an owner's name, nor with text that has a meaning for a database.
        for query in [ann.as_str(), &format!("@{ann}"), "user_id", "s* OR surprise", "surprise') or 1=1 --", "content : surprise"] {
            assert_eq!(found(&db, &bob, query).await, NOTHING, "{query}");
        }
        assert_eq!(found(&db, &ann, "surprise").await[1].len(), 1);
        assert_eq!(found(&db, &ann, ann.as_str()).await, NOTHING);
    }

    async fn any_text_may_be_searched_for(db: Db) {
        let ann = person(&db, "ann").await;
        say(&db, &ann, None, "100% of \"it's\" a_b C++ <b>bold</b>").await;
        for query in [
            "", " ", "%", "_", "*", "\"", "'", "\"\"", "a\"b", "''", "\\", "-", "--", "(", ")", "((", "AND", "OR NOT", "NEAR(",
            "a:b", "<->", "&", "|", "!", ":*", "^", "{}", "\0", "a\0b", "\u{301}", "🥛", "हिन्दी", "漢字", "\u{202e}", "x\ny",
        ] {
            found(&db, &ann, query).await;
        }
        found(&db, &ann, &"long ".repeat(1000)).await;
        found(&db, &ann, &"long".repeat(1000)).await;
        for query in ["it's", "100%", "a_b", "c++", "<b>", "\"bold\""] {
            let [_, _, messages] = found(&db, &ann, query).await;
            assert!(messages.iter().any(|message| message.contains("<")), "{query}: {messages:?}");
        }
    }

    async fn what_changes_is_found_as_it_is_now_and_what_is_gone_is_not(db: Db) {
        let (ann, tasks) = (person(&db, "ann").await, Tasks::new(db.clone(), Clock::system()));
        let task = tasks.add(&ann, "Walk the dog", Some("with the leash")).await.unwrap();
        tasks.update(&ann, task.id, Some("Walk the cat"), None).await.unwrap();
        assert_eq!(found(&db, &ann, "dog").await, NOTHING);
        assert_eq!(found(&db, &ann, "cat leash").await[1], ["Walk the [cat]with the [leash]"]);
        tasks.update(&ann, task.id, None, Some("")).await.unwrap();
        assert_eq!(found(&db, &ann, "leash").await, NOTHING);
        tasks.complete(&ann, task.id, true).await.unwrap();
        assert_eq!(found(&db, &ann, "cat").await[1].len(), 1);
        tasks.delete(&ann, task.id).await.unwrap();
        assert_eq!(found(&db, &ann, "cat").await, NOTHING);

        say(&db, &ann, None, "An elephant").await;
        assert!(!found(&db, &ann, "elephant").await[2].is_empty());
        auth(&db).delete_user(&ann).await.unwrap();
        assert_eq!(found(&db, &ann, "elephant").await, NOTHING, "gone with the account");
    }

    async fn the_newest_come_first_and_not_too_many(db: Db) {
        let ann = person(&db, "ann").await;
        let conversation = say(&db, &ann, None, "zebra 0").await;
        for number in 1..55 {
            say(&db, &ann, Some(conversation), &format!("zebra {number}")).await;
        }
        let found = Search::new(db.clone()).find(&ann, "zebra").await.unwrap();
        assert_eq!((found.messages.len(), found.has_more), (50, true));
        assert!(found.messages.is_sorted_by(|a, b| a.id > b.id));
    }
}
