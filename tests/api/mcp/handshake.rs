use super::*;
use client::status_and_json;

fn initialize(revision: &str) -> Value {
    let client = json!({ "name": "test", "version": "1" });
    let params = json!({ "protocolVersion": revision, "capabilities": {}, "clientInfo": client });
    json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params })
}

#[tokio::test]
async fn every_revision_with_a_handshake_is_spoken() {
    let (_database, server, _, client) = world(Engine::Sqlite).await;
    for revision in ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"] {
        let response = client.message(&initialize(revision)).send().await.unwrap();
        assert!(!response.headers().contains_key("mcp-session-id"));
        assert_eq!(response.headers()["content-type"], "application/json");
        let (status, answer) = status_and_json(response).await;
        let result = &answer["result"];
        assert_eq!((status, &result["protocolVersion"]), (200, &json!(revision)));
        assert_eq!(result["serverInfo"]["name"], "docket");
        assert_eq!(result["serverInfo"]["title"], "Docket");
        assert!(result["instructions"].as_str().unwrap().contains("list_tasks"));
        // Subscriptions of these revisions need a session.
        let expected = json!({ "completions": {}, "prompts": {}, "resources": {}, "tools": {} });
        assert_eq!(result["capabilities"], expected);

        let initialized = json!({ "jsonrpc": "2.0", "method": "notifications/initialized" });
        let request = client.message(&initialized).header("mcp-protocol-version", revision);
        let response = request.send().await.unwrap();
        assert_eq!(response.status().as_u16(), 202);
        assert_eq!(response.text().await.unwrap(), "");

        let ping = json!({ "jsonrpc": "2.0", "id": "p", "method": "ping" });
        let request = client.message(&ping).header("mcp-protocol-version", revision);
        let (_, answer) = status_and_json(request.send().await.unwrap()).await;
        assert_eq!(answer, json!({ "jsonrpc": "2.0", "id": "p", "result": {} }));
    }
    server.stop().await;
}

#[tokio::test]
async fn an_unknown_revision_is_answered_with_one_that_we_speak() {
    let (_database, server, _, client) = world(Engine::Sqlite).await;
    for (asked, given) in [("2099-01-01", "2025-11-25"), ("2026-07-28", "2025-11-25")] {
        let (status, answer) =
            status_and_json(client.message(&initialize(asked)).send().await.unwrap()).await;
        assert_eq!((status, &answer["result"]["protocolVersion"]), (200, &json!(given)), "{asked}");
    }
    let list = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/list" });
    let request = client.message(&list).header("mcp-protocol-version", "1999-01-01");
    assert_eq!(request.send().await.unwrap().status().as_u16(), 400);
    // Without the header it is revision 2025-03-26.
    let (status, answer) = status_and_json(client.message(&list).send().await.unwrap()).await;
    assert_eq!((status, answer["result"]["tools"].as_array().unwrap().len()), (200, 5));
    assert_eq!(answer["result"]["ttlMs"], Value::Null);
    server.stop().await;
}

#[tokio::test]
async fn errors_are_those_of_json_rpc() {
    let (_database, server, _, client) = world(Engine::Sqlite).await;
    let code = async |method, params| client.ask(method, params).await["error"]["code"].clone();
    assert_eq!(code("no/such/method", json!({})).await, -32601);
    assert_eq!(code("resources/subscribe", json!({ "uri": "docket://tasks" })).await, -32601);
    assert_eq!(code("tools/call", json!({ "name": "no_such_tool" })).await, -32602);
    assert_eq!(code("tools/call", json!({ "name": 7 })).await, -32602);
    assert_eq!(code("tools/call", json!({ "name": "list_tasks", "arguments": [1] })).await, -32602);
    assert_eq!(code("tools/call", json!({})).await, -32602);
    assert_eq!(code("tools/list", json!({ "cursor": "x" })).await, -32602);
    assert_eq!(code("resources/list", json!({ "cursor": "x" })).await, -32602);
    assert_eq!(code("resources/read", json!({ "uri": "docket://tasks/999" })).await, -32002);
    assert_eq!(code("prompts/get", json!({ "name": "no_such_prompt" })).await, -32602);
    server.stop().await;
}
