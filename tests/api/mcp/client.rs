//! A client that sends what the test says.

use super::*;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::{RequestBuilder, Response};

pub(super) const MODERN: &str = "2026-07-28";

pub(super) struct Client {
    http: reqwest::Client,
    url: String,
    token: String,
}

impl Client {
    /// A client with a token of the person.
    pub(super) async fn new(server: &TestServer, person: &Browser) -> Self {
        Self::with_token(server, &person.token().await)
    }

    pub(super) fn with_token(server: &TestServer, token: &str) -> Self {
        let http = server.browser().client().clone();
        Self { http, url: format!("{}/mcp", server.url), token: token.to_owned() }
    }

    /// A request with a body as it is.
    pub(super) fn raw(&self, body: impl Into<reqwest::Body>) -> RequestBuilder {
        let request = self.http.post(&self.url).bearer_auth(&self.token).body(body);
        request.header(CONTENT_TYPE, "application/json").header(ACCEPT, "application/json, text/event-stream")
    }

    /// A request of a revision with a handshake.
    pub(super) fn message(&self, message: &Value) -> RequestBuilder {
        self.raw(message.to_string())
    }

    /// The answer to a request of revision 2025-11-25.
    pub(super) async fn ask(&self, method: &str, params: Value) -> Value {
        let message = json!({ "jsonrpc": "2.0", "id": 7, "method": method, "params": params });
        let response =
            self.message(&message).header("mcp-protocol-version", "2025-11-25").send().await.unwrap();
        assert_eq!(response.status().as_u16(), 200, "{method}");
        let answer: Value = response.json().await.unwrap();
        assert_eq!((&answer["jsonrpc"], &answer["id"]), (&json!("2.0"), &json!(7)));
        answer
    }

    /// A request of revision 2026-07-28, with what it must carry.
    pub(super) fn modern(&self, method: &str, mut params: Value) -> RequestBuilder {
        params["_meta"] = json!({
            "io.modelcontextprotocol/protocolVersion": MODERN,
            "io.modelcontextprotocol/clientCapabilities": {},
        });
        let name =
            [&params["name"], &params["uri"]].into_iter().find_map(|name| name.as_str().map(str::to_owned));
        let message = json!({ "jsonrpc": "2.0", "id": 7, "method": method, "params": params });
        let request =
            self.message(&message).header("mcp-protocol-version", MODERN).header("mcp-method", method);
        match name.filter(|_| ["tools/call", "prompts/get", "resources/read"].contains(&method)) {
            Some(name) => request.header("mcp-name", name),
            None => request,
        }
    }

    /// The answer to a request of revision 2026-07-28.
    pub(super) async fn ask_modern(&self, method: &str, params: Value) -> (u16, Value) {
        status_and_json(self.modern(method, params).send().await.unwrap()).await
    }

    /// Calls a tool. Returns whether it refused, and its answer.
    pub(super) async fn call(&self, tool: &str, arguments: Value) -> (bool, Value) {
        let answer = self.ask("tools/call", json!({ "name": tool, "arguments": arguments })).await;
        let result = &answer["result"];
        let refused = result["isError"] == true;
        let text = result["content"][0]["text"].as_str().unwrap_or_else(|| panic!("{answer}"));
        let told: Value = serde_json::from_str(text).unwrap();
        match refused {
            true => assert_eq!(result["structuredContent"], Value::Null),
            false => assert_eq!(result["structuredContent"], told),
        }
        (refused, told)
    }
}

pub(super) async fn status_and_json(response: Response) -> (u16, Value) {
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or_else(|_| panic!("{status} {text}")))
}
