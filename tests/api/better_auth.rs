//! Better Auth's HTTP API, compared byte for byte where its client or another program may look.

mod account;
mod input;
mod log_in;
mod origin;
mod passkey;
mod session;
mod two_factor;

use super::*;
use docket::clock::Clock;
use docket::db::Db;
use reqwest::header::HeaderMap;
use time::Duration;

const UNAUTHORIZED: &str = r#"{"message":"Unauthorized","code":"UNAUTHORIZED"}"#;

/// An answer as a program sees it.
#[derive(Debug)]
struct Answer {
    status: u16,
    headers: HeaderMap,
    text: String,
}

impl Answer {
    async fn of(request: reqwest::RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, text: response.text().await.unwrap() }
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The `Set-Cookie` headers of Better Auth's cookies. Values of 32 characters or more are replaced.
    fn cookies(&self) -> Vec<String> {
        let cookies = self.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
        cookies
            .filter(|cookie| cookie.contains("better-auth."))
            .map(|cookie| {
                let (name, rest) = cookie.split_once('=').unwrap();
                let (value, attributes) = rest.split_once(';').unwrap();
                let value = if value.len() < 32 { value } else { "VALUE" };
                format!("{name}={value};{attributes}")
            })
            .collect()
    }

    fn is(&self, status: u16, text: &str) {
        assert_eq!((self.status, self.text.as_str()), (status, text), "{self:?}");
    }
}

const SESSION_COOKIE: &str =
    "better-auth.session_token=VALUE; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax";
const EXPIRED_COOKIES: [&str; 3] = [
    "better-auth.session_token=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax",
    "better-auth.session_data=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax",
    "better-auth.dont_remember=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax",
];

async fn post(browser: &Browser, path: &str, body: Value) -> Answer {
    Answer::of(browser.request(&format!("/api/auth{path}")).json(&body)).await
}

async fn get(browser: &Browser, path: &str) -> Answer {
    Answer::of(browser.get_request(&format!("/api/auth{path}"))).await
}

fn account(name: &str) -> Value {
    json!({ "name": name, "email": format!("{name}@example.com"), "password": PASSWORD })
}

/// A person with an account and a session, made through this API.
async fn member(server: &TestServer, name: &str) -> Browser {
    let browser = server.browser();
    assert_eq!(post(&browser, "/sign-up/email", account(name)).await.status, 200);
    browser
}

async fn count_sessions(database: &TestDatabase) -> i64 {
    let sql = r#"select count(*) from "session""#;
    match &database.db {
        Db::Sqlite { readers, .. } => sqlx::query_scalar(sql).fetch_one(readers).await.unwrap(),
        Db::Postgres { pool, .. } => {
            sqlx::query_scalar(sql).fetch_one(&mut pool.connect().await.unwrap()).await.unwrap()
        }
    }
}
