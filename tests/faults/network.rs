//! A network to PostgreSQL that is slow, or that loses or holds up the answer to a certain change. It knows nothing of
//! the statements: it asks the database whether the change has been made.

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

/// The end of each answer: ReadyForQuery, and then how the transaction stands
/// (<https://www.postgresql.org/docs/current/protocol-message-formats.html>).
const READY: [u8; 5] = [b'Z', 0, 0, 0, 5];

/// A running network. It stops when it is dropped.
pub struct Network {
    url: String,
    state: Arc<State>,
    server: JoinHandle<()>,
}

struct State {
    target: String,
    /// The database's URL beside the network.
    beside: String,
    /// How long everything takes in each direction, in milliseconds.
    delay: AtomicU64,
    change: Mutex<Option<Arc<Change>>>,
}

/// A change, and what becomes of the answer to it.
struct Change {
    /// Says whether it was made.
    sql: String,
    made: AtomicBool,
    /// How many answers have come.
    answers: watch::Sender<usize>,
    fate: Fate,
    connection: tokio::sync::Mutex<PgConnection>,
}

enum Fate {
    /// The answer is lost, and its connection is cut.
    Lost,
    /// The answer waits until this says so.
    Held(watch::Sender<bool>),
}

impl Network {
    /// Starts a network to the database of this URL.
    pub async fn start(database_url: &str) -> Self {
        let (_, address) = database_url.rsplit_once('@').unwrap();
        let (target, name) = address.split_once('/').unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let here = listener.local_addr().unwrap();
        let url = database_url.replace(address, &format!("{here}/{name}"));
        let (target, beside) = (target.to_owned(), database_url.to_owned());
        let state = Arc::new(State { target, beside, delay: AtomicU64::default(), change: Mutex::default() });
        let server = tokio::spawn(accept(listener, state.clone()));
        Self { url, state, server }
    }

    /// The database's URL through the network.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Makes everything take so long in each direction.
    pub fn delay(&self, time: Duration) {
        self.state.delay.store(time.as_millis().try_into().unwrap(), Ordering::SeqCst);
    }

    /// Loses the answer to the change that makes the result of this query true, and cuts the connection. The same happens
    /// to everything else that is asked before the change and answered after it.
    pub async fn lose_answer_to_change(&self, sql: &str) {
        self.watch(sql, Fate::Lost).await;
    }

    /// Holds such answers up until [`Self::let_through`].
    pub async fn hold_answer_to_change(&self, sql: &str) {
        self.watch(sql, Fate::Held(watch::Sender::default())).await;
    }

    async fn watch(&self, sql: &str, fate: Fate) {
        let connection = tokio::sync::Mutex::new(PgConnection::connect(&self.state.beside).await.unwrap());
        let (made, answers) = (AtomicBool::default(), watch::Sender::default());
        let change = Change { sql: sql.to_owned(), made, answers, fate, connection };
        assert!(!change.is_made().await, "the change has been made already");
        *self.state.change.lock().unwrap() = Some(Arc::new(change));
    }

    /// Waits until the change is made and the answer to it has come here.
    pub async fn answered(&self) {
        let change = self.state.change().unwrap();
        let mut answers = change.answers.subscribe();
        let answers = answers.wait_for(|answers| *answers > 0);
        timeout(Duration::from_secs(30), answers).await.expect("the change was not made").unwrap();
    }

    /// Lets the answers go on that are held up.
    pub fn let_through(&self) {
        if let Some(Fate::Held(open)) = self.state.change().as_ref().map(|change| &change.fate) {
            open.send_replace(true);
        }
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl State {
    fn change(&self) -> Option<Arc<Change>> {
        self.change.lock().unwrap().clone()
    }

    async fn travel(&self) {
        let delay = self.delay.load(Ordering::SeqCst);
        if delay > 0 {
            sleep(Duration::from_millis(delay)).await;
        }
    }
}

impl Change {
    async fn is_made(&self) -> bool {
        if !self.made.load(Ordering::SeqCst) {
            let mut connection = self.connection.lock().await;
            let sql = AssertSqlSafe(self.sql.clone());
            let made = sqlx::query_scalar(sql).fetch_one(&mut *connection).await.unwrap();
            self.made.store(made, Ordering::SeqCst);
        }
        self.made.load(Ordering::SeqCst)
    }
}

async fn accept(listener: TcpListener, state: Arc<State>) {
    loop {
        let (client, _) = listener.accept().await.unwrap();
        let state = state.clone();
        // The end of a connection is no fault of the network: tests cut them on purpose.
        tokio::spawn(async move { relay(client, &state).await.ok() });
    }
}

async fn relay(client: TcpStream, state: &State) -> io::Result<()> {
    let database = TcpStream::connect(&state.target).await?;
    for socket in [&client, &database] {
        socket.set_nodelay(true)?;
    }
    let asked = AtomicBool::default();
    let ((from_client, to_client), (from_database, to_database)) =
        (client.into_split(), database.into_split());
    tokio::select! {
        ended = ask(state, &asked, from_client, to_database) => ended,
        ended = answer(state, &asked, from_database, to_client) => ended,
    }
}

/// Notes in `asked` whether a question waits for its answer that came before the change.
async fn ask(
    state: &State,
    asked: &AtomicBool,
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
) -> io::Result<()> {
    let mut bytes = vec![0; 16 * 1024];
    loop {
        let length = from.read(&mut bytes).await?;
        if length == 0 {
            return Ok(());
        }
        state.travel().await;
        if state.change().is_some_and(|change| !change.made.load(Ordering::SeqCst)) {
            asked.store(true, Ordering::SeqCst);
        }
        to.write_all(&bytes[..length]).await?;
    }
}

async fn answer(
    state: &State,
    asked: &AtomicBool,
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
) -> io::Result<()> {
    let mut bytes = vec![0; 16 * 1024];
    loop {
        let length = from.read(&mut bytes).await?;
        if length == 0 {
            return Ok(());
        }
        if let Some(change) = state.change()
            && asked.load(Ordering::SeqCst)
        {
            if change.is_made().await {
                change.answers.send_modify(|answers| *answers += 1);
                match &change.fate {
                    Fate::Lost => return Ok(()),
                    Fate::Held(open) => drop(open.subscribe().wait_for(|open| *open).await),
                }
            }
            if bytes[..length].len() > READY.len() && bytes[..length - 1].ends_with(&READY) {
                asked.store(false, Ordering::SeqCst);
            }
        }
        state.travel().await;
        to.write_all(&bytes[..length]).await?;
    }
}
