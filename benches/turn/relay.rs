//! The least that can stand between people and a model: a server that only passes its stream on.

use crate::model::without_delay;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::IntoResponse;
use axum::routing::post;
use axum::serve::ListenerExt;
use reqwest::Client;
use std::env;
use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};
use tokio::net::TcpListener;

const ARGUMENT: &str = "relay";

/// A relay in a process of its own. The process ends when this is dropped.
pub struct Relay {
    child: Child,
    url: String,
    _output: BufReader<ChildStdout>,
}

impl Relay {
    /// Starts this program again as a relay to a model.
    pub fn start(model: &str) -> Self {
        let mut command = Command::new(env::current_exe().unwrap());
        let mut child = command.args([ARGUMENT, model]).stdout(Stdio::piped()).spawn().unwrap();
        let (mut output, mut url) = (BufReader::new(child.stdout.take().unwrap()), String::new());
        output.read_line(&mut url).unwrap();
        Self { child, url: url.trim_end().to_owned(), _output: output }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// The model to relay, if this process is a relay.
pub fn asked_for() -> Option<String> {
    let mut arguments = env::args().skip_while(|argument| argument != ARGUMENT);
    arguments.nth(1)
}

/// Passes streams on. Never returns.
pub async fn serve(model: String) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("http://{}", listener.local_addr().unwrap());
    let url = format!("{model}/chat/completions");
    let router = Router::new().route("/chat/completions", post(pass_on)).with_state((Client::new(), url));
    axum::serve(listener.tap_io(without_delay), router).await.unwrap();
}

async fn pass_on(State((client, url)): State<(Client, String)>, body: Bytes) -> impl IntoResponse {
    let answer = client.post(url).header("content-type", "application/json").body(body).send().await.unwrap();
    ([("content-type", "text/event-stream")], Body::from_stream(answer.bytes_stream()))
}
