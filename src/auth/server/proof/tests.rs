#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use super::*;
use crate::auth::server::{Auth, Client, LogInCookies, NewAccount};
use crate::clock::Clock;
use crate::db::tests::database::{Engine, TestDatabase};
use crate::random::Random;

const OLD: &str = "correct horse";
const NEW: &str = "another horse";

async fn world(engine: Engine) -> (TestDatabase, Auth, ActiveSession) {
    let database = TestDatabase::migrated(engine).await;
    let secret = SecretString::from("a secret of thirty-two characters");
    let auth = Auth::new(database.db.clone(), secret, false, Clock::system(), Random::system());
    let (name, email) = ("Ann".to_owned(), "ann@example.com".to_owned());
    let account = NewAccount { name, email, password: OLD.into(), image: None };
    let ann = auth.sign_up(account, Client::default(), true).await.unwrap();
    (database, auth, ann)
}

async fn prove(auth: &Auth, password: &str) -> Proof {
    auth.prove_log_in("ann@example.com", &password.into(), &Client::default()).await.unwrap()
}

/// Somebody who knows the old password has just proved that when the password is reset.
#[tokio::test]
async fn a_reset_wins_against_a_log_in_that_began_before() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (_database, auth, ann) = world(engine).await;
        let proof = prove(&auth, OLD).await;
        auth.set_password(&ann.user.id, NEW.into()).await.unwrap();
        let late = auth.enter(proof, Client::default(), true, &LogInCookies::default()).await;
        assert!(matches!(late, Err(AuthError::InvalidCredentials)), "{late:?}");
        assert!(auth.sessions(&ann.user.id).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_reset_wins_against_all_that_a_password_allows() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (database, auth, ann) = world(engine).await;
        let proof = auth.prove(&ann, OLD.into(), &Client::default()).await.unwrap();
        let mut transaction = database.db.write().await.unwrap();
        assert!(proof.holds(&mut transaction).await.unwrap());
        assert!(ann.hold(&mut transaction, &Clock::system().now()).await.is_ok());
        drop(transaction);
        auth.set_password(&ann.user.id, NEW.into()).await.unwrap();
        let mut transaction = database.db.write().await.unwrap();
        assert!(!proof.holds(&mut transaction).await.unwrap());
        let held = ann.hold(&mut transaction, &Clock::system().now()).await;
        assert!(matches!(held, Err(AuthError::SessionEnded)), "{held:?}");
    }
}

/// The password is the same again, so only the session tells that there was a reset.
#[tokio::test]
async fn a_session_that_has_ended_changes_no_password() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (_database, auth, ann) = world(engine).await;
        auth.set_password(&ann.user.id, OLD.into()).await.unwrap();
        let client = Client::default();
        let changed = auth.change_password(&ann, OLD.into(), NEW.into(), true, &client).await;
        assert!(matches!(changed, Err(AuthError::SessionEnded)), "{changed:?}");
        let deleted = auth.delete_account(&ann, Some(OLD.into()), &client).await;
        assert!(matches!(deleted, Err(AuthError::SessionEnded)), "{deleted:?}");
        assert!(auth.log_in("ann@example.com", OLD.into(), client, true).await.is_ok());
    }
}

/// Two log-ins at once replace the same outdated hash. The second finds another hash than the one that it has verified.
#[tokio::test]
async fn another_hash_of_the_same_password_is_fine() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (_database, auth, ann) = world(engine).await;
        let proof = prove(&auth, OLD).await;
        auth.set_password(&ann.user.id, OLD.into()).await.unwrap();
        assert!(auth.enter(proof, Client::default(), true, &LogInCookies::default()).await.is_ok());
    }
}

/// PostgreSQL has many writers: the second waits for the first.
#[tokio::test]
async fn a_change_waits_for_a_log_in_and_then_ends_it() {
    let (database, auth, ann) = world(Engine::Postgres).await;
    let proof = prove(&auth, OLD).await;
    let mut entering = database.db.write().await.unwrap();
    assert!(proof.holds(&mut entering).await.unwrap());
    let resetting = tokio::spawn({
        let (auth, ann) = (auth.clone(), ann.user.id.clone());
        async move { auth.set_password(&ann, NEW.into()).await }
    });
    // The lock of the row makes the other one wait.
    let waits = "select count(*) from pg_stat_activity
                 where datname = current_database() and wait_event_type = 'Lock'";
    let crate::db::Db::Postgres { pool, .. } = &database.db else { unreachable!() };
    let mut observer = pool.connect().await.unwrap();
    while sqlx::query_scalar::<_, i64>(waits).fetch_one(&mut observer).await.unwrap() == 0 {}
    let now = Clock::system().now();
    let session = auth.begin(&mut entering, ann.user.clone(), Client::default(), true, &now).await.unwrap();
    entering.commit().await.unwrap();
    resetting.await.unwrap().unwrap();
    assert!(!auth.still_lives(&session.id).await.unwrap());
}
