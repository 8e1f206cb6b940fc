//! What is the same for every operation: what it refuses, and how.

use super::*;
use docket::http::{RouteKind, routes};

#[tokio::test]
async fn every_refusal_is_json_with_a_code() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = Program::of(&server, "ann").await;
        let post = |body: &'static [u8], kind: &'static str| {
            let request = ann.request(Method::POST, "/tasks").body(body);
            if kind.is_empty() { request } else { request.header("content-type", kind) }.send()
        };
        let json = "application/json";
        for (body, kind, status, code, field) in [
            (&b"{"[..], json, 400, "INVALID_PARAMETER", None),
            (b"", json, 400, "INVALID_PARAMETER", None),
            (b"[]", json, 400, "INVALID_PARAMETER", None),
            (b"{} x", json, 400, "INVALID_PARAMETER", Some("title")),
            (b"{\"title\": \"a\"} x", json, 400, "INVALID_PARAMETER", None),
            (b"{}", json, 400, "INVALID_PARAMETER", Some("title")),
            (b"{\"title\": 5}", json, 400, "INVALID_PARAMETER", Some("title")),
            (b"{\"title\": null}", json, 400, "INVALID_PARAMETER", Some("title")),
            (b"{\"title\": \"\\u0000\"}", json, 400, "INVALID_TITLE", Some("title")),
            (b"{\"title\": \"\\ud800\"}", json, 400, "INVALID_PARAMETER", Some("title")),
            (b"{\"title\": \"\xff\"}", json, 400, "INVALID_PARAMETER", Some("title")),
            (
                b"{\"title\": \"x\", \"description\": \"\\u0000\"}",
                json,
                400,
                "DESCRIPTION_TOO_LONG",
                Some("description"),
            ),
            (b"{\"title\": \"x\"}", "text/plain", 415, "UNSUPPORTED_MEDIA_TYPE", None),
            (b"title=x", "application/x-www-form-urlencoded", 415, "UNSUPPORTED_MEDIA_TYPE", None),
            (b"{\"title\": \"x\"}", "", 415, "UNSUPPORTED_MEDIA_TYPE", None),
        ] {
            let (got, told) = refusal(post(body, kind).await.unwrap()).await;
            let said = (got, told["code"].as_str().unwrap(), told["field"].as_str());
            assert_eq!(said, (status, code, field), "{}", String::from_utf8_lossy(body));
        }
        for kind in ["Application/JSON; charset=utf-8", "application/merge-patch+json"] {
            assert_eq!(post(b"{\"title\": \"x\"}", kind).await.unwrap().status(), 201);
        }
        let body = json!({ "title": "x".repeat(200_000) });
        let (status, told) = refusal(ann.send(Method::POST, "/tasks", &body).await).await;
        assert_eq!((status, &told["code"]), (413, &json!("PAYLOAD_TOO_LARGE")));
        // Its length is not known before it is read.
        let chunks = futures::stream::iter((0..20).map(|_| Ok::<_, std::io::Error>(vec![b' '; 10_000])));
        let body = reqwest::Body::wrap_stream(chunks);
        let request = ann.request(Method::POST, "/tasks").header("content-type", json).body(body);
        let (status, told) = refusal(request.send().await.unwrap()).await;
        assert_eq!((status, &told["code"]), (413, &json!("PAYLOAD_TOO_LARGE")));

        for path in [
            "/tasks/x",
            "/tasks/07",
            "/tasks/+7",
            "/tasks/99999999999999999999",
            "/tasks/-1",
            "/tasks/1.0",
            "/tasks/%00",
            "/tasks/%ff",
            "/conversations/x",
            "/conversations/x/messages",
            "/nothing",
            "/tasks/",
        ] {
            let (status, told) = refusal(ann.get(path).await).await;
            assert_eq!(status, 404, "{path}: {told}");
        }
        for (method, path, allowed) in [
            (Method::PUT, "/tasks", "GET,HEAD,POST"),
            (Method::TRACE, "/tasks/1", "GET,HEAD,PUT,DELETE,PATCH"),
            (Method::GET, "/chat", "POST"),
            (Method::POST, "/search", "GET,HEAD"),
        ] {
            let response = ann.request(method.clone(), path).send().await.unwrap();
            let mut told: Vec<_> =
                response.headers()["allow"].to_str().unwrap().split(',').map(str::to_owned).collect();
            let mut allowed: Vec<_> = allowed.split(',').map(str::to_owned).collect();
            told.sort();
            allowed.sort();
            assert_eq!(told, allowed, "{method} {path}");
            assert_eq!(refusal(response).await, (405, json!({ "code": "METHOD_NOT_ALLOWED" })));
        }
        server.stop().await;
    }
}

#[tokio::test]
async fn a_request_without_a_token_gets_nothing() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = Program::of(&server, "ann").await;
    let url = format!("{}/api/{}/tasks", server.url, ann.user);
    let anybody = server.browser();
    for request in [
        anybody.client().get(&url),
        anybody.client().post(&url).json(&json!({ "title": "x" })),
        anybody.client().post(&url).body("{"),
        anybody.client().get(&url).bearer_auth("x"),
    ] {
        let (status, told) = refusal(request.send().await.unwrap()).await;
        assert_eq!((status, &told["code"]), (401, &json!("UNAUTHENTICATED")));
    }
    // A page of Docket has its cookie instead, but no other site's page has.
    let cookie = ann.browser.get_request(&format!("/api/{}/tasks", ann.user)).send().await.unwrap();
    assert_eq!(cookie.status(), 200);
    let path = format!("/api/{}/tasks", ann.user);
    let ours = ann.browser.request(&path).json(&json!({ "title": "x" })).send().await.unwrap();
    assert_eq!(ours.status(), 201);
    let foreign = ann
        .browser
        .client()
        .post(&url)
        .header("origin", "https://evil.example")
        .json(&json!({ "title": "x" }));
    assert_eq!(foreign.send().await.unwrap().status(), 403);
    server.stop().await;
}

#[tokio::test]
async fn every_operation_is_one_of_the_routers() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let document: Value = server.browser().get("/api/openapi.json").await.json().await.unwrap();
    let described: Vec<_> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            item.as_object().unwrap().keys().map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect();
    let routed: Vec<_> = routes()
        .into_iter()
        .filter(|route| {
            matches!(route.kind, RouteKind::Protocol(_))
                && route.path.starts_with("/api/")
                && !route.path.starts_with("/api/auth")
        })
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    let sorted = |mut list: Vec<String>| {
        list.sort();
        list
    };
    assert_eq!(sorted(described), sorted(routed));
    server.stop().await;
}
