//! What every door for programs has in common: origins, limits, request ids.

use super::*;
use docket::config::Quotas;
use reqwest::Method;
use reqwest::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, RETRY_AFTER,
};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const DOOR: &str = "/api/models";
/// The origin that the test server trusts.
const FRIEND: &str = "https://friend.example";

#[tokio::test]
async fn pages_of_trusted_origins_may_use_the_doors_and_no_others() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    let token = ann.token().await;
    let client = server.browser().client().clone();
    let preflight = async |path: &str, origin: &str| {
        let request = client.request(Method::OPTIONS, format!("{}{path}", server.url)).header(ORIGIN, origin);
        let request = request.header(ACCESS_CONTROL_REQUEST_METHOD, "POST");
        request.header(ACCESS_CONTROL_REQUEST_HEADERS, "authorization,content-type").send().await.unwrap()
    };
    let allowed = preflight(DOOR, FRIEND).await;
    assert_eq!(allowed.headers()[ACCESS_CONTROL_ALLOW_ORIGIN], FRIEND);
    assert!(!allowed.headers().contains_key(ACCESS_CONTROL_ALLOW_CREDENTIALS));
    for origin in
        ["https://evil.example", "https://friend.example.evil.example", "http://friend.example", "null"]
    {
        let refused = preflight(DOOR, origin).await;
        assert!(!refused.headers().contains_key(ACCESS_CONTROL_ALLOW_ORIGIN), "{origin}");
    }
    // The pages' own functions are not for other origins.
    let page = preflight("/rpc/tasks/list", FRIEND).await;
    assert!(!page.headers().contains_key(ACCESS_CONTROL_ALLOW_ORIGIN));
    let request = client.get(format!("{}{DOOR}", server.url)).bearer_auth(&token);
    let answer = request.header(ORIGIN, FRIEND).send().await.unwrap();
    assert_eq!(answer.headers()[ACCESS_CONTROL_ALLOW_ORIGIN], FRIEND);
    assert_eq!(answer.status(), 200);
    server.stop().await;
}

#[tokio::test]
async fn a_program_that_asks_too_often_has_to_wait_and_slows_down_nobody_else() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let quotas = Quotas { requests: Some(6), ..Quotas::default() };
    let server = TestServer::start_with_quotas(&database.url, offline(), quotas).await;
    let (ann, bob) = (server.person("ann").await, server.person("bob").await);
    let (token, of_bob) = (ann.token().await, bob.token().await);
    let client = server.browser().client().clone();
    let ask = async |token: &str| {
        client.get(format!("{}{DOOR}", server.url)).bearer_auth(token).send().await.unwrap()
    };
    for _ in 0..3 {
        assert_eq!(ask(&token).await.status(), 200);
    }
    let refused = ask(&token).await;
    assert_eq!(refused.status(), 429);
    let seconds: u64 = refused.headers()[RETRY_AFTER].to_str().unwrap().parse().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
    let body: Value = refused.json().await.unwrap();
    assert_eq!(body["code"], "RATE_LIMITED");
    assert_eq!(ask(&of_bob).await.status(), 200);
    // Her page goes on.
    assert_eq!(ann.call("/rpc/tasks/list", &[("status", "all")]).await.status(), 200);
    server.stop().await;
}

#[tokio::test]
async fn an_answer_names_its_request() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let id = |answer: &reqwest::Response| answer.headers()["x-request-id"].to_str().unwrap().to_owned();
    let client = server.browser().client().clone();
    let url = format!("{}{DOOR}", server.url);
    let (first, second) = (client.get(&url).send().await.unwrap(), client.get(&url).send().await.unwrap());
    assert_ne!(id(&first), id(&second));
    assert_eq!(id(&first).len(), 16);
    let mine = client.get(&url).header("x-request-id", "mine").send().await.unwrap();
    assert_eq!(id(&mine), "mine");
    server.stop().await;
}

/// A client that sends the head of a request and its body in two packets gets the refusal, and may go on.
#[tokio::test]
async fn a_refusal_waits_for_the_body_so_that_the_connection_stays() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let address = server.url.strip_prefix("http://").unwrap();
    let mut connection = TcpStream::connect(address).await.unwrap();
    for path in ["/mcp", "/chatkit", "/api/somebody/chat", "/api/auth/update-user", "/rpc/tasks/list"] {
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n"
        );
        connection.write_all(head.as_bytes()).await.unwrap();
        let early = tokio::time::timeout(Duration::from_millis(300), connection.readable()).await;
        assert!(early.is_err(), "{path} answered before the body came");
        connection.write_all(b"{}").await.unwrap();
        assert!(answer(&mut connection).await.starts_with("HTTP/1.1 4"), "{path}");
    }
    server.stop().await;
}

/// An answer whose body has the length that its head says.
async fn answer(connection: &mut TcpStream) -> String {
    let mut text = String::new();
    loop {
        let mut chunk = [0; 4096];
        let read = connection.read(&mut chunk).await.unwrap();
        assert!(read > 0, "the connection was closed after {text:?}");
        text += std::str::from_utf8(&chunk[..read]).unwrap();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap_or("0");
        if body.len() >= length.parse().unwrap() {
            return text;
        }
    }
}
