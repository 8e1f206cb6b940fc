//! The REST API as programs use it.

mod chat;
mod conversations;
mod description;
mod headers;
mod plans;
mod stream;
mod tasks;

use super::*;
use reqwest::{Method, RequestBuilder, Response};

/// A program of a person, with their bearer token.
pub(super) struct Program {
    pub(super) user: String,
    token: String,
    browser: Browser,
    url: String,
}

impl Program {
    /// A program of somebody who has just signed up.
    pub(super) async fn of(server: &TestServer, name: &str) -> Self {
        let browser = server.person(name).await;
        let me: Value = browser.call("/rpc/auth/me", &[]).await.json().await.unwrap();
        let (user, token) = (me["id"].as_str().unwrap().to_owned(), browser.token().await);
        Self { user, token, browser, url: server.url.clone() }
    }

    /// A request to a path below the person's own.
    pub(super) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}/api/{}{path}", self.url, self.user);
        self.browser.client().request(method, url).bearer_auth(&self.token)
    }

    pub(super) async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.unwrap()
    }

    pub(super) async fn send(&self, method: Method, path: &str, body: &Value) -> Response {
        self.request(method, path).json(body).send().await.unwrap()
    }

    /// Adds a task and returns it.
    pub(super) async fn add(&self, title: &str) -> Value {
        let response = self.send(Method::POST, "/tasks", &json!({ "title": title })).await;
        assert_eq!(response.status(), 201);
        response.json().await.unwrap()
    }

    /// Says something, in a new conversation if none is named, and returns the answer.
    pub(super) async fn say(&self, conversation: Option<i64>, message: &str) -> Value {
        let body = json!({ "conversation_id": conversation, "message": message });
        let response = self.send(Method::POST, "/chat", &body).await;
        assert_eq!(response.status(), 200);
        response.json().await.unwrap()
    }
}

/// The status and the body of a refusal.
pub(super) async fn refusal(response: Response) -> (u16, Value) {
    let status = response.status().as_u16();
    let kind = response.headers().get("content-type").cloned();
    assert_eq!(kind.unwrap(), "application/json", "{status}");
    let mut body: Value = response.json().await.unwrap();
    assert!(body["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{body}");
    body.as_object_mut().unwrap().remove("detail");
    (status, body)
}

pub(super) fn tag(response: &Response) -> String {
    response.headers()["etag"].to_str().unwrap().to_owned()
}
