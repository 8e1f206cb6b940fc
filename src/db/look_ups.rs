//! Look-ups on SQLite of a row or two by their keys. They are done at once, by the task that asks: such a look-up reads a
//! few pages, which are in memory, and takes less than handing it to a thread and waiting for the answer.

use rusqlite::{Connection, OpenFlags};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Most connections that are kept. More tasks than there are cores never look up at the same time.
const KEPT: usize = 8;
/// How long to wait for a lock. Readers wait only while the log is being reset.
const BUSY_TIMEOUT: Duration = Duration::from_secs(1);

/// Connections that only read. Cheap to clone.
#[derive(Clone, Debug)]
pub struct LookUps(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    file: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl LookUps {
    pub(super) fn new(file: &Path) -> Self {
        Self(Arc::new(Inner { file: file.to_path_buf(), idle: Mutex::default() }))
    }

    /// Looks something up at once. The statements must find their rows by an index.
    ///
    /// # Errors
    /// If a statement fails.
    pub(crate) fn find<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> sqlx::Result<T> {
        let failed = |error| sqlx::Error::Io(io::Error::other(error));
        let idle = self.idle().pop();
        let connection = idle.map_or_else(|| open(&self.0.file), Ok).map_err(failed)?;
        let found = work(&connection);
        let mut idle = self.idle();
        if idle.len() < KEPT {
            idle.push(connection);
        }
        found.map_err(failed)
    }

    /// Closes the connections that nobody uses.
    pub(super) fn close(&self) {
        self.idle().clear();
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.0.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn open(file: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.execute_batch("pragma query_only = on")?;
    Ok(connection)
}
