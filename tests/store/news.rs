//! What the database tells of changes, on both engines.

use super::people::person;
use super::search::{chat, say};
use super::*;
use docket::db::{News, Topic};
use docket::id::UserId;
use docket::tasks::server::Tasks;
use std::time::Duration;

/// Begins to listen for a person's news, as a server does. The listening ends with the test.
async fn listen(db: &Db, user: &UserId) -> News {
    let mut news = db.news(user);
    let listener = db.clone();
    tokio::spawn(async move { listener.carry().await });
    if let Db::Postgres { .. } = db {
        // Told as soon as the replica listens.
        while news.next().await != Topic::Everything {}
    }
    news
}

/// The topics that were told before the mark, which is a change of a task made here.
async fn told(db: &Db, news: &mut News, user: &UserId) -> Vec<Topic> {
    Tasks::new(db.clone(), Clock::system()).add(user, "the mark", None).await.unwrap();
    let mut topics = Vec::new();
    loop {
        match tokio::time::timeout(Duration::from_secs(5), news.next()).await.unwrap() {
            Topic::Tasks => return topics,
            topic => topics.push(topic),
        }
    }
}

on_both! {
    async fn each_change_of_a_task_is_told_to_its_person_alone(db: Db) {
        let tasks = Tasks::new(db.clone(), Clock::system());
        let (ann, bob) = (person(&db, "ann").await, person(&db, "bob").await);
        let mut news = listen(&db, &ann).await;
        let mut of_bob = db.news(&bob);
        let task = tasks.add(&ann, "Milk", None).await.unwrap();
        assert_eq!(news.next().await, Topic::Tasks);
        tasks.update(&ann, task.id, Some("Oat milk"), None).await.unwrap();
        assert_eq!(news.next().await, Topic::Tasks);
        tasks.complete(&ann, task.id, true).await.unwrap();
        assert_eq!(news.next().await, Topic::Tasks);
        tasks.delete(&ann, task.id).await.unwrap();
        assert_eq!(news.next().await, Topic::Tasks);
        // A refused change is no news.
        tasks.delete(&ann, task.id).await.unwrap_err();
        assert_eq!(told(&db, &mut news, &ann).await, []);
        assert_eq!(told(&db, &mut of_bob, &bob).await, []);
    }

    async fn turns_and_conversations_are_told(db: Db) {
        let (ann, chat) = (person(&db, "ann").await, chat(&db));
        let mut news = listen(&db, &ann).await;
        let id = say(&db, &ann, None, "Hello").await;
        // The model's title, which may come late, changes nothing after the person's.
        chat.rename(&ann, id, "Greetings").await.unwrap();
        let topics = told(&db, &mut news, &ann).await;
        assert!(topics.contains(&Topic::Conversation(id)) && topics.contains(&Topic::Messages(id)), "{topics:?}");
        chat.pin(&ann, id, true).await.unwrap();
        chat.archive(&ann, id, true).await.unwrap();
        chat.delete(&ann, id).await.unwrap();
        chat.restore(&ann, id).await.unwrap();
        assert_eq!(told(&db, &mut news, &ann).await, [Topic::Conversation(id); 4]);
    }

    async fn another_version_is_told(db: Db) {
        let (ann, chat) = (person(&db, "ann").await, chat(&db));
        let id = say(&db, &ann, None, "Hello").await;
        let page = chat.messages(&ann, id, None).await.unwrap();
        let mut news = listen(&db, &ann).await;
        chat.retry(&ann, page.messages[1].id).await.unwrap().wait().await;
        assert!(told(&db, &mut news, &ann).await.contains(&Topic::Messages(id)));
        chat.show_version(&ann, page.messages[1].id).await.unwrap();
        assert_eq!(told(&db, &mut news, &ann).await, [Topic::Messages(id)]);
    }
}
