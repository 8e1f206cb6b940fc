//! A fake push service, and the keys of a browser that subscribes there.

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use docket::random::Random;
use serde_json::Value;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use web_push_native::p256::SecretKey;

/// What the service received.
#[derive(Clone, Debug)]
pub struct Pushed {
    pub path: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// A status and headers.
type Answer = (u16, Vec<(&'static str, String)>);

/// A running fake. It stops when it is dropped.
pub struct PushService {
    pub origin: String,
    pushed: Arc<Mutex<Vec<Pushed>>>,
    came: Arc<Notify>,
    answer: Arc<Mutex<Answer>>,
    server: JoinHandle<()>,
}

impl PushService {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let pushed = Arc::new(Mutex::new(Vec::new()));
        let came = Arc::new(Notify::new());
        let answer = Arc::<Mutex<Answer>>::new(Mutex::new((201, Vec::new())));
        let (received, told, answers) = (pushed.clone(), came.clone(), answer.clone());
        let take = async move |uri: Uri, headers: HeaderMap, body: Bytes| -> Response {
            received.lock().unwrap().push(Pushed { path: uri.to_string(), headers, body: body.to_vec() });
            told.notify_one();
            let (status, headers) = answers.lock().unwrap().clone();
            let mut response = (StatusCode::from_u16(status).unwrap(), "x".repeat(10_000)).into_response();
            for (name, value) in headers {
                response.headers_mut().insert(name, value.parse().unwrap());
            }
            response
        };
        let router = Router::new().fallback(take);
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { origin, pushed, came, answer, server }
    }

    /// What it answers from now on.
    pub fn answer(&self, status: u16, headers: &[(&'static str, &str)]) {
        let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        *self.answer.lock().unwrap() = (status, headers);
    }

    /// The next thing that it has received or will receive.
    pub async fn next(&self) -> Pushed {
        let next = async {
            loop {
                let came = self.came.notified();
                if !self.pushed.lock().unwrap().is_empty() {
                    return self.pushed.lock().unwrap().remove(0);
                }
                came.await;
            }
        };
        timeout(Duration::from_secs(10), next).await.expect("nothing was pushed")
    }

    /// What it has received since this was asked last.
    pub fn take(&self) -> Vec<Pushed> {
        std::mem::take(&mut self.pushed.lock().unwrap())
    }
}

impl Drop for PushService {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// A browser's subscription, with the keys to read what comes.
pub struct FakeSubscription {
    pub endpoint: String,
    private: SecretKey,
    auth: [u8; 16],
}

impl FakeSubscription {
    pub fn at(endpoint: impl Into<String>) -> Self {
        let random = Random::system();
        let private = SecretKey::from_slice(&random.bytes::<32>()).unwrap();
        Self { endpoint: endpoint.into(), private, auth: random.bytes() }
    }

    /// The public key, in base64url.
    pub fn p256dh(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.private.public_key().to_sec1_bytes())
    }

    /// The shared secret, in base64url.
    pub fn auth(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.auth)
    }

    /// What was pushed, decrypted as the browser does it.
    pub fn read(&self, pushed: &Pushed) -> Value {
        let text = web_push_native::decrypt(pushed.body.clone(), &self.private, &self.auth.into()).unwrap();
        serde_json::from_slice(&text).unwrap()
    }
}
