//! A fake receiver of webhooks, which checks signatures by itself.

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// What was told.
#[derive(Clone, Debug)]
pub struct Told {
    pub path: String,
    pub headers: HeaderMap,
    pub text: String,
}

impl Told {
    pub fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    /// The name that is the same in all attempts.
    pub fn id(&self) -> &str {
        self.header("webhook-id")
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    pub fn kind(&self) -> String {
        self.json()["type"].as_str().unwrap().to_owned()
    }

    pub fn title(&self) -> String {
        self.json()["data"]["task"]["title"].as_str().unwrap().to_owned()
    }

    /// How many of the signatures are of this secret.
    pub fn signed_by(&self, secret: &str) -> usize {
        let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&key).unwrap();
        mac.update(format!("{}.{}.{}", self.id(), self.header("webhook-timestamp"), self.text).as_bytes());
        let right = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
        self.header("webhook-signature").split(' ').filter(|signature| *signature == right).count()
    }
}

/// A status and headers.
type Answer = (u16, Vec<(&'static str, String)>);

#[derive(Default)]
struct State {
    told: Mutex<Vec<Told>>,
    came: Notify,
    /// What a path answers, if not 200.
    answers: Mutex<HashMap<String, Answer>>,
}

/// A running fake. It stops when it is dropped.
pub struct Receiver {
    pub origin: String,
    state: Arc<State>,
    server: JoinHandle<()>,
}

impl Receiver {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::<State>::default();
        let of_server = state.clone();
        let router = Router::new().fallback(async move |uri: Uri, headers: HeaderMap, body: Bytes| {
            take(&of_server, uri, headers, body).await
        });
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { origin, state, server }
    }

    /// An address of it.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// What a path answers from now on. It does not answer at all if the status is 0.
    pub fn answer(&self, path: &str, status: u16, headers: &[(&'static str, &str)]) {
        let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        self.state.answers.lock().unwrap().insert(path.to_owned(), (status, headers));
    }

    /// The next thing that it was told or will be told.
    pub async fn next(&self) -> Told {
        let next = async {
            loop {
                let came = self.state.came.notified();
                if !self.state.told.lock().unwrap().is_empty() {
                    return self.state.told.lock().unwrap().remove(0);
                }
                came.await;
            }
        };
        timeout(Duration::from_secs(15), next).await.expect("nothing was told")
    }

    /// How much it was told that nobody asked for yet.
    pub fn waiting(&self) -> usize {
        self.state.told.lock().unwrap().len()
    }

    /// What it was told since this was asked last.
    pub fn take(&self) -> Vec<Told> {
        std::mem::take(&mut self.state.told.lock().unwrap())
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn take(state: &State, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let path = uri.to_string();
    let answer = state.answers.lock().unwrap().get(&path).cloned();
    let text = String::from_utf8(body.to_vec()).unwrap();
    state.told.lock().unwrap().push(Told { path, headers, text });
    state.came.notify_one();
    let (status, headers) = answer.unwrap_or((200, Vec::new()));
    if status == 0 {
        std::future::pending::<()>().await;
    }
    let mut response = (StatusCode::from_u16(status).unwrap(), "x".repeat(10_000)).into_response();
    for (name, value) in headers {
        response.headers_mut().insert(name, value.parse().unwrap());
    }
    response
}
