//! What streams have in common, by whatever door: how many a person may hold open, and that a silent one shows that it
//! is alive.

use super::proxy::Proxy;
use super::upstream::{Gate, Script, Upstream};
use super::*;
use docket::chat::ChatEvent;
use docket::config::Quotas;
use docket::http::Limits;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, RETRY_AFTER};
use reqwest::{RequestBuilder, Response};
use secrecy::{ExposeSecret, SecretString};
use sqlx::{Connection, PgConnection};
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// After this, something does not come any more.
const PATIENCE: Duration = Duration::from_secs(60);

/// A person with a page and a program.
struct Person {
    page: Browser,
    token: String,
    user: String,
    url: String,
}

impl Person {
    async fn new(server: &TestServer, name: &str) -> Self {
        let page = server.person(name).await;
        let me: Value = page.call("/rpc/auth/me", &[]).await.json().await.unwrap();
        let (token, user) = (page.token().await, me["id"].as_str().unwrap().to_owned());
        Self { page, token, user, url: server.url.clone() }
    }

    fn program(&self, path: &str, body: &Value) -> RequestBuilder {
        let request = self.page.client().post(format!("{}{path}", self.url)).bearer_auth(&self.token);
        request.header(ACCEPT, "application/json, text/event-stream").json(body)
    }

    fn rest(&self) -> RequestBuilder {
        self.program(&format!("/api/{}/chat", self.user), &json!({ "message": "Hello" }))
    }

    fn chatkit(&self) -> RequestBuilder {
        let content = json!([{ "type": "input_text", "text": "Hello" }]);
        let input = json!({ "content": content, "attachments": [], "inference_options": {} });
        self.program("/chatkit", &json!({ "type": "threads.create", "params": { "input": input } }))
    }

    /// What the person does with a thread in ChatKit, as a stream.
    fn act(&self, thread: &str, action: &str) -> RequestBuilder {
        let params = json!({ "thread_id": thread, "action": { "type": action } });
        self.program("/chatkit", &json!({ "type": "threads.custom_action", "params": params }))
    }

    fn mcp(&self) -> RequestBuilder {
        let params = json!({
            "notifications": { "resourceSubscriptions": ["docket://tasks"] },
            "_meta": {
                "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                "io.modelcontextprotocol/clientCapabilities": {},
            },
        });
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": "subscriptions/listen", "params": params });
        let request = self.program("/mcp", &body).header("mcp-protocol-version", "2026-07-28");
        request.header("mcp-method", "subscriptions/listen")
    }

    async fn live(&self) -> Response {
        self.page.call("/rpc/live/events", &[]).await
    }

    async fn send(&self, client_id: &str) -> Response {
        self.page.call("/rpc/chat/send", &[("text", "Hello"), ("client_id", client_id)]).await
    }
}

async fn status(request: RequestBuilder) -> u16 {
    request.send().await.unwrap().status().as_u16()
}

/// Reads a stream until this is in it. Returns what was read.
async fn until(stream: &mut Response, text: &str) -> String {
    let read = async {
        let mut told = String::new();
        while !told.contains(text) {
            told += std::str::from_utf8(&stream.chunk().await.unwrap().unwrap()).unwrap();
        }
        told
    };
    timeout(PATIENCE, read).await.unwrap_or_else(|_| panic!("no {text:?} came"))
}

/// Sends the request until it is accepted. The server learns only after a while that a client has gone.
async fn accepted(request: RequestBuilder) -> Response {
    let sent = async {
        loop {
            let answer = request.try_clone().unwrap().send().await.unwrap();
            if answer.status() == 200 {
                return answer;
            }
        }
    };
    timeout(PATIENCE, sent).await.expect("room for a stream")
}

/// Subscribes until that is accepted. MCP tells a refusal in the stream, so this looks whether news come.
async fn subscribed(ann: &Person) -> Response {
    let listening = async {
        loop {
            let mut stream = ann.mcp().send().await.unwrap();
            let mut told = until(&mut stream, "acknowledged").await;
            ann.page.call("/rpc/tasks/add", &[("title", "Milk")]).await;
            while let Some(chunk) = stream.chunk().await.unwrap() {
                told += std::str::from_utf8(&chunk).unwrap();
                if told.contains("resources/updated") {
                    return stream;
                }
            }
            assert!(told.contains("RATE_LIMITED"), "{told}");
        }
    };
    timeout(PATIENCE, listening).await.expect("room for a subscription")
}

#[tokio::test]
async fn a_program_with_too_many_open_streams_leaves_the_pages_theirs() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let upstream = Upstream::start().await;
    let gate = Gate::new();
    upstream.otherwise(Script::stream().role().say("Well").wait(&gate).finish("stop").done());
    let quotas = Quotas { streams: Some(2), ..Quotas::default() };
    let server = TestServer::start_with_quotas(&database.url, openai(upstream.url()), quotas).await;
    let ann = Person::new(&server, "ann").await;
    let (mut first, mut second) = (ann.rest().send().await.unwrap(), ann.chatkit().send().await.unwrap());
    assert_eq!((first.status().as_u16(), second.status().as_u16()), (200, 200));
    until(&mut first, "Well").await;
    let told = until(&mut second, "Well").await;
    let thread = told.split("\"thread\":{\"id\":\"").nth(1).unwrap().split('"').next().unwrap();

    let refused = ann.rest().send().await.unwrap();
    assert_eq!((refused.status().as_u16(), &refused.headers()[RETRY_AFTER]), (429, &"10".parse().unwrap()));
    let body: Value = refused.json().await.unwrap();
    assert_eq!((&body["code"], &body["retry_after"]), (&json!("RATE_LIMITED"), &json!(10)));
    assert_eq!(status(ann.chatkit()).await, 429);
    assert_eq!(status(ann.act(thread, "follow")).await, 429);
    let listening = ann.mcp().send().await.unwrap().text().await.unwrap();
    assert!(listening.contains("RATE_LIMITED"), "{listening}");
    // What was refused was not stored either.
    assert_eq!(ann.page.export().await["conversations"].as_array().unwrap().len(), 2);
    assert_eq!(status(Person::new(&server, "bob").await.rest()).await, 200);

    // Her pages go on, up to their own limit.
    let pages = (ann.live().await, ann.live().await);
    assert_eq!((pages.0.status().as_u16(), pages.1.status().as_u16()), (200, 200));
    let refused = ann.live().await;
    assert_eq!((refused.status().as_u16(), &refused.headers()[RETRY_AFTER]), (429, &"10".parse().unwrap()));
    let told = ann.page.events("/rpc/chat/send", &[("text", "Hello"), ("client_id", "a")]).await.rest().await;
    assert!(matches!(&told[..], [ChatEvent::Refused { error }] if error.retry_after == Some(10)), "{told:?}");
    assert_eq!(ann.page.export().await["conversations"].as_array().unwrap().len(), 2);

    // What ends a stream is never refused. A stream that ends makes room, and so does one that its client leaves.
    assert_eq!(status(ann.act(thread, "stop")).await, 200);
    assert!(second.text().await.unwrap().contains("Stopped."));
    let third = accepted(ann.rest()).await;
    drop(first);
    let fourth = accepted(ann.rest()).await;
    assert_eq!(status(ann.rest()).await, 429);
    drop((third, fourth));
    let subscriptions = (subscribed(&ann).await, subscribed(&ann).await);
    assert_eq!(status(ann.rest()).await, 429);
    drop(subscriptions);
    drop((subscribed(&ann).await, subscribed(&ann).await));
    gate.open();
    server.stop().await;
}

/// Proxies cut a connection on which nothing comes for a minute or less.
#[tokio::test]
async fn a_silent_stream_shows_that_it_is_alive() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let upstream = Upstream::start().await;
    let gate = Gate::new();
    upstream.otherwise(Script::stream().role().say("Well").wait(&gate).finish("stop").done());
    let server = TestServer::start(&database.url, openai(upstream.url())).await;
    let ann = Person::new(&server, "ann").await;
    let mut streams = [
        (ann.live().await, r#"{"type":"ping"}"#),
        (ann.send("a").await, r#"{"type":"ping"}"#),
        (ann.rest().send().await.unwrap(), ": ping\n\n"),
        (ann.chatkit().send().await.unwrap(), ": ping\n\n"),
        (ann.mcp().send().await.unwrap(), "\n:\n\n"),
    ];
    futures::future::join_all(streams.iter_mut().map(|(stream, ping)| until(stream, ping))).await;
    gate.open();
    server.stop().await;
}

/// A compressor would keep megabytes for each stream, and save a few bytes.
#[tokio::test]
async fn pages_are_compressed_and_streams_never_are() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let upstream = Upstream::start().await;
    upstream.otherwise(Script::stream().role().say("Well").finish("stop").done());
    let server = TestServer::start(&database.url, openai(upstream.url())).await;
    let ann = Person::new(&server, "ann").await;
    let call = |path: &str, fields: &[(&str, &str)]| {
        ann.page.request(path).header(ACCEPT, "application/json").form(fields)
    };
    let sent = call("/rpc/chat/send", &[("text", "Hello"), ("client_id", "a")]);
    let streams = [sent, call("/rpc/live/events", &[]), ann.rest(), ann.chatkit(), ann.mcp()];
    for (number, stream) in streams.into_iter().enumerate() {
        let stream = stream.header(ACCEPT_ENCODING, "br, gzip").send().await.unwrap();
        assert_eq!(stream.status(), 200, "stream {number}");
        assert_eq!(stream.headers().get(CONTENT_ENCODING), None, "stream {number}");
        let length = stream.content_length();
        assert_eq!(length, None, "stream {number} is one");
    }
    for path in ["/login", "/tasks", "/api/openapi.json"] {
        let request = ann.page.get_request(path).header(ACCEPT, "text/html");
        let page = request.header(ACCEPT_ENCODING, "br, gzip").send().await.unwrap();
        assert_eq!(page.headers()[CONTENT_ENCODING], "br", "{path}");
    }
    server.stop().await;
}

#[tokio::test]
async fn a_process_with_all_its_streams_open_refuses_more_and_serves_the_rest() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    // Three quarters of the connections may be streams.
    let server = TestServer::start_with_limits(&database.url, Limits::new(16)).await;
    let (ann, bob) = (Person::new(&server, "ann").await, Person::new(&server, "bob").await);
    let mut open = Vec::new();
    for _ in 0..12 {
        let stream = ann.live().await;
        assert_eq!(stream.status(), 200);
        open.push(stream);
    }
    for refused in [bob.live().await, bob.rest().send().await.unwrap(), bob.chatkit().send().await.unwrap()] {
        assert_eq!(
            (refused.status().as_u16(), &refused.headers()[RETRY_AFTER]),
            (503, &"10".parse().unwrap())
        );
        assert_eq!(refused.json::<Value>().await.unwrap()["code"], "OVERLOADED");
    }
    let listening = bob.mcp().send().await.unwrap().text().await.unwrap();
    assert!(listening.contains("OVERLOADED") && listening.contains(r#""retry_after":10"#), "{listening}");
    let told = bob.page.events("/rpc/chat/send", &[("text", "Hello"), ("client_id", "a")]).await.rest().await;
    assert!(matches!(&told[..], [ChatEvent::Refused { error }] if error.retry_after == Some(10)), "{told:?}");
    assert!(bob.page.export().await["conversations"].as_array().unwrap().is_empty());
    open.pop();
    drop(accepted(bob.rest()).await);
    server.stop().await;
}

/// Asks for what ends the session of a person, without a word to the server.
async fn forget(database: &mut PgConnection, person: &Person) {
    let sql = r#"delete from "session" where "userId" = $1"#;
    sqlx::query(sql).bind(&person.user).execute(database).await.unwrap();
}

#[tokio::test]
async fn the_rights_of_all_streams_take_one_query_of_each_kind_every_three_seconds() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let proxy = Proxy::start(database.url.expose_secret()).await;
    let upstream = Upstream::start().await;
    upstream.otherwise(Script::stream().role().say("Well").hang());
    let server = TestServer::start(&SecretString::from(proxy.url()), openai(upstream.url())).await;
    let mut direct = PgConnection::connect(database.url.expose_secret()).await.unwrap();
    let mut pages = Vec::new();
    for name in ["ann", "bob", "cid", "dan"] {
        let person = Person::new(&server, name).await;
        let streams = [person.live().await, person.live().await, person.live().await];
        pages.push((person, streams));
    }
    let mut programs = Vec::new();
    for name in ["eve", "fay", "gil"] {
        let mut person = Person::new(&server, name).await;
        let fields = [
            ("token_name", "a program"),
            ("permission", "write"),
            ("days", "30"),
            ("token_password", PASSWORD),
        ];
        let made = person.page.call("/rpc/auth/make_personal_token", &fields).await;
        person.token = made.json::<Value>().await.unwrap()["token"].as_str().unwrap().to_owned();
        let mut stream = person.rest().send().await.unwrap();
        until(&mut stream, "Well").await;
        programs.push((person, stream));
    }

    proxy.take_trips();
    let began = Instant::now();
    // The end of a stream shows that its right was looked up.
    for _ in 0..2 {
        let (person, streams) = pages.pop().unwrap();
        forget(&mut direct, &person).await;
        for mut stream in streams {
            let ended = async { while stream.chunk().await.unwrap().is_some() {} };
            timeout(PATIENCE, ended).await.expect("the stream outlives its right");
        }
    }
    let (trips, rounds) = (proxy.take_trips(), usize::try_from(began.elapsed().as_secs()).unwrap() / 3 + 2);
    let asked = |table: &str| {
        let asks = |sql: &&String| sql.starts_with("select given.value") && sql.contains(table);
        trips.iter().filter(|trip| trip.iter().any(|sql| asks(&sql))).count()
    };
    let (sessions, tokens) = (asked("\"session\" s"), asked("personal_tokens t"));
    assert!((2..=rounds).contains(&sessions), "{sessions} queries for sessions in {rounds} rounds");
    assert!((2..=rounds).contains(&tokens), "{tokens} queries for tokens in {rounds} rounds");
    // Nobody reads by an app.
    assert_eq!(asked("oauth_connections c"), 0);
    server.stop().await;
}
