//! A network between a server and PostgreSQL. It can break or swallow everything, and it records the
//! statements.

use std::collections::HashMap;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// A running proxy. It stops when it is dropped.
pub struct Proxy {
    url: String,
    state: Arc<State>,
    server: JoinHandle<()>,
}

/// Which connections pass, and what has passed.
struct State {
    target: String,
    gone: watch::Sender<bool>,
    swallows: AtomicBool,
    /// Counts the cuts of connections that listen.
    cuts: watch::Sender<usize>,
    /// Counts the `LISTEN` statements.
    listens: watch::Sender<usize>,
    connections: AtomicUsize,
    /// Each trip with the number of its connection.
    trips: Mutex<Vec<(usize, Trip)>>,
}

/// The statements that were sent before waiting for an answer, shortened.
pub type Trip = Vec<String>;

impl Proxy {
    /// Starts a proxy for the database of this URL.
    pub async fn start(database_url: &str) -> Self {
        let (_, address) = database_url.rsplit_once('@').unwrap();
        let (target, name) = address.split_once('/').unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let here = listener.local_addr().unwrap();
        let url = database_url.replace(address, &format!("{here}/{name}"));
        let state = Arc::new(State {
            target: target.to_owned(),
            gone: watch::Sender::default(),
            swallows: AtomicBool::default(),
            cuts: watch::Sender::default(),
            listens: watch::Sender::default(),
            connections: AtomicUsize::default(),
            trips: Mutex::default(),
        });
        let server = tokio::spawn(accept(listener, state.clone()));
        Self { url, state, server }
    }

    /// The database's URL through the proxy.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Cuts every connection, and each new one as soon as it opens.
    pub fn break_down(&self) {
        self.state.gone.send_replace(true);
    }

    /// Swallows from now on what both sides send, the ends of connections too, and closes nothing. New connections open
    /// and are swallowed as well.
    pub fn swallow(&self) {
        self.state.swallows.store(true, Ordering::SeqCst);
    }

    /// Lets connections through again. One of which something was swallowed is dead for good, and nobody is told.
    pub fn come_back(&self) {
        self.state.swallows.store(false, Ordering::SeqCst);
        self.state.gone.send_replace(false);
    }

    /// Cuts the connections on which `LISTEN` was run.
    pub fn cut_listeners(&self) {
        self.state.cuts.send_modify(|cuts| *cuts += 1);
    }

    /// Waits until this many `LISTEN` statements have been run since the start.
    pub async fn listens(&self, statements: usize) {
        let mut listens = self.state.listens.subscribe();
        let enough = listens.wait_for(|listens| *listens >= statements);
        timeout(Duration::from_secs(30), enough).await.expect("nothing listens").unwrap();
    }

    /// The round trips since the last call, in order.
    pub fn take_trips(&self) -> Vec<Trip> {
        std::mem::take(&mut *lock(&self.state.trips)).into_iter().map(|(_, trip)| trip).collect()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn accept(listener: TcpListener, state: Arc<State>) {
    loop {
        let (client, _) = listener.accept().await.unwrap();
        if *state.gone.borrow() {
            continue;
        }
        let state = state.clone();
        // The end of a connection is no fault of the proxy: tests cut them on purpose.
        tokio::spawn(async move { relay(client, &state).await.ok() });
    }
}

async fn relay(client: TcpStream, state: &State) -> io::Result<()> {
    if state.swallows.load(Ordering::SeqCst) {
        let (mut client, mut bytes) = (client, vec![0; 1024]);
        while client.read(&mut bytes).await? > 0 {}
        return Ok(());
    }
    let database = TcpStream::connect(&state.target).await?;
    for socket in [&client, &database] {
        socket.set_nodelay(true)?;
    }
    let connection = Connection {
        state,
        number: state.connections.fetch_add(1, Ordering::Relaxed),
        listens: AtomicBool::new(false),
        answered: AtomicBool::new(true),
        dead: AtomicBool::new(false),
    };
    let (mut gone, mut cuts) = (state.gone.subscribe(), state.cuts.subscribe());
    let ((from_client, to_client), (from_database, to_database)) =
        (client.into_split(), database.into_split());
    let cut = async {
        while cuts.changed().await.is_ok() {
            if connection.listens.load(Ordering::Relaxed) {
                break;
            }
        }
    };
    tokio::select! {
        _ = gone.wait_for(|gone| *gone) => Ok(()),
        () = cut => Ok(()),
        ended = connection.ask(from_client, to_database) => ended,
        ended = connection.answer(from_database, to_client) => ended,
    }
}

/// One connection of a server to the database.
struct Connection<'a> {
    state: &'a State,
    number: usize,
    listens: AtomicBool,
    /// Whether the database has sent something since the server last did.
    answered: AtomicBool,
    /// Whether something was swallowed.
    dead: AtomicBool,
}

impl Connection<'_> {
    async fn ask(&self, mut from: OwnedReadHalf, mut to: OwnedWriteHalf) -> io::Result<()> {
        let (mut bytes, mut messages) = (vec![0; 16 * 1024], Messages::default());
        loop {
            let length = from.read(&mut bytes).await?;
            match (self.swallows(), length) {
                (true, 0) => std::future::pending().await,
                (true, _) => continue,
                (false, 0) => return Ok(()),
                (false, _) => {}
            }
            for request in messages.push(&bytes[..length]) {
                self.note(request);
            }
            to.write_all(&bytes[..length]).await?;
        }
    }

    async fn answer(&self, mut from: OwnedReadHalf, mut to: OwnedWriteHalf) -> io::Result<()> {
        let mut bytes = vec![0; 16 * 1024];
        loop {
            let length = from.read(&mut bytes).await?;
            match (self.swallows(), length) {
                (true, 0) => std::future::pending().await,
                (true, _) => continue,
                (false, 0) => return Ok(()),
                (false, _) => {}
            }
            self.answered.store(true, Ordering::Relaxed);
            to.write_all(&bytes[..length]).await?;
        }
    }

    /// Whether what has just come is swallowed.
    fn swallows(&self) -> bool {
        if self.state.swallows.load(Ordering::SeqCst) {
            self.dead.store(true, Ordering::SeqCst);
        }
        self.dead.load(Ordering::SeqCst)
    }

    fn note(&self, request: String) {
        if request.to_lowercase().starts_with("listen") {
            self.listens.store(true, Ordering::Relaxed);
            self.state.listens.send_modify(|listens| *listens += 1);
        }
        let mut trips = lock(&self.state.trips);
        let own = trips.iter_mut().rev().find(|(connection, _)| *connection == self.number);
        match own {
            // Sent together with the statement before.
            Some((_, trip)) if !self.answered.load(Ordering::Relaxed) => trip.push(request),
            _ => trips.push((self.number, vec![request])),
        }
        self.answered.store(false, Ordering::Relaxed);
    }
}

/// Reads what a client sends: <https://www.postgresql.org/docs/current/protocol-message-formats.html>.
#[derive(Default)]
struct Messages {
    pending: Vec<u8>,
    /// Whether the messages without a type, which open a connection, are over.
    open: bool,
    /// The texts of prepared statements, by their names.
    statements: HashMap<Vec<u8>, String>,
    /// The statements since the last request for an answer.
    asked: Vec<String>,
}

impl Messages {
    /// Takes the next bytes. Returns the statements, once for each request for an answer.
    fn push(&mut self, bytes: &[u8]) -> Vec<String> {
        self.pending.extend_from_slice(bytes);
        let mut requests = Vec::new();
        while let Some((kind, body)) = self.next() {
            match kind {
                b'Q' => {
                    self.asked.push(text(&body));
                    requests.push(self.asked.join("; "));
                    self.asked.clear();
                }
                b'P' => {
                    let mut fields = body.split(|byte| *byte == 0);
                    let name = fields.next().unwrap_or_default().to_owned();
                    let statement = text(fields.next().unwrap_or_default());
                    self.asked.push(format!("(prepare) {statement}"));
                    self.statements.insert(name, statement);
                }
                b'B' => {
                    let name = body.split(|byte| *byte == 0).nth(1).unwrap_or_default();
                    self.asked.push(self.statements.get(name).cloned().unwrap_or_default());
                }
                b'S' if self.asked.is_empty() => requests.push("(ping)".to_owned()),
                b'S' => {
                    requests.push(self.asked.join("; "));
                    self.asked.clear();
                }
                _ => {}
            }
        }
        requests
    }

    fn next(&mut self) -> Option<(u8, Vec<u8>)> {
        let head = usize::from(self.open);
        let length = self.pending.get(head..head + 4)?;
        let end = head + u32::from_be_bytes(length.try_into().unwrap()) as usize;
        if self.pending.len() < end {
            return None;
        }
        let message: Vec<_> = self.pending.drain(..end).collect();
        let (kind, body) = if self.open { (message[0], &message[5..]) } else { (0, &message[4..]) };
        // Protocol 3.x: the request for TLS that may come before has another number.
        if !self.open && body.starts_with(&[0, 3]) {
            self.open = true;
        }
        Some((kind, body.to_owned()))
    }
}

/// A statement in one line.
fn text(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.trim_end_matches('\0').split_whitespace().collect::<Vec<_>>().join(" ")
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap()
}
