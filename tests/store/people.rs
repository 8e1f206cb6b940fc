//! People for tests.

use docket::auth::server::{ActiveSession, Auth, Client, NewAccount};
use docket::clock::Clock;
use docket::db::Db;
use docket::id::UserId;
use docket::random::Random;
use secrecy::SecretString;

pub const PASSWORD: &str = "correct horse";

pub fn auth(db: &Db) -> Auth {
    Auth::new(
        db.clone(),
        SecretString::from("a secret of at least thirty-two characters"),
        false,
        Clock::system(),
        Random::system(),
    )
}

pub fn new_account(name: &str, email: &str) -> NewAccount {
    NewAccount { name: name.into(), email: email.into(), password: PASSWORD.into(), image: None }
}

pub async fn sign_up(db: &Db, name: &str) -> ActiveSession {
    let email = format!("{name}@example.com");
    auth(db).sign_up(new_account(name, &email), Client::default(), true).await.unwrap()
}

pub async fn person(db: &Db, name: &str) -> UserId {
    sign_up(db, name).await.user.id
}
