//! Replies as streams of events.

use super::super::upstream::{Gate, Script, Upstream};
use super::*;

/// An event as it came.
#[derive(Clone, Debug, PartialEq)]
struct Heard {
    id: String,
    name: String,
    data: Value,
}

/// A stream of events.
struct Stream {
    response: Response,
    pending: String,
}

impl Stream {
    async fn of(request: RequestBuilder, last: Option<&str>) -> Self {
        let request = request.header("accept", "text/event-stream");
        let request = last.into_iter().fold(request, |request, last| request.header("last-event-id", last));
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["cache-control"], "no-store");
        assert_eq!(response.headers()["x-accel-buffering"], "no");
        Self { response, pending: String::new() }
    }

    /// The next event; `None` at the end. Comments are skipped.
    async fn next(&mut self) -> Option<Heard> {
        loop {
            while let Some((event, rest)) = self.pending.split_once("\n\n") {
                let field = |name: &str| {
                    let prefix = format!("{name}: ");
                    event.lines().find_map(|line| line.strip_prefix(&prefix)).unwrap_or_default().to_owned()
                };
                let heard = (!field("data").is_empty()).then(|| Heard {
                    id: field("id"),
                    name: field("event"),
                    data: serde_json::from_str(&field("data")).unwrap(),
                });
                self.pending = rest.to_owned();
                if heard.is_some() {
                    return heard;
                }
            }
            let chunk = self.response.chunk().await.unwrap()?;
            self.pending.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    async fn rest(mut self) -> Vec<Heard> {
        let mut events = Vec::new();
        while let Some(event) = self.next().await {
            events.push(event);
        }
        events
    }
}

/// The text of some events, with a bar where a tool call began and an exclamation mark where it ended.
fn text(events: &[Heard]) -> String {
    let told = events.iter().map(|event| match &event.name[..] {
        "text" => event.data["delta"].as_str().unwrap().to_owned(),
        "tool_call" if event.data["result"].is_null() => "|".to_owned(),
        "tool_call" => "!".to_owned(),
        _ => String::new(),
    });
    told.collect()
}

#[tokio::test]
async fn a_reply_comes_as_it_is_written() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let upstream = Upstream::start().await;
        let server = TestServer::start(&database.url, openai(upstream.url())).await;
        let ann = Program::of(&server, "ann").await;
        let gate = Gate::new();
        upstream.answer(Script::calls(&[("call_1", "add_task", json!({ "title": "Buy milk" }))]));
        upstream.answer(
            Script::stream()
                .role()
                .say("Added *milk* 🥛")
                .wait(&gate)
                .say(".\n\nDone.")
                .finish("stop")
                .done(),
        );
        let request = ann.request(Method::POST, "/chat").json(&json!({ "message": "milk" }));
        let mut stream = Stream::of(request, None).await;
        let started = stream.next().await.unwrap();
        assert_eq!((&started.name[..], &started.id[..]), ("started", "0.0.0"));
        let mut heard = Vec::new();
        while text(&heard) != "|!Added *milk* 🥛" {
            heard.push(stream.next().await.unwrap());
        }
        gate.open();
        heard.extend(stream.rest().await);
        assert_eq!(text(&heard), "|!Added *milk* 🥛.\n\nDone.");
        let end = heard.last().unwrap();
        assert_eq!((&end.name[..], &end.id[..]), ("done", "end"));
        assert_eq!(end.data["response"], "Added *milk* 🥛.\n\nDone.");
        assert_eq!(end.data["tool_calls"][0]["result"]["title"], "Buy milk");
        // The stream can be followed again from every event, and each gives exactly the rest.
        let path = started.data["events"].as_str().unwrap();
        let path = path.strip_prefix(&format!("/api/{}", ann.user)).unwrap();
        for (number, event) in heard.iter().enumerate().filter(|(_, event)| event.name != "done") {
            let again = Stream::of(ann.request(Method::GET, path), Some(&event.id)).await.rest().await;
            assert_eq!(text(&again), text(&heard[number + 1..]), "{event:?}");
            assert_eq!(again.last(), heard.last());
        }
        let over = ann.request(Method::GET, path).header("last-event-id", "end").send().await.unwrap();
        assert_eq!(over.status(), 204);
        let odd = ann.request(Method::GET, path).header("last-event-id", "x").send().await.unwrap();
        assert_eq!(
            refusal(odd).await,
            (400, json!({ "code": "INVALID_PARAMETER", "field": "Last-Event-ID" }))
        );
        for other in ["999.9.9", "1.0.0"] {
            let again = Stream::of(ann.request(Method::GET, path), Some(other)).await.rest().await;
            assert_eq!(again.last(), heard.last(), "{other}");
        }
        let bob = Program::of(&server, "bob").await;
        assert_eq!(refusal(bob.get(path).await).await.0, 404);
        server.stop().await;
    }
}

#[tokio::test]
async fn cut_connections_lose_and_double_nothing_on_any_replica() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let upstream = Upstream::start().await;
    let here = TestServer::start(&database.url, openai(upstream.url())).await;
    let there = TestServer::start(&database.url, openai(upstream.url())).await;
    let ann = Program::of(&here, "ann").await;
    let moved = Program {
        user: ann.user.clone(),
        token: ann.token.clone(),
        browser: ann.browser.clone(),
        url: there.url.clone(),
    };
    let gates: Vec<_> = (0..6).map(|_| Gate::new()).collect();
    let words = ["Ons 🥛 ", "upon\n\n", "a ", "*time* ", "there ", "was ", "milk."];
    let mut script = Script::stream().role().say(words[0]);
    for (gate, word) in gates.iter().zip(&words[1..]) {
        script = script.wait(gate).say(word);
    }
    upstream.answer(script.finish("stop").done());
    let body = json!({ "message": "a story" });
    let send = |last: Option<String>| {
        let request = ann.request(Method::POST, "/chat").header("idempotency-key", "story").json(&body);
        async move { Stream::of(request, last.as_deref()).await }
    };
    let mut stream = send(None).await;
    let started = stream.next().await.unwrap();
    let path = started.data["events"].as_str().unwrap().replace(&format!("/api/{}", ann.user), "");
    let mut heard = Vec::new();
    let mut last = started.id.clone();
    for (number, gate) in gates.iter().enumerate() {
        let all = words[..=number].concat();
        while text(&heard) != all {
            let event = stream.next().await.unwrap();
            if event.name == "text" {
                last = event.id.clone();
                heard.push(event);
            }
            assert!(all.starts_with(&text(&heard)), "{heard:?}");
        }
        // The connection is cut, and the program comes back: here, at the other replica, or by sending again.
        drop(stream);
        gate.open();
        stream = match number % 3 {
            0 => Stream::of(moved.request(Method::GET, &path), Some(&last)).await,
            1 => Stream::of(ann.request(Method::GET, &path), Some(&last)).await,
            _ => send(Some(last.clone())).await,
        };
    }
    heard.extend(stream.rest().await);
    assert_eq!(text(&heard), words.concat());
    assert_eq!(heard.last().unwrap().data["response"], words.concat());
    assert_eq!(upstream.requests().len(), 1);
    there.stop().await;
    here.stop().await;
}

#[tokio::test]
async fn a_stream_ends_with_its_session() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let upstream = Upstream::start().await;
        let server = TestServer::start(&database.url, openai(upstream.url())).await;
        let ann = Program::of(&server, "ann").await;
        let gate = Gate::new();
        upstream.answer(Script::stream().role().say("Once").wait(&gate).say(" more").finish("stop").done());
        let request = ann.request(Method::POST, "/chat").json(&json!({ "message": "a story" }));
        let mut stream = Stream::of(request, None).await;
        while stream.next().await.unwrap().name != "text" {}
        ann.browser.form("/rpc/auth/log_out", &[]).await;
        let ended = tokio::time::timeout(std::time::Duration::from_secs(5), stream.rest()).await.unwrap();
        let last = ended.last().unwrap();
        assert_eq!((&last.name[..], &last.data["code"]), ("error", &json!("UNAUTHENTICATED")));
        server.stop().await;
    }
}
