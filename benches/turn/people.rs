//! People with accounts and sessions of their own. They are stored directly: a sign-up hashes a password, so a thousand of
//! them would take minutes. The server sees rows and cookies as after a log-in, and looks the sessions up as always.

use crate::database::Engine;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use docket::clock::Clock;
use docket::random::Random;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use sqlx::{Connection, PgConnection, QueryBuilder, SqliteConnection};
use time::Duration;

/// The secret of the servers.
pub const SECRET: &str = "a secret of at least thirty-two characters";

/// Somebody who is logged in.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: String,
    /// The `Cookie` header of their browser.
    pub cookie: String,
    /// The bearer token of their programs, if they have any.
    pub token: String,
}

/// Stores new people with a session each, in a database that has its tables.
pub async fn settle(engine: Engine, database: &SecretString, count: usize) -> Vec<Person> {
    let (random, now) = (Random::system(), Clock::system().now());
    let end = now.plus(Duration::days(7));
    let people: Vec<_> = (0..count).map(|_| (random.alphanumeric(32), random.alphanumeric(32))).collect();
    macro_rules! store {
        ($connection:ty) => {{
            let mut connection = <$connection>::connect(database.expose_secret()).await.unwrap();
            for some in people.chunks(500) {
                let mut users = QueryBuilder::new(
                    r#"insert into "user" ("id", "name", "email", "emailVerified", "createdAt", "updatedAt") "#,
                );
                users.push_values(some, |mut row, (id, _)| {
                    let email = format!("{}@example.com", id.to_lowercase());
                    row.push_bind(id).push_bind(id).push_bind(email).push_bind(false);
                    row.push_bind(&now).push_bind(&now);
                });
                users.build().execute(&mut connection).await.unwrap();
                let mut sessions = QueryBuilder::new(
                    r#"insert into "session" ("id", "userId", "token", "expiresAt", "createdAt", "updatedAt") "#,
                );
                sessions.push_values(some, |mut row, (id, token)| {
                    row.push_bind(format!("s{}", &id[1..])).push_bind(id).push_bind(token);
                    row.push_bind(&end).push_bind(&now).push_bind(&now);
                });
                sessions.build().execute(&mut connection).await.unwrap();
            }
            connection.close().await.unwrap();
        }};
    }
    match engine {
        Engine::Sqlite => store!(SqliteConnection),
        Engine::Postgres => store!(PgConnection),
    }
    people
        .into_iter()
        .map(|(id, token)| Person { id, cookie: cookie(&token), token: String::new() })
        .collect()
}

/// The session's cookie as the server signs it.
fn cookie(token: &str) -> String {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(token.as_bytes());
    let signature = STANDARD.encode(mac.finalize().into_bytes());
    let signature = signature.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    format!("better-auth.session_token={token}.{signature}")
}
