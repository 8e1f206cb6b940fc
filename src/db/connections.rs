//! The connections to PostgreSQL.
//!
//! sqlx's own pool tests each connection that comes back, without a limit of time, and keeps its place meanwhile
//! (github.com/transact-rs/sqlx/issues/4349). Twenty connections that a network swallowed would leave none for good.
//! deadpool gives a place back when its owner drops it, also if the connection is dead, and asks nothing on the way.
//! bb8 does the same, but tries to connect again and again while its caller waits.

use super::loan::Loan;
use super::pulse::Pulse;
use super::waits::{Waits, within};
use deadpool::managed::{Manager, Metrics, Pool, PoolError, QueueMode, RecycleError, RecycleResult};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, timeout};
use tokio_util::task::TaskTracker;

/// Connections for one replica. This is well below the 100 that a server allows by default.
const MOST: usize = 20;
/// How long after its last use a connection counts as alive. A test is a round trip.
const TRUSTED_FOR: Duration = Duration::from_secs(1);
/// A connection is replaced after this time, so that what the server keeps for it does not grow for ever.
const LONGEST_LIFE: Duration = Duration::from_secs(30 * 60);
/// A connection that nobody used for this time is closed. Others may need its place on the server.
const LONGEST_IDLE: Duration = Duration::from_secs(10 * 60);
/// How long the end waits for what is under way.
const END: Duration = Duration::from_secs(5);

/// The connections that this process shares. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Connections {
    pool: Pool<Factory>,
    /// Those that are in use, for the end.
    leases: TaskTracker,
    pub(super) pulse: Pulse,
}

/// A connection with what is known of it.
#[derive(Debug)]
pub(super) struct Wire {
    pub(super) connection: PgConnection,
    used: Instant,
}

impl Wire {
    pub(super) fn note_use(&mut self) {
        self.used = Instant::now();
    }
}

/// Makes and tests connections.
#[derive(Debug)]
pub(super) struct Factory {
    options: PgConnectOptions,
    waits: Waits,
    /// When a connection was last found dead or silent. Those that were idle then are probably so too, and to test each of
    /// them would take long.
    fault: Arc<Mutex<Option<Instant>>>,
}

impl Manager for Factory {
    type Type = Wire;
    type Error = sqlx::Error;

    async fn create(&self) -> sqlx::Result<Wire> {
        // In a box, because it is large, and seldom needed.
        let connection = Box::pin(connect(&self.options, self.waits)).await?;
        Ok(Wire { connection, used: Instant::now() })
    }

    async fn recycle(&self, wire: &mut Wire, about: &Metrics) -> RecycleResult<sqlx::Error> {
        let fault = *self.fault.lock().unwrap_or_else(PoisonError::into_inner);
        if about.age() > LONGEST_LIFE || fault.is_some_and(|fault| wire.used <= fault) {
            return Err(RecycleError::message("too old"));
        }
        if wire.used.elapsed() <= TRUSTED_FOR {
            return Ok(());
        }
        let answer = within(self.waits.test, Box::pin(wire.connection.ping())).await;
        if answer.is_err() {
            self.suspect_idle();
        }
        Ok(answer?)
    }
}

impl Factory {
    fn suspect_idle(&self) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }
}

impl Connections {
    /// Makes none yet.
    pub(super) fn new(options: PgConnectOptions, waits: Waits) -> Result<Self, sqlx::Error> {
        let pool = Pool::builder(Factory { options, waits, fault: Arc::default() })
            .max_size(MOST)
            // Few connections are then in use, and those were tested a moment ago by their use.
            .queue_mode(QueueMode::Lifo)
            .build()
            .map_err(|error| sqlx::Error::Configuration(error.into()))?;
        Ok(Self { pool, leases: TaskTracker::new(), pulse: Pulse::default() })
    }

    /// Takes a connection, which comes back when the loan is dropped.
    pub(super) async fn acquire(&self) -> sqlx::Result<Loan> {
        let token = self.leases.token();
        match timeout(self.waits().acquire, self.pool.get()).await {
            Ok(Ok(object)) => Ok(Loan::new(object, self.clone(), token)),
            Ok(Err(PoolError::Backend(error))) => Err(error),
            Ok(Err(PoolError::Closed)) => Err(sqlx::Error::PoolClosed),
            Ok(Err(_)) | Err(_) => Err(sqlx::Error::PoolTimedOut),
        }
    }

    /// A new connection beside the shared ones. Its statements have PostgreSQL's limit alone.
    ///
    /// # Errors
    /// If the server cannot be reached in time, or refuses.
    pub async fn connect(&self) -> sqlx::Result<PgConnection> {
        connect(self.options(), self.waits()).await
    }

    /// A new connection for a migration.
    pub(super) async fn connect_to_migrate(&self) -> sqlx::Result<PgConnection> {
        connect(self.options(), self.waits().of_migration()).await
    }

    pub(super) fn options(&self) -> &PgConnectOptions {
        &self.pool.manager().options
    }

    pub(super) fn waits(&self) -> Waits {
        self.pool.manager().waits
    }

    /// Gives up the connections that are idle now, when another one was found dead or silent.
    pub(super) fn suspect_idle(&self) {
        self.pool.manager().suspect_idle();
    }

    /// Closes the connections that nobody used for long.
    pub(super) fn close_idle(&self) {
        self.pool.retain(|wire, _| wire.used.elapsed() < LONGEST_IDLE);
    }

    /// Gives out no more connections, waits some time for those in use, and closes all.
    pub(super) async fn close(&self) {
        // Takes leave of the server. A server with TLS would note in its log that somebody hung up.
        let idle = self.pool.retain(|_, _| false).removed;
        self.pool.close();
        self.leases.close();
        let leave = futures::future::join_all(idle.into_iter().map(|wire| wire.connection.close()));
        // What the server does not answer in time, it notices itself.
        timeout(END, async { tokio::join!(leave, self.leases.wait()) }).await.ok();
    }
}

/// Opens a connection, with PostgreSQL's part of the limits.
async fn connect(options: &PgConnectOptions, waits: Waits) -> sqlx::Result<PgConnection> {
    let work = async {
        let mut connection = options.connect().await?;
        sqlx::query(SETTINGS)
            .bind(milliseconds(waits.statement))
            .bind(milliseconds(waits.idle))
            .execute(&mut connection)
            .await?;
        Ok(connection)
    };
    within(waits.connect, work).await
}

/// The settings of a connection. PostgreSQL notices within some 20 s that a client is gone whose network swallows all,
/// and ends its transaction. While a statement runs, it looks each second whether the client has hung up; that needs
/// Linux. A server that is too old for a setting goes without.
///
/// Queries are short, and many people ask at once. So none is compiled or shared among processes: that can take longer than
/// the query. Pages of an index cost hardly more than those of a table, as on any disk without moving parts.
const SETTINGS: &str = "select set_config(name, value, false)
    from (values ('statement_timeout', $1), ('idle_in_transaction_session_timeout', $2),
                 ('tcp_user_timeout', '20000'), ('tcp_keepalives_idle', '10'), ('tcp_keepalives_interval', '5'),
                 ('tcp_keepalives_count', '2'), ('client_connection_check_interval', '1000'), ('jit', 'off'),
                 ('max_parallel_workers_per_gather', '0'), ('random_page_cost', '1.1')) wanted (name, value)
    where exists (select from pg_settings known where known.name = wanted.name)
      and (name <> 'client_connection_check_interval' or version() like '%linux%')";

fn milliseconds(time: Duration) -> String {
    time.as_millis().to_string()
}
