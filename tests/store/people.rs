//! People for tests.

use docket::auth::server::{ActiveSession, Auth, Client};
use docket::db::Db;
use docket::id::UserId;
use secrecy::SecretString;

pub const PASSWORD: &str = "correct horse";

pub fn auth(db: &Db) -> Auth {
    Auth::new(db.clone(), SecretString::from("a secret of at least thirty-two characters"), false)
}

pub async fn sign_up(db: &Db, name: &str) -> ActiveSession {
    let email = format!("{name}@example.com");
    auth(db).sign_up(name, &email, PASSWORD.into(), Client::default()).await.unwrap()
}

pub async fn person(db: &Db, name: &str) -> UserId {
    sign_up(db, name).await.user.id
}
