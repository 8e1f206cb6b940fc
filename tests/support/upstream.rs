//! A fake AI provider: a local HTTP server that speaks OpenAI's streaming chat completions and answers from a script.
//! It uses plain TCP, because an HTTP library cannot produce the bad cases: a connection cut in the middle, a character
//! cut between two reads, silence.
//!
//! ```ignore
//! let upstream = Upstream::start().await;
//! upstream.answer(Script::text(&["Hel", "lo"]));
//! // point the model at upstream.url(), ask it something
//! assert_eq!(upstream.requests()[0]["messages"][1]["content"], "Hi");
//! ```

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
#[path = "script.rs"]
mod script;
#[path = "talk.rs"]
mod talk;

use script::Step;
pub use script::{Gate, Script};
use serde_json::{Value, json};
pub use talk::Talk;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// A running fake provider. It stops when it is dropped.
pub struct Upstream {
    url: String,
    state: Arc<State>,
    server: JoinHandle<()>,
}

/// A request the fake received.
#[derive(Clone, Debug)]
pub struct Received {
    /// The path, such as `/v1/chat/completions`.
    pub path: String,
    /// The header lines, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Value,
}

struct State {
    scripts: Mutex<VecDeque<Script>>,
    otherwise: Mutex<Option<Script>>,
    received: Mutex<Vec<Received>>,
    counts: watch::Sender<Counts>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    connections: usize,
    requests: usize,
    disconnects: usize,
    /// How many answers are being given now.
    open: usize,
}

impl Upstream {
    /// Starts a fake on a free port of this machine.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/v1", listener.local_addr().unwrap());
        let state = Arc::new(State {
            scripts: Mutex::default(),
            otherwise: Mutex::default(),
            received: Mutex::default(),
            counts: watch::Sender::default(),
        });
        let server = tokio::spawn({
            let state = state.clone();
            async move {
                loop {
                    let (socket, _) = listener.accept().await.unwrap();
                    state.counts.send_modify(|counts| counts.connections += 1);
                    let connection = Connection { socket, read: Vec::new(), state: state.clone() };
                    // The end of a connection is no fault of the fake: tests cut them on purpose.
                    tokio::spawn(async move { connection.serve().await.ok() });
                }
            }
        });
        Self { url, state, server }
    }

    /// The base URL, ending in `/v1`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Adds an answer to the queue. Each request takes one.
    pub fn answer(&self, script: Script) -> &Self {
        lock(&self.state.scripts).push_back(script);
        self
    }

    /// The answer when the queue is empty. Without it, the fake refuses such a request with 404.
    pub fn otherwise(&self, script: Script) -> &Self {
        *lock(&self.state.otherwise) = Some(script);
        self
    }

    /// The bodies of all requests so far.
    pub fn requests(&self) -> Vec<Value> {
        self.received().into_iter().map(|received| received.body).collect()
    }

    /// All requests so far.
    pub fn received(&self) -> Vec<Received> {
        lock(&self.state.received).clone()
    }

    /// How many connections were opened so far.
    pub fn connections(&self) -> usize {
        self.state.counts.borrow().connections
    }

    /// Waits until this many requests have come in since the start.
    pub async fn asked(&self, requests: usize) {
        self.until(|counts| counts.requests >= requests).await;
    }

    /// Waits until a client has gone away in the middle of an answer.
    pub async fn disconnected(&self) {
        self.left(1).await;
    }

    /// Waits until this many clients have gone away in the middle of an answer.
    pub async fn left(&self, clients: usize) {
        self.until(|counts| counts.disconnects >= clients).await;
    }

    /// Waits until no answer is being given: each has ended, or its client has gone away.
    pub async fn idle(&self) {
        self.until(|counts| counts.open == 0).await;
    }

    /// How many clients have gone away in the middle of an answer.
    pub fn disconnects(&self) -> usize {
        self.state.counts.borrow().disconnects
    }

    /// Waits for an event, but not for ever.
    async fn until(&self, happened: impl FnMut(&Counts) -> bool) {
        let mut counts = self.state.counts.subscribe();
        timeout(Duration::from_secs(20), counts.wait_for(happened)).await.unwrap().unwrap();
    }
}

impl Drop for Upstream {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// One client.
struct Connection {
    socket: TcpStream,
    /// Bytes that were read but not parsed yet.
    read: Vec<u8>,
    state: Arc<State>,
}

impl Connection {
    async fn serve(mut self) -> io::Result<()> {
        while let Some(received) = self.request().await? {
            // Scripts hold only replies, so a request for a title gets its own answer.
            let told = received.body["messages"][0]["content"].as_str();
            if told.is_some_and(|told| told.starts_with("You write titles for conversations")) {
                self.play(Script::text(&["\"A title.\""])).await?;
                continue;
            }
            lock(&self.state.received).push(received);
            self.state.counts.send_modify(|counts| counts.requests += 1);
            let script = lock(&self.state.scripts).pop_front();
            let script = script.or_else(|| lock(&self.state.otherwise).clone()).unwrap_or_else(|| {
                Script::status(404, json!({ "error": { "message": "the script has no answer left" } }))
            });
            self.state.counts.send_modify(|counts| counts.open += 1);
            let played = self.play(script).await;
            self.state.counts.send_modify(|counts| counts.open -= 1);
            match played {
                Ok(true) => {}
                Ok(false) => break,
                Err(gone) => {
                    self.state.counts.send_modify(|counts| counts.disconnects += 1);
                    return Err(gone);
                }
            }
        }
        Ok(())
    }

    /// Reads a request. `None` if the client has closed the connection instead.
    async fn request(&mut self) -> io::Result<Option<Received>> {
        let head = loop {
            if let Some(end) = self.read.windows(4).position(|window| window == b"\r\n\r\n") {
                break self.read.drain(..end + 4).collect::<Vec<_>>();
            }
            if self.socket.read_buf(&mut self.read).await? == 0 {
                return Ok(None);
            }
        };
        let head = String::from_utf8(head).unwrap();
        let mut lines = head.lines();
        let path = lines.next().and_then(|line| line.split(' ').nth(1)).unwrap_or_default().to_owned();
        let headers = lines.filter_map(|line| line.split_once(": "));
        let headers: Vec<_> = headers.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
        let length = headers.iter().find(|(name, _)| name == "content-length");
        let length = length.map_or(0, |(_, value)| value.parse().unwrap());
        while self.read.len() < length {
            if self.socket.read_buf(&mut self.read).await? == 0 {
                return Ok(None);
            }
        }
        let body: Vec<_> = self.read.drain(..length).collect();
        Ok(Some(Received { path, headers, body: serde_json::from_slice(&body).unwrap_or_default() }))
    }

    /// Answers a request. Returns whether the connection can serve another one, or an error if the client went away.
    async fn play(&mut self, script: Script) -> io::Result<bool> {
        if script.status != 0 {
            self.socket.write_all(script.head().as_bytes()).await?;
        }
        for step in script.steps {
            match step {
                Step::Send(bytes) => send(&mut self.socket, &bytes, script.framed).await?,
                Step::Talk(talk) => {
                    let mut answer = talk.answer();
                    loop {
                        let word = tokio::select! {
                            word = answer.next() => word,
                            gone = gone(&mut self.socket) => return Err(gone),
                        };
                        let Some(word) = word else { break };
                        for step in Script::stream().say(&word).steps {
                            if let Step::Send(bytes) = step {
                                send(&mut self.socket, &bytes, script.framed).await?;
                            }
                        }
                    }
                }
                Step::Wait(gate) => tokio::select! {
                    () = gate.opened() => {}
                    gone = gone(&mut self.socket) => return Err(gone),
                },
                Step::Hang => return Err(gone(&mut self.socket).await),
                Step::Cut => return Ok(false),
            }
        }
        if script.framed {
            self.socket.write_all(b"0\r\n\r\n").await?;
        }
        Ok(script.framed)
    }
}

async fn send(socket: &mut TcpStream, bytes: &[u8], framed: bool) -> io::Result<()> {
    if !framed {
        return socket.write_all(bytes).await;
    }
    let chunk = [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat();
    socket.write_all(&chunk).await
}

/// Waits until the client has gone away. It sends nothing while it waits for an answer.
async fn gone(socket: &mut TcpStream) -> io::Error {
    let mut byte = [0];
    match socket.read(&mut byte).await {
        Ok(_) => io::ErrorKind::ConnectionReset.into(),
        Err(error) => error,
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap()
}
