use super::*;
use client::{MODERN, status_and_json};

#[tokio::test]
async fn each_request_of_2026_07_28_stands_alone() {
    let (_database, server, _, client) = world(Engine::Sqlite).await;
    let (status, answer) = client.ask_modern("server/discover", json!({})).await;
    let result = &answer["result"];
    assert_eq!((status, &result["resultType"]), (200, &json!("complete")));
    assert!(result["supportedVersions"].as_array().unwrap().contains(&json!(MODERN)));
    assert_eq!(result["capabilities"]["resources"], json!({ "subscribe": true, "listChanged": true }));
    assert_eq!(result["_meta"]["io.modelcontextprotocol/serverInfo"]["name"], "docket");
    assert_eq!((&result["ttlMs"], &result["cacheScope"]), (&json!(300_000), &json!("public")));

    let fixed = (json!("complete"), json!(300_000), json!("public"));
    let personal = (json!("complete"), json!(0), json!("private"));
    for (method, params, hints) in [
        ("tools/list", json!({}), &fixed),
        ("prompts/list", json!({}), &fixed),
        ("resources/templates/list", json!({}), &fixed),
        ("resources/list", json!({}), &personal),
        ("resources/read", json!({ "uri": "docket://tasks" }), &personal),
    ] {
        let (status, answer) = client.ask_modern(method, params).await;
        let result = &answer["result"];
        let hint = (result["resultType"].clone(), result["ttlMs"].clone(), result["cacheScope"].clone());
        assert_eq!((status, &hint), (200, hints), "{method}");
    }
    let added = json!({ "name": "add_task", "arguments": { "title": "Buy milk" } });
    let (status, answer) = client.ask_modern("tools/call", added).await;
    assert_eq!((status, &answer["result"]["structuredContent"]["status"]), (200, &json!("created")));
    assert_eq!(answer["result"]["resultType"], "complete");
    server.stop().await;
}

#[tokio::test]
async fn what_2026_07_28_wants_of_a_request_is_checked() {
    let (_database, server, _, client) = world(Engine::Sqlite).await;
    let answer = async |request: reqwest::RequestBuilder| {
        let (status, answer) = status_and_json(request.send().await.unwrap()).await;
        (status, answer["error"]["code"].as_i64().unwrap_or_default())
    };
    let list = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/list" });
    let without_meta =
        client.message(&list).header("mcp-protocol-version", MODERN).header("mcp-method", "tools/list");
    assert_eq!(answer(without_meta).await, (400, -32602));
    let call = |name: &str| {
        let meta = json!({
            "io.modelcontextprotocol/protocolVersion": MODERN,
            "io.modelcontextprotocol/clientCapabilities": {},
        });
        let params = json!({ "name": "list_tasks", "arguments": {}, "_meta": meta });
        let message = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params });
        let request = client.message(&message).header("mcp-protocol-version", MODERN);
        request.header("mcp-method", "tools/call").header("mcp-name", name)
    };
    assert_eq!(answer(call("list_tasks")).await, (200, 0));
    assert_eq!(answer(call("=?base64?bGlzdF90YXNrcw==?=")).await, (200, 0));
    assert_eq!(answer(call("delete_task")).await, (400, -32020));
    assert_eq!(answer(client.modern("no/such/method", json!({}))).await, (404, -32601));
    assert_eq!(answer(client.modern("ping", json!({}))).await, (404, -32601));
    assert_eq!(
        answer(client.modern("resources/read", json!({ "uri": "docket://tasks/999" }))).await,
        (200, -32602)
    );

    let meta = json!({
        "io.modelcontextprotocol/protocolVersion": "2099-01-01",
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    let future = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": { "_meta": meta } });
    let request = client.message(&future).header("mcp-protocol-version", "2099-01-01");
    let (status, body) =
        status_and_json(request.header("mcp-method", "tools/list").send().await.unwrap()).await;
    assert_eq!((status, &body["error"]["code"]), (400, &json!(-32022)));
    assert!(body["error"]["data"]["supported"].as_array().unwrap().contains(&json!(MODERN)));
    server.stop().await;
}
