//! Group commit: on SQLite the changes of many people that come at the same time share a transaction.
//!
//! A thread of its own makes them, one after the other, on a connection of its own. What comes while a transaction is being
//! made waits for the next one, so that under load a transaction has many changes, and none waits when there is no load.
//! Another thread moves the log into the database file, so that no commit has to.

use rusqlite::{Connection, OpenFlags};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;
use tokio::sync::{Mutex as Turn, oneshot};

/// Most changes in one transaction.
const GROUP: usize = 256;
/// How long to wait for the lock on the file, which other programs may hold.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How often the log is moved into the database file while there are changes. The disk's flush takes some 10 ms, and holds
/// up the changes that come meanwhile: one of two hundred.
const CHECKPOINT_PAUSE: Duration = Duration::from_secs(2);
/// A log of more pages (of 4 KB) begins again: changes wait until all of it is moved. Without that it may grow for as long
/// as there are changes.
const LOG_PAGES: i64 = 16 * 1024;
/// How long that waits for readers.
const RESTART_TIMEOUT: Duration = Duration::from_millis(100);

/// Makes changes on SQLite, in groups. Cheap to clone.
#[derive(Clone, Debug)]
pub struct GroupCommit(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    file: PathBuf,
    /// Held while a transaction writes, this one or one of the pool.
    turn: Arc<Turn<()>>,
    /// The way to the thread, once there is one.
    thread: Mutex<Option<Sender<Box<dyn Change>>>>,
}

/// A change that waits for the thread, of any type.
trait Change: Send {
    /// Makes the change, and notes its outcome. Returns whether it succeeded. If not, the transaction must end.
    fn make(&mut self, connection: &Connection) -> bool;
    /// The same. If it fails, it alone is undone.
    fn make_alone(&mut self, connection: &Connection);
    /// Tells who waits, when it is known whether the group was committed.
    fn tell(self: Box<Self>, committed: Result<(), String>);
}

struct Waiting<T, Work> {
    work: Work,
    outcome: Option<rusqlite::Result<T>>,
    answer: oneshot::Sender<sqlx::Result<T>>,
}

impl<T: Send, Work: Fn(&Connection) -> rusqlite::Result<T> + Send> Change for Waiting<T, Work> {
    fn make(&mut self, connection: &Connection) -> bool {
        let made = catch_unwind(AssertUnwindSafe(|| (self.work)(connection)));
        let outcome = made.unwrap_or_else(|_| Err(rusqlite::Error::InvalidQuery));
        self.outcome.insert(outcome).is_ok()
    }

    fn make_alone(&mut self, connection: &Connection) {
        let begun = connection.prepare_cached("savepoint change").and_then(|mut begin| begin.execute([]));
        let end =
            if begun.is_ok() && self.make(connection) { "release change" } else { "rollback to change" };
        let ended = connection.prepare_cached(end).and_then(|mut statement| statement.execute([]));
        if let Err(error) = begun.and(ended) {
            self.outcome = Some(Err(error));
        }
    }

    fn tell(self: Box<Self>, committed: Result<(), String>) {
        let outcome = match (self.outcome, committed) {
            (Some(outcome), Ok(())) => outcome.map_err(failed),
            (_, Err(error)) => Err(failed(error)),
            (None, Ok(())) => Err(sqlx::Error::WorkerCrashed),
        };
        // Who waited may have left.
        _ = self.answer.send(outcome);
    }
}

fn failed(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> sqlx::Error {
    sqlx::Error::Io(io::Error::other(error))
}

impl GroupCommit {
    pub(super) fn new(file: &Path) -> Self {
        let file = file.to_path_buf();
        Self(Arc::new(Inner { file, turn: Arc::default(), thread: Mutex::default() }))
    }

    /// The right to write, for a transaction of the pool.
    pub(super) async fn turn(&self) -> tokio::sync::OwnedMutexGuard<()> {
        self.0.turn.clone().lock_owned().await
    }

    /// Makes a change. It is on the disk when this returns, together with others, and its statements stand alone: if one
    /// fails, nothing of this change has happened. The change is made even if nobody waits for it any more. It is made
    /// again from the start if another one of its transaction fails.
    ///
    /// # Errors
    /// If a statement fails, or the database cannot commit.
    pub(crate) async fn change<T: Send + 'static>(
        &self,
        work: impl Fn(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> sqlx::Result<T> {
        let (answer, answered) = oneshot::channel();
        let change = Box::new(Waiting { work, outcome: None, answer });
        self.thread()?.send(change).map_err(|_| sqlx::Error::WorkerCrashed)?;
        answered.await.map_err(|_| sqlx::Error::WorkerCrashed)?
    }

    fn thread(&self) -> sqlx::Result<Sender<Box<dyn Change>>> {
        let mut thread = self.0.thread.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(thread) = &*thread {
            return Ok(thread.clone());
        }
        let (sender, changes) = channel();
        let (written, to_move) = sync_channel(1);
        let (file, turn) = (self.0.file.clone(), self.0.turn.clone());
        let connection = open(&file).map_err(failed)?;
        let (mover, movers_turn) = (open(&file).map_err(failed)?, turn.clone());
        thread::Builder::new()
            .name("docket-commit".to_owned())
            .spawn(move || commit_groups(&connection, &turn, &changes, &written))?;
        thread::Builder::new()
            .name("docket-checkpoint".to_owned())
            .spawn(move || move_log(&mover, &movers_turn, &to_move))?;
        *thread = Some(sender.clone());
        Ok(sender)
    }

    /// Ends the threads when they have made what waits.
    pub(super) fn close(&self) {
        self.0.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

fn open(file: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(64);
    // The same as for the connections of the pool, but for moving the log, and with more pages in memory (16 MB).
    connection.execute_batch(
        "pragma synchronous = normal; pragma foreign_keys = on; pragma secure_delete = on;
         pragma wal_autocheckpoint = 0; pragma cache_size = -16384",
    )?;
    Ok(connection)
}

fn commit_groups(
    connection: &Connection,
    turn: &Turn<()>,
    changes: &Receiver<Box<dyn Change>>,
    written: &SyncSender<()>,
) {
    while let Ok(first) = changes.recv() {
        let mut group = vec![first];
        let committed = {
            let _turn = turn.blocking_lock();
            commit_group(connection, changes, &mut group)
        };
        if let Err(error) = &committed {
            tracing::warn!(%error, changes = group.len(), "SQLite did not commit");
            // Fails if no transaction is open.
            _ = connection.execute_batch("rollback");
        }
        let committed = committed.map_err(|error| error.to_string());
        group.into_iter().for_each(|change| change.tell(committed.clone()));
        // Fails if the other thread has not taken the last one yet, which is as good.
        _ = written.try_send(());
    }
}

fn commit_group(
    connection: &Connection,
    changes: &Receiver<Box<dyn Change>>,
    group: &mut Vec<Box<dyn Change>>,
) -> rusqlite::Result<()> {
    connection.prepare_cached("begin immediate")?.execute([])?;
    let mut made = 0;
    while let Some(change) = group.get_mut(made) {
        if !change.make(connection) {
            return commit_apart(connection, group);
        }
        made += 1;
        if made == group.len() && made < GROUP {
            group.extend(changes.try_iter().take(GROUP - made));
        }
    }
    connection.prepare_cached("commit")?.execute([])?;
    Ok(())
}

/// Makes a group's changes again, each with a savepoint. That costs a third more, and FTS5 writes its index at each, so it
/// is only done if one of them has failed.
fn commit_apart(connection: &Connection, group: &mut [Box<dyn Change>]) -> rusqlite::Result<()> {
    // Some errors have ended the transaction.
    if !connection.is_autocommit() {
        connection.prepare_cached("rollback")?.execute([])?;
    }
    connection.prepare_cached("begin immediate")?.execute([])?;
    group.iter_mut().for_each(|change| change.make_alone(connection));
    connection.prepare_cached("commit")?.execute([])?;
    Ok(())
}

fn move_log(connection: &Connection, turn: &Turn<()>, written: &Receiver<()>) {
    while written.recv().is_ok() {
        thread::sleep(CHECKPOINT_PAUSE);
        if let Err(error) = move_once(connection, turn, LOG_PAGES) {
            tracing::debug!(%error, "the log was not moved into the database file");
        }
    }
}

/// Moves the log into the database file. One of more than `most` pages begins again, if no reader is too slow.
fn move_once(connection: &Connection, turn: &Turn<()>, most: i64) -> rusqlite::Result<()> {
    // The columns are: whether something was in the way, the pages of the log, and how many of them are moved.
    let pages: i64 = connection.query_row("pragma wal_checkpoint(passive)", [], |row| row.get(1))?;
    if pages > most {
        let _turn = turn.blocking_lock();
        connection.busy_timeout(RESTART_TIMEOUT)?;
        connection.query_row("pragma wal_checkpoint(restart)", [], |_| Ok(()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;
    use futures::future::join_all;

    fn database() -> (tempfile::TempDir, GroupCommit) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("x.db");
        let made = Connection::open(&file).unwrap();
        made.execute_batch("pragma journal_mode = wal; create table t (n integer unique)").unwrap();
        (folder, GroupCommit::new(&file))
    }

    fn insert(connection: &Connection, number: i64) -> rusqlite::Result<i64> {
        connection.prepare_cached("insert into t values (?1)")?.execute([number])?;
        Ok(number)
    }

    async fn sum(commits: &GroupCommit) -> i64 {
        let sql = "select coalesce(sum(n), 0) from t";
        commits.change(move |connection| connection.query_row(sql, [], |row| row.get(0))).await.unwrap()
    }

    #[tokio::test]
    async fn changes_of_one_group_succeed_and_fail_alone() {
        let (_folder, commits) = database();
        let held = commits.turn().await;
        let changes = tokio::spawn({
            let commits = commits.clone();
            async move {
                let change = |number| {
                    commits.change(move |connection| {
                        insert(connection, number)?;
                        // Half of them fail after they have changed something.
                        if number % 2 == 0 { Ok(number) } else { insert(connection, number) }
                    })
                };
                join_all((0..100).map(change)).await
            }
        });
        drop(held);
        let outcomes = changes.await.unwrap();
        assert!(outcomes.iter().enumerate().all(|(number, outcome)| outcome.is_ok() == (number % 2 == 0)));
        assert_eq!(sum(&commits).await, (0..100).step_by(2).sum::<i64>());
    }

    #[tokio::test]
    async fn a_change_that_panics_ends_no_other() {
        let (_folder, commits) = database();
        let panics = commits.change(|connection| {
            insert(connection, 1)?;
            Ok("no number".parse::<i64>().unwrap())
        });
        assert!(panics.await.is_err());
        commits.change(|connection| insert(connection, 2)).await.unwrap();
        assert_eq!(sum(&commits).await, 2);
    }

    #[tokio::test]
    async fn a_long_log_begins_again() {
        let (folder, commits) = database();
        let (file, log) = (folder.path().join("x.db"), folder.path().join("x.db-wal"));
        let mut lengths = Vec::new();
        for round in 0..4_i64 {
            for number in 0..50 {
                commits.change(move |connection| insert(connection, round * 50 + number)).await.unwrap();
            }
            let file = file.clone();
            let moved = thread::spawn(move || move_once(&open(&file).unwrap(), &Turn::default(), 20));
            moved.join().unwrap().unwrap();
            lengths.push(std::fs::metadata(&log).unwrap().len());
        }
        assert_eq!(lengths.iter().max(), lengths.first(), "{lengths:?}");
    }

    #[tokio::test]
    async fn who_leaves_takes_nothing_back() {
        let (_folder, commits) = database();
        let held = commits.turn().await;
        let mut change = Box::pin(commits.change(|connection| insert(connection, 3)));
        assert!(futures::poll!(&mut change).is_pending());
        drop(change);
        drop(held);
        assert_eq!(sum(&commits).await, 3);
    }
}
