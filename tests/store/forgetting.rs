//! What is deleted is gone from SQLite's files, byte by byte.

use super::*;
use docket::tasks::server::Tasks;
use people::{auth, person};
use search::{chat, found, say};
use secrecy::ExposeSecret;
use std::path::Path;

/// Which of these words are anywhere in the database's files, in any case of letters.
async fn kept<'a>(database: &TestDatabase, words: &[&'a str]) -> Vec<&'a str> {
    auth(&database.db).prune().await.unwrap();
    let file = database.url.expose_secret().strip_prefix("sqlite:").unwrap();
    let mut bytes = Vec::new();
    for file in [file.to_owned(), format!("{file}-wal")] {
        if Path::new(&file).exists() {
            bytes.extend(std::fs::read(file).unwrap().to_ascii_lowercase());
        }
    }
    let is_kept = |word: &&&str| bytes.windows(word.len()).any(|window| window == word.as_bytes());
    words.iter().filter(is_kept).copied().collect()
}

#[tokio::test]
async fn deleted_words_are_gone_from_the_files() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let db = &database.db;
    let (ann, bob) = (person(db, "ann").await, person(db, "bob").await);
    let words = ["zyxquartz", "wvutopaz", "jkemerald", "qpsapphire", "bdamber", "ann@example.com"];
    let clock = Clock::adjustable();
    let tasks = Tasks::new(db.clone(), clock.clone());
    let task = tasks.add(&ann, "Polish the zyxquartz", Some("and the wvutopaz")).await.unwrap();
    let kitchen = say(db, &ann, None, "Where is my jkemerald?").await;
    chat(db).rename(&ann, kitchen, "All about qpsapphire").await.unwrap();
    chat(db).keep_draft(&ann, Some(kitchen), "One more bdamber").await.unwrap();
    tasks.add(&bob, "Buy ghruby", None).await.unwrap();
    // By then its words are in the index too.
    assert_eq!(found(db, &ann, "jkemerald").await[2].len(), 1);
    assert_eq!(kept(&database, &words).await, words);

    // A change leaves nothing of what was there before, once it is too late to undo it.
    tasks.update(&ann, task.id, Some("Sell it"), Some("quickly")).await.unwrap();
    tasks.forget_old_changes().await.unwrap();
    assert_eq!(kept(&database, &words[..2]).await, &words[..2]);
    clock.advance(time::Duration::DAY + time::Duration::MINUTE);
    tasks.forget_old_changes().await.unwrap();
    assert_eq!(kept(&database, &words[..2]).await, [""; 0]);
    auth(db).delete_user(&ann).await.unwrap();
    assert_eq!(kept(&database, &words).await, [""; 0]);
    assert_eq!(kept(&database, &["ghruby"]).await, ["ghruby"]);
    assert_eq!(found(db, &bob, "ghruby").await[1].len(), 1);
}

/// Versions before 17 kept what they deleted. The migration cleans up after them.
#[tokio::test]
async fn words_that_an_older_version_deleted_are_gone_after_the_migration() {
    let mut database = TestDatabase::migrated(Engine::Sqlite).await;
    database.db.migrate_down(15).await.unwrap();
    let Db::Sqlite { writer, .. } = &database.db else { panic!("SQLite was asked for") };
    for sql in [
        "pragma secure_delete = off",
        r#"insert into "user" values ('ann', 'Ann', 'ann@example.com', false, null, '', '')"#,
        "insert into tasks_phaseiii (user_id, title, created_at, updated_at) values ('ann', 'zyxquartz', '', '')",
        r#"delete from "user""#,
    ] {
        sqlx::query(sql).execute(writer).await.unwrap();
    }
    sqlx::query("pragma wal_checkpoint(truncate)").execute(writer).await.unwrap();
    let file = database.url.expose_secret().strip_prefix("sqlite:").unwrap().to_owned();
    let bytes = std::fs::read(file).unwrap();
    assert!(bytes.windows(9).any(|window| window == b"zyxquartz"));
    database.db.migrate().await.unwrap();
    assert_eq!(kept(&database, &["zyxquartz"]).await, [""; 0]);
}
