use super::*;
use client::status_and_json;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST, ORIGIN, WWW_AUTHENTICATE};
use reqwest::{Method, Response};

fn list_tools() -> Value {
    json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/list" })
}

fn challenge(response: &Response) -> String {
    response.headers().get(WWW_AUTHENTICATE).map_or("", |value| value.to_str().unwrap()).to_owned()
}

#[tokio::test]
async fn there_are_no_sessions_to_listen_to_or_to_end() {
    let (_database, server, ann, _) = world(Engine::Sqlite).await;
    for method in [Method::GET, Method::DELETE] {
        for token in [None, Some(ann.token().await)] {
            let mut request =
                server.browser().client().request(method.clone(), format!("{}/mcp", server.url));
            request = request.header(ACCEPT, "text/event-stream").header("mcp-session-id", "x");
            if let Some(token) = token {
                request = request.bearer_auth(token);
            }
            let response = request.send().await.unwrap();
            assert_eq!(
                (response.status().as_u16(), &response.headers()["allow"]),
                (405, &"POST".parse().unwrap())
            );
        }
    }
    server.stop().await;
}

#[tokio::test]
async fn without_a_good_token_there_is_a_way_to_one() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start_at(&database.url, offline(), Some("https://tasks.example.com")).await;
    let metadata = "https://tasks.example.com/.well-known/oauth-protected-resource/mcp";
    // The message is not even read.
    for body in ["{", "[]", &list_tools().to_string()] {
        let request = server.browser().client().post(format!("{}/mcp", server.url));
        let request = request.header(CONTENT_TYPE, "application/json").body(body.to_owned());
        let response = request.try_clone().unwrap().send().await.unwrap();
        assert_eq!(response.status().as_u16(), 401);
        let expected = format!("Bearer resource_metadata=\"{metadata}\", scope=\"read write\"");
        assert_eq!(challenge(&response), expected);
        let told: Value = response.json().await.unwrap();
        assert_eq!(told, json!({ "detail": "Log in to go on.", "code": "UNAUTHENTICATED" }));

        let response = request.header(AUTHORIZATION, "Bearer stolen").send().await.unwrap();
        assert_eq!(response.status().as_u16(), 401);
        let challenge = challenge(&response);
        assert!(challenge.starts_with("Bearer error=\"invalid_token\", error_description=\""), "{challenge}");
        assert!(challenge.contains(metadata), "{challenge}");
    }
    server.stop().await;
}

#[tokio::test]
async fn a_token_ends_with_its_session() {
    let (_database, server, ann, client) = world(Engine::Sqlite).await;
    assert_eq!(client.message(&list_tools()).send().await.unwrap().status().as_u16(), 200);
    ann.form("/rpc/auth/log_out", &[]).await;
    assert_eq!(client.message(&list_tools()).send().await.unwrap().status().as_u16(), 401);
    server.stop().await;
}

#[tokio::test]
async fn a_personal_token_that_may_only_read_reads() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (_database, server, ann, _) = world(engine).await;
        let fields =
            [("token_name", "Reader"), ("permission", "read"), ("days", "30"), ("token_password", PASSWORD)];
        let made: Value = ann.call("/rpc/auth/make_personal_token", &fields).await.json().await.unwrap();
        let reader = Client::with_token(&server, made["token"].as_str().unwrap());
        assert_eq!(reader.call("list_tasks", json!({})).await.1["count"], 0);
        let list = reader.ask("tools/list", json!({})).await;
        assert_eq!(list["result"]["tools"].as_array().unwrap().len(), 5);
        // The model reads why.
        let (refused, told) = reader.call("add_task", json!({ "title": "Buy milk" })).await;
        assert_eq!((refused, &told["code"]), (true, &json!("FORBIDDEN")));
        assert_eq!(ann.export().await["tasks"], json!([]));

        let mut stream =
            subscriptions::listen(&reader, json!({ "resourceSubscriptions": ["docket://tasks"] })).await;
        stream.soon().await;
        let tokens: Value = ann.call("/rpc/auth/personal_tokens", &[]).await.json().await.unwrap();
        let id = tokens["tokens"][0]["id"].as_str().unwrap();
        ann.call("/rpc/auth/revoke_personal_token", &[("personal_token", id)]).await;
        stream.ends_soon().await;
        assert_eq!(reader.message(&list_tools()).send().await.unwrap().status().as_u16(), 401);
        server.stop().await;
    }
}

#[tokio::test]
async fn foreign_hosts_and_pages_are_refused() {
    let (_database, server, ann, client) = world(Engine::Sqlite).await;
    let status = async |request: reqwest::RequestBuilder| request.send().await.unwrap().status().as_u16();
    assert_eq!(status(client.message(&list_tools()).header(HOST, "evil.example")).await, 403);
    let both =
        client.message(&list_tools()).header(HOST, "evil.example").header(ORIGIN, "http://evil.example");
    assert_eq!(status(both).await, 403);
    for host in ["localhost:3000", "friend.example", "192.0.2.7"] {
        assert_eq!(status(client.message(&list_tools()).header(HOST, host)).await, 200, "{host}");
    }
    for origin in ["https://evil.example", "null", "http://127.0.0.1:1", "x"] {
        assert_eq!(status(client.message(&list_tools()).header(ORIGIN, origin)).await, 403, "{origin}");
    }
    for origin in ["https://friend.example", &server.url] {
        assert_eq!(status(client.message(&list_tools()).header(ORIGIN, origin)).await, 200, "{origin}");
    }
    // A foreign page may not even ask who is there.
    let anonymous = server.browser().client().post(format!("{}/mcp", server.url)).json(&list_tools());
    assert_eq!(status(anonymous.try_clone().unwrap().header(ORIGIN, "https://evil.example")).await, 403);
    let with_cookie = anonymous.header(COOKIE, ann.session_cookie());
    assert_eq!(status(with_cookie.header(ORIGIN, "https://evil.example")).await, 403);
    server.stop().await;
}

#[tokio::test]
async fn what_is_no_message_is_refused() {
    let (_database, server, _, client) = world(Engine::Sqlite).await;
    for (body, code) in [
        ("", -32700),
        ("{", -32700),
        ("\u{0}", -32700),
        (&"[".repeat(10_000), -32700),
        ("[]", -32600),
        (&json!([list_tools(), list_tools()]).to_string(), -32600),
        ("3", -32600),
        ("{}", -32600),
        (r#"{"jsonrpc":"1.0","id":1,"method":"ping"}"#, -32600),
        (r#"{"jsonrpc":"2.0","id":1,"result":{}}"#, -32600),
        (r#"{"jsonrpc":"2.0","id":{},"method":"ping"}"#, -32600),
    ] {
        let (status, answer) = status_and_json(client.raw(body.to_owned()).send().await.unwrap()).await;
        assert_eq!((status, &answer["error"]["code"]), (400, &json!(code)), "{body:.40}");
        assert_eq!(answer["jsonrpc"], "2.0");
    }
    let status = async |request: reqwest::RequestBuilder| request.send().await.unwrap().status().as_u16();
    let mut text = client.message(&list_tools()).build().unwrap();
    text.headers_mut().insert(CONTENT_TYPE, "text/plain".parse().unwrap());
    assert_eq!(server.browser().execute(text).await.status().as_u16(), 415);
    let huge = format!("{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"{}\"}}", "x".repeat(128 * 1024));
    assert_eq!(status(client.raw(huge.clone())).await, 413);
    let pieces: Vec<_> =
        huge.as_bytes().chunks(1000).map(|piece| Ok::<_, std::io::Error>(piece.to_vec())).collect();
    let chunked = reqwest::Body::wrap_stream(futures::stream::iter(pieces));
    assert_eq!(status(client.raw(chunked)).await, 413);
    server.stop().await;
}

#[tokio::test]
async fn a_client_need_not_accept_what_it_does_not_get() {
    let (_database, server, _, client) = world(Engine::Sqlite).await;
    for (accept, expected) in [
        ("*/*", 200),
        ("application/json", 200),
        ("application/json;q=0.9, text/event-stream", 200),
        ("text/html", 406),
    ] {
        let mut request = client.raw(list_tools().to_string()).build().unwrap();
        request.headers_mut().insert(ACCEPT, accept.parse().unwrap());
        let response = server.browser().execute(request).await;
        assert_eq!(response.status().as_u16(), expected, "{accept}");
    }
    server.stop().await;
}
